//! The files of the card issuer, and the terminals.

use rand_core::CryptoRngCore;

use super::Folder;
use crate::issuer::IssuerKeys;
use crate::verifiable::Certified;
use crate::{
    CardIssuer, ContentSigner, PkiError, Terminal, TerminalAuthority, VerifiableCertificate,
};

const USER_AUTHORITY: &str = "card-ca";
const SIGNATURE_AUTHORITY: &str = "signature-ca";
const ROOT: &str = "root.cvc";
const FACE: &str = "face-signer";
const TEXT: &str = "text-signer";
const COMMON: &str = "common-signer";
const TERMINALS: &str = "terminal-ca";

impl Folder {
    /// All that issues a card.
    ///
    /// # Errors
    /// [`PkiError::Outdated`] when the folder is an older one; [`PkiError`] when a
    /// file cannot be read or does not hold what its name says.
    pub fn card_issuer(&self) -> Result<CardIssuer, PkiError> {
        let terminals = self.terminal_authority()?;
        let signer = |name| self.certified(name).map(ContentSigner::new);
        Ok(CardIssuer {
            root: self.verifiable(ROOT)?,
            user: self.authority(USER_AUTHORITY)?,
            signature: self.authority(SIGNATURE_AUTHORITY)?,
            face: signer(FACE)?,
            text: signer(TEXT)?,
            common: signer(COMMON)?,
            terminals,
        })
    }

    /// The terminal of an institution, by its 10-digit code.
    ///
    /// # Errors
    /// [`PkiError::Outdated`] when the folder is an older one; [`PkiError`] when its
    /// files cannot be read.
    pub fn terminal(&self, code: &str) -> Result<Terminal, PkiError> {
        self.expect_issuer()?;
        let name = format!("terminals/{code}");
        let certificate = self.verifiable(&format!("{name}.cvc"))?;
        let key = self.key(&format!("{name}.key"))?;
        Terminal::load(&certificate, key.secret_pkcs8_der()).map_err(|_| self.wrong_key(&name))
    }

    pub(super) fn terminal_authority(&self) -> Result<TerminalAuthority, PkiError> {
        self.expect_issuer()?;
        self.certified(TERMINALS).map(TerminalAuthority::new)
    }

    pub(super) fn write_issuer(
        &self,
        issuer: &CardIssuer,
        keys: &IssuerKeys,
    ) -> Result<(), PkiError> {
        for (name, authority, key) in [
            (USER_AUTHORITY, &issuer.user, &keys.user),
            (SIGNATURE_AUTHORITY, &issuer.signature, &keys.signature),
        ] {
            self.write_certificate(&format!("{name}.crt"), authority.certificate())?;
            self.write_key(&format!("{name}.key"), key)?;
        }
        let terminals = issuer.terminals.certificate().to_bytes();
        for (name, certificate, key) in [
            (FACE, issuer.face.certificate(), &keys.face),
            (TEXT, issuer.text.certificate(), &keys.text),
            (COMMON, issuer.common.certificate(), &keys.common),
            (TERMINALS, &terminals, &keys.terminals),
        ] {
            self.write(&format!("{name}.cvc"), certificate, false)?;
            self.write_key(&format!("{name}.key"), key)?;
        }
        self.write(ROOT, &issuer.root.to_bytes(), false)
    }

    pub(super) fn write_terminal(
        &self,
        code: &str,
        authority: &TerminalAuthority,
        rng: &mut impl CryptoRngCore,
    ) -> Result<(), PkiError> {
        let (certificate, key) = authority.issue_with_key(rng)?;
        let name = format!("terminals/{code}");
        self.write(&format!("{name}.cvc"), &certificate.to_bytes(), false)?;
        self.write_key(&format!("{name}.key"), &key)
    }

    /// Older folders know nothing but the user authority.
    fn expect_issuer(&self) -> Result<(), PkiError> {
        if self.is_made() && !self.path.join(ROOT).exists() {
            return Err(PkiError::Outdated {
                path: self.path.clone(),
            });
        }
        Ok(())
    }

    fn certified(&self, name: &str) -> Result<Certified, PkiError> {
        let certificate = self.verifiable(&format!("{name}.cvc"))?;
        let key = self.key(&format!("{name}.key"))?;
        Certified::load(certificate, key.secret_pkcs8_der()).map_err(|_| self.wrong_key(name))
    }

    fn verifiable(&self, name: &str) -> Result<VerifiableCertificate, PkiError> {
        let bytes = self.read(name)?;
        VerifiableCertificate::parse(&bytes).ok_or_else(|| PkiError::Content {
            path: self.path.join(name),
            expected: "a card-verifiable certificate (568 bytes)",
        })
    }

    fn wrong_key(&self, name: &str) -> PkiError {
        PkiError::Content {
            path: self.path.join(format!("{name}.key")),
            expected: "the RSA-2048 key of its certificate",
        }
    }
}
