//! A digest that is too weak, and a key that is too short and yet signs.

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;
use rsa::pkcs8::EncodePublicKey as _;
use rsa::pss;
use rsa::sha2::Sha256;
use rsa::signature::{RandomizedSigner as _, SignatureEncoding as _};
use rustls::pki_types::CertificateDer;
use rustls::sign::{Signer, SigningKey};
use rustls::{SignatureAlgorithm, SignatureScheme};

/// The certificate with ecdsa-with-SHA1 where it says ecdsa-with-SHA256: the last two
/// bytes of the number become one, and two lengths around it shrink.
pub(crate) fn saying_sha1(good: &[u8]) -> CertificateDer<'static> {
    const SHA256: [u8; 12] = [0x30, 10, 6, 8, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 3, 2];
    const SHA1: [u8; 11] = [0x30, 9, 6, 7, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 1];
    let mut der = good.to_vec();
    while let Some(place) = der.windows(12).position(|bytes| bytes == SHA256) {
        der.splice(place..place + 12, SHA1);
    }
    assert_eq!(der.len(), good.len() - 2);
    // Both are written as 30 82 and two bytes of length.
    for (head, less) in [(0, 2), (4, 1)] {
        assert_eq!(der[head..head + 2], [0x30, 0x82]);
        let length = u16::from_be_bytes([der[head + 2], der[head + 3]]) - less;
        der[head + 2..head + 4].copy_from_slice(&length.to_be_bytes());
    }
    der.into()
}

/// An RSA key of 1,024 bits, which the product's own libraries do not sign with.
#[derive(Debug)]
pub(crate) struct WeakKey {
    key: rsa::RsaPrivateKey,
    public: Vec<u8>,
}

impl WeakKey {
    pub(crate) fn new() -> Self {
        let key = rsa::RsaPrivateKey::new(&mut ChaCha20Rng::seed_from_u64(42), 1024).unwrap();
        let public = key.to_public_key().to_public_key_der().unwrap().into_vec();
        Self { key, public }
    }

    /// SubjectPublicKeyInfo, DER.
    pub(crate) fn public(&self) -> &[u8] {
        &self.public
    }
}

impl SigningKey for WeakKey {
    fn choose_scheme(&self, offered: &[SignatureScheme]) -> Option<Box<dyn Signer>> {
        let ours = SignatureScheme::RSA_PSS_SHA256;
        let key = pss::SigningKey::<Sha256>::new(self.key.clone());
        offered
            .contains(&ours)
            .then(|| Box::new(WeakSigner(key)) as Box<dyn Signer>)
    }

    fn algorithm(&self) -> SignatureAlgorithm {
        SignatureAlgorithm::RSA
    }
}

#[derive(Debug)]
struct WeakSigner(pss::SigningKey<Sha256>);

impl Signer for WeakSigner {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, rustls::Error> {
        let mut rng = ChaCha20Rng::seed_from_u64(43);
        Ok(self.0.sign_with_rng(&mut rng, message).to_vec())
    }

    fn scheme(&self) -> SignatureScheme {
        SignatureScheme::RSA_PSS_SHA256
    }
}
