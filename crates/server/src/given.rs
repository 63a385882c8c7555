//! What the server is given from outside: the time and randomness.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use rustls::pki_types::UnixTime;
use rustls::time_provider::TimeProvider;

/// Tells the time. It can be set, and card, certificates, consents and rules all
/// follow it.
pub trait Clock: Send + Sync + 'static {
    /// The present instant.
    fn now(&self) -> Timestamp;

    /// Microseconds since the server began, by a clock that nobody sets.
    fn monotonic(&self) -> u64;

    /// Sets it: it goes on from `instant`.
    fn set(&self, instant: Timestamp);
}

/// An instant by both clocks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moment {
    /// By the server's clock, which can be set.
    pub(crate) at: Timestamp,
    /// Microseconds by a clock that nobody sets.
    pub(crate) monotonic: u64,
}

/// This instant.
pub(crate) fn moment(clock: &dyn Clock) -> Moment {
    Moment {
        at: clock.now(),
        monotonic: clock.monotonic(),
    }
}

/// Gives random bytes that nobody can foretell.
pub trait Entropy: Send + Sync + 'static {
    /// Fills `bytes`.
    fn fill(&self, bytes: &mut [u8]);
}

pub(crate) fn random<const N: usize>(entropy: &dyn Entropy) -> [u8; N] {
    let mut bytes = [0; N];
    entropy.fill(&mut bytes);
    bytes
}

/// The same clock for TLS, so that a client certificate ages with everything else.
#[derive(Clone)]
pub(crate) struct TlsClock(pub(crate) Arc<dyn Clock>);

impl std::fmt::Debug for TlsClock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TlsClock")
    }
}

impl TimeProvider for TlsClock {
    fn current_time(&self) -> Option<UnixTime> {
        let seconds = u64::try_from(self.0.now().as_second()).ok()?;
        Some(UnixTime::since_unix_epoch(Duration::from_secs(seconds)))
    }
}
