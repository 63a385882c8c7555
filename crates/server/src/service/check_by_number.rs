//! A check by the number on a document, without a card.

use api::request::CheckByNumber;
use api::{Fault, Faults, Kept, Rpc, v1};
use jiff::civil::Date;
use qualification::{
    Caller, Decision, Institution, LimitChoice, NumberQuery, PersonId, Unheard, check_by_number,
    visit_date,
};
use store::NumberCheck;
use tonic::Status;

use super::CheckServer;
use crate::given::moment;
use crate::recording::Call;
use crate::status;

/// A question by number.
pub(super) struct Question<'q> {
    pub(super) institution: &'q Institution,
    pub(super) query: &'q NumberQuery,
    pub(super) limit: LimitChoice,
    pub(super) today: Date,
    pub(super) as_of: Date,
}

/// The day for which is answered: a day that has come.
pub(super) fn day_of(as_of: Option<Date>, today: Date) -> Result<Date, Faults> {
    match as_of {
        Some(day) if day > today => Err(Faults(vec![Fault {
            field: "as_of".into(),
            description: "must not be later than today, or than the day of the visit".into(),
        }])),
        day => Ok(day.unwrap_or(today)),
    }
}

impl CheckServer {
    pub(super) async fn answer_check_by_number(
        &self,
        caller: Caller,
        message: v1::CheckByNumberRequest,
    ) -> Result<v1::CheckByNumberResponse, Status> {
        let bytes = message.to_bytes();
        let request = CheckByNumber::try_from(message)?;
        let call = Call::new(
            Rpc::CheckByNumber,
            caller,
            moment(self.clock.as_ref()),
            request.key,
            &bytes,
        );
        if let Some(past) = call.past(self.store.as_ref()).await? {
            return Ok(past);
        }
        let today = visit_date(call.at);
        let question = Question {
            institution: call.institution()?,
            query: &request.query,
            limit: request.limit,
            today,
            as_of: day_of(request.as_of, today)?,
        };
        let (decision, person) = self.by_number(&question).await?;
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

    /// The answer by what is known now, and who was found.
    pub(super) async fn by_number(
        &self,
        question: &Question<'_>,
    ) -> Result<(Decision, Option<PersonId>), Status> {
        let Question {
            institution,
            query,
            limit,
            today,
            as_of,
        } = *question;
        let people = self
            .store
            .people_with_number(&query.insurer, query.symbol.as_deref(), &query.number)
            .await
            .map_err(|error| status::of_store(&error))?;
        let (decision, person) = check_by_number(query, &people, limit, today, as_of, &mut Unheard);
        let reference_number = match person {
            Some(person) => self.reference_number(institution, person).await?,
            None => None,
        };
        let decision = Decision {
            reference_number,
            ..decision
        };
        Ok((decision, person))
    }
}
