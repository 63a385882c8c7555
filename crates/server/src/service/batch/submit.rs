//! A list is handed in.

use api::{BatchHead, BatchPart, BatchReceipt, Fault, Faults, Kept, MAX_BOOKINGS, Rpc, v1};
use jiff::SignedDuration;
use qualification::{Booking, Caller, ReceiptNumber, visit_date};
use store::NewBatch;
use tonic::{Status, Streaming};

use crate::CheckServer;
use crate::given::{moment, random};
use crate::recording::Call;
use crate::service::check_by_number::day_of;

/// How long a list and its results are kept.
const KEPT: SignedDuration = SignedDuration::from_hours(72);

/// A list as it came, with its bytes.
struct List {
    head: BatchHead,
    bookings: Vec<Booking>,
    bytes: Vec<u8>,
}

fn fault(field: &'static str, description: &str) -> Status {
    let fault = Fault {
        field: field.into(),
        description: description.into(),
    };
    Faults(vec![fault]).into()
}

/// Reads the whole list. It is bounded by the number of bookings and the length of
/// each message.
async fn read(mut parts: Streaming<v1::SubmitBatchRequest>) -> Result<List, Status> {
    let mut list = None;
    while let Some(message) = parts.message().await? {
        let bytes = message.to_bytes();
        match (BatchPart::try_from(message)?, &mut list) {
            (BatchPart::Head(head), None) => {
                list = Some(List {
                    head,
                    bookings: Vec::new(),
                    bytes,
                });
            }
            (BatchPart::Booking(booking), Some(list)) => {
                if list.bookings.len() == MAX_BOOKINGS {
                    return Err(fault("part", "a list has at most 10,000 bookings"));
                }
                list.bookings.push(booking);
                list.bytes.extend((bytes.len() as u64).to_be_bytes());
                list.bytes.extend(bytes);
            }
            (BatchPart::Head(_), Some(_)) => {
                return Err(fault("head", "must come once, and first"));
            }
            (BatchPart::Booking(_), None) => return Err(fault("head", "must come first")),
        }
    }
    match list {
        Some(list) if list.bookings.is_empty() => Err(fault("booking", "is missing")),
        Some(list) => Ok(list),
        None => Err(fault("head", "is missing")),
    }
}

impl CheckServer {
    pub(super) async fn answer_submit_batch(
        &self,
        caller: Caller,
        parts: Streaming<v1::SubmitBatchRequest>,
    ) -> Result<v1::SubmitBatchResponse, Status> {
        let List {
            head,
            bookings,
            bytes,
        } = read(parts).await?;
        let call = Call::new(
            Rpc::SubmitBatch,
            caller,
            moment(self.clock.as_ref()),
            head.key,
            &bytes,
        );
        if let Some(past) = call.past(self.store.as_ref()).await? {
            return Ok(past);
        }
        if head.as_of.is_some() {
            day_of(head.as_of, visit_date(call.at))?;
        }
        let receipt = BatchReceipt {
            receipt: ReceiptNumber(random(self.entropy.as_ref())),
            bookings: u32::try_from(bookings.len()).unwrap_or(u32::MAX),
            kept_until: call.at.saturating_add(KEPT).unwrap_or(call.at),
        };
        let answer = v1::SubmitBatchResponse::from(receipt);
        let recorded = self
            .store
            .record_batch(NewBatch {
                effect: call.effect(&answer, "KEPT"),
                receipt: receipt.receipt,
                as_of: head.as_of,
                bookings,
                kept_until: receipt.kept_until,
            })
            .await;
        call.answer(recorded, answer)
    }
}
