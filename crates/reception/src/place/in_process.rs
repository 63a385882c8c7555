//! A virtual card in this process: no reader, no service, the same commands.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use apdu::{LinkError, Transport};
use reader::{Bounded, WATCHDOG};
use tokio::sync::mpsc;
use virtual_card::Card;

use super::{Place, PlaceEvent, lies_there};

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
        lies_there()
    }

    fn connect(&self) -> Result<Box<dyn Transport + Send>, LinkError> {
        let link = Link {
            card: Arc::clone(&self.card),
            is_powered: false,
        };
        // A card that misbehaves may not answer, in this process as in a reader.
        Ok(Box::new(Bounded::new(link, WATCHDOG)?))
    }
}

/// Power to the card, from the first command for as long as this lives.
struct Link {
    card: Arc<Mutex<Card>>,
    is_powered: bool,
}

impl Transport for Link {
    fn exchange(&mut self, command: &[u8]) -> Result<Vec<u8>, LinkError> {
        let mut card = lock(&self.card);
        if !self.is_powered {
            card.power_on();
            self.is_powered = true;
        }
        card.exchange(command)
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        lock(&self.card).power_off();
    }
}

fn lock(card: &Mutex<Card>) -> MutexGuard<'_, Card> {
    card.lock().unwrap_or_else(PoisonError::into_inner)
}
