//! Who vouches for what stands in a card.

use super::{Certified, KeyId};
use crate::PkiError;

/// Vouches for the contents of one application: it signs what is printed, drawn and
/// written there when a card is issued.
pub struct ContentSigner {
    holder: Certified,
    certificate: Vec<u8>,
}

impl ContentSigner {
    pub(crate) fn new(holder: Certified) -> Self {
        let certificate = holder.certificate().to_bytes();
        Self {
            holder,
            certificate,
        }
    }

    /// Its certificate (`7F21`, 568 bytes), which the application's free file holds.
    #[must_use]
    pub fn certificate(&self) -> &[u8] {
        &self.certificate
    }

    /// The id of its key.
    #[must_use]
    pub const fn key_id(&self) -> KeyId {
        self.holder.certificate().key_id()
    }

    /// Its RSA modulus, 256 bytes; the exponent is 65537.
    #[must_use]
    pub const fn modulus(&self) -> &[u8] {
        self.holder.certificate().modulus()
    }

    /// Signs a message (sha256WithRSAEncryption, RFC 8017 §8.2): 256 bytes.
    ///
    /// # Errors
    /// [`PkiError::Unsigned`], which a key of 2,048 bits never gives.
    pub fn sign(&self, message: &[u8]) -> Result<Vec<u8>, PkiError> {
        self.holder.sign(message)
    }

    /// Signs a `DigestInfo` as it stands, between the padding of PKCS#1 v1.5: 256
    /// bytes. The card's face is signed so, as its `DigestInfo` holds three digests.
    ///
    /// # Errors
    /// [`PkiError::Unsigned`] when it is longer than 245 bytes.
    pub fn sign_digest_info(&self, info: &[u8]) -> Result<Vec<u8>, PkiError> {
        self.holder.sign_digest_info(info)
    }
}
