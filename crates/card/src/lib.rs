//! What a My Number card is to a terminal: its JPKI application and its face, the
//! few files and secrets a front desk needs, and a session that can do only what
//! has been unlocked.
//!
//! *Knows* the application and file identifiers, how the card counts tries, how it
//! is asked to sign, and how its front is laid out. None of it is published as a
//! specification: it is what public readers of the card expect.
//!
//! *Never* knows which reader carries the bytes, nor anything of insurance. It
//! never logs a command's data, never sends a secret twice, never touches the key
//! for document signatures, and never reads the twelve-digit number: neither the
//! file with its picture, nor the secret that opens it, nor the application that
//! holds it as text is on the list of what may be sent.
//!
//! *Start reading at* [`Card`], then [`PinOutcome`]; `link.rs` is the one place
//! that sends, `allowed.rs` the list of what may be sent.
//!
//! A whole visit is `Card::new(transport)` → [`Card::select_jpki`] →
//! `certificate` → [`Card::verify`] → [`Card::sign`]; with the face before it,
//! [`Card::select_face`] → [`Card::read_face`]; on a simulated card
//! [`Card::authenticate_terminal`] may stand for the PIN. An `Err` ends the
//! session on purpose: what the card last did is then unknown, and a fresh visit
//! begins with a card reset.

mod allowed;
mod application;
mod availability;
mod certificate;
mod command;
mod error;
mod face;
mod jpki;
mod kind;
mod link;
mod secret;
mod session;
mod signature;
mod signature_certificate;
mod terminal;

pub use availability::Availability;
pub use certificate::{Certificate, CertificateRead, Fingerprint, MAX_CERTIFICATE};
pub use error::CardError;
pub use face::{CardFace, FaceOutcome, MAX_FACE, MAX_PHOTO, MAX_PICTURE};
pub use jpki::PinOutcome;
pub use kind::CardKind;
pub use link::MAX_COMMANDS;
pub use secret::{
    CollationNumber, CollationNumberFormat, Pin, PinFormat, SignaturePassword,
    SignaturePasswordFormat,
};
pub use session::{
    Card, Face, FaceSelection, JpkiState, Locked, PinTries, Present, UnlockMethod, Unlocked,
};
pub use signature::{DIGEST_INFO_SHA256, SIGNATURE_LENGTH};
pub use signature_certificate::{SignatureCertificate, SignatureCertificateOutcome};
pub use terminal::{Terminal, TerminalOutcome, WhyNotAvailable};
