//! What can fail in this room.

use std::path::PathBuf;

/// Why a certificate, key or list could not be made or read.
#[derive(Debug, thiserror::Error)]
pub enum PkiError {
    /// A file of the folder could not be read or written.
    #[error("{path}")]
    File {
        /// Which one.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The folder is there already; nothing is overwritten.
    #[error("{path} already holds certificates; choose another folder or remove it first")]
    Exists {
        /// Which folder.
        path: PathBuf,
    },
    /// The folder was made before it held all that it holds now, or for a server alone.
    #[error(
        "{path} lacks what is needed for this: it was made by an older version, or for a \
         server alone; go to the folder with the authorities, or make a new one with \
         `madoguchi pki init`"
    )]
    Outdated {
        /// Which folder.
        path: PathBuf,
    },
    /// A file does not hold what its name says.
    #[error("{path} does not hold {expected}")]
    Content {
        /// Which one, or what was handed in.
        path: PathBuf,
        /// What it should hold.
        expected: &'static str,
    },
    /// A revocation list is not to be gone by.
    #[error("{path} cannot be gone by; put back the list that its authority signed")]
    List {
        /// Which one.
        path: PathBuf,
        /// Why.
        source: crate::UnusableList,
    },
    /// Others than its owner can read a private key.
    #[error("{path} can be read by others; run: chmod 600 {path}")]
    Exposed {
        /// Which one.
        path: PathBuf,
    },
    /// A private key belongs to another certificate.
    #[error("{path} is not the key of its certificate; put the two that belong together")]
    Mismatch {
        /// The key.
        path: PathBuf,
    },
    /// A line of the list of enrolled cards cannot be read.
    #[error(
        "{path}:{line} is not one more card: a fingerprint (64 hex digits), a space and \
         a persona's name; mend the line or remove it"
    )]
    Line {
        /// The list.
        path: PathBuf,
        /// Which line, from 1.
        line: usize,
    },
    /// A certificate or list could not be made.
    #[error("a certificate could not be made")]
    Issue(#[from] rcgen::Error),
    /// An RSA key could not be made.
    #[error("an RSA key could not be made")]
    Key(#[from] rsa::Error),
    /// A private key is none, or not RSA with 2,048 bits, or not its certificate's.
    #[error("a private key is not the RSA-2048 key of its certificate")]
    WrongKey,
    /// A signature could not be made: what is to be signed is too long.
    #[error("a signature could not be made")]
    Unsigned,
    /// A name or an instant cannot stand in a certificate.
    #[error("{0} cannot stand in a certificate")]
    Unwritable(&'static str),
}
