//! 照会番号登録: an institution's own number for a person.

use api::{Kept, ReferenceNumberAnswer, Rpc, SetReferenceNumber, Whose, v1};
use qualification::{Caller, Institution, LimitChoice, NumberQuery, PersonId, Reason, visit_date};
use store::ReferenceNumber;
use tonic::Status;

use super::CheckServer;
use super::check_by_number::Question;
use crate::given::moment;
use crate::recording::Call;
use crate::status;

/// The visit that is named, if one is.
pub(super) fn visit_of(message: &v1::SetReferenceNumberRequest) -> &[u8] {
    match &message.person {
        Some(v1::set_reference_number_request::Person::VisitId(visit)) => visit,
        _ => &[],
    }
}

impl CheckServer {
    pub(super) async fn answer_set_reference_number(
        &self,
        caller: Caller,
        message: v1::SetReferenceNumberRequest,
    ) -> Result<v1::SetReferenceNumberResponse, Status> {
        let bytes = message.to_bytes();
        let request = SetReferenceNumber::try_from(message)?;
        let call = Call::new(
            Rpc::SetReferenceNumber,
            caller,
            moment(self.clock.as_ref()),
            request.key,
            &bytes,
        );
        if let Some(past) = call.past(self.store.as_ref()).await? {
            return Ok(past);
        }
        let found = match request.whose {
            Whose::Visit(visit) => {
                let visit = self.store.visit(call.institution()?, visit).await;
                let visit = visit.map_err(|error| status::of_store(&error))?;
                Ok(visit.ok_or_else(status::visit_not_open)?.person)
            }
            Whose::Number(query) => self.holder_of(&call, &query).await?,
        };
        let (answer, person, result): (ReferenceNumberAnswer, _, _) = match (found, &request.number)
        {
            (Ok(person), Some(_)) => (Ok(()), Some(person), "KEPT"),
            (Ok(person), None) => (Ok(()), Some(person), "FORGOTTEN"),
            (Err(reason), _) => (Err(reason), None, reason.code()),
        };
        let answer = v1::SetReferenceNumberResponse::from(answer);
        let recorded = self
            .store
            .record_reference_number(ReferenceNumber {
                effect: call.effect(&answer, result),
                person,
                number: request.number,
            })
            .await;
        call.answer(recorded, answer)
    }

    /// Who has cover under that number today.
    async fn holder_of(
        &self,
        call: &Call,
        query: &NumberQuery,
    ) -> Result<Result<PersonId, Reason>, Status> {
        let today = visit_date(call.at);
        let question = Question {
            institution: call.institution()?,
            query,
            limit: LimitChoice::Withhold,
            today,
            as_of: today,
        };
        let (decision, person) = self.by_number(&question).await?;
        let holder = person.filter(|_| decision.qualification.is_some());
        Ok(holder.ok_or(decision.reason))
    }

    /// The institution's own number for a person.
    pub(super) async fn reference_number(
        &self,
        institution: &Institution,
        person: PersonId,
    ) -> Result<Option<String>, Status> {
        let number = self.store.reference_number(institution, person).await;
        number.map_err(|error| status::of_store(&error))
    }
}
