use super::*;
use crate::bench::{at, card_key, issuer, rng};
use crate::{Authority, CardRequest, Folder};
use rcgen::{
    BasicConstraints, CertificateParams, ExtendedKeyUsagePurpose, IsCa, KeyPair, KeyUsagePurpose,
    PublicKeyData,
};
use rsa::pkcs1v15::SigningKey;
use rsa::pkcs8::{EncodePrivateKey, EncodePublicKey};
use rsa::sha2::Sha256;
use rsa::signature::{SignatureEncoding, Signer};
use rsa::{BigUint, RsaPublicKey};
use std::sync::OnceLock;
use time::OffsetDateTime;

mod bad_cards;

/// An authority with the same name as ours.
fn theirs() -> &'static Authority {
    static THEIRS: OnceLock<Authority> = OnceLock::new();
    THEIRS.get_or_init(|| {
        let (from, until) = (at("2024-01-01T00:00:00Z"), at("2036-01-01T00:00:00Z"));
        Authority::for_cards(from, until, &mut rng(1)).unwrap().0
    })
}

fn ours() -> &'static Authority {
    &issuer().user
}

fn card_of(authority: &Authority) -> Vec<u8> {
    card_with_key(authority, &card_key().1)
}

fn card_with_key(authority: &Authority, public_key: &[u8]) -> Vec<u8> {
    let request = CardRequest {
        public_key,
        not_before: at("2026-01-01T00:00:00+09:00"),
        not_after: at("2026-10-10T23:59:59+09:00"),
    };
    authority.issue_card(request).unwrap().to_vec()
}

fn list_of(authority: &Authority, serials: &[Vec<u8>]) -> SuspendedList {
    let (now, next) = (at("2026-01-01T00:00:00Z"), at("2030-01-01T00:00:00Z"));
    let der = authority.suspended_list(serials, now, next).unwrap();
    SuspendedList::from_der(&der).unwrap()
}

fn refused<T>(flaw: Flaw) -> Result<T, Distrust> {
    Err(Distrust::NotTrusted(flaw))
}

fn judge(certificate: &[u8], list: &SuspendedList) -> Result<TrustedCard, Distrust> {
    CardTrust::new(ours().certificate())
        .unwrap()
        .judge(certificate, list)
}

#[test]
fn a_card_of_our_authority_is_believed_whatever_its_age() {
    let card = judge(&card_of(ours()), &list_of(ours(), &[])).unwrap();
    assert_eq!(card.not_after, at("2026-10-10T14:59:59Z"));
}

#[test]
fn a_card_of_another_authority_is_not_believed() {
    let list = list_of(ours(), &[]);
    assert_eq!(judge(&card_of(theirs()), &list), refused(Flaw::Signature));
    let authority_itself = ours().certificate();
    assert_eq!(judge(authority_itself, &list), refused(Flaw::Authority));
}

#[test]
fn a_suspended_card_is_told_apart_and_lifting_it_helps() {
    let certificate = card_of(ours());
    let serial = read(&certificate).unwrap().serial;
    let on = list_of(ours(), std::slice::from_ref(&serial));
    assert_eq!(judge(&certificate, &on), Err(Distrust::Suspended));
    assert!(on.contains(&serial));
    let off = list_of(ours(), &[vec![7; 19]]);
    assert!(judge(&certificate, &off).is_ok());
    assert!(!off.contains(&serial));
}

#[test]
fn a_list_signed_by_another_authority_lets_nobody_in() {
    let list = list_of(theirs(), &[]);
    assert_eq!(judge(&card_of(ours()), &list), refused(Flaw::List));
}

#[test]
fn a_certificate_with_one_changed_byte_is_never_believed() {
    let list = list_of(ours(), &[]);
    let good = card_of(ours());
    for at in 0..good.len() {
        let mut bad = good.clone();
        bad[at] ^= 0x01;
        assert!(judge(&bad, &list).is_err(), "byte {at}");
    }
    let mut trailing = good.clone();
    trailing.push(0);
    assert_eq!(judge(&trailing, &list), Err(Distrust::Malformed));
    assert_eq!(judge(&[], &list), Err(Distrust::Malformed));
    assert_eq!(judge(&vec![0x30; 5000], &list), Err(Distrust::Malformed));
}

#[test]
fn only_the_cards_own_signature_over_the_message_counts() {
    let card = judge(&card_of(ours()), &list_of(ours(), &[])).unwrap();
    let key = SigningKey::<Sha256>::new(card_key().0.clone());
    let signature = key.sign(b"challenge").to_vec();
    assert!(card.signed(b"challenge", &signature));
    assert!(!card.signed(b"another challenge", &signature));
    assert!(!card.signed(b"challenge", &[]));
    for at in 0..signature.len() {
        let mut bad = signature.clone();
        bad[at] ^= 0x80;
        assert!(!card.signed(b"challenge", &bad), "byte {at}");
    }
}

#[test]
fn the_profile_is_what_public_readers_know() {
    let der = card_of(ours());
    let (_, certificate) = X509Certificate::from_der(&der).unwrap();
    assert!(
        (256..2000).contains(&der.len()),
        "fits its file: {}",
        der.len()
    );
    assert!(
        certificate
            .subject()
            .to_string()
            .starts_with("C=JP, CN=SIMULATOR")
    );
    assert!(
        certificate
            .issuer()
            .to_string()
            .contains("O=JPKI-SIMULATOR")
    );
    let oids: Vec<String> = certificate
        .extensions()
        .iter()
        .map(|extension| extension.oid.to_id_string())
        .collect();
    for oid in [
        "2.5.29.14",
        "2.5.29.15",
        "2.5.29.18",
        "2.5.29.31",
        "2.5.29.32",
        "2.5.29.35",
        "2.5.29.37",
        "1.3.6.1.5.5.7.1.1",
    ] {
        assert!(oids.iter().any(|found| found == oid), "{oid} in {oids:?}");
    }
    for extension in certificate.extensions() {
        assert!(
            !extension.parsed_extension().unsupported(),
            "{}",
            extension.oid
        );
    }
}

#[test]
fn only_an_rsa_key_of_2048_to_4096_bits_is_a_cards() {
    let list = list_of(ours(), &[]);
    for (bits, believed) in [
        (1024, false),
        (2047, false),
        (2048, true),
        (3072, true),
        (4096, true),
        (4097, false),
    ] {
        let modulus = (BigUint::from(1_u8) << (bits - 1)) + 1_u8;
        let key = RsaPublicKey::new_unchecked(modulus, 65537_u32.into());
        let key = key.to_public_key_der().unwrap();
        let judged = judge(&card_with_key(ours(), key.as_bytes()), &list);
        assert_eq!(judged.is_ok(), believed, "{bits}");
    }
    let key = KeyPair::generate().unwrap();
    let judged = judge(
        &card_with_key(ours(), &key.subject_public_key_info()),
        &list,
    );
    assert_eq!(judged, refused(Flaw::Key), "P-256");
}

/// A certificate of nobody's that we know, as a real card's is to the simulator.
fn foreign(change: impl FnOnce(&mut CertificateParams)) -> Vec<u8> {
    let key = card_key().0.to_pkcs8_der().unwrap();
    let key = KeyPair::try_from(key.as_bytes()).unwrap();
    let mut params = CertificateParams::default();
    let second = at("2029-02-17T14:59:59Z").as_second();
    params.not_after = OffsetDateTime::from_unix_timestamp(second).unwrap();
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    change(&mut params);
    params.self_signed(&key).unwrap().der().to_vec()
}

fn fingerprint(certificate: &[u8]) -> [u8; 32] {
    let digest = digest::digest(&digest::SHA256, certificate);
    digest.as_ref().try_into().unwrap()
}

fn trust_in(folder: &Folder) -> CardTrust {
    let enrolled = folder.enrolled().unwrap().into_iter();
    let trust = CardTrust::new(ours().certificate()).unwrap();
    trust.with_enrolled(enrolled.map(|card| card.fingerprint).collect())
}

#[test]
fn a_foreign_card_is_believed_from_its_enrolment_until_it_is_forgotten() {
    let place = tempfile::tempdir().unwrap();
    let folder = Folder::at(place.path());
    let certificate = foreign(|_| ());
    let list = list_of(ours(), &[]);
    let judge = || trust_in(&folder).judge(&certificate, &list);

    folder.enrol(&[1; 32], "elderly").unwrap();
    assert_eq!(judge(), refused(Flaw::Issuer));
    folder.enrol(&fingerprint(&certificate), "insured").unwrap();
    let card = judge().unwrap();
    assert_eq!(card.fingerprint, fingerprint(&certificate));
    assert_eq!(card.not_after, at("2029-02-17T14:59:59Z"));
    let key = SigningKey::<Sha256>::new(card_key().0.clone());
    assert!(card.signed(b"challenge", &key.sign(b"challenge").to_vec()));
    assert!(folder.forget(&fingerprint(&certificate)).unwrap());
    assert_eq!(judge(), refused(Flaw::Issuer));
}

#[test]
fn an_enrolled_card_with_one_changed_bit_is_not_believed() {
    let good = foreign(|_| ());
    let trust = CardTrust::new(ours().certificate()).unwrap();
    let trust = trust.with_enrolled(vec![fingerprint(&good)]);
    let list = list_of(ours(), &[]);
    assert!(trust.judge(&good, &list).is_ok());
    for bit in 0..good.len() * 8 {
        let mut bad = good.clone();
        bad[bit / 8] ^= 1 << (bit % 8);
        assert!(trust.judge(&bad, &list).is_err(), "bit {bit}");
    }
}

#[test]
fn our_suspended_list_is_not_about_enrolled_cards() {
    let certificate = foreign(|_| ());
    let serial = read(&certificate).unwrap().serial;
    let list = list_of(ours(), std::slice::from_ref(&serial));
    let trust = CardTrust::new(ours().certificate()).unwrap();
    let trust = trust.with_enrolled(vec![fingerprint(&certificate)]);
    assert!(trust.judge(&certificate, &list).is_ok());
}

#[test]
fn enrolling_a_card_of_ours_does_not_lift_its_suspension() {
    let certificate = card_of(ours());
    let serial = read(&certificate).unwrap().serial;
    let list = list_of(ours(), &[serial]);
    let trust = CardTrust::new(ours().certificate()).unwrap();
    let trust = trust.with_enrolled(vec![fingerprint(&certificate)]);
    assert_eq!(trust.judge(&certificate, &list), Err(Distrust::Suspended));
}

#[test]
fn enrolment_makes_no_card_of_what_is_none() {
    let list = list_of(ours(), &[]);
    let judge = |certificate: &[u8]| {
        let trust = CardTrust::new(ours().certificate()).unwrap();
        let trust = trust.with_enrolled(vec![fingerprint(certificate)]);
        trust.judge(certificate, &list).map(|_| ())
    };
    assert_eq!(judge(&foreign(|_| ())), Ok(()));
    let no_use = foreign(|params| params.key_usages = Vec::new());
    assert_eq!(judge(&no_use), refused(Flaw::Use));
    let other_use = foreign(|params| params.key_usages = vec![KeyUsagePurpose::KeyAgreement]);
    assert_eq!(judge(&other_use), refused(Flaw::Use));
    let authority = foreign(|params| params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained));
    assert_eq!(judge(&authority), refused(Flaw::Authority));
    let small = rsa::RsaPrivateKey::new(&mut rng(8), 1024).unwrap();
    let small = small.to_public_key().to_public_key_der().unwrap();
    let small = card_with_key(theirs(), small.as_bytes());
    assert_eq!(judge(&small), refused(Flaw::Key));
    let long = |length| {
        foreign(|params| {
            let filler = yasna::construct_der(|writer| writer.write_bytes(&vec![0; length]));
            let filler = rcgen::CustomExtension::from_oid_content(&[2, 999, 1], filler);
            params.custom_extensions = vec![filler];
        })
    };
    let over = 4096 - long(3000).len();
    assert_eq!(long(3000 + over).len(), 4096);
    assert_eq!(judge(&long(3000 + over)), Ok(()));
    assert_eq!(judge(&long(3001 + over)), Err(Distrust::Malformed));
    for bytes in [&b""[..], b"card", &[0x30; 300]] {
        assert_eq!(judge(bytes), Err(Distrust::Malformed));
    }
}
