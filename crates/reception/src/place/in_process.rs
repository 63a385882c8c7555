//! A virtual card in this process: no reader, no service, the same commands.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use apdu::{LinkError, Transport};
use tokio::sync::mpsc;
use virtual_card::Card;

use super::{Place, PlaceEvent};

/// A place on which one virtual card lies.
pub struct InProcess {
    card: Arc<Mutex<Card>>,
}

impl InProcess {
    /// Puts the card down.
    #[must_use]
    pub fn with(card: Card) -> Self {
        Self {
            card: Arc::new(Mutex::new(card)),
        }
    }
}

impl Place for InProcess {
    fn watch(&self) -> mpsc::UnboundedReceiver<PlaceEvent> {
        let (events, receiver) = mpsc::unbounded_channel();
        // The receiver is at hand, so both arrive; the channel then ends, as nothing
        // else will ever happen here.
        let _ = events.send(PlaceEvent::Usable);
        let _ = events.send(PlaceEvent::CardPresented);
        receiver
    }

    fn connect(&self) -> Result<Box<dyn Transport + Send>, LinkError> {
        lock(&self.card).power_on();
        Ok(Box::new(Link(Arc::clone(&self.card))))
    }
}

/// Power to the card, for as long as this lives.
struct Link(Arc<Mutex<Card>>);

impl Transport for Link {
    fn exchange(&mut self, command: &[u8]) -> Result<Vec<u8>, LinkError> {
        lock(&self.0).exchange(command)
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        lock(&self.0).power_off();
    }
}

fn lock(card: &Mutex<Card>) -> MutexGuard<'_, Card> {
    card.lock().unwrap_or_else(PoisonError::into_inner)
}
