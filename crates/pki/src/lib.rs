//! The simulated certification authorities, and the judging of certificates and
//! signatures.
//!
//! *Knows* X.509: who may vouch for a card, a server or an institution; whether a
//! certificate is genuine, and whether a signature is its key's.
//!
//! *Never* knows people or insurance. It says whether a card is genuine and until
//! when; what that is worth on a day is decided elsewhere.
//!
//! *Start reading at* [`Folder`] (what `madoguchi pki init` makes) and
//! [`CardTrust`] (what the server asks).
//!
//! There are two authorities on purpose. Cards are vouched for by an RSA-2048
//! authority shaped like the public one and marked SIMULATOR; servers and
//! institutions by a P-256 network authority. A card can so never open a network
//! connection as an institution, although both kinds say "client authentication".
//! RSA keys are made by the `rsa` crate, as `ring` makes none; every verification
//! is `ring`'s.

mod authority;
mod folder;
mod judge;
mod profile;
mod reading;
mod suspended;

pub use authority::{Authority, CardRequest, Issued};
pub use folder::{Credentials, Folder, Plan};
pub use judge::{CardTrust, Distrust, TrustedCard};
pub use reading::{Claims, claims, institution_code};
pub use suspended::SuspendedList;

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
    /// A file does not hold what its name says.
    #[error("{path} does not hold {expected}")]
    Content {
        /// Which one, or what was handed in.
        path: PathBuf,
        /// What it should hold.
        expected: &'static str,
    },
    /// A certificate or list could not be made.
    #[error("a certificate could not be made")]
    Issue(#[from] rcgen::Error),
    /// An RSA key could not be made.
    #[error("an RSA key could not be made")]
    Key(#[from] rsa::Error),
    /// A name or an instant cannot stand in a certificate.
    #[error("{0} cannot stand in a certificate")]
    Unwritable(&'static str),
}
