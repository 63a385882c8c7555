//! Card-verifiable certificates: what a card's applications are vouched for with,
//! and what a terminal shows to a card. They are no X.509, because a card reads them.
//!
//! ```text
//! 7F21 820233                                  568 bytes in all
//!   5F4E 820129                                the body, 297 bytes:
//!     issuer's key id 16 ‖ subject's key id 16
//!     90 03 010001 91 82 0100 modulus          the subject's public key, 265 bytes
//!   5F37 820100                                sha256WithRSA over the 297 bytes
//! ```
//! The form is as public readers of the card expect it. The hierarchy is the
//! simulator's own: one root vouches for a [`ContentSigner`] of each application
//! and for the [`TerminalAuthority`]. Every key id begins with `7`, which no real
//! one does, so that a reader that knows the real roots answers "unknown".

mod certified;
mod signer;
mod terminal;

pub(crate) use certified::Certified;
pub use signer::ContentSigner;
pub use terminal::{Terminal, TerminalAuthority};

use ring::digest;
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents};

/// Bytes of a 2,048-bit modulus and of a signature made with it.
const MODULUS: usize = 256;
/// 65537, as in every key of the card.
const EXPONENT: &[u8] = &[1, 0, 1];
/// Template, its length (563), body, its length (297).
const BODY_HEAD: &[u8] = &[0x7F, 0x21, 0x82, 2, 0x33, 0x5F, 0x4E, 0x82, 1, 0x29];
/// Exponent and the head of a 256-byte modulus.
const PUBLIC_KEY_HEAD: &[u8] = &[0x90, 3, 1, 0, 1, 0x91, 0x82, 1, 0];
const SIGNATURE_HEAD: &[u8] = &[0x5F, 0x37, 0x82, 1, 0];
const KEY_ID: usize = 16;

/// Whose key it is: seven digits for the kind of holder, `08 05`, three digits for
/// the generation, and four bytes for the key itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct KeyId(pub [u8; KEY_ID]);

impl KeyId {
    pub(crate) const ROOT: &[u8; 7] = b"7000000";
    pub(crate) const COMMON: &[u8; 7] = b"7000020";
    pub(crate) const FACE: &[u8; 7] = b"7000023";
    pub(crate) const TEXT: &[u8; 7] = b"7000033";
    pub(crate) const TERMINAL_AUTHORITY: &[u8; 7] = b"7000016";
    pub(crate) const TERMINAL: &[u8; 7] = b"7000116";

    /// The id of a key: its last bytes are the first of the modulus's SHA-256.
    fn of(holder: &[u8; 7], modulus: &[u8; MODULUS]) -> Self {
        let digest = digest::digest(&digest::SHA256, modulus);
        let parts = holder.iter().chain(&[8, 5]).chain(b"001");
        let mut id = [0; KEY_ID];
        for (place, byte) in id.iter_mut().zip(parts.chain(digest.as_ref())) {
            *place = *byte;
        }
        Self(id)
    }
}

/// A card-verifiable certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiableCertificate {
    issuer: KeyId,
    subject: KeyId,
    modulus: [u8; MODULUS],
    signature: [u8; MODULUS],
}

impl VerifiableCertificate {
    /// Reads a whole certificate (`7F21`, 568 bytes); `None` for anything else, also
    /// for another length of key or another exponent. Nothing is verified.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let rest = bytes.strip_prefix(BODY_HEAD)?;
        let (issuer, rest) = rest.split_first_chunk()?;
        let (subject, rest) = rest.split_first_chunk()?;
        let rest = rest.strip_prefix(PUBLIC_KEY_HEAD)?;
        let (modulus, rest) = rest.split_first_chunk()?;
        let signature = rest.strip_prefix(SIGNATURE_HEAD)?;
        Some(Self {
            issuer: KeyId(*issuer),
            subject: KeyId(*subject),
            modulus: *modulus,
            signature: signature.try_into().ok()?,
        })
    }

    /// The 568 bytes that [`VerifiableCertificate::parse`] reads.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        [self.body_object(), self.signature_object()].concat()
    }

    /// Who vouches.
    #[must_use]
    pub const fn issuer(&self) -> KeyId {
        self.issuer
    }

    /// Whose key this is.
    #[must_use]
    pub const fn key_id(&self) -> KeyId {
        self.subject
    }

    /// The subject's RSA modulus, 256 bytes; the exponent is 65537.
    #[must_use]
    pub const fn modulus(&self) -> &[u8] {
        &self.modulus
    }

    /// Whether the key with this modulus (and exponent 65537) signed it. The key ids
    /// are not looked at.
    #[must_use]
    pub fn signed_by(&self, issuer: &[u8]) -> bool {
        let key = RsaPublicKeyComponents {
            n: issuer,
            e: EXPONENT,
        };
        key.verify(&RSA_PKCS1_2048_8192_SHA256, &self.body(), &self.signature)
            .is_ok()
    }

    /// The signed 297 bytes.
    fn body(&self) -> Vec<u8> {
        let mut body = [self.issuer.0, self.subject.0].concat();
        body.extend_from_slice(PUBLIC_KEY_HEAD);
        body.extend_from_slice(&self.modulus);
        body
    }

    /// The first 307 bytes: the template's head and the body.
    fn body_object(&self) -> Vec<u8> {
        [BODY_HEAD, &self.body()].concat()
    }

    /// The last 261 bytes.
    fn signature_object(&self) -> Vec<u8> {
        [SIGNATURE_HEAD, &self.signature].concat()
    }
}

/// A public key as the card's files hold it, `90 03 010001 91 82 …`: 265 bytes for a
/// modulus of 256, which is all that the card has; at most 65,535 can be written.
#[must_use]
pub fn public_key_object(modulus: &[u8]) -> Vec<u8> {
    let [.., high, low] = modulus.len().to_be_bytes();
    let mut object = vec![0x90, 3, 1, 0, 1, 0x91, 0x82, high, low];
    object.extend_from_slice(modulus);
    object
}

#[cfg(test)]
mod tests;
