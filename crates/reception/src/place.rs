//! Where cards are put: a reader, real or in this process.

mod in_process;
mod pcsc;
mod recorded;
mod replayed;

use apdu::{LinkError, Transport};
use qualification::Reason;
use tokio::sync::mpsc;

pub use in_process::InProcess;
pub use pcsc::Pcsc;
pub use recorded::Recorded;
pub use replayed::Replayed;

/// Something happened at the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlaceEvent {
    /// A card was put down.
    CardPresented,
    /// The card was taken away.
    CardRemoved,
    /// No card can be put down now, and why; it is waited for.
    Unusable(Reason),
    /// Cards can be put down (again).
    Usable,
}

/// A place to put a card.
pub trait Place: Send + Sync + 'static {
    /// What happens here from now on, beginning with what is there already.
    fn watch(&self) -> mpsc::UnboundedReceiver<PlaceEvent>;

    /// A link to the card that lies here, after a reset. Dropping it resets the
    /// card again.
    ///
    /// # Errors
    /// [`LinkError`] when there is no card or it cannot be reached.
    fn connect(&self) -> Result<Box<dyn Transport + Send>, LinkError>;
}

/// The events of a place where a card lies from the beginning and stays.
fn lies_there() -> mpsc::UnboundedReceiver<PlaceEvent> {
    let (events, receiver) = mpsc::unbounded_channel();
    // The receiver is at hand, so both arrive; the channel then ends, as nothing
    // else will ever happen here.
    let _ = events.send(PlaceEvent::Usable);
    let _ = events.send(PlaceEvent::CardPresented);
    receiver
}

/// SCARD_E_READER_UNAVAILABLE: the reader is there and does not work.
const READER_UNAVAILABLE: u32 = 0x8010_0017;

/// What to tell people about a link that failed.
#[must_use]
pub const fn reason(error: LinkError) -> Reason {
    match error {
        LinkError::Removed => Reason::CardRemoved,
        LinkError::Busy => Reason::ReaderBusy,
        LinkError::NoReader => Reason::ReaderAbsent,
        LinkError::NoService => Reason::ReaderServiceDown,
        LinkError::Other {
            code: READER_UNAVAILABLE,
        } => Reason::ReaderBroken,
        LinkError::Reset
        | LinkError::Mute
        | LinkError::NotAResponse { .. }
        | LinkError::NotInTranscript { .. }
        | LinkError::Other { .. } => Reason::CardUnreadable,
    }
}
