//! Why a card could not be made, opened or inserted.

use std::io;
use std::path::PathBuf;

/// What failed on this side of the card. What the card itself refuses is a status
/// word in its answer.
#[derive(Debug, thiserror::Error)]
pub enum VirtualCardError {
    /// A key is not what the card holds.
    #[error("a key of the card is not an RSA-2048 key in PKCS#8 DER")]
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
    /// A text or picture is longer than the card's files hold.
    #[error("a text or picture of the persona is too long for the card; shorten it")]
    TooLong(#[from] apdu::TlvError),
    /// A picture could not be made, or the persona's own cannot be used.
    #[error("a picture for the card could not be made")]
    Picture(#[from] card_face::PictureError),
    /// The persona's own picture cannot be read.
    #[error("the picture {file} cannot be read")]
    PictureUnreadable {
        /// Which file.
        file: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// What the card was made with is not as it was written.
    #[error("the card in {folder} is damaged; remove the folder to have it issued anew")]
    Damaged {
        /// The card's folder.
        folder: PathBuf,
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
         wrong-length:N, no-status:N, endless:N, random:N, pulled:N, pulled-after:N, swapped:N:OTHER, \
         truncated-file:FID, tampered-certificate, cloned-certificate, says-9000-to-any-pin"
    )]
    UnknownFault(String),
    /// The thread that holds the card in the reader could not be started.
    #[error("the card could not be put into the reader")]
    NotInserted(#[source] io::Error),
}
