//! Is this the person (本人確認)? How many tries are left, what to say of them, and
//! whether another may be made.
//!
//! *Knows* tries and their limits. The card decides about a PIN and counts; this
//! room says what the count means at a desk.
//!
//! *Never* knows insurance, a card's bytes or what was typed.
//!
//! *Start reading at* [`PinTries`].

mod pin;

pub use pin::{PinTries, TRIES_SHOWN_BELOW};
