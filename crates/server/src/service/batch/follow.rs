//! A list is followed: its results are made, recorded and given.

use api::{FollowBatch, Kept, Rpc, v1};
use qualification::{Caller, IdempotencyKey, Institution, LimitChoice, visit_date};
use store::{BatchRecord, BatchResult, BatchResults, Change, Operation, PlacedBooking};
use tokio::sync::mpsc;
use tokio_stream::Stream;
use tokio_stream::wrappers::ReceiverStream;
use tonic::Status;
use tonic::codegen::http::HeaderMap;

use crate::CheckServer;
use crate::faults;
use crate::given::{moment, random};
use crate::peer::Peer;
use crate::recording::Call;
use crate::service::check_by_number::Question;
use crate::status;

/// How many results are made and recorded together.
const TOGETHER: usize = 50;

type News = Result<v1::FollowBatchResponse, Status>;

/// Who follows, as they were let through and are looked at again.
pub(super) struct Follower {
    pub(super) caller: Caller,
    pub(super) peer: Peer,
    /// With the staff token, if there is one.
    pub(super) headers: HeaderMap,
}

impl CheckServer {
    pub(super) async fn answer_follow_batch(
        &self,
        follower: Follower,
        message: v1::FollowBatchRequest,
    ) -> Result<impl Stream<Item = News> + Send + 'static, Status> {
        let bytes = message.to_bytes();
        let request = FollowBatch::try_from(message)?;
        let key = IdempotencyKey(random(self.entropy.as_ref()));
        let now = moment(self.clock.as_ref());
        let call = Call::new(Rpc::FollowBatch, follower.caller.clone(), now, key, &bytes);
        let institution = call.institution()?.clone();
        let list = self.list(&institution, &request).await?;
        self.record_following(&call, &list, &request).await?;
        // One thing is made while one is sent: nobody's list is made for nobody.
        let (news, stream) = mpsc::channel(1);
        let server = self.clone();
        tokio::spawn(faults::carried(async move {
            if let Err(status) = server.follow(follower, &institution, request, &news).await {
                let _gone = news.send(Err(status)).await;
            }
        }));
        Ok(ReceiverStream::new(stream))
    }

    async fn list(
        &self,
        institution: &Institution,
        request: &FollowBatch,
    ) -> Result<BatchRecord, Status> {
        let list = self.store.batch(institution, request.receipt).await;
        list.map_err(|error| status::of_store(&error))?
            .filter(|list| list.kept_until > self.clock.now())
            .ok_or_else(status::not_found)
    }

    /// Results that were made before are given to nobody without a record of it.
    async fn record_following(
        &self,
        call: &Call,
        list: &BatchRecord,
        request: &FollowBatch,
    ) -> Result<(), Status> {
        let change = Change::Nothing {
            detail: format!("receipt={} after={}", request.receipt, request.after),
        };
        let (operation, answer) = (Operation::CheckBatch, progress(list));
        self.administer(call, operation, change, answer, "FOLLOWED")
            .await
            .map(drop)
    }

    /// Sends what there is until the end of the list, or until nobody listens, or until
    /// whoever follows would not be let through any more.
    async fn follow(
        &self,
        mut follower: Follower,
        institution: &Institution,
        mut request: FollowBatch,
        news: &mpsc::Sender<News>,
    ) -> Result<(), Status> {
        loop {
            let list = self.list(institution, &request).await?;
            if news.send(Ok(progress(&list))).await.is_err() {
                return Ok(());
            }
            let bookings = self
                .store
                .bookings(request.receipt, request.after, TOGETHER)
                .await
                .map_err(|error| status::of_store(&error))?;
            let Some(last) = bookings.last() else {
                return Ok(());
            };
            request.after = last.place;
            for result in self
                .results(&follower.caller, &list, &request, bookings)
                .await?
            {
                if news.send(Ok(result)).await.is_err() {
                    return Ok(());
                }
            }
            let again = self.admit(Rpc::FollowBatch, &follower.peer, &follower.headers);
            follower.caller = again.await?;
        }
    }

    /// The results of some bookings: those that were made before, and new ones, which
    /// are recorded first.
    async fn results(
        &self,
        caller: &Caller,
        list: &BatchRecord,
        request: &FollowBatch,
        bookings: Vec<PlacedBooking>,
    ) -> Result<Vec<v1::FollowBatchResponse>, Status> {
        let now = moment(self.clock.as_ref());
        let institution = caller.institution().ok_or_else(status::no_institution)?;
        let today = visit_date(now.at);
        let mut made = Vec::new();
        for booking in bookings.iter().filter(|booking| booking.answer.is_none()) {
            let question = Question {
                institution,
                query: &booking.booking.query,
                limit: LimitChoice::Withhold,
                today,
                as_of: list.as_of.unwrap_or(today),
            };
            let (decision, person) = self.by_number(&question).await?;
            made.push(BatchResult {
                place: booking.place,
                result: decision.reason.code(),
                answer: v1::Decision::from(decision).to_bytes(),
                person,
            });
        }
        let mut recorded = Vec::new();
        if !made.is_empty() {
            let results = BatchResults {
                caller: caller.clone(),
                receipt: request.receipt,
                at: now.at,
                monotonic: now.monotonic,
                results: made,
            };
            recorded = self
                .store
                .record_batch_results(results)
                .await
                .map_err(|error| status::of_store(&error))?;
        }
        let mut recorded = recorded.into_iter();
        bookings
            .into_iter()
            .map(|booking| {
                let answer = booking.answer.or_else(|| recorded.next());
                let decision = answer.and_then(|bytes| v1::Decision::from_bytes(&bytes));
                let decision =
                    decision.ok_or_else(|| Status::internal("a result is unreadable"))?;
                Ok(result(booking.place, booking.booking.id, decision))
            })
            .collect()
    }
}

fn progress(list: &BatchRecord) -> v1::FollowBatchResponse {
    let progress = v1::BatchProgress {
        done: list.done,
        bookings: list.bookings,
    };
    v1::FollowBatchResponse {
        part: Some(v1::follow_batch_response::Part::Progress(progress)),
    }
}

fn result(place: u32, booking_id: String, decision: v1::Decision) -> v1::FollowBatchResponse {
    let result = v1::BatchResult {
        place,
        booking_id,
        decision: Some(decision),
    };
    v1::FollowBatchResponse {
        part: Some(v1::follow_batch_response::Part::Result(Box::new(result))),
    }
}
