//! The folder that holds a simulator's certificates and keys.
//!
//! ```text
//! network-ca.crt   network-ca.key    vouches for servers and institutions
//! card-ca.crt      card-ca.key       vouches for cards: their user certificates
//! signature-ca.crt signature-ca.key  vouches for their signature certificates
//! root.cvc                           vouches for the next four; its key is gone
//! face-signer.cvc  face-signer.key   signs the contents of face applications,
//! text-signer.cvc  text-signer.key   of text applications,
//! common-signer.cvc …-signer.key     and of what is outside them
//! terminal-ca.cvc  terminal-ca.key   vouches for terminals
//! server.crt       server.key        the check server
//! challenge.key                      seals the server's challenges
//! suspended.crl                      the suspended list
//! enrolled                           real cards that are believed, one a line
//! institutions/CODE.crt CODE.key     one client certificate an institution
//! terminals/CODE.cvc    CODE.key     and its terminal
//! cards/NAME/                        the virtual cards issued here
//! ```
//! `.crt` and `.key` are PEM, `.cvc` are the bytes that a card reads. Keys are
//! readable by their owner alone.

mod credentials;
mod enrolled;
mod files;
mod issuer;

use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rand_core::{CryptoRngCore, OsRng};
use rustls_pki_types::CertificateDer;
use zeroize::Zeroizing;

pub use credentials::Credentials;
pub use enrolled::Enrolled;
use files::file;

use crate::{Authority, CardIssuer, PkiError, SuspendedList};

/// Bytes of the key that seals challenges (HMAC-SHA-256).
const CHALLENGE_KEY_LENGTH: usize = 32;

/// What a new folder is to hold.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The first instant at which its certificates are valid.
    pub not_before: Timestamp,
    /// The last second of the server's and institution's certificates.
    pub not_after: Timestamp,
    /// The last second of the two authorities.
    pub authorities_until: Timestamp,
    /// DNS names and addresses of the server.
    pub server_names: Vec<String>,
    /// Code and name of the first institution.
    pub institution: (String, String),
}

/// A folder of certificates and keys.
#[derive(Debug, Clone)]
pub struct Folder {
    path: PathBuf,
}

impl Folder {
    /// The folder at `path`, whether or not it is there.
    #[must_use]
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether something was made here before.
    #[must_use]
    pub fn is_made(&self) -> bool {
        self.path.join("network-ca.crt").exists()
    }

    /// Makes everything anew. Nothing is overwritten.
    ///
    /// # Errors
    /// [`PkiError::Exists`] when it was made before; [`PkiError`] when a file
    /// cannot be written.
    pub fn make(&self, plan: &Plan, rng: &mut impl CryptoRngCore) -> Result<(), PkiError> {
        if self.is_made() {
            return Err(PkiError::Exists {
                path: self.path.clone(),
            });
        }
        self.make_folder("institutions")?;
        self.make_folder("cards")?;
        self.make_folder("terminals")?;
        let (from, until) = (plan.not_before, plan.authorities_until);
        let (issuer, keys) = CardIssuer::make_with_keys(from, until, rng)?;
        self.write_issuer(&issuer, &keys)?;
        let list = issuer.user.suspended_list(&[], from, until)?;
        self.write("suspended.crl", &list, false)?;
        let mut challenge_key = Zeroizing::new([0; CHALLENGE_KEY_LENGTH]);
        rng.fill_bytes(challenge_key.as_mut());
        self.write("challenge.key", challenge_key.as_ref(), true)?;
        let (network, network_key) = Authority::for_network(from, until)?;
        self.write_key("network-ca.key", &network_key)?;
        let server = network.issue_server(&plan.server_names, plan.not_before, plan.not_after)?;
        self.write_issued("server", &server)?;
        let (code, name) = &plan.institution;
        let institution = network.issue_institution(code, name, plan.not_before, plan.not_after)?;
        self.write_issued(&format!("institutions/{code}"), &institution)?;
        self.write_terminal(code, &issuer.terminals, rng)?;
        // Last, as it is what says that the folder is complete.
        self.write_certificate("network-ca.crt", network.certificate())
    }

    /// Adds one more institution's client certificate and terminal, or replaces them.
    /// Their keys are made from the system's random numbers.
    ///
    /// # Errors
    /// [`PkiError::Outdated`] when the folder is an older one; [`PkiError`] when an
    /// authority cannot be read or a file not written.
    pub fn add_institution(
        &self,
        code: &str,
        name: &str,
        not_before: Timestamp,
        not_after: Timestamp,
    ) -> Result<(), PkiError> {
        let terminals = self.terminal_authority()?;
        let network = self.authority("network-ca")?;
        let issued = network.issue_institution(code, name, not_before, not_after)?;
        self.write_issued(&format!("institutions/{code}"), &issued)?;
        self.write_terminal(code, &terminals, &mut OsRng)
    }

    /// The authority above the cards, with its key.
    ///
    /// # Errors
    /// [`PkiError`] when its files cannot be read.
    pub fn card_authority(&self) -> Result<Authority, PkiError> {
        self.authority("card-ca")
    }

    /// The certificate of the authority above the cards.
    ///
    /// # Errors
    /// [`PkiError`] when its file cannot be read.
    pub fn card_authority_certificate(&self) -> Result<CertificateDer<'static>, PkiError> {
        self.certificate("card-ca.crt")
    }

    /// The server's certificate and key.
    ///
    /// # Errors
    /// [`PkiError`] when its files cannot be read.
    pub fn server(&self) -> Result<Credentials, PkiError> {
        self.credentials("server")
    }

    /// An institution's certificate and key.
    ///
    /// # Errors
    /// [`PkiError`] when its files cannot be read.
    pub fn institution(&self, code: &str) -> Result<Credentials, PkiError> {
        self.credentials(&format!("institutions/{code}"))
    }

    /// The key that seals challenges.
    ///
    /// # Errors
    /// [`PkiError`] when it cannot be read or has another length.
    pub fn challenge_key(&self) -> Result<Zeroizing<[u8; CHALLENGE_KEY_LENGTH]>, PkiError> {
        let bytes = Zeroizing::new(self.read("challenge.key")?);
        let key = bytes.as_slice().try_into();
        key.map(Zeroizing::new).map_err(|_| PkiError::Content {
            path: self.path.join("challenge.key"),
            expected: "32 bytes",
        })
    }

    /// Where the suspended list is.
    #[must_use]
    pub fn suspended_list_path(&self) -> PathBuf {
        self.path.join("suspended.crl")
    }

    /// The suspended list as it is now.
    ///
    /// # Errors
    /// [`PkiError`] when it cannot be read.
    pub fn suspended_list(&self) -> Result<SuspendedList, PkiError> {
        let der = self.read("suspended.crl")?;
        SuspendedList::from_der(&der).ok_or_else(|| PkiError::Content {
            path: self.suspended_list_path(),
            expected: "a certificate revocation list (DER)",
        })
    }

    /// Replaces the suspended list by these serial numbers, at once for whoever
    /// reads it next.
    ///
    /// # Errors
    /// [`PkiError`] when the card authority cannot sign it or it cannot be written.
    pub fn suspend(
        &self,
        serials: &[Vec<u8>],
        now: Timestamp,
        next: Timestamp,
    ) -> Result<(), PkiError> {
        let list = self.card_authority()?.suspended_list(serials, now, next)?;
        self.replace("suspended.crl", &list, false)
    }

    /// The names of the virtual cards that were issued here, in order.
    ///
    /// # Errors
    /// [`PkiError`] when the folder cannot be read.
    pub fn cards(&self) -> Result<Vec<String>, PkiError> {
        let path = self.path.join("cards");
        let mut names = Vec::new();
        for entry in fs::read_dir(&path).map_err(file(&path))? {
            let name = entry.map_err(file(&path))?.file_name();
            let name = name.to_string_lossy().into_owned();
            // A card that is being issued has a name that begins with a dot.
            if !name.starts_with('.') {
                names.push(name);
            }
        }
        names.sort();
        Ok(names)
    }

    /// Where the virtual card `name` is kept.
    #[must_use]
    pub fn card(&self, name: &str) -> PathBuf {
        self.path.join("cards").join(name)
    }

    fn authority(&self, name: &str) -> Result<Authority, PkiError> {
        let certificate = self.certificate(&format!("{name}.crt"))?;
        let key = self.key(&format!("{name}.key"))?;
        Authority::load(certificate, key.secret_pkcs8_der())
    }

    fn credentials(&self, name: &str) -> Result<Credentials, PkiError> {
        Ok(Credentials {
            certificate: self.certificate(&format!("{name}.crt"))?,
            key: self.key(&format!("{name}.key"))?,
            authority: self.certificate("network-ca.crt")?,
        })
    }
}

#[cfg(test)]
mod tests;
