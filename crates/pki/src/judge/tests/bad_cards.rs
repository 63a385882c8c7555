//! Certificates that no card of ours has: each is refused for its own reason.

use super::*;
use crate::authority::distinguished_name;
use rcgen::{CustomExtension, DnType, Issuer};
use rsa::Pkcs1v15Sign;
use rustls_pki_types::PrivatePkcs8KeyDer;

/// A trusted authority whose key the tests have, too.
fn known() -> &'static (Authority, KeyPair, Vec<u8>) {
    static KNOWN: OnceLock<(Authority, KeyPair, Vec<u8>)> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let (from, until) = (at("2024-01-01T00:00:00Z"), at("2036-01-01T00:00:00Z"));
        let (authority, key) = Authority::for_cards(from, until, &mut rng(21)).unwrap();
        let pair = KeyPair::try_from(key.as_slice()).unwrap();
        (authority, pair, key.to_vec())
    })
}

fn key_of_card() -> KeyPair {
    let key = card_key().0.to_pkcs8_der().unwrap();
    KeyPair::try_from(key.as_bytes()).unwrap()
}

fn second(text: &str) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(at(text).as_second()).unwrap()
}

/// What a card's certificate says.
fn params() -> CertificateParams {
    let mut params = CertificateParams::default();
    params.not_before = second("2026-01-01T00:00:00Z");
    params.not_after = second("2031-01-01T00:00:00Z");
    params.distinguished_name = distinguished_name(&[(DnType::CommonName, "SIMULATOR")]);
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    params
}

/// A card's certificate of the known authority, with a change.
fn card(change: impl FnOnce(&mut CertificateParams)) -> Vec<u8> {
    let mut params = params();
    change(&mut params);
    let card = params.signed_by(&key_of_card(), &known().0.issuer);
    card.unwrap().der().to_vec()
}

/// One of another authority, with that key and name.
fn card_of_issuer(issuer: &CertificateParams, key: &KeyPair) -> Vec<u8> {
    let card = params().signed_by(&key_of_card(), &Issuer::from_params(issuer, key));
    card.unwrap().der().to_vec()
}

/// The same name as the known authority.
fn namesake() -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = crate::profile::user_authority_name();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params
}

fn judged(certificate: &[u8]) -> Result<TrustedCard, Distrust> {
    let trust = CardTrust::new(known().0.certificate()).unwrap();
    trust.judge(certificate, &list_of(&known().0, &[]))
}

fn extension(critical: bool) -> CustomExtension {
    let mut extension = CustomExtension::from_oid_content(&[2, 999, 7], vec![5, 0]);
    extension.set_criticality(critical);
    extension
}

/// The certificate with this algorithm (the last number of PKCS#1's arc) written into
/// both its places, and signed with `sign`.
fn signed_as(algorithm: u8, sign: impl Fn(&[u8]) -> Vec<u8>) -> Vec<u8> {
    const SHA256_WITH_RSA: [u8; 9] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 11];
    let mut der = card(|_| ());
    let places: Vec<_> = (0..der.len() - 9)
        .filter(|it| der[*it..].starts_with(&SHA256_WITH_RSA))
        .collect();
    assert_eq!(places.len(), 2);
    for place in places {
        der[place + 8] = algorithm;
    }
    let (_, certificate) = X509Certificate::from_der(&der).unwrap();
    let signature = sign(certificate.tbs_certificate.as_ref());
    let length = der.len();
    der[length - signature.len()..].copy_from_slice(&signature);
    der
}

/// RSA PKCS#1 v1.5 with SHA-1, as it was done until 2014.
fn sha1_with_rsa(message: &[u8]) -> Vec<u8> {
    const DIGEST_INFO: [u8; 15] = [
        0x30, 0x21, 0x30, 9, 6, 5, 0x2B, 0x0E, 3, 2, 0x1A, 5, 0, 4, 20,
    ];
    let key = rsa::pkcs8::DecodePrivateKey::from_pkcs8_der(&known().2).unwrap();
    let padding = Pkcs1v15Sign {
        hash_len: Some(20),
        prefix: DIGEST_INFO.into(),
    };
    let digest = digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, message);
    rsa::RsaPrivateKey::sign(&key, padding, digest.as_ref()).unwrap()
}

fn with_algorithm(algorithm: &'static rcgen::SignatureAlgorithm) -> Vec<u8> {
    let key = PrivatePkcs8KeyDer::from(known().2.clone());
    let key = KeyPair::from_pkcs8_der_and_sign_algo(&key, algorithm).unwrap();
    card_of_issuer(&namesake(), &key)
}

#[test]
fn each_bad_certificate_is_refused_for_its_own_reason() {
    let p256 = KeyPair::generate().unwrap();
    let authority = |path| IsCa::Ca(path);
    let own_key = |key: &[u8]| {
        let key = rcgen::SubjectPublicKeyInfo::from_der(key).unwrap();
        let card = params().signed_by(&key, &known().0.issuer);
        card.unwrap().der().to_vec()
    };
    let small = rsa::RsaPrivateKey::new(&mut rng(22), 1024).unwrap();
    let small = small.to_public_key().to_public_key_der().unwrap();
    let mut bad_signature = card(|_| ());
    *bad_signature.last_mut().unwrap() ^= 1;
    let mut below = namesake();
    below.distinguished_name = distinguished_name(&[(DnType::CommonName, "below ours")]);
    let use_of =
        |usages: &[ExtendedKeyUsagePurpose]| card(|it| it.extended_key_usages = usages.to_vec());
    for (case, certificate, flaw) in [
        (
            "self-signed",
            params().self_signed(&key_of_card()).unwrap().der().to_vec(),
            Flaw::Issuer,
        ),
        (
            "of an authority that ours did not name",
            card_of_issuer(&below, &p256),
            Flaw::Issuer,
        ),
        (
            "of an authority below ours: the path is too long",
            card_of_issuer(&below, &known().1),
            Flaw::Issuer,
        ),
        (
            "of a foreign authority with our name",
            card_of(theirs()),
            Flaw::Signature,
        ),
        (
            "of a P-256 authority with our name",
            card_of_issuer(&namesake(), &p256),
            Flaw::Algorithm,
        ),
        (
            "its signature has one bit changed",
            bad_signature,
            Flaw::Signature,
        ),
        (
            "it says SHA-1 and is SHA-1",
            signed_as(5, sha1_with_rsa),
            Flaw::Algorithm,
        ),
        ("it says MD5", signed_as(4, sha1_with_rsa), Flaw::Algorithm),
        (
            "it says SHA-256 and is SHA-1",
            signed_as(11, sha1_with_rsa),
            Flaw::Signature,
        ),
        (
            "SHA-384",
            with_algorithm(&rcgen::PKCS_RSA_SHA384),
            Flaw::Algorithm,
        ),
        (
            "SHA-512",
            with_algorithm(&rcgen::PKCS_RSA_SHA512),
            Flaw::Algorithm,
        ),
        (
            "for a server",
            use_of(&[ExtendedKeyUsagePurpose::ServerAuth]),
            Flaw::Use,
        ),
        (
            "for e-mail",
            use_of(&[ExtendedKeyUsagePurpose::EmailProtection]),
            Flaw::Use,
        ),
        (
            "for time stamps",
            use_of(&[ExtendedKeyUsagePurpose::TimeStamping]),
            Flaw::Use,
        ),
        (
            "its key is for no use",
            card(|it| it.key_usages.clear()),
            Flaw::Use,
        ),
        (
            "its key is for agreement",
            card(|it| it.key_usages = vec![KeyUsagePurpose::KeyAgreement]),
            Flaw::Use,
        ),
        (
            "its key is for certificates",
            card(|it| it.key_usages = vec![KeyUsagePurpose::KeyCertSign]),
            Flaw::Use,
        ),
        (
            "an authority's",
            card(|it| it.is_ca = authority(BasicConstraints::Unconstrained)),
            Flaw::Authority,
        ),
        (
            "an authority's with path length 0",
            card(|it| it.is_ca = authority(BasicConstraints::Constrained(0))),
            Flaw::Authority,
        ),
        (
            "our authority itself",
            known().0.certificate().to_vec(),
            Flaw::Authority,
        ),
        (
            "an unknown extension is critical",
            card(|it| it.custom_extensions = vec![extension(true)]),
            Flaw::Extension,
        ),
        ("RSA-1024", own_key(small.as_bytes()), Flaw::Key),
        (
            "P-256 for RSA",
            own_key(&p256.subject_public_key_info()),
            Flaw::Key,
        ),
        (
            "Ed25519 for RSA",
            own_key(
                &KeyPair::generate_for(&rcgen::PKCS_ED25519)
                    .unwrap()
                    .subject_public_key_info(),
            ),
            Flaw::Key,
        ),
    ] {
        assert_eq!(judged(&certificate), refused(flaw), "{case}");
    }
}

#[test]
fn what_is_odd_and_yet_a_cards_is_believed() {
    let twice = vec![
        ExtendedKeyUsagePurpose::ServerAuth,
        ExtendedKeyUsagePurpose::ClientAuth,
    ];
    let signs_twice = vec![
        KeyUsagePurpose::DigitalSignature,
        KeyUsagePurpose::ContentCommitment,
    ];
    for (case, certificate) in [
        ("as it is", card(|_| ())),
        (
            "an unknown extension is not critical",
            card(|it| it.custom_extensions = vec![extension(false)]),
        ),
        ("for any use", card(|it| it.extended_key_usages.clear())),
        (
            "for servers, too",
            card(|it| it.extended_key_usages = twice),
        ),
        ("for contents, too", card(|it| it.key_usages = signs_twice)),
        (
            "it says that it is no authority",
            card(|it| it.is_ca = IsCa::ExplicitNoCa),
        ),
        // Whether it is in its time is the caller's question, and told.
        (
            "expired long ago",
            card(|it| {
                it.not_before = second("2010-01-01T00:00:00Z");
                it.not_after = second("2015-01-01T00:00:00Z");
            }),
        ),
        (
            "not yet valid",
            card(|it| {
                it.not_before = second("2090-01-01T00:00:00Z");
                it.not_after = second("2095-01-01T00:00:00Z");
            }),
        ),
    ] {
        let believed = judged(&certificate).unwrap_or_else(|why| panic!("{case}: {why}"));
        let (_, read) = X509Certificate::from_der(&certificate).unwrap();
        let told = (
            believed.not_before.as_second(),
            believed.not_after.as_second(),
        );
        let validity = read.validity();
        assert_eq!(
            told,
            (
                validity.not_before.timestamp(),
                validity.not_after.timestamp()
            ),
            "{case}"
        );
    }
}
