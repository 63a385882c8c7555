//! A check by the number on a document, without a card.

use api::request::CheckByNumber;
use api::{Kept, v1};
use qualification::{Caller, Unheard, check_by_number, visit_date};
use store::NumberCheck;
use tonic::Status;

use super::CheckServer;
use crate::given::moment;
use crate::recording::Call;
use crate::status;

impl CheckServer {
    pub(super) async fn answer_check_by_number(
        &self,
        caller: Caller,
        message: v1::CheckByNumberRequest,
    ) -> Result<v1::CheckByNumberResponse, Status> {
        let bytes = message.to_bytes();
        let request = CheckByNumber::try_from(message)?;
        let call = Call::new(caller, moment(self.clock.as_ref()), request.key, &bytes);
        if let Some(past) = call.past(self.store.as_ref()).await? {
            return Ok(past);
        }
        let query = &request.query;
        let people = self
            .store
            .people_with_number(&query.insurer, query.symbol.as_deref(), &query.number)
            .await
            .map_err(|error| status::of_store(&error))?;
        let (decision, person) = check_by_number(
            query,
            &people,
            request.limit,
            visit_date(call.at),
            request.as_of.unwrap_or(visit_date(call.at)),
            &mut Unheard,
        );
        let result = decision.reason.code();
        let answer = v1::CheckByNumberResponse {
            decision: Some(decision.into()),
        };
        let recorded = self
            .store
            .record_number_check(NumberCheck {
                effect: call.effect(&answer, result),
                person,
            })
            .await;
        call.answer(recorded, answer)
    }
}
