//! Keys for the tests: making them takes long, so all tests share one set.

use std::sync::OnceLock;

use jiff::Timestamp;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;

use rsa::pkcs8::{DecodePrivateKey, EncodePublicKey};
use rsa::{RsaPrivateKey, RsaPublicKey};

use crate::{Authority, CardIssuer};

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(crate) fn rng(seed: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(seed)
}

pub(crate) fn issuer() -> &'static CardIssuer {
    static ISSUER: OnceLock<CardIssuer> = OnceLock::new();
    ISSUER.get_or_init(|| {
        let (from, until) = (at("2024-01-01T00:00:00Z"), at("2036-01-01T00:00:00Z"));
        CardIssuer::make(from, until, &mut rng(4)).unwrap()
    })
}

/// The public key of some card (SubjectPublicKeyInfo, DER).
pub(crate) fn card_key() -> &'static (RsaPrivateKey, Vec<u8>) {
    static KEY: OnceLock<(RsaPrivateKey, Vec<u8>)> = OnceLock::new();
    KEY.get_or_init(|| {
        let key = Authority::rsa_key(&mut rng(7)).unwrap();
        let key = RsaPrivateKey::from_pkcs8_der(&key).unwrap();
        let public = RsaPublicKey::from(&key).to_public_key_der().unwrap();
        (key, public.into_vec())
    })
}
