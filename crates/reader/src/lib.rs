//! The PC/SC driver: readers that come and go, cards put down and pulled away,
//! one exchange at a time, never hanging.
//!
//! *Knows* the `pcsc` crate and how a PC/SC service fails: it dies and comes
//! back, another program holds the card, a card never answers.
//!
//! *Never* knows what the bytes mean; of a command it reads only how long the
//! answer may be. It never sends a command twice, never logs one, and leaves no
//! card powered after a visit.
//!
//! *Start reading at* [`Connection`], the way of one exchange; then [`Watch`].
//!
//! Every call into PC/SC may block for ever: a card that answers with nothing
//! hangs `SCardTransmit`, and another program's transaction hangs `SCardConnect`.
//! So each such call runs on a thread of its own which can be abandoned; it ends
//! by itself when the card is pulled or the other program is done.
//!
//! Without the feature `pcsc` (on by default) the same interface answers that
//! there is no service, so programs build where libpcsclite is missing.

mod event;

#[cfg(feature = "pcsc")]
mod connection;
#[cfg(feature = "pcsc")]
mod error;
#[cfg(feature = "pcsc")]
mod list;
#[cfg(feature = "pcsc")]
mod watch;
#[cfg(feature = "pcsc")]
mod watchdog;

#[cfg(not(feature = "pcsc"))]
mod absent;

pub use event::{Event, Reader};

#[cfg(feature = "pcsc")]
pub use {connection::Connection, list::readers, watch::Watch, watchdog::WATCHDOG};

#[cfg(not(feature = "pcsc"))]
pub use absent::{Connection, WATCHDOG, Watch, readers};
