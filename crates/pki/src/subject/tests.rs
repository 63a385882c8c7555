use super::*;
use crate::Authority;
use crate::authority::distinguished_name;
use crate::bench::at;
use proptest::prelude::*;
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, KeyPair, KeyUsagePurpose};
use std::sync::OnceLock;

fn named(code: &str, terminal: &str) -> Option<NetworkSubject> {
    NetworkSubject::institution(code, terminal)
}

#[test]
fn a_certificate_names_whom_it_was_issued_to() {
    let (from, until) = (at("2024-01-01T00:00:00Z"), at("2036-01-01T00:00:00Z"));
    let (network, _) = Authority::for_network(from, until).unwrap();
    let clinic = named("1310000001", "T01").unwrap();
    let far = named("1310000001", "front-desk-2").unwrap();
    for subject in [clinic, far, NetworkSubject::operator()] {
        let issued = network.issue_client(&subject, "窓口診療所", from, until);
        let read = network_subject(&issued.unwrap().certificate);
        assert_eq!(read, Some(subject));
    }
    let odd = NetworkSubject::Institution {
        code: "the-clinic".into(),
        terminal: "T01".into(),
    };
    let issued = network.issue_client(&odd, "clinic", from, until).unwrap();
    assert_eq!(network_subject(&issued.certificate), None);
}

#[test]
fn only_ten_digits_and_a_short_plain_terminal_are_an_institutions() {
    for (code, terminal, names) in [
        ("1310000001", "T01", true),
        ("1310000001", "a", true),
        ("1310000001", "ABCDEFGHIJKLMN-9", true),
        ("1310000001", "ABCDEFGHIJKLMNO-9", false),
        ("1310000001", "", false),
        ("1310000001", "T 1", false),
        ("1310000001", "T.1", false),
        ("1310000001", "../T1", false),
        ("1310000001", "Ｔ１", false),
        ("131000001", "T01", false),
        ("13100000011", "T01", false),
        ("131000000a", "T01", false),
        ("１３１０００００", "T01", false),
        ("operator", "T01", false),
        ("", "T01", false),
    ] {
        assert_eq!(named(code, terminal).is_some(), names, "{code} {terminal}");
    }
}

/// Whom a certificate with this subject names, whoever signed it.
fn subject_of(parts: &[(DnType, &str)]) -> Option<NetworkSubject> {
    subject_of_changed(parts, |_| ())
}

fn subject_of_changed(
    parts: &[(DnType, &str)],
    change: impl FnOnce(&mut CertificateParams),
) -> Option<NetworkSubject> {
    static KEY: OnceLock<KeyPair> = OnceLock::new();
    let key = KEY.get_or_init(|| KeyPair::generate().unwrap());
    let mut params = CertificateParams::default();
    params.distinguished_name = distinguished_name(parts);
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    change(&mut params);
    network_subject(params.self_signed(key).unwrap().der())
}

#[test]
fn a_subject_that_lacks_a_part_or_has_it_twice_names_nobody() {
    let (name, unit) = (DnType::CommonName, DnType::OrganizationalUnitName);
    // A name holds each kind of part once, unless its number is given.
    let name_again = DnType::CustomDnType(vec![2, 5, 4, 3]);
    let unit_again = DnType::CustomDnType(vec![2, 5, 4, 11]);
    let code = (name.clone(), "1310000001");
    let terminal = (unit.clone(), "T01");
    assert_eq!(
        subject_of(&[code.clone(), terminal.clone()]),
        named("1310000001", "T01")
    );
    assert_eq!(
        subject_of(&[(name.clone(), "operator"), terminal.clone()]),
        Some(NetworkSubject::operator())
    );
    for parts in [
        vec![],
        vec![code.clone()],
        vec![terminal.clone()],
        vec![code.clone(), (unit, "T 01")],
        vec![(name.clone(), "operator"), (unit_again.clone(), "")],
        vec![(name.clone(), "Operator"), terminal.clone()],
        vec![(name, "1310000001\0"), terminal.clone()],
        vec![code.clone(), (name_again, "1310000002"), terminal.clone()],
        vec![code, terminal, (unit_again, "T02")],
    ] {
        assert_eq!(subject_of(&parts), None, "{parts:?}");
    }
}

#[test]
fn a_certificate_that_is_not_for_signing_or_an_authoritys_names_nobody() {
    let parts = [
        (DnType::CommonName, "1310000001"),
        (DnType::OrganizationalUnitName, "T01"),
    ];
    let of = |usages: &[KeyUsagePurpose]| {
        subject_of_changed(&parts, |params| params.key_usages = usages.to_vec())
    };
    let (signs, agrees) = (
        KeyUsagePurpose::DigitalSignature,
        KeyUsagePurpose::KeyAgreement,
    );
    assert!(of(&[signs, agrees]).is_some());
    assert_eq!(of(&[agrees]), None);
    assert_eq!(of(&[KeyUsagePurpose::KeyCertSign]), None);
    assert_eq!(of(&[]), None);
    let authority = |is_ca| subject_of_changed(&parts, |params| params.is_ca = is_ca);
    assert!(authority(IsCa::ExplicitNoCa).is_some());
    let unconstrained = IsCa::Ca(BasicConstraints::Unconstrained);
    assert_eq!(authority(unconstrained), None);
}

proptest! {
    #[test]
    fn whatever_is_no_certificate_names_nobody(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        prop_assert_eq!(network_subject(&bytes), None);
    }
}
