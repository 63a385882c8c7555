//! What of a folder goes to a server elsewhere, and what must not be there.

use std::fs;
use std::path::PathBuf;

use zeroize::Zeroizing;

use super::files::file;
use super::{Folder, Words};
use crate::PkiError;

/// All that a check server reads, and whether it is secret. What is not there yet is
/// left out: a list of enrolled cards is made with the first of them.
const SERVER_FILES: [(&str, bool); 10] = [
    ("server.crt", false),
    ("server.key", true),
    ("card-ca.crt", false),
    ("suspended.crl", false),
    ("network.crl", false),
    ("enrolled", true),
    ("challenge.key", true),
    ("audit.key", true),
    ("audit.pub", false),
    // Last, as it is what says that the folder is complete.
    ("network-ca.crt", false),
];
const MAY_LACK: &str = "enrolled";

/// The private keys of those who vouch for others.
const AUTHORITY_KEYS: [&str; 7] = [
    "network-ca.key",
    "card-ca.key",
    "signature-ca.key",
    "face-signer.key",
    "text-signer.key",
    "common-signer.key",
    "terminal-ca.key",
];

impl Folder {
    /// Copies into a new folder what a check server needs: no authority's key, no
    /// client's and no virtual card.
    ///
    /// # Errors
    /// [`PkiError::Exists`] when something is there already; [`PkiError`] when a file
    /// cannot be read or written.
    pub fn export_server(&self, to: impl Into<PathBuf>) -> Result<Self, PkiError> {
        let there = Self::at(to);
        if fs::read_dir(&there.path).is_ok_and(|mut files| files.next().is_some()) {
            return Err(PkiError::Exists { path: there.path });
        }
        there.make_folder("")?;
        for (name, secret) in SERVER_FILES {
            if name == MAY_LACK && !self.path.join(name).exists() {
                continue;
            }
            let bytes = Zeroizing::new(self.read(name)?);
            there.write(name, &bytes, secret)?;
        }
        Ok(there)
    }

    /// Why this folder is a demonstration's, whose server should not be reached from
    /// elsewhere: whoever reads it can make certificates or be a card. `None` when it
    /// holds a server's own files alone.
    ///
    /// # Errors
    /// [`PkiError`] when it cannot be looked into.
    pub fn is_demo(&self) -> Result<Option<Words>, PkiError> {
        for name in AUTHORITY_KEYS {
            let path = self.path.join(name);
            if path.try_exists().map_err(file(&path))? {
                return Ok(Some(Words {
                    ja: format!("認証局の秘密鍵 {name} があります"),
                    en: format!("an authority's private key is here: {name}"),
                }));
            }
        }
        let cards = self.path.join("cards");
        if cards.try_exists().map_err(file(&cards))? && !self.cards()?.is_empty() {
            return Ok(Some(Words {
                ja: "仮想カードの秘密鍵があります".to_owned(),
                en: "virtual cards' private keys are here".to_owned(),
            }));
        }
        Ok(None)
    }
}
