//! Whether a page may be read, by what stands in the store in that moment, and what is
//! recorded of it.

use jiff::civil::Date;
use qualification::{
    ConsentGrant, Disclosure, HistoryWindow, Institution, PersonId, StaffOnDuty, ViewDenial,
    Viewing, view,
};

use super::{HistoryAnswer, HistoryRead, Numbered};
use crate::operation::{event_of, sha256};
use crate::{AuditEvent, InstitutionTerms, Operation, StaffAccount, VisitRecord, VisitState};

/// What comes of a reading, and its record.
pub(crate) type Judged = (HistoryAnswer, AuditEvent);

/// What stands in the store, as far as a reading depends on it.
pub(crate) struct Standing {
    /// The institution that asks.
    pub(crate) terms: Option<InstitutionTerms>,
    /// The account of who asks.
    pub(crate) account: Option<StaffAccount>,
    /// The visit, if it is that institution's.
    pub(crate) visit: Option<VisitRecord>,
    /// Whether the data of whose it is may be shown.
    pub(crate) disclosure: Option<Disclosure>,
}

/// Why a reading is not let through.
#[derive(Clone, Copy)]
pub(crate) enum Refusal {
    /// The institution is shut out.
    InstitutionStopped,
    /// Nobody of the staff of an institution asks, or nobody any more.
    StaffNotOnDuty,
    /// There is no such visit, or nobody may be shown whose it is.
    NoVisit,
    /// That person's history may not be viewed.
    Denied(PersonId, ViewDenial),
}

/// A reading that is let through.
pub(crate) struct Opened {
    visit: VisitRecord,
    consent: ConsentGrant,
}

impl Opened {
    /// Whose history is read.
    pub(crate) const fn person(&self) -> PersonId {
        self.visit.person
    }
}

impl HistoryRead {
    /// The institution that asks, and the account.
    ///
    /// # Errors
    /// Nobody of the staff of an institution asks.
    pub(crate) fn on_duty(&self) -> Result<(&Institution, &StaffOnDuty), Refusal> {
        let asking = self.caller.institution().zip(self.caller.staff.as_ref());
        asking.ok_or(Refusal::StaffNotOnDuty)
    }

    /// Lets the reading through by what stands in the store: what ended or was shut
    /// there stays so, whatever the clock of who asks says.
    ///
    /// # Errors
    /// The first [`Refusal`] that applies.
    pub(crate) fn open(&self, standing: Standing) -> Result<Opened, Refusal> {
        let (asking, on_duty) = self.on_duty()?;
        let terms = standing.terms;
        if terms.as_ref().is_some_and(|terms| terms.stopped) {
            return Err(Refusal::InstitutionStopped);
        }
        let now = standing.account;
        if now.is_none_or(|now| (now.role, now.session) != (on_duty.role, on_duty.session)) {
            return Err(Refusal::StaffNotOnDuty);
        }
        let disclosed = standing.disclosure == Some(Disclosure::Disclosed);
        let Some(visit) = standing.visit.filter(|_| disclosed) else {
            return Err(Refusal::NoVisit);
        };
        let viewing = Viewing {
            role: on_duty.role,
            purpose: self.purpose,
            institution: asking,
            offered: terms.map_or(self.offered_by_default, |terms| terms.offered),
            category: self.category,
            grants: &visit.consents,
            scope: visit.scope,
            at: self.at,
        };
        match view(&viewing) {
            Ok(consent) if visit.state == VisitState::Completed => Ok(Opened { visit, consent }),
            Ok(_) => Err(Refusal::Denied(visit.person, ViewDenial::ConsentExpired)),
            Err(denial) => Err(Refusal::Denied(visit.person, denial)),
        }
    }

    /// The first day that any record of the category can have that is seen in that visit.
    pub(crate) fn begins(&self, opened: &Opened) -> Date {
        let window = HistoryWindow::of(self.category);
        window.map_or(Date::MAX, |window| window.begins(opened.visit.visit_date))
    }

    /// Gives the page of `all` records of the category that the person has. What was
    /// given is told by the numbers of the records among the person's, in the detail and
    /// under the digest: a digest of the content could be found again by whoever guesses
    /// a drug and a day.
    pub(crate) fn given(&self, opened: &Opened, all: Vec<Numbered>) -> Judged {
        let (page, next) = self.page(all, opened.visit.visit_date);
        let mut detail = format!("records={}", page.len());
        if let (Some((first, _)), Some((last, _))) = (page.first(), page.last()) {
            detail = format!("{detail} first={first} last={last}");
        }
        let numbers = page.iter().flat_map(|(number, _)| number.to_be_bytes());
        let event = AuditEvent {
            person: Some(opened.visit.person),
            consent: Some(opened.consent.id),
            detail,
            answer: sha256(&numbers.collect::<Vec<_>>()),
            ..self.event("VIEWED")
        };
        let records = page.into_iter().map(|(_, record)| record).collect();
        (HistoryAnswer::Page { records, next }, event)
    }

    /// What is told and recorded of a reading that is not let through.
    pub(crate) fn refused(&self, refusal: Refusal) -> Judged {
        let (answer, result, person) = match refusal {
            Refusal::InstitutionStopped => (
                HistoryAnswer::InstitutionStopped,
                "INSTITUTION_STOPPED",
                None,
            ),
            Refusal::StaffNotOnDuty => (HistoryAnswer::StaffNotOnDuty, "STAFF_TOKEN_INVALID", None),
            Refusal::NoVisit => (HistoryAnswer::NoVisit, "NOT_FOUND", None),
            Refusal::Denied(person, denial) => {
                (HistoryAnswer::Denied(denial), denial.code(), Some(person))
            }
        };
        let event = AuditEvent {
            person,
            ..self.event(result)
        };
        (answer, event)
    }

    fn event(&self, result: &str) -> AuditEvent {
        let when = (self.at, self.monotonic);
        AuditEvent {
            visit: Some(self.visit),
            category: Some(self.category),
            purpose: Some(self.purpose),
            ..event_of(Operation::ReadHistory, &self.caller, when, result)
        }
    }
}
