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
//! operator.crt     operator.key      who administers it
//! challenge.key                      seals the server's challenges
//! audit.key        audit.pub         signs the server's audit
//! suspended.crl                      the suspended list
//! network.crl                        the revoked certificates of the network
//! enrolled                           real cards that are believed, one a line
//! institutions/CODE.crt CODE.key     an institution's first terminal: T01
//! institutions/CODE.TERMINAL.crt …   and its others
//! replaced/SERIAL.crt                those that others took the place of
//! terminals/CODE.cvc    CODE.key     what a card knows its terminals by
//! cards/NAME/                        the virtual cards issued here
//! ```
//! `.crt` and `.key` are PEM, `.cvc` are the bytes that a card reads. Keys are
//! readable by their owner alone.

mod credentials;
mod enrolled;
mod examination;
mod export;
mod files;
mod held;
mod issuer;
mod lists;
mod network;
mod secrets;

use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rand_core::CryptoRngCore;
use rustls_pki_types::CertificateDer;
use zeroize::Zeroizing;

pub use credentials::Credentials;
pub use enrolled::Enrolled;
pub use examination::{Finding, Severity, Words};
use files::file;
pub use held::Held;
use network::{OPERATOR_NAME, named, place_of};
use secrets::CHALLENGE_KEY_LENGTH;

use crate::{Authority, CardIssuer, NetworkSubject, PkiError};

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
        let mut challenge_key = Zeroizing::new([0; CHALLENGE_KEY_LENGTH]);
        rng.fill_bytes(challenge_key.as_mut());
        self.write_secrets(&challenge_key)?;
        let (network, network_key) = Authority::for_network(from, until)?;
        self.write_key("network-ca.key", &network_key)?;
        self.write_lists(&issuer.user, &network, from, until)?;
        let (from, until) = (plan.not_before, plan.not_after);
        let server = network.issue_server(&plan.server_names, from, until)?;
        self.write_issued("server", &server)?;
        let (code, name) = &plan.institution;
        for (subject, name) in [
            (named(code, NetworkSubject::FIRST_TERMINAL)?, name.as_str()),
            (NetworkSubject::operator(), OPERATOR_NAME),
        ] {
            let issued = network.issue_client(&subject, name, from, until)?;
            self.write_issued(&place_of(&subject), &issued)?;
        }
        self.write_terminal(code, &issuer.terminals, rng)?;
        // Last, as it is what says that the folder is complete.
        self.write_certificate("network-ca.crt", network.certificate())
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
