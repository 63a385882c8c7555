//! A list is followed: its results are made, recorded and given.

use api::{FollowBatch, Kept, v1};
use qualification::{Caller, Institution, LimitChoice, visit_date};
use store::{BatchRecord, BatchResult, BatchResults, PlacedBooking};
use tokio::sync::mpsc;
use tokio_stream::Stream;
use tokio_stream::wrappers::ReceiverStream;
use tonic::Status;

use crate::CheckServer;
use crate::faults;
use crate::given::moment;
use crate::service::check_by_number::Question;
use crate::status;

/// How many results are made and recorded together.
const TOGETHER: usize = 50;

type News = Result<v1::FollowBatchResponse, Status>;

impl CheckServer {
    pub(super) async fn answer_follow_batch(
        &self,
        caller: Caller,
        message: v1::FollowBatchRequest,
    ) -> Result<impl Stream<Item = News> + Send + 'static, Status> {
        let request = FollowBatch::try_from(message)?;
        let institution = caller.institution().ok_or_else(status::no_institution)?;
        let institution = institution.clone();
        self.list(&institution, &request).await?;
        // One thing is made while one is sent: nobody's list is made for nobody.
        let (news, stream) = mpsc::channel(1);
        let server = self.clone();
        tokio::spawn(faults::carried(async move {
            if let Err(status) = server.follow(caller, &institution, request, &news).await {
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

    /// Sends what there is until the end of the list, or until nobody listens.
    async fn follow(
        &self,
        caller: Caller,
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
            for result in self.results(&caller, &list, &request, bookings).await? {
                if news.send(Ok(result)).await.is_err() {
                    return Ok(());
                }
            }
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
