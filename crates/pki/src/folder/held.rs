//! The network's certificates that the folder holds.

use std::fmt::Write as _;
use std::fs;

use super::Folder;
use super::files::file;
use super::network::OPERATOR;
use crate::{Claims, NetworkSubject, PkiError, claims, network_subject};

/// Where certificates are kept that were replaced.
pub(super) const REPLACED: &str = "replaced";

/// A certificate of the network authority that the folder holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Its file, below the folder.
    pub file: String,
    /// Whom it lets in; `None` for the authority's own, the server's, and one that
    /// names nobody.
    pub subject: Option<NetworkSubject>,
    /// What it says of itself.
    pub claims: Claims,
    /// Whether its subject got another one since.
    pub replaced: bool,
    /// Whether it is revoked.
    pub revoked: bool,
}

impl Held {
    /// The serial number in hex digits, as other programs show it.
    #[must_use]
    pub fn serial(&self) -> String {
        hexadecimal(&self.claims.serial)
    }
}

impl Folder {
    /// The network's certificates that are here: the authority's, the server's, the
    /// operator's, the institutions', and those that were replaced.
    ///
    /// # Errors
    /// [`PkiError`] when one of them or the list of the revoked cannot be read.
    pub fn certificates(&self) -> Result<Vec<Held>, PkiError> {
        let list = self.revocation_list()?;
        let mut names: Vec<_> = ["network-ca", "server", OPERATOR]
            .map(|name| format!("{name}.crt"))
            .into_iter()
            .filter(|name| self.path.join(name).exists())
            .collect();
        names.extend(self.certificates_in("institutions")?);
        names.extend(self.certificates_in(REPLACED)?);
        let held = |file: String| {
            let certificate = self.certificate(&file)?;
            let claims = claims(&certificate).ok_or_else(|| PkiError::Content {
                path: self.path.join(&file),
                expected: "a certificate (PEM)",
            })?;
            Ok(Held {
                subject: network_subject(&certificate),
                revoked: list.contains(&claims.serial),
                replaced: file.starts_with(REPLACED),
                claims,
                file,
            })
        };
        names.into_iter().map(held).collect()
    }

    /// The files of certificates in a folder below, in order; none if it is not there.
    fn certificates_in(&self, below: &str) -> Result<Vec<String>, PkiError> {
        let path = self.path.join(below);
        let mut names = Vec::new();
        if path.try_exists().map_err(file(&path))? {
            for entry in fs::read_dir(&path).map_err(file(&path))? {
                let name = entry.map_err(file(&path))?.file_name();
                names.push(format!("{below}/{}", name.to_string_lossy()));
            }
        }
        names.retain(|name| name.ends_with(".crt"));
        names.sort();
        Ok(names)
    }
}

pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in bytes {
        // Writing into a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}
