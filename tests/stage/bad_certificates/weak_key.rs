//! A key that is too short, and yet signs.

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;
use rsa::pkcs8::EncodePublicKey as _;
use rsa::pss;
use rsa::sha2::Sha256;
use rsa::signature::{RandomizedSigner as _, SignatureEncoding as _};
use rustls::sign::{Signer, SigningKey};
use rustls::{SignatureAlgorithm, SignatureScheme};

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
