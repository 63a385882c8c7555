//! A call that was not let through.

use jiff::Timestamp;
use qualification::{Caller, VisitId};

use crate::operation::event_of;
use crate::{AuditEvent, Operation};

/// A call that was denied before it was looked at, or because of what it asked for:
/// it changes nothing and is recorded all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Denial {
    /// Who asked.
    pub caller: Caller,
    /// What for.
    pub operation: Operation,
    /// When, by the server's clock.
    pub at: Timestamp,
    /// When, by a clock that nobody sets, in microseconds.
    pub monotonic: u64,
    /// The visit that was named, if any.
    pub visit: Option<VisitId>,
    /// The machine code of what was lacking.
    pub result: &'static str,
}

impl Denial {
    pub(crate) fn event(&self) -> AuditEvent {
        let when = (self.at, self.monotonic);
        AuditEvent {
            visit: self.visit,
            ..event_of(self.operation, &self.caller, when, self.result)
        }
    }
}
