//! 医療機関・薬局: what each offers, and its own numbers for people.

pub use qualification::InstitutionTerms;
use qualification::PersonId;

use crate::operation::event;
use crate::{AuditEvent, Effect, Operation};

/// 照会番号登録: an institution keeps its own number for a person.
#[derive(Clone, PartialEq, Eq)]
pub struct ReferenceNumber {
    /// Who asked, and what they are answered.
    pub effect: Effect,
    /// For whom; `None` when nobody was found: then it is recorded alone.
    pub person: Option<PersonId>,
    /// The number; `None` forgets it.
    pub number: Option<String>,
}

impl ReferenceNumber {
    /// The number itself may tell something of the person, and is not recorded.
    pub(crate) fn event(&self) -> AuditEvent {
        let kept = if self.number.is_some() {
            "KEPT"
        } else {
            "FORGOTTEN"
        };
        AuditEvent {
            person: self.person,
            detail: format!("number={kept}"),
            ..event(Operation::SetReferenceNumber, &self.effect)
        }
    }
}
