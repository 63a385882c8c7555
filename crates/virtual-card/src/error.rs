//! Why a card could not be made, opened or inserted.

use std::io;
use std::path::PathBuf;

/// What failed on this side of the card. What the card itself refuses is a status
/// word in its answer.
#[derive(Debug, thiserror::Error)]
pub enum VirtualCardError {
    /// The private key is not what the card holds.
    #[error("the user-authentication key is not an RSA-2048 private key in PKCS#8 DER")]
    KeyUnusable,
    /// A certificate does not fit its file or has a form clients cannot read.
    #[error(
        "the certificate for file {file:04X} is not DER of 256 to {capacity} bytes \
         (it has {length})"
    )]
    CertificateUnusable {
        /// The elementary file it was meant for.
        file: u16,
        /// The file's size in bytes.
        capacity: usize,
        /// The certificate's size in bytes.
        length: usize,
    },
    /// The card is in another reader.
    #[error("the card in {folder} is in another reader; take it out there first")]
    InUse {
        /// The card's folder.
        folder: PathBuf,
    },
    /// The card exists already: its tries are not given out a second time.
    #[error(
        "the card in {folder} has been issued, or its issuing was broken off; try again, or remove \
         the folder to have it issued anew"
    )]
    AlreadyIssued {
        /// The card's folder.
        folder: PathBuf,
    },
    /// The authority could not vouch for the card.
    #[error("the card could not be issued")]
    Issue(#[from] pki::PkiError),
    /// The card's folder cannot be read or written.
    #[error("the card in {folder} cannot be read or written")]
    Storage {
        /// The card's folder.
        folder: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// A text that names no fault.
    #[error(
        "a card knows no fault {0:?}; there are slow:MS, mute:N, empty:N, one-byte:N, huge:N, \
         wrong-length:N, no-status:N, endless:N, random:N, pulled:N, swapped:N:OTHER, \
         truncated-file:FID, tampered-certificate, cloned-certificate, says-9000-to-any-pin"
    )]
    UnknownFault(String),
    /// The thread that holds the card in the reader could not be started.
    #[error("the card could not be put into the reader")]
    NotInserted(#[source] io::Error),
}
