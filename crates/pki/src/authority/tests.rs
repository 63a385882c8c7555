use super::*;
use crate::bench::{at, card_key, issuer};
use crate::{CardTrust, Distrust, Flaw, SuspendedList};
use jiff::civil::date;
use rustls_pki_types::UnixTime;
use std::time::Duration;
use webpki::{EndEntityCert, KeyUsage, anchor_from_trusted_cert};
use x509_parser::prelude::{FromDer, GeneralName, ParsedExtension, X509Certificate};

fn request() -> SignatureRequest<'static> {
    SignatureRequest {
        public_key: &card_key().1,
        not_before: at("2026-01-01T00:00:00+09:00"),
        not_after: at("2026-10-10T23:59:59+09:00"),
        name: "窓口　花子",
        birth: date(1980, 2, 17),
        sex_code: '2',
        address: "模擬県模擬市窓口町１丁目２番地３",
    }
}

fn issued(request: SignatureRequest<'_>) -> Result<Vec<u8>, PkiError> {
    let certificate = issuer().signature.issue_signature_card(request);
    certificate.map(|certificate| certificate.to_vec())
}

/// The subject alternative names as (last number of the real arc, text).
fn attributes(certificate: &X509Certificate<'_>) -> Vec<(u64, String)> {
    let names = certificate.subject_alternative_name().unwrap().unwrap();
    let attribute = |name: &GeneralName<'_>| {
        let GeneralName::OtherName(oid, value) = name else {
            panic!("{name:?}");
        };
        let oid = oid.to_id_string();
        let number = oid.strip_prefix("1.2.392.200149.8.5.5.").unwrap();
        // [0] EXPLICIT around a UTF8String.
        assert_eq!((value[0], value[2]), (0xA0, 0x0C));
        let text = String::from_utf8(value[4..].to_vec()).unwrap();
        (number.parse().unwrap(), text)
    };
    names.value.general_names.iter().map(attribute).collect()
}

#[test]
fn a_signature_certificate_has_the_profile_that_public_readers_know() {
    let der = issued(request()).unwrap();
    assert!((256..=2000).contains(&der.len()), "{}", der.len());
    assert_eq!(der[..2], [0x30, 0x82]);
    let (_, certificate) = X509Certificate::from_der(&der).unwrap();
    let subject = certificate.subject().to_string();
    let expected = "C=JP, L=Simulator-ken, L=Simulator-shi, CN=20260101SIMULATOR";
    assert!(subject.starts_with(expected), "{subject}");
    let authority = certificate.issuer().to_string();
    assert!(
        authority.contains("O=JPKI-SIMULATOR, OU=SIMULATOR for digital"),
        "{authority}"
    );

    let usage = certificate.key_usage().unwrap().unwrap();
    assert!(usage.critical);
    // The two first bits: digitalSignature and nonRepudiation.
    assert_eq!(usage.value.flags, 0b11);
    assert!(certificate.extended_key_usage().unwrap().is_none());
    assert!(!certificate.is_ca());
    let expected = [
        (1, "窓口　花子"),
        (4, "319800217"),
        (3, "2"),
        (5, "模擬県模擬市窓口町１丁目２番地３"),
        (2, "00000"),
        (6, "0000000000000000"),
    ];
    assert_eq!(
        attributes(&certificate),
        expected.map(|(n, t)| (n, t.into()))
    );
    let oids: Vec<String> = certificate
        .extensions()
        .iter()
        .map(|extension| extension.oid.to_id_string())
        .collect();
    for oid in [
        "2.5.29.14",
        "2.5.29.15",
        "2.5.29.17",
        "2.5.29.18",
        "2.5.29.31",
        "2.5.29.32",
        "2.5.29.35",
        "1.3.6.1.5.5.7.1.1",
    ] {
        assert!(oids.iter().any(|found| found == oid), "{oid} in {oids:?}");
    }
    let policy =
        certificate
            .extensions()
            .iter()
            .find_map(|extension| match extension.parsed_extension() {
                ParsedExtension::CertificatePolicies(policies) => policies.first(),
                _ => None,
            });
    // 2.999.8.5.1.20, of the arc for examples.
    let own = [0x88, 0x37, 8, 5, 1, 20];
    assert_eq!(policy.unwrap().policy_id.as_bytes(), own);
}

#[test]
fn a_signature_certificate_is_as_long_as_its_file_at_most() {
    let length = |characters: usize| {
        let address = "町".repeat(characters);
        let address = address.as_str();
        issued(SignatureRequest {
            address,
            ..request()
        })
        .map(|certificate| certificate.len())
    };
    let fits = (100..400).take_while(|characters| length(*characters).is_ok());
    let longest = fits.last().unwrap();
    let bytes = length(longest).unwrap();
    assert!((1990..=2000).contains(&bytes), "{bytes}");
    let refused = length(longest + 1);
    assert!(matches!(refused, Err(PkiError::Unwritable(_))));
    let empty = issued(SignatureRequest {
        address: "",
        name: "",
        ..request()
    });
    assert!(empty.unwrap().len() >= 256);
}

#[test]
fn a_sex_that_is_none_of_the_four_is_refused() {
    for sex_code in ['0', '1', '2', '9'] {
        assert!(
            issued(SignatureRequest {
                sex_code,
                ..request()
            })
            .is_ok()
        );
    }
    for sex_code in ['3', 'F', '男', '\0'] {
        let refused = issued(SignatureRequest {
            sex_code,
            ..request()
        });
        assert!(matches!(refused, Err(PkiError::Unwritable(_))));
    }
}

#[test]
fn a_signature_certificate_never_passes_for_the_card_itself() {
    let (now, next) = (at("2026-01-01T00:00:00Z"), at("2030-01-01T00:00:00Z"));
    let certificate = issued(request()).unwrap();
    let judge = |authority: &Authority| {
        let list = authority.suspended_list(&[], now, next).unwrap();
        let list = SuspendedList::from_der(&list).unwrap();
        let trust = CardTrust::new(authority.certificate()).unwrap();
        trust.judge(&certificate, &list)
    };
    assert_eq!(
        judge(&issuer().user),
        Err(Distrust::NotTrusted(Flaw::Issuer))
    );
    // It is the authority that makes the difference, and nothing else.
    assert!(judge(&issuer().signature).is_ok());
}

#[test]
fn no_card_certificate_opens_a_network_connection() {
    let (from, until) = (at("2024-01-01T00:00:00Z"), at("2036-01-01T00:00:00Z"));
    let (network, _) = Authority::for_network(from, until).unwrap();
    let subject = NetworkSubject::institution("1310000001", "T01").unwrap();
    let institution = network.issue_client(&subject, "clinic", from, until);
    let user = issuer().user.issue_card(CardRequest {
        public_key: request().public_key,
        not_before: from,
        not_after: until,
    });
    let anchor = anchor_from_trusted_cert(network.certificate()).unwrap();
    let second = at("2026-02-01T00:00:00Z").as_second().unsigned_abs();
    let accepted = |certificate: &[u8]| {
        let certificate = CertificateDer::from(certificate);
        let certificate = EndEntityCert::try_from(&certificate).unwrap();
        certificate
            .verify_for_usage(
                webpki::ALL_VERIFICATION_ALGS,
                std::slice::from_ref(&anchor),
                &[],
                UnixTime::since_unix_epoch(Duration::from_secs(second)),
                KeyUsage::client_auth(),
                None,
                None,
            )
            .is_ok()
    };
    assert!(accepted(&institution.unwrap().certificate));
    assert!(!accepted(&user.unwrap()));
    assert!(!accepted(&issued(request()).unwrap()));
}
