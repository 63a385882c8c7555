//! Lists of bookings, in both directions.

use jiff::Timestamp;
use jiff::civil::Date;
use qualification::{Booking, Decision, IdempotencyKey, ReceiptNumber};

use crate::answer::Unreadable;
use crate::field::{self, Faults, instant, to_instant};
use crate::{number, v1};

/// The most bookings of a list.
pub const MAX_BOOKINGS: usize = 10_000;
/// The longest name of a booking, in characters.
const MAX_BOOKING_ID: usize = 50;

/// One part of a list, in the order in which they come.
#[derive(Clone, PartialEq, Eq)]
pub enum BatchPart {
    /// What is said once, and first.
    Head(BatchHead),
    /// A booking.
    Booking(Booking),
}

/// What is said once of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BatchHead {
    /// Names this effect.
    pub key: IdempotencyKey,
    /// The day for which is answered; `None`: the day on which a result is made.
    pub as_of: Option<Date>,
}

/// A list is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BatchReceipt {
    /// 受付番号.
    pub receipt: ReceiptNumber,
    /// How many bookings there are.
    pub bookings: u32,
    /// From this instant on list and results are forgotten.
    pub kept_until: Timestamp,
}

/// Asks for the results of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FollowBatch {
    /// The list.
    pub receipt: ReceiptNumber,
    /// Results after the one at this place; 0: from the beginning.
    pub after: u32,
}

/// What comes out of a list. No `Debug`: it holds a name.
#[derive(Clone, PartialEq, Eq)]
pub enum BatchNews {
    /// How far it is.
    Progress {
        /// Results that are made.
        done: u32,
        /// Bookings in all.
        bookings: u32,
    },
    /// A result.
    Result(Box<BookingResult>),
}

/// The result of one booking.
#[derive(Clone, PartialEq, Eq)]
pub struct BookingResult {
    /// Its place in the list, from 1.
    pub place: u32,
    /// The institution's own name for it.
    pub booking: String,
    /// The answer.
    pub decision: Decision,
}

impl TryFrom<v1::SubmitBatchRequest> for BatchPart {
    type Error = Faults;

    fn try_from(message: v1::SubmitBatchRequest) -> Result<Self, Faults> {
        use v1::submit_batch_request::Part;
        let mut faults = Faults::default();
        let part = match message.part {
            Some(Part::Head(head)) => {
                let as_of = head.as_of.map(|day| field::date(Some(day))).transpose();
                let as_of = faults.keep("head.as_of", as_of);
                let key = field::key(&head.idempotency_key);
                let key = faults.keep("head.idempotency_key", key);
                as_of
                    .zip(key)
                    .map(|(as_of, key)| Self::Head(BatchHead { key, as_of }))
            }
            Some(Part::Booking(booking)) => {
                let id = field::text(&booking.booking_id, MAX_BOOKING_ID).map(str::to_owned);
                let id = faults.keep("booking.booking_id", id);
                let number = booking.number.ok_or("is missing");
                let number = faults.keep("booking.number", number);
                let query = number
                    .and_then(|number| number::read(&mut faults, &number::BOOKING_FIELDS, number));
                id.zip(query)
                    .map(|(id, query)| Self::Booking(Booking { id, query }))
            }
            None => {
                faults.add("part", "is missing");
                None
            }
        };
        faults.finish(part)
    }
}

impl From<BatchPart> for v1::SubmitBatchRequest {
    fn from(part: BatchPart) -> Self {
        use v1::submit_batch_request::Part;
        let part = match part {
            BatchPart::Head(head) => Part::Head(v1::BatchHead {
                idempotency_key: head.key.0.to_vec(),
                as_of: head.as_of.map(field::to_date),
            }),
            BatchPart::Booking(booking) => Part::Booking(v1::Booking {
                booking_id: booking.id,
                number: Some(booking.query.into()),
            }),
        };
        Self { part: Some(part) }
    }
}

impl From<BatchReceipt> for v1::SubmitBatchResponse {
    fn from(receipt: BatchReceipt) -> Self {
        Self {
            receipt_number: receipt.receipt.0.to_vec(),
            bookings: receipt.bookings,
            kept_until: Some(to_instant(receipt.kept_until)),
        }
    }
}

impl TryFrom<v1::SubmitBatchResponse> for BatchReceipt {
    type Error = Unreadable;

    fn try_from(message: v1::SubmitBatchResponse) -> Result<Self, Unreadable> {
        let receipt = ReceiptNumber::try_from(message.receipt_number.as_slice());
        Ok(Self {
            receipt: receipt.map_err(|_| "receipt_number")?,
            bookings: message.bookings,
            kept_until: instant(message.kept_until).map_err(|_| "kept_until")?,
        })
    }
}

impl TryFrom<v1::FollowBatchRequest> for FollowBatch {
    type Error = Faults;

    fn try_from(message: v1::FollowBatchRequest) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let receipt = ReceiptNumber::try_from(message.receipt_number.as_slice());
        let receipt = faults.keep("receipt_number", receipt.map_err(|_| "must be 16 bytes"));
        let after = message.after;
        faults.finish(receipt.map(|receipt| Self { receipt, after }))
    }
}

impl From<FollowBatch> for v1::FollowBatchRequest {
    fn from(request: FollowBatch) -> Self {
        Self {
            receipt_number: request.receipt.0.to_vec(),
            after: request.after,
        }
    }
}

impl From<BatchNews> for v1::FollowBatchResponse {
    fn from(news: BatchNews) -> Self {
        use v1::follow_batch_response::Part;
        let part = match news {
            BatchNews::Progress { done, bookings } => {
                Part::Progress(v1::BatchProgress { done, bookings })
            }
            BatchNews::Result(result) => Part::Result(Box::new(v1::BatchResult {
                place: result.place,
                booking_id: result.booking,
                decision: Some(result.decision.into()),
            })),
        };
        Self { part: Some(part) }
    }
}

impl TryFrom<v1::FollowBatchResponse> for BatchNews {
    type Error = Unreadable;

    fn try_from(message: v1::FollowBatchResponse) -> Result<Self, Unreadable> {
        use v1::follow_batch_response::Part;
        Ok(match message.part.ok_or("part")? {
            Part::Progress(progress) => Self::Progress {
                done: progress.done,
                bookings: progress.bookings,
            },
            Part::Result(result) => Self::Result(Box::new(BookingResult {
                place: result.place,
                booking: result.booking_id,
                decision: result.decision.ok_or("decision")?.try_into()?,
            })),
        })
    }
}

#[cfg(test)]
mod tests;
