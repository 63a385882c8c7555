//! What the operator is answered, where it is more than "found" or "done".

use jiff::Timestamp;
use qualification::{CardFingerprint, InstitutionTerms, InsuredPerson, Registration};

use super::key::{fingerprint, person_id};
use super::{SwitchedFault, institution, person};
use crate::answer::Unreadable;
use crate::field::{instant, to_instant};
use crate::{codes, v1};

/// Somebody with their cards. No `Debug`: it names them.
#[derive(Clone, PartialEq, Eq)]
pub struct FoundPerson {
    /// The person.
    pub person: InsuredPerson,
    /// Their cards, each with since when it is suspended.
    pub cards: Vec<(CardFingerprint, Option<Timestamp>)>,
}

/// Some institutions, by code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Institutions {
    /// They.
    pub some: Vec<InstitutionTerms>,
    /// Whether more follow.
    pub more: bool,
}

/// A fault that is switched on. No `Debug`: it may name a person.
#[derive(Clone, PartialEq, Eq)]
pub struct NumberedFault {
    /// Its number.
    pub number: u64,
    /// The fault.
    pub fault: SwitchedFault,
    /// How many calls it met.
    pub met: u64,
}

impl From<Option<FoundPerson>> for v1::FindPersonResponse {
    fn from(found: Option<FoundPerson>) -> Self {
        let Some(found) = found else {
            return Self::default();
        };
        let cards = found
            .cards
            .into_iter()
            .map(|(card, since)| v1::CardOfPerson {
                card: card.0.to_vec(),
                suspended_at: since.map(to_instant),
            });
        Self {
            person_id: Some(found.person.id.0.to_vec()),
            cards: cards.collect(),
            person: Some(found.person.into()),
        }
    }
}

impl TryFrom<v1::FindPersonResponse> for Option<FoundPerson> {
    type Error = Unreadable;

    fn try_from(message: v1::FindPersonResponse) -> Result<Self, Unreadable> {
        let Some(id) = message.person_id else {
            return Ok(None);
        };
        let id = person_id(&id).map_err(|_| "person_id")?;
        let person = person::read(message.person.ok_or("person")?, id);
        let cards = message.cards.into_iter().map(|it| {
            let since = it.suspended_at.map(|at| instant(Some(at))).transpose();
            Ok::<_, Unreadable>((
                fingerprint(&it.card).map_err(|_| "cards")?,
                since.map_err(|_| "cards")?,
            ))
        });
        Ok(Some(FoundPerson {
            person: person.map_err(|_| "person")?,
            cards: cards.collect::<Result<_, _>>()?,
        }))
    }
}

/// How the registration stands and whether it was changed; `None`: nobody was found.
impl TryFrom<v1::ChangeRegistrationResponse> for Option<(Registration, bool)> {
    type Error = Unreadable;

    fn try_from(message: v1::ChangeRegistrationResponse) -> Result<Self, Unreadable> {
        if !message.found {
            return Ok(None);
        }
        let registration = codes::registration(message.registration).ok_or("registration")?;
        Ok(Some((registration, message.changed)))
    }
}

impl From<Option<(Registration, bool)>> for v1::ChangeRegistrationResponse {
    fn from(answer: Option<(Registration, bool)>) -> Self {
        answer.map_or_else(Self::default, |(registration, changed)| Self {
            found: true,
            registration: codes::to_registration(registration).into(),
            changed,
        })
    }
}

impl From<Timestamp> for v1::GetClockResponse {
    fn from(now: Timestamp) -> Self {
        Self {
            now: Some(to_instant(now)),
        }
    }
}

impl From<Institutions> for v1::ListInstitutionsResponse {
    fn from(institutions: Institutions) -> Self {
        Self {
            institutions: institutions.some.into_iter().map(Into::into).collect(),
            more: institutions.more,
        }
    }
}

impl TryFrom<v1::ListInstitutionsResponse> for Institutions {
    type Error = Unreadable;

    fn try_from(message: v1::ListInstitutionsResponse) -> Result<Self, Unreadable> {
        let some = message.institutions.into_iter().map(institution::read);
        Ok(Self {
            some: some.collect::<Result<_, _>>().map_err(|_| "institutions")?,
            more: message.more,
        })
    }
}

impl From<NumberedFault> for v1::NumberedFault {
    fn from(numbered: NumberedFault) -> Self {
        Self {
            fault_number: numbered.number,
            fault: Some(numbered.fault.into()),
            met: numbered.met,
        }
    }
}

impl TryFrom<v1::NumberedFault> for NumberedFault {
    type Error = Unreadable;

    fn try_from(message: v1::NumberedFault) -> Result<Self, Unreadable> {
        let fault = SwitchedFault::try_from(message.fault.ok_or("fault")?);
        Ok(Self {
            number: message.fault_number,
            fault: fault.map_err(|_| "fault")?,
            met: message.met,
        })
    }
}
