//! A My Number card as a function from command bytes to response bytes, made from
//! a persona; in process, or as a card in a real PC/SC reader through vpcd.
//!
//! *Knows* the card's file system, its keys and its PIN counters, and how it
//! answers everyone who talks to it: the reading half is public knowledge about
//! the real card, checked against unmodified OpenSC.
//!
//! *Never* knows the terminal's side (the room `card`; the two share only
//! `apdu`), who is insured, or the time: a card does not enforce the end of its
//! certificates. A PIN, a name or a key is in no log line, `Debug` or error text.
//!
//! *Start reading at* [`Card::answer`] for what it says, [`issue()`] for what is on it.
//!
//! What a card must keep for life, its PIN counters and changed PINs, is written and
//! synced before the answer that depends on it is given ([`Counters`]); everything
//! else it forgets when power goes. The status word is the card's error type;
//! [`VirtualCardError`] is for those who make or insert a card. A card may have
//! faults ([`Fault`]): [`Card::act`] is the card as a reader meets it then.

mod card;
mod counters;
mod error;
mod fault;
mod image;
mod issue;
mod vpcd;

pub use card::{ATR, Act, Card, WarmReset};
pub use counters::{CounterFile, CounterMemory, Counters, PinReference};
pub use error::VirtualCardError;
pub use fault::Fault;
pub use image::{Image, in_era};
pub use issue::{
    is_issued, issue, issued_certificate, issued_collation_number_b, issued_image, take,
};
pub use vpcd::{InsertedCard, ReaderState, SLOT_PORTS};
