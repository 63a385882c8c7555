//! The real clock and the system's randomness: the only place that reads them.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use rand_core::{OsRng, RngCore as _};

/// The real clock, or one that was set to another time and goes on from there.
pub(crate) struct RealTime {
    began: Instant,
    ahead: Mutex<SignedDuration>,
}

impl RealTime {
    /// The present time.
    pub(crate) fn real() -> Self {
        Self::ahead_by(SignedDuration::ZERO)
    }

    /// A clock that shows `instant` now.
    pub(crate) fn set_to(instant: Timestamp) -> Self {
        Self::ahead_by(instant.duration_since(now()))
    }

    fn ahead_by(ahead: SignedDuration) -> Self {
        #[expect(clippy::disallowed_methods, reason = "this is the program's clock")]
        let began = Instant::now();
        Self {
            began,
            ahead: Mutex::new(ahead),
        }
    }

    pub(crate) fn now(&self) -> Timestamp {
        let ahead = *self.ahead.lock().unwrap_or_else(PoisonError::into_inner);
        now().saturating_add(ahead).unwrap_or(Timestamp::MAX)
    }
}

fn now() -> Timestamp {
    #[expect(clippy::disallowed_methods, reason = "this is the program's clock")]
    Timestamp::now()
}

impl server::Clock for RealTime {
    fn now(&self) -> Timestamp {
        self.now()
    }

    fn monotonic(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_micros()).unwrap_or(u64::MAX)
    }

    fn set(&self, instant: Timestamp) {
        let ahead = instant.duration_since(now());
        *self.ahead.lock().unwrap_or_else(PoisonError::into_inner) = ahead;
    }
}

impl reception::Time for RealTime {
    fn now(&self) -> Timestamp {
        self.now()
    }

    fn elapsed(&self) -> Duration {
        self.began.elapsed()
    }
}

/// The system's randomness.
pub(crate) struct SystemEntropy;

impl server::Entropy for SystemEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        OsRng.fill_bytes(bytes);
    }
}

impl reception::Entropy for SystemEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        OsRng.fill_bytes(bytes);
    }
}
