//! The key that signs the audit's checkpoints (Ed25519, RFC 8032).

use ring::rand::SystemRandom;
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};
use rustls_pki_types::SubjectPublicKeyInfoDer;
use rustls_pki_types::pem::PemObject as _;
use zeroize::Zeroizing;

use crate::PkiError;

/// Bytes of a public key.
pub(crate) const PUBLIC_KEY: usize = 32;
/// Bytes of a signature.
const SIGNATURE: usize = 64;
/// What stands before the 32 bytes in a SubjectPublicKeyInfo (RFC 8410 §4).
const PUBLIC_KEY_HEAD: [u8; 12] = [0x30, 0x2A, 0x30, 5, 6, 3, 0x2B, 0x65, 0x70, 3, 0x21, 0];

/// Signs what the audit vouches for.
pub struct AuditSigner(Ed25519KeyPair);

impl AuditSigner {
    /// A new key as PKCS#8, of the system's random numbers.
    pub(crate) fn make() -> Result<Zeroizing<Vec<u8>>, PkiError> {
        let key = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new());
        let key = key.map_err(|_| PkiError::Unwritable("this key"))?;
        Ok(Zeroizing::new(key.as_ref().to_vec()))
    }

    /// From its PKCS#8; `None` when that is no Ed25519 key.
    pub(crate) fn load(pkcs8: &[u8]) -> Option<Self> {
        Ed25519KeyPair::from_pkcs8_maybe_unchecked(pkcs8)
            .ok()
            .map(Self)
    }

    /// Signs a message of any length.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> [u8; SIGNATURE] {
        let mut signature = [0; SIGNATURE];
        for (place, byte) in signature.iter_mut().zip(self.0.sign(message).as_ref()) {
            *place = *byte;
        }
        signature
    }

    /// The key that its signatures are verified with.
    #[must_use]
    pub fn public_key(&self) -> [u8; PUBLIC_KEY] {
        let mut key = [0; PUBLIC_KEY];
        for (place, byte) in key.iter_mut().zip(self.0.public_key().as_ref()) {
            *place = *byte;
        }
        key
    }
}

/// Whether `signature` over `message` is of the key that `public_key` belongs to.
#[must_use]
pub fn verify_audit_signature(
    public_key: &[u8; PUBLIC_KEY],
    message: &[u8],
    signature: &[u8],
) -> bool {
    UnparsedPublicKey::new(&ED25519, public_key)
        .verify(message, signature)
        .is_ok()
}

/// The public key in a PEM file such as a folder's `audit.pub`; `None` when there is
/// none of Ed25519.
#[must_use]
pub fn audit_public_key(pem: &[u8]) -> Option<[u8; PUBLIC_KEY]> {
    let info = SubjectPublicKeyInfoDer::from_pem_slice(pem).ok()?;
    public_key_in(&info)
}

/// The key as SubjectPublicKeyInfo (DER), which other programs read.
pub(crate) fn public_key_info(public_key: &[u8; PUBLIC_KEY]) -> Vec<u8> {
    [&PUBLIC_KEY_HEAD[..], public_key].concat()
}

/// The key from its SubjectPublicKeyInfo; `None` when that is another kind's.
fn public_key_in(info: &[u8]) -> Option<[u8; PUBLIC_KEY]> {
    info.strip_prefix(&PUBLIC_KEY_HEAD)?.try_into().ok()
}

#[cfg(test)]
mod tests;
