//! 医療機関・薬局: what each offers, and its own numbers for people.

pub use qualification::InstitutionTerms;
use qualification::PersonId;

use crate::Effect;

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
