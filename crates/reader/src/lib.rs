//! The PC/SC driver: readers that come and go, cards put down and pulled away,
//! one exchange at a time, never hanging.
//!
//! *Knows* the `pcsc` crate and how a PC/SC service fails: it dies and comes
//! back, another program holds the card, a card never answers.
//!
//! *Never* knows what the bytes mean; of a command it reads how long the answer
//! may be, its name, and whether it carries a secret. It never sends a command
//! twice, never logs one, and leaves no card powered after a visit.
//!
//! *Start reading at* [`Connection`], the way of one exchange; then [`Bounded`],
//! which gives it and any other transport their deadlines, and [`Watch`].
//! [`transcript`] writes exchanges down and plays them again.
//!
//! Every call into PC/SC may block for ever: a card that answers with nothing
//! hangs `SCardTransmit`, and another program's transaction hangs `SCardConnect`.
//! So each such call runs on a thread of its own which can be abandoned; it ends
//! by itself when the card is pulled or the other program is done.
//!
//! Without the feature `pcsc` (on by default) the same interface answers that
//! there is no service, so programs build where libpcsclite is missing.

mod bounded;
mod event;
pub mod transcript;
mod watchdog;

#[cfg(feature = "pcsc")]
mod connection;
#[cfg(feature = "pcsc")]
mod error;
#[cfg(feature = "pcsc")]
mod list;
#[cfg(feature = "pcsc")]
mod watch;

#[cfg(not(feature = "pcsc"))]
mod absent;

pub use bounded::Bounded;
pub use event::{Event, Reader};
pub use watchdog::{ALLOWANCE, WATCHDOG};

#[cfg(feature = "pcsc")]
pub use {connection::Connection, list::readers, watch::Watch};

#[cfg(not(feature = "pcsc"))]
pub use absent::{Connection, Watch, readers};
