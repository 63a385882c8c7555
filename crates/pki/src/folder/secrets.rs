//! The server's own secrets: what seals its challenges and what signs its audit.

use zeroize::Zeroizing;

use super::Folder;
use super::files::to_pem;
use crate::audit::{PUBLIC_KEY, audit_public_key, public_key_info};
use crate::{AuditSigner, PkiError};

const CHALLENGE: &str = "challenge.key";
const AUDIT: &str = "audit.key";
const AUDIT_PUBLIC: &str = "audit.pub";

/// Bytes of the key that seals challenges (HMAC-SHA-256).
pub(super) const CHALLENGE_KEY_LENGTH: usize = 32;

impl Folder {
    /// The key that seals challenges.
    ///
    /// # Errors
    /// [`PkiError::Exposed`] when others can read it; [`PkiError`] when it cannot be
    /// read or has another length.
    pub fn challenge_key(&self) -> Result<Zeroizing<[u8; CHALLENGE_KEY_LENGTH]>, PkiError> {
        self.expect_owners_alone(CHALLENGE)?;
        let bytes = Zeroizing::new(self.read(CHALLENGE)?);
        let key = bytes.as_slice().try_into();
        key.map(Zeroizing::new).map_err(|_| PkiError::Content {
            path: self.path.join(CHALLENGE),
            expected: "32 bytes",
        })
    }

    /// What signs the audit's checkpoints.
    ///
    /// # Errors
    /// [`PkiError::Exposed`] when others can read it; [`PkiError`] when it cannot be
    /// read or is no Ed25519 key.
    pub fn audit_key(&self) -> Result<AuditSigner, PkiError> {
        self.expect_owners_alone(AUDIT)?;
        let key = self.key(AUDIT)?;
        AuditSigner::load(key.secret_pkcs8_der()).ok_or_else(|| PkiError::Content {
            path: self.path.join(AUDIT),
            expected: "an Ed25519 key (PKCS#8 PEM)",
        })
    }

    /// What the audit's signatures are verified with: it may be given to anybody.
    ///
    /// # Errors
    /// [`PkiError`] when it cannot be read or is no Ed25519 key.
    pub fn audit_public_key(&self) -> Result<[u8; PUBLIC_KEY], PkiError> {
        audit_public_key(&self.read(AUDIT_PUBLIC)?).ok_or_else(|| PkiError::Content {
            path: self.path.join(AUDIT_PUBLIC),
            expected: "an Ed25519 public key (PEM)",
        })
    }

    pub(super) fn write_secrets(
        &self,
        challenge_key: &[u8; CHALLENGE_KEY_LENGTH],
    ) -> Result<(), PkiError> {
        self.write(CHALLENGE, challenge_key, true)?;
        let key = AuditSigner::make()?;
        self.write_key(AUDIT, &key)?;
        let signer = AuditSigner::load(&key).ok_or(PkiError::Unwritable("this key"))?;
        let public = to_pem("PUBLIC KEY", &public_key_info(&signer.public_key()));
        self.write(AUDIT_PUBLIC, public.as_bytes(), false)
    }
}
