//! The same interface where PC/SC was left out of the build.

use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use apdu::{LinkError, Transport};

use crate::{Event, Reader};

/// The readers that are connected.
///
/// # Errors
/// [`LinkError::NoService`] always: PC/SC was left out of this build.
pub fn readers() -> Result<Vec<Reader>, LinkError> {
    Err(LinkError::NoService)
}

/// Watches nothing: PC/SC was left out of this build.
#[derive(Debug)]
pub struct Watch(());

impl Watch {
    /// Says [`Event::ServiceLost`] and nothing more.
    #[must_use]
    pub fn start() -> (Self, Receiver<Event>) {
        let (events, receiver) = mpsc::channel();
        // The receiver stands right here.
        let _ = events.send(Event::ServiceLost);
        (Self(()), receiver)
    }
}

/// A card on a PC/SC reader, of which this build has none.
#[derive(Debug)]
pub enum Connection {}

impl Connection {
    /// Connects to the card on `reader`.
    ///
    /// # Errors
    /// [`LinkError::NoService`] always: PC/SC was left out of this build.
    pub const fn open(_reader: &str, _watchdog: Duration) -> Result<Self, LinkError> {
        Err(LinkError::NoService)
    }

    /// The same; there is none.
    #[must_use]
    pub const fn with_allowance(self, _allowance: Duration) -> Self {
        self
    }
}

impl Transport for Connection {
    fn exchange(&mut self, _command: &[u8]) -> Result<Vec<u8>, LinkError> {
        match *self {}
    }
}
