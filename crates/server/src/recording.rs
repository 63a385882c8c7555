//! A call with an effect: known again by its key, recorded before it is answered.

use api::{Kept, Rpc};
use jiff::Timestamp;
use qualification::{Caller, IdempotencyKey, Institution};
use ring::digest;
use store::{Effect, PastAnswer, Recorded, Store, StoreError};
use tonic::Status;

use crate::given::Moment;
use crate::status;

/// One call that will have an effect, unless it had it before.
pub(crate) struct Call {
    pub(crate) caller: Caller,
    pub(crate) at: Timestamp,
    monotonic: u64,
    key: IdempotencyKey,
    request: [u8; 32],
}

impl Call {
    /// `request` is the whole message as it was sent. Messages of two calls may have
    /// the same bytes, so what is known again is both.
    pub(crate) fn new(
        rpc: Rpc,
        caller: Caller,
        now: Moment,
        key: IdempotencyKey,
        request: &[u8],
    ) -> Self {
        let asked = [rpc.path().as_bytes(), b"\0", request].concat();
        let mut digested = [0; 32];
        digested.copy_from_slice(digest::digest(&digest::SHA256, &asked).as_ref());
        Self {
            caller,
            at: now.at,
            monotonic: now.monotonic,
            key,
            request: digested,
        }
    }

    /// The institution that asks.
    pub(crate) fn institution(&self) -> Result<&Institution, Status> {
        self.caller.institution().ok_or_else(status::no_institution)
    }

    /// What this very call was answered before, if it was made before.
    pub(crate) async fn past<A: Kept>(&self, store: &dyn Store) -> Result<Option<A>, Status> {
        let past = store.answer_before(&self.caller.party, self.key).await;
        match past.map_err(|error| status::of_store(&error))? {
            Some(past) => self.again(&past).map(Some),
            None => Ok(None),
        }
    }

    /// What is to be recorded with `answer`.
    pub(crate) fn effect(&self, answer: &impl Kept, result: &'static str) -> Effect {
        Effect {
            caller: self.caller.clone(),
            key: self.key,
            request: self.request,
            at: self.at,
            monotonic: self.monotonic,
            answer: answer.to_bytes(),
            result,
        }
    }

    /// The answer to give, now that it is known what came of recording it.
    pub(crate) fn answer<A: Kept>(
        &self,
        recorded: Result<Recorded, StoreError>,
        answer: A,
    ) -> Result<A, Status> {
        match recorded.map_err(|error| status::of_store(&error))? {
            Recorded::Done => Ok(answer),
            Recorded::Before(past) => self.again(&past),
            Recorded::VisitNotOpen | Recorded::ChallengeUsed => Err(status::visit_not_open()),
            Recorded::NotThere => Err(status::changed_meanwhile()),
        }
    }

    fn again<A: Kept>(&self, past: &PastAnswer) -> Result<A, Status> {
        if past.request != self.request {
            return Err(status::key_reused());
        }
        A::from_bytes(&past.answer).ok_or_else(|| Status::internal("a kept answer is unreadable"))
    }
}
