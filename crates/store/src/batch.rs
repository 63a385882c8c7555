//! 一括照会: a list of bookings and its results.

use jiff::Timestamp;
use jiff::civil::Date;
pub use qualification::Booking;
use qualification::{Caller, PersonId, ReceiptNumber};

use crate::operation::{event, event_of, sha256};
use crate::{AuditEvent, Effect, Operation};

/// A list that is handed in, as a whole.
#[derive(Clone)]
pub struct NewBatch {
    /// Who asked, and what they are answered.
    pub effect: Effect,
    /// 受付番号, 128 random bits.
    pub receipt: ReceiptNumber,
    /// The day for which is answered; `None`: the day on which a result is made.
    pub as_of: Option<Date>,
    /// The bookings, in their order.
    pub bookings: Vec<Booking>,
    /// From then on it may be forgotten.
    pub kept_until: Timestamp,
}

/// A list as it is remembered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BatchRecord {
    /// The day for which is answered.
    pub as_of: Option<Date>,
    /// How many bookings there are.
    pub bookings: u32,
    /// How many of them have a result.
    pub done: u32,
    /// From then on it is forgotten.
    pub kept_until: Timestamp,
}

/// A booking of a list, with its result if it has one.
#[derive(Clone, PartialEq, Eq)]
pub struct PlacedBooking {
    /// Its place in the list, from 1.
    pub place: u32,
    /// The booking.
    pub booking: Booking,
    /// The answer that was recorded.
    pub answer: Option<Vec<u8>>,
}

/// Results that were made, to be recorded: each once, whoever else makes them.
#[derive(Clone)]
pub struct BatchResults {
    /// Who follows the list.
    pub caller: Caller,
    /// Of which list.
    pub receipt: ReceiptNumber,
    /// When, by the server's clock.
    pub at: Timestamp,
    /// When, by a clock that nobody sets, in microseconds.
    pub monotonic: u64,
    /// The results.
    pub results: Vec<BatchResult>,
}

/// One result.
#[derive(Clone, PartialEq, Eq)]
pub struct BatchResult {
    /// Its place in the list.
    pub place: u32,
    /// The answer, as bytes that are given again to whoever asks again.
    pub answer: Vec<u8>,
    /// Who was found.
    pub person: Option<PersonId>,
    /// The machine code of the outcome.
    pub result: &'static str,
}

impl NewBatch {
    pub(crate) fn event(&self) -> AuditEvent {
        AuditEvent {
            detail: format!("bookings={}", self.bookings.len()),
            ..event(Operation::SubmitBatch, &self.effect)
        }
    }
}

impl BatchResults {
    /// The record of one of them. The list is named by its receipt number.
    pub(crate) fn event(&self, of: &BatchResult) -> AuditEvent {
        let when = (self.at, self.monotonic);
        AuditEvent {
            person: of.person,
            detail: format!("receipt={} place={}", self.receipt, of.place),
            answer: sha256(&of.answer),
            ..event_of(Operation::CheckBatch, &self.caller, when, of.result)
        }
    }
}
