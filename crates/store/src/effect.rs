//! What every operation with an effect carries, and what came of it.

use std::fmt;

use jiff::Timestamp;
use qualification::{Caller, IdempotencyKey};

/// Who asked what, when, and what they are answered. No `Debug`: the answer holds
/// a name.
#[derive(Clone, PartialEq, Eq)]
pub struct Effect {
    /// Who asks.
    pub caller: Caller,
    /// Their key for it: one of the party's, whichever terminal it comes from.
    pub key: IdempotencyKey,
    /// SHA-256 of the request.
    pub request: [u8; 32],
    /// When, by the server's clock.
    pub at: Timestamp,
    /// When, by a clock that nobody sets, in microseconds.
    pub monotonic: u64,
    /// The answer, as bytes that are given again to a retry.
    pub answer: Vec<u8>,
    /// The machine code of the outcome, such as [`qualification::Reason::code`].
    pub result: &'static str,
}

/// What was answered under a key.
#[derive(Clone, PartialEq, Eq)]
pub struct PastAnswer {
    /// SHA-256 of the request then.
    pub request: [u8; 32],
    /// The answer then.
    pub answer: Vec<u8>,
}

impl fmt::Debug for PastAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PastAnswer({} bytes)", self.answer.len())
    }
}

/// What came of an operation. Only [`Recorded::Done`] changed anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recorded {
    /// It is done, audited and durable.
    Done,
    /// That key was answered before; give this answer again.
    Before(PastAnswer),
    /// The challenge was used before, under another key.
    ChallengeUsed,
    /// That institution has no such visit in a state that allows it.
    VisitNotOpen,
    /// What was to be changed is not there, or not in a state that allows it.
    NotThere,
}
