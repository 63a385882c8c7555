//! The card's own keys.

use std::panic::resume_unwind;
use std::thread;

use pki::Authority;
use rand_chacha::ChaCha20Rng;
use rand_core::{CryptoRngCore, SeedableRng};
use rsa::RsaPrivateKey;
use rsa::pkcs8::{DecodePrivateKey, EncodePublicKey};
use rsa::traits::PublicKeyParts;
use zeroize::Zeroizing;

use crate::VirtualCardError;

/// A private key of the card: RSA-2048.
pub(super) struct CardKey {
    /// PKCS#8 DER.
    pub(super) private: Zeroizing<Vec<u8>>,
    /// SubjectPublicKeyInfo, DER.
    pub(super) public: Vec<u8>,
    /// The public half as the card's own files write it, 265 bytes.
    pub(super) object: Vec<u8>,
}

/// What a key is made from.
type Seed = Zeroizing<[u8; 32]>;

impl CardKey {
    fn made(seed: &Seed) -> Result<Self, VirtualCardError> {
        let private = Authority::rsa_key(&mut ChaCha20Rng::from_seed(**seed))?;
        let key = RsaPrivateKey::from_pkcs8_der(&private).ok();
        let key = key.ok_or(VirtualCardError::KeyUnusable)?.to_public_key();
        let public = key.to_public_key_der().ok();
        let public = public.ok_or(VirtualCardError::KeyUnusable)?.into_vec();
        Ok(Self {
            private,
            public,
            object: pki::public_key_object(&key.n().to_bytes_be()),
        })
    }
}

/// So many keys, made on two threads. Each has a seed of its own: the same random
/// numbers give the same keys.
pub(super) fn make(
    count: usize,
    rng: &mut impl CryptoRngCore,
) -> Result<Vec<CardKey>, VirtualCardError> {
    let mut seeds = vec![Seed::default(); count];
    for seed in &mut seeds {
        rng.fill_bytes(seed.as_mut());
    }
    let (these, those) = seeds.split_at(count / 2);
    let make = |seeds: &[Seed]| {
        seeds
            .iter()
            .map(CardKey::made)
            .collect::<Result<Vec<_>, _>>()
    };
    thread::scope(|scope| {
        let other = scope.spawn(|| make(those));
        let mut keys = make(these)?;
        keys.extend(other.join().unwrap_or_else(|panic| resume_unwind(panic))?);
        Ok(keys)
    })
}
