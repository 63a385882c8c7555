//! How a client conducts itself on its connection: whether it calls at all, takes what
//! is written, and lets its calls end.

use std::collections::BTreeMap;
use std::future::Future as _;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Context;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, Sleep, sleep};

use crate::Limits;

/// What the calls of a connection and its bytes tell of the client.
#[derive(Debug)]
pub(crate) struct Conduct {
    places: Arc<Semaphore>,
    has_called: AtomicBool,
    /// When each call that goes on is to have ended.
    going_on: Mutex<GoingOn>,
}

#[derive(Debug, Default)]
struct GoingOn {
    begun: u64,
    due: BTreeMap<u64, Instant>,
}

impl Conduct {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            places: Arc::new(Semaphore::new(limits.calls_in_connection)),
            has_called: AtomicBool::new(false),
            going_on: Mutex::default(),
        }
    }

    /// The head of a call has come.
    pub(crate) fn called(&self) {
        self.has_called.store(true, Ordering::Relaxed);
    }

    /// A call begins that is to end by `due`; `None` when too many go on.
    pub(crate) fn begin(self: &Arc<Self>, due: Instant) -> Option<Begun> {
        let place = Arc::clone(&self.places).try_acquire_owned().ok()?;
        let mut going_on = self.going_on();
        let call = going_on.begun;
        going_on.begun = call.wrapping_add(1);
        going_on.due.insert(call, due);
        Some(Begun {
            conduct: Arc::clone(self),
            call,
            _place: place,
        })
    }

    fn going_on(&self) -> MutexGuard<'_, GoingOn> {
        self.going_on.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A call that goes on until its answer is taken, to its end.
pub(crate) struct Begun {
    conduct: Arc<Conduct>,
    call: u64,
    _place: OwnedSemaphorePermit,
}

impl Drop for Begun {
    fn drop(&mut self) {
        self.conduct.going_on().due.remove(&self.call);
    }
}

/// Looks at a connection from time to time.
pub(crate) struct Look {
    conduct: Arc<Conduct>,
    next: Pin<Box<Sleep>>,
    every: Duration,
    /// Nothing of what is to be written was taken since the last look.
    stuck: bool,
    was_stuck: bool,
}

impl Look {
    /// The first look is when the first call should have come.
    pub(crate) fn new(conduct: Arc<Conduct>, limits: &Limits) -> Self {
        Self {
            conduct,
            next: Box::pin(sleep(limits.first_call)),
            every: limits.taken,
            stuck: false,
            was_stuck: false,
        }
    }

    /// Whether something that was to be written was taken.
    pub(crate) const fn written(&mut self, taken: bool) {
        self.stuck = !taken;
        self.was_stuck &= self.stuck;
    }

    /// Why the connection is to be closed, if it is.
    pub(crate) fn fault(&mut self, context: &mut Context<'_>) -> Option<&'static str> {
        while self.next.as_mut().poll(context).is_ready() {
            let now = self.next.deadline();
            if !self.conduct.has_called.load(Ordering::Relaxed) {
                return Some("no call came");
            }
            if self.was_stuck {
                return Some("what was written was not taken");
            }
            // A call that was told to end is still there when nobody hears it.
            let overdue = |due: &Instant| *due + self.every <= now;
            if self.conduct.going_on().due.values().any(overdue) {
                return Some("an answer was not taken in its time");
            }
            self.was_stuck = self.stuck;
            self.next.as_mut().reset(now + self.every);
        }
        None
    }
}
