//! Terminals, and who vouches for them to a card.
//!
//! That a card accepts a terminal's certificate in two parts is publicly known; what
//! follows is not, and is simulated.

use rand_core::CryptoRngCore;
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair, RsaPublicKeyComponents};
use zeroize::Zeroizing;

use super::{Certified, KeyId, MODULUS, VerifiableCertificate};
use crate::{Authority, PkiError};

/// Vouches for terminals; a card holds its public key.
pub struct TerminalAuthority(Certified);

impl TerminalAuthority {
    pub(crate) const fn new(holder: Certified) -> Self {
        Self(holder)
    }

    /// The id of its key.
    #[must_use]
    pub const fn key_id(&self) -> KeyId {
        self.0.certificate().key_id()
    }

    /// Its RSA modulus, 256 bytes; the exponent is 65537.
    #[must_use]
    pub const fn modulus(&self) -> &[u8] {
        self.0.certificate().modulus()
    }

    pub(crate) const fn certificate(&self) -> &VerifiableCertificate {
        self.0.certificate()
    }

    /// A new terminal with a new key.
    ///
    /// # Errors
    /// [`PkiError`] when the random source gives no key.
    pub fn issue(&self, rng: &mut impl CryptoRngCore) -> Result<Terminal, PkiError> {
        let (certificate, key) = self.issue_with_key(rng)?;
        Terminal::load(&certificate, &key)
    }

    /// A new terminal's certificate and its PKCS#8 key.
    pub(crate) fn issue_with_key(
        &self,
        rng: &mut impl CryptoRngCore,
    ) -> Result<(VerifiableCertificate, Zeroizing<Vec<u8>>), PkiError> {
        let key = Authority::rsa_key(rng)?;
        Ok((self.0.certify(KeyId::TERMINAL, &key)?, key))
    }
}

/// A terminal that a simulated card lets sign without a PIN: its certificate and its
/// private key.
pub struct Terminal {
    body: Vec<u8>,
    signature: Vec<u8>,
    key: RsaKeyPair,
}

impl Terminal {
    pub(crate) fn load(
        certificate: &VerifiableCertificate,
        pkcs8: &[u8],
    ) -> Result<Self, PkiError> {
        let key = RsaKeyPair::from_pkcs8(pkcs8).map_err(|_| PkiError::WrongKey)?;
        let public = RsaPublicKeyComponents::<Vec<u8>>::from(key.public());
        if public.n != certificate.modulus() {
            return Err(PkiError::WrongKey);
        }
        Ok(Self {
            body: certificate.body_object(),
            signature: certificate.signature_object(),
            key,
        })
    }

    /// The certificate's first 307 bytes, `7F21 820233 5F4E 820129 …`: what a card
    /// is sent first.
    #[must_use]
    pub fn certificate_body(&self) -> &[u8] {
        &self.body
    }

    /// The certificate's last 261 bytes, `5F37 820100 …`: what a card is sent next.
    #[must_use]
    pub fn certificate_signature(&self) -> &[u8] {
        &self.signature
    }

    /// Signs a card's challenge (sha256WithRSAEncryption, RFC 8017 §8.2): 256 bytes.
    ///
    /// # Errors
    /// [`PkiError::Unsigned`] when the system has no randomness to blind with.
    pub fn sign(&self, challenge: &[u8]) -> Result<Vec<u8>, PkiError> {
        let mut signature = vec![0; MODULUS];
        self.key
            .sign(
                &RSA_PKCS1_SHA256,
                &SystemRandom::new(),
                challenge,
                &mut signature,
            )
            .map_err(|_| PkiError::Unsigned)?;
        Ok(signature)
    }
}
