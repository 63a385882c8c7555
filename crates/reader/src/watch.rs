//! What happens at the readers, as it happens.

use std::convert::Infallible;
use std::ffi::CString;
use std::fmt;
use std::mem;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender, TryRecvError};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use pcsc::{Context, Error, PNP_NOTIFICATION, ReaderState, Scope, State};

use crate::Event;
use crate::list::{has_card, name_of};
use crate::watchdog::{spawn, within};

/// PC/SC tells of a new reader only to someone who waits at that moment, so a
/// wait is broken off now and then and the readers are listed anew.
const LIST_AGAIN: Duration = Duration::from_secs(5);
/// The first and the longest pause between two looks for a lost service.
const PAUSES: (Duration, Duration) = (Duration::from_millis(50), Duration::from_secs(1));
/// How often, and how long each time, a thread is asked to end before it is
/// abandoned: a cancellation is lost on a thread that does not wait just then.
const CANCELLATIONS: (usize, Duration) = (20, Duration::from_millis(50));

/// Watches all readers on a thread of its own, for as long as this value lives.
///
/// The thread waits inside PC/SC and does not poll cards. When the service dies
/// it takes a new context as soon as there is one (an old one never recovers,
/// though PC/SC calls it valid) and says again what is there.
#[derive(Debug)]
pub struct Watch {
    /// Dropping it is the word to stop.
    stop: Option<Sender<()>>,
    ended: Receiver<()>,
    waiting: Waiting,
}

/// The context the thread waits in, to cancel it from outside.
type Waiting = Arc<Mutex<Slot>>;

#[derive(Default)]
struct Slot(Option<Context>);

impl fmt::Debug for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "waiting" } else { "idle" })
    }
}

impl Watch {
    /// Starts watching. The first event is [`Event::ServiceFound`] or
    /// [`Event::ServiceLost`]; then come the readers and cards that are there
    /// already. The channel ends when the watch is dropped.
    #[must_use]
    pub fn start() -> (Self, Receiver<Event>) {
        let (events, receiver) = mpsc::channel();
        let (stop, stopped) = mpsc::channel();
        let (ending, ended) = mpsc::channel();
        let waiting = Waiting::default();
        let thread = Thread {
            events,
            stopped,
            waiting: Arc::clone(&waiting),
            states: Vec::new(),
            told: Vec::new(),
        };
        // Without a thread the channel of events ends at once, which says so.
        let _ = spawn(move || {
            let Err(Stop) = thread.run();
            drop(ending);
        });
        let stop = Some(stop);
        (
            Self {
                stop,
                ended,
                waiting,
            },
            receiver,
        )
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.stop = None;
        let (times, pause) = CANCELLATIONS;
        for _ in 0..times {
            let context = lock(&self.waiting).0.clone();
            if let Some(context) = context {
                within(pause, move || context.cancel());
            }
            if self.ended.recv_timeout(pause) == Err(RecvTimeoutError::Disconnected) {
                return;
            }
        }
    }
}

fn lock(waiting: &Waiting) -> MutexGuard<'_, Slot> {
    waiting.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Thread {
    events: Sender<Event>,
    stopped: Receiver<()>,
    waiting: Waiting,
    /// The readers as PC/SC last told of them, and, for each, what was told
    /// onwards.
    states: Vec<ReaderState>,
    told: Vec<Told>,
}

/// PC/SC's count of the cards that came and went on a reader, when a card was
/// told of: a card swapped between two looks has another count.
type Told = Option<u32>;

/// Nobody wants to hear more.
struct Stop;

impl Thread {
    /// Goes on until nobody listens or the watch is dropped.
    fn run(mut self) -> Result<Infallible, Stop> {
        let (first, longest) = PAUSES;
        let mut pause = first;
        let mut lost = false;
        loop {
            if let Ok(context) = Context::establish(Scope::User) {
                lock(&self.waiting).0 = Some(context.clone());
                tracing::debug!("PC/SC service found");
                self.tell(Event::ServiceFound)?;
                (lost, pause) = (false, first);
                let error = self.follow(&context)?;
                tracing::debug!(%error, "PC/SC service lost");
                lock(&self.waiting).0 = None;
                self.update_readers(&[])?;
            }
            if !lost {
                self.tell(Event::ServiceLost)?;
                lost = true;
            }
            match self.stopped.recv_timeout(pause) {
                Err(RecvTimeoutError::Timeout) => pause = (pause * 2).min(longest),
                _ => return Err(Stop),
            }
        }
    }

    /// Tells of everything until the service fails, and gives its error.
    fn follow(&mut self, context: &Context) -> Result<Error, Stop> {
        loop {
            match context.list_readers_owned() {
                Ok(names) => self.update_readers(&names)?,
                Err(error) => return Ok(error),
            }
            self.states
                .push(ReaderState::new(PNP_NOTIFICATION(), State::UNAWARE));
            let outcome = context.get_status_change(LIST_AGAIN, &mut self.states);
            self.states.pop();
            if self.stopped.try_recv() == Err(TryRecvError::Disconnected) {
                return Err(Stop);
            }
            match outcome {
                Ok(()) => self.update_cards()?,
                // A reader went away before the wait began, or nothing happened.
                Err(Error::UnknownReader | Error::Timeout | Error::Cancelled) => {}
                Err(error) => return Ok(error),
            }
        }
    }

    fn update_readers(&mut self, names: &[CString]) -> Result<(), Stop> {
        let before = mem::take(&mut self.states)
            .into_iter()
            .zip(mem::take(&mut self.told));
        for (state, told) in before {
            if names.iter().any(|name| **name == *state.name()) {
                self.states.push(state);
                self.told.push(told);
                continue;
            }
            let reader = name_of(state.name());
            if told.is_some() {
                let reader = reader.clone();
                self.tell(Event::CardRemoved { reader })?;
            }
            self.tell(Event::ReaderDetached { reader })?;
        }
        for name in names {
            if self.states.iter().all(|state| **name != *state.name()) {
                let reader = name_of(name);
                self.tell(Event::ReaderAttached { reader })?;
                self.states
                    .push(ReaderState::new(name.clone(), State::UNAWARE));
                self.told.push(None);
            }
        }
        Ok(())
    }

    fn update_cards(&mut self) -> Result<(), Stop> {
        for (state, told) in self.states.iter_mut().zip(&mut self.told) {
            for event in changes(state, told) {
                self.events.send(event).map_err(|_| Stop)?;
            }
            state.sync_current_state();
        }
        Ok(())
    }

    fn tell(&self, event: Event) -> Result<(), Stop> {
        self.events.send(event).map_err(|_| Stop)
    }
}

/// What is to be told of a reader now, given what was told before.
fn changes(state: &ReaderState, told: &mut Told) -> Vec<Event> {
    let card = has_card(state).then(|| state.event_count());
    let mut events = Vec::new();
    if card != *told {
        let reader = name_of(state.name());
        if told.is_some() {
            let reader = reader.clone();
            events.push(Event::CardRemoved { reader });
        }
        if card.is_some() {
            let atr = state.atr().to_vec();
            events.push(Event::CardPresented { reader, atr });
        }
        *told = card;
    }
    events
}
