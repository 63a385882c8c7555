//! A reader of the PC/SC service.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use apdu::{LinkError, Transport};
use qualification::Reason;
use reader::{Connection, Event, WATCHDOG, Watch};
use tokio::sync::mpsc;

use super::{Place, PlaceEvent, READER_UNAVAILABLE};

/// The PC/SC readers whose name begins in a certain way, taken as one place: the
/// first card put down is the one.
pub struct Pcsc {
    wanted: Option<String>,
    /// The reader the card lies on.
    occupied: Arc<Mutex<Option<String>>>,
}

impl Pcsc {
    /// Readers whose name begins with `wanted`, or all.
    #[must_use]
    pub fn named(wanted: Option<String>) -> Self {
        Self {
            wanted,
            occupied: Arc::default(),
        }
    }

    /// Whether the service runs and has such a reader now.
    ///
    /// # Errors
    /// [`LinkError::NoService`] or [`LinkError::NoReader`].
    pub fn check(&self) -> Result<(), LinkError> {
        let readers = reader::readers()?;
        let found = readers.iter().any(|reader| self.wants(&reader.name));
        found.then_some(()).ok_or(LinkError::NoReader)
    }

    fn wants(&self, name: &str) -> bool {
        wants(self.wanted.as_deref(), name)
    }
}

impl Place for Pcsc {
    fn watch(&self) -> mpsc::UnboundedReceiver<PlaceEvent> {
        let (events, receiver) = mpsc::unbounded_channel();
        let (watch, happened) = Watch::start();
        let mut follower = Follower {
            wanted: self.wanted.clone(),
            occupied: Arc::clone(&self.occupied),
            readers: Vec::new(),
            cards: Vec::new(),
            events,
        };
        // The thread ends with the desk's interest: the next event finds no receiver.
        std::thread::spawn(move || {
            let _watch = watch;
            for event in happened {
                if follower.follow(event).is_err() {
                    break;
                }
            }
        });
        receiver
    }

    fn connect(&self) -> Result<Box<dyn Transport + Send>, LinkError> {
        let name = lock(&self.occupied).clone().ok_or(LinkError::Removed)?;
        match Connection::open(&name, WATCHDOG) {
            Ok(connection) => Ok(Box::new(connection)),
            Err(error) => Err(told_apart(error, || {
                reader::readers().is_ok_and(|readers| readers.iter().any(|it| it.name == name))
            })),
        }
    }
}

/// Turns what happens at all readers into what happens at the one place.
struct Follower {
    wanted: Option<String>,
    occupied: Arc<Mutex<Option<String>>>,
    readers: Vec<String>,
    /// The readers with a card on them, the longest first.
    cards: Vec<String>,
    events: mpsc::UnboundedSender<PlaceEvent>,
}

/// Nobody listens any more.
struct Deaf;

impl Follower {
    fn follow(&mut self, event: Event) -> Result<(), Deaf> {
        match event {
            Event::ServiceLost => self.tell(PlaceEvent::Unusable(Reason::ReaderServiceDown)),
            // What is there is told after it; until then there is no reader.
            Event::ServiceFound => Ok(()),
            Event::ReaderAttached { reader } if wants(self.wanted.as_deref(), &reader) => {
                self.readers.push(reader);
                match self.readers.len() {
                    1 => self.tell(PlaceEvent::Usable),
                    _ => Ok(()),
                }
            }
            Event::ReaderDetached { reader } => {
                let before = self.readers.len();
                self.readers.retain(|known| *known != reader);
                match (before, self.readers.len()) {
                    (1, 0) => self.tell(PlaceEvent::Unusable(Reason::ReaderAbsent)),
                    _ => Ok(()),
                }
            }
            Event::CardPresented { reader, .. } if wants(self.wanted.as_deref(), &reader) => {
                self.cards.push(reader);
                self.offer_next()
            }
            Event::CardRemoved { reader } => {
                self.cards.retain(|known| *known != reader);
                let mut occupied = lock(&self.occupied);
                if occupied.as_deref() != Some(&reader) {
                    return Ok(());
                }
                *occupied = None;
                drop(occupied);
                self.tell(PlaceEvent::CardRemoved)?;
                self.offer_next()
            }
            Event::ReaderAttached { .. } | Event::CardPresented { .. } => Ok(()),
        }
    }

    /// One visit at a time: a card on another reader waits for the first to go.
    fn offer_next(&self) -> Result<(), Deaf> {
        let mut occupied = lock(&self.occupied);
        match self.cards.first() {
            Some(reader) if occupied.is_none() => {
                *occupied = Some(reader.clone());
                drop(occupied);
                self.tell(PlaceEvent::CardPresented)
            }
            _ => Ok(()),
        }
    }

    fn tell(&self, event: PlaceEvent) -> Result<(), Deaf> {
        self.events.send(event).map_err(|_| Deaf)
    }
}

/// The service answers alike for a reader that is gone and for one that it can no longer
/// talk to; the latter is still in its list.
fn told_apart(error: LinkError, is_listed: impl FnOnce() -> bool) -> LinkError {
    match error {
        LinkError::NoReader if is_listed() => LinkError::Other {
            code: READER_UNAVAILABLE,
        },
        other => other,
    }
}

fn wants(wanted: Option<&str>, name: &str) -> bool {
    wanted.is_none_or(|wanted| name.starts_with(wanted))
}

fn lock(occupied: &Mutex<Option<String>>) -> MutexGuard<'_, Option<String>> {
    occupied.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn presented(reader: &str) -> Event {
        Event::CardPresented {
            reader: reader.into(),
            atr: Vec::new(),
        }
    }

    fn removed(reader: &str) -> Event {
        Event::CardRemoved {
            reader: reader.into(),
        }
    }

    fn attached(reader: &str) -> Event {
        Event::ReaderAttached {
            reader: reader.into(),
        }
    }

    /// What is told of `events` to a desk that wants readers named so.
    fn told(wanted: Option<&str>, events: Vec<Event>) -> Vec<PlaceEvent> {
        let (sender, mut receiver) = mpsc::unbounded_channel();
        let mut follower = Follower {
            wanted: wanted.map(str::to_owned),
            occupied: Arc::default(),
            readers: Vec::new(),
            cards: Vec::new(),
            events: sender,
        };
        for event in events {
            assert!(follower.follow(event).is_ok());
        }
        std::iter::from_fn(|| receiver.try_recv().ok()).collect()
    }

    #[test]
    fn r042_a_reader_that_is_there_and_fails_is_broken_and_one_that_is_gone_is_absent() {
        for (error, listed, reason) in [
            (LinkError::NoReader, true, Reason::ReaderBroken),
            (LinkError::NoReader, false, Reason::ReaderAbsent),
            (LinkError::Mute, true, Reason::CardUnreadable),
            (LinkError::Other { code: 1 }, true, Reason::CardUnreadable),
            (LinkError::NoService, true, Reason::ReaderServiceDown),
        ] {
            let told = crate::place::reason(told_apart(error, || listed));
            assert_eq!(told, reason, "{error:?} {listed}");
        }
    }

    #[test]
    fn a_card_on_a_second_reader_waits_until_the_first_is_gone() {
        use PlaceEvent::{CardPresented, CardRemoved, Usable};
        let events = vec![
            attached("A"),
            attached("B"),
            presented("A"),
            presented("B"),
            removed("A"),
            removed("B"),
        ];
        assert_eq!(
            told(None, events),
            [
                Usable,
                CardPresented,
                CardRemoved,
                CardPresented,
                CardRemoved
            ]
        );
    }

    #[test]
    fn a_waiting_card_that_is_taken_away_is_forgotten() {
        use PlaceEvent::{CardPresented, CardRemoved, Usable};
        let events = vec![
            attached("A"),
            presented("A"),
            presented("B"),
            removed("B"),
            removed("A"),
        ];
        assert_eq!(told(None, events), [Usable, CardPresented, CardRemoved]);
    }

    #[test]
    fn only_readers_of_the_wanted_name_count() {
        let events = vec![attached("B 00"), presented("B 00"), attached("A 00")];
        assert_eq!(told(Some("A"), events), [PlaceEvent::Usable]);
    }

    #[test]
    fn the_last_readers_going_and_the_services_end_are_told() {
        let gone = Event::ReaderDetached { reader: "A".into() };
        assert_eq!(
            told(None, vec![attached("A"), gone, Event::ServiceLost]),
            [
                PlaceEvent::Usable,
                PlaceEvent::Unusable(Reason::ReaderAbsent),
                PlaceEvent::Unusable(Reason::ReaderServiceDown)
            ]
        );
    }
}
