//! The folder's network certificates: the server's, the institutions', the operator's.

use jiff::Timestamp;
use rand_core::OsRng;

use super::held::{REPLACED, hexadecimal};
use super::{Credentials, Folder};
use crate::{Authority, NetworkSubject, PkiError, claims};

pub(super) const OPERATOR: &str = "operator";
/// What stands as the organization in the operator's certificate.
pub(super) const OPERATOR_NAME: &str = "Madoguchi SIMULATOR operator";
pub(super) const SERVER_KEY: &str = "server.key";

impl Folder {
    /// Adds an institution's terminal, or gives it a new certificate. With its first
    /// one, the institution gets a terminal that cards believe, too. The keys are made
    /// from the system's random numbers.
    ///
    /// # Errors
    /// [`PkiError::Unwritable`] when the code is not 10 digits or the terminal not 1 to
    /// 16 letters, digits and hyphens; [`PkiError::Outdated`] when the folder is an
    /// older one; [`PkiError`] when an authority cannot be read or a file not written.
    pub fn add_institution(
        &self,
        code: &str,
        terminal: &str,
        name: &str,
        not_before: Timestamp,
        not_after: Timestamp,
    ) -> Result<(), PkiError> {
        let subject = named(code, terminal)?;
        let terminals = self.terminal_authority()?;
        let network = self.network_authority()?;
        let issued = network.issue_client(&subject, name, not_before, not_after)?;
        self.keep_replaced(&place_of(&subject))?;
        self.write_issued(&place_of(&subject), &issued)?;
        if terminal == NetworkSubject::FIRST_TERMINAL || self.terminal(code).is_err() {
            self.write_terminal(code, &terminals, &mut OsRng)?;
        }
        Ok(())
    }

    /// Gives the operator a new certificate.
    ///
    /// # Errors
    /// [`PkiError`] when the network authority cannot be read or a file not written.
    pub fn renew_operator(
        &self,
        not_before: Timestamp,
        not_after: Timestamp,
    ) -> Result<(), PkiError> {
        let subject = NetworkSubject::operator();
        let network = self.network_authority()?;
        let issued = network.issue_client(&subject, OPERATOR_NAME, not_before, not_after)?;
        self.keep_replaced(OPERATOR)?;
        self.write_issued(OPERATOR, &issued)
    }

    /// The authority above servers, institutions and operators, with its key.
    ///
    /// # Errors
    /// [`PkiError`] when its files cannot be read.
    pub fn network_authority(&self) -> Result<Authority, PkiError> {
        self.authority("network-ca")
    }

    /// The server's certificate and key.
    ///
    /// # Errors
    /// [`PkiError::Exposed`] when others can read the key, [`PkiError::Mismatch`] when
    /// it is another certificate's; [`PkiError`] when the files cannot be read.
    pub fn server(&self) -> Result<Credentials, PkiError> {
        self.expect_owners_alone(SERVER_KEY)?;
        let credentials = self.credentials("server")?;
        if !credentials.fit() {
            return Err(PkiError::Mismatch {
                path: self.path.join(SERVER_KEY),
            });
        }
        Ok(credentials)
    }

    /// The certificate and key of an institution's first terminal.
    ///
    /// # Errors
    /// [`PkiError`] when its files cannot be read.
    pub fn institution(&self, code: &str) -> Result<Credentials, PkiError> {
        self.institution_at(code, NetworkSubject::FIRST_TERMINAL)
    }

    /// The certificate and key of one of an institution's terminals.
    ///
    /// # Errors
    /// [`PkiError`] when there is none or its files cannot be read.
    pub fn institution_at(&self, code: &str, terminal: &str) -> Result<Credentials, PkiError> {
        let subject = named(code, terminal)?;
        self.credentials(&place_of(&subject))
    }

    /// The operator's certificate and key.
    ///
    /// # Errors
    /// [`PkiError`] when its files cannot be read.
    pub fn operator(&self) -> Result<Credentials, PkiError> {
        self.credentials(OPERATOR)
    }

    /// Keeps the certificate that is about to be replaced: whoever has its key gets in
    /// until it ends or is revoked.
    fn keep_replaced(&self, place: &str) -> Result<(), PkiError> {
        let name = format!("{place}.crt");
        if !self.path.join(&name).exists() {
            return Ok(());
        }
        let certificate = self.certificate(&name)?;
        let serial = claims(&certificate).map(|claims| hexadecimal(&claims.serial));
        let serial = serial.ok_or(PkiError::Content {
            path: self.path.join(&name),
            expected: "a certificate (PEM)",
        })?;
        self.make_folder(REPLACED)?;
        self.write_certificate(&format!("{REPLACED}/{serial}.crt"), &certificate)
    }
}

/// The subject with that code and terminal.
pub(super) fn named(code: &str, terminal: &str) -> Result<NetworkSubject, PkiError> {
    let subject = NetworkSubject::institution(code, terminal);
    subject.ok_or(PkiError::Unwritable("this institution or terminal"))
}

/// Where the subject's files are, without their kind.
pub(super) fn place_of(subject: &NetworkSubject) -> String {
    match subject {
        NetworkSubject::Operator { .. } => OPERATOR.to_owned(),
        NetworkSubject::Institution { code, terminal }
            if terminal == NetworkSubject::FIRST_TERMINAL =>
        {
            format!("institutions/{code}")
        }
        NetworkSubject::Institution { code, terminal } => format!("institutions/{code}.{terminal}"),
    }
}
