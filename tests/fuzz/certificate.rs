//! Certificates as a card may show them: read or refused, and none believed but the
//! one that was issued.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use pki::{CardTrust, RevocationList, SuspendedList, VerifiableCertificate, claims, network_subject};

const AUTHORITY: &[u8] = include_bytes!("corpus/certificate/authority");
const ISSUED: &[u8] = include_bytes!("corpus/certificate/user");
const SUSPENDED: &[u8] = include_bytes!("corpus/certificate/suspended");

static TRUST: LazyLock<(CardTrust, SuspendedList)> = LazyLock::new(|| {
    let authority = AUTHORITY.to_vec().into();
    let list = SuspendedList::from_der(SUSPENDED).unwrap();
    (CardTrust::new(&authority).unwrap(), list)
});

fuzz_target!(|bytes: &[u8]| {
    let (trust, list) = &*TRUST;
    assert_eq!(trust.judge(bytes, list).is_ok(), bytes == ISSUED);
    let _ = claims(bytes);
    let _ = network_subject(bytes);
    let _ = SuspendedList::from_der(bytes);
    if let Ok(list) = RevocationList::from_der(bytes, AUTHORITY) {
        assert_eq!(list.der(), bytes);
    }
    if let Some(certificate) = VerifiableCertificate::parse(bytes) {
        assert_eq!(certificate.to_bytes(), bytes);
        let signs_itself = certificate.signed_by(certificate.modulus());
        assert!(!signs_itself || certificate.issuer() == certificate.key_id());
    }
});
