//! Certificates as a card may show them: read or refused, never believed.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use pki::{CardTrust, CardIssuer, SuspendedList, VerifiableCertificate, claims, institution_code};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;

static TRUST: LazyLock<(CardTrust, SuspendedList)> = LazyLock::new(|| {
    let from = "2024-01-01T00:00:00Z".parse().unwrap();
    let until = "2044-01-01T00:00:00Z".parse().unwrap();
    let issuer = CardIssuer::make(from, until, &mut ChaCha20Rng::seed_from_u64(1)).unwrap();
    let list = issuer.user.suspended_list(&[], from, until).unwrap();
    let trust = CardTrust::new(issuer.user.certificate()).unwrap();
    (trust, SuspendedList::from_der(&list).unwrap())
});

fuzz_target!(|bytes: &[u8]| {
    let (trust, list) = &*TRUST;
    // Only the issuer's key makes one that is believed, and it is not in the corpus.
    assert!(trust.judge(bytes, list).is_err());
    let _ = claims(bytes);
    let _ = institution_code(bytes);
    let _ = SuspendedList::from_der(bytes);
    if let Some(certificate) = VerifiableCertificate::parse(bytes) {
        assert_eq!(certificate.to_bytes(), bytes);
        assert!(!certificate.signed_by(certificate.modulus()) || certificate.issuer() == certificate.key_id());
    }
});
