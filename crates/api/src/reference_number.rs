//! 照会番号: an institution's own number for a person, in both directions.

use qualification::{IdempotencyKey, NumberQuery, Reason, VisitId};

use crate::answer::{Unreadable, to_reason};
use crate::field::{self, Faults};
use crate::{codes, number, v1};

/// The longest reference number, in characters.
pub const MAX_REFERENCE_NUMBER: usize = 50;

/// Whose number it is.
#[derive(Clone, PartialEq, Eq)]
pub enum Whose {
    /// The person's of a visit of the institution.
    Visit(VisitId),
    /// The person's with cover under this number today.
    Number(NumberQuery),
}

/// Keeps a number, or forgets it.
#[derive(Clone, PartialEq, Eq)]
pub struct SetReferenceNumber {
    /// Whose.
    pub whose: Whose,
    /// The number; `None` forgets it.
    pub number: Option<String>,
    /// Names this effect.
    pub key: IdempotencyKey,
}

/// Whether it is kept.
pub type ReferenceNumberAnswer = Result<(), Reason>;

impl TryFrom<v1::SetReferenceNumberRequest> for SetReferenceNumber {
    type Error = Faults;

    fn try_from(message: v1::SetReferenceNumberRequest) -> Result<Self, Faults> {
        use v1::set_reference_number_request::Person;
        let mut faults = Faults::default();
        let whose = match message.person {
            Some(Person::VisitId(visit)) => {
                let visit = faults.keep("visit_id", field::visit_id(&visit));
                visit.map(Whose::Visit)
            }
            Some(Person::Number(number)) => {
                number::read(&mut faults, &number::NUMBER_FIELDS, number).map(Whose::Number)
            }
            None => {
                faults.add("person", "is missing");
                None
            }
        };
        let number = message.reference_number;
        let text = number
            .as_deref()
            .map(|text| field::text(text, MAX_REFERENCE_NUMBER));
        faults.keep("reference_number", text.transpose());
        let key = faults.keep("idempotency_key", field::key(&message.idempotency_key));
        faults.finish(
            whose
                .zip(key)
                .map(|(whose, key)| Self { whose, number, key }),
        )
    }
}

impl From<SetReferenceNumber> for v1::SetReferenceNumberRequest {
    fn from(request: SetReferenceNumber) -> Self {
        use v1::set_reference_number_request::Person;
        let person = match request.whose {
            Whose::Visit(visit) => Person::VisitId(visit.0.to_vec()),
            Whose::Number(number) => Person::Number(number.into()),
        };
        Self {
            person: Some(person),
            reference_number: request.number,
            idempotency_key: request.key.0.to_vec(),
        }
    }
}

impl From<ReferenceNumberAnswer> for v1::SetReferenceNumberResponse {
    fn from(answer: ReferenceNumberAnswer) -> Self {
        use v1::set_reference_number_response::Answer;
        let answer = match answer {
            Ok(()) => Answer::Kept(v1::ReferenceNumberKept {}),
            Err(reason) => Answer::Refusal(v1::Refusal {
                reason: to_reason(reason),
            }),
        };
        Self {
            answer: Some(answer),
        }
    }
}

impl TryFrom<v1::SetReferenceNumberResponse> for ReferenceNumberAnswer {
    type Error = Unreadable;

    fn try_from(message: v1::SetReferenceNumberResponse) -> Result<Self, Unreadable> {
        use v1::set_reference_number_response::Answer;
        match message.answer.ok_or("answer")? {
            Answer::Kept(_) => Ok(Ok(())),
            Answer::Refusal(refusal) => Ok(Err(codes::reason(refusal.reason).ok_or("reason")?)),
        }
    }
}
