//! What a My Number card is to a terminal: its JPKI application, the few files
//! and the one PIN a front desk needs, and a session that can do only what has
//! been unlocked.
//!
//! *Knows* the application and file identifiers, how the card counts PIN tries,
//! and how it is asked to sign. None of it is published as a specification: it is
//! what public readers of the card expect.
//!
//! *Never* knows which reader carries the bytes, nor anything of insurance. It
//! never logs a command's data, never sends a PIN twice, never touches the
//! signature key for documents, and refuses to select the application that holds
//! the twelve-digit number: the one place that sends commands has a list of what
//! may be sent.
//!
//! *Start reading at* [`Card`], then [`PinOutcome`]; `link.rs` is the one place
//! that sends.
//!
//! A whole visit is `Card::new(transport)` → [`Card::select_jpki`] →
//! [`Card::certificate`] → [`Card::verify`] → [`Card::sign`]. An `Err` ends the
//! session on purpose: what the card last did is then unknown, and a fresh visit
//! begins with a card reset.

mod certificate;
mod error;
mod file;
mod kind;
mod link;
mod pin;
mod session;
mod signature;

pub use certificate::{Certificate, Fingerprint, MAX_CERTIFICATE};
pub use error::CardError;
pub use kind::CardKind;
pub use pin::{Pin, PinFormat};
pub use session::{Card, JpkiState, Locked, PinOutcome, PinTries, Present, Unlocked};
pub use signature::{DIGEST_INFO_SHA256, SIGNATURE_LENGTH};
