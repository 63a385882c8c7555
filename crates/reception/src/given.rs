//! What a desk is given from outside: the time and randomness.

use std::time::Duration;

use jiff::Timestamp;

/// Tells the time.
pub trait Time: Send + Sync + 'static {
    /// The present instant.
    fn now(&self) -> Timestamp;

    /// Time passed since some fixed moment; it never goes back.
    fn elapsed(&self) -> Duration;
}

/// Gives random bytes, for the keys that make a retry harmless.
pub trait Entropy: Send + Sync + 'static {
    /// Fills `bytes`.
    fn fill(&self, bytes: &mut [u8]);
}
