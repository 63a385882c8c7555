//! What the operator, and administrators of institutions, change.

use jiff::civil::Date;
use qualification::{
    CardFingerprint, Cover, Institution, PersonId, RegistrationEvent, Role, StaffId,
};

use crate::code::offered;
use crate::operation::event;
use crate::{AuditEvent, Effect, Enrolment, InstitutionTerms, Operation};

/// A change by the operator or an administrator.
#[derive(Clone)]
pub struct Administration {
    /// Who asked, and what they are answered.
    pub effect: Effect,
    /// What was asked for, as the audit trail calls it.
    pub operation: Operation,
    /// What changes.
    pub change: Change,
}

/// What changes. What it concerns was there when it was asked for; where it is gone
/// by now, nothing is changed and [`crate::Recorded::NotThere`] is said.
#[derive(Clone)]
pub enum Change {
    /// Nothing: what was asked for is recorded alone (nobody was found; or it is no
    /// matter of the store, such as the clock).
    Nothing {
        /// Further codes for the audit trail, as `name=VALUE` parted by blanks.
        detail: String,
    },
    /// A person is put in, replacing what was known of them.
    EnrolPerson(Box<Enrolment>),
    /// 一時利用停止.
    SuspendCard(CardFingerprint),
    /// The suspension is lifted.
    LiftCard(CardFingerprint),
    /// A new card takes the place of an old one. A suspension stays with the old.
    RenewCard {
        /// The old one.
        old: CardFingerprint,
        /// The new one.
        new: CardFingerprint,
    },
    /// 滞納, of the cover in force on that day.
    SetArrears {
        /// Whose.
        person: PersonId,
        /// The day.
        on: Date,
        /// The oldest unpaid premium's 納期限; `None`: all are paid.
        due: Option<Date>,
    },
    /// Whatever is in force on the day on which this is acquired is lost on that day.
    ChangeInsurer {
        /// Whose.
        person: PersonId,
        /// The new cover.
        cover: Box<Cover>,
    },
    /// 利用登録・解除申請・解除; [`crate::Recorded::NotThere`] also where it is not
    /// possible in the state before ([`qualification::Registration::after`]).
    ChangeRegistration {
        /// Whose.
        person: PersonId,
        /// What happened.
        event: RegistrationEvent,
    },
    /// What an institution offers.
    PutInstitution(InstitutionTerms),
    /// An account is made, or gets another role and passcode; its tokens end.
    EnrolStaff {
        /// Where.
        institution: Institution,
        /// Who.
        staff: StaffId,
        /// As what.
        role: Role,
        /// The passcode, as a PHC string.
        passcode: String,
    },
    /// An account is removed.
    RemoveStaff {
        /// Where.
        institution: Institution,
        /// Who.
        staff: StaffId,
    },
    /// Every token of an account ends.
    SignOut {
        /// Where.
        institution: Institution,
        /// Who.
        staff: StaffId,
    },
}

impl Administration {
    /// `person`: whom it concerned, by what the store knows.
    pub(crate) fn event(&self, person: Option<PersonId>) -> AuditEvent {
        let card = match &self.change {
            Change::SuspendCard(card) | Change::LiftCard(card) => Some(*card),
            Change::RenewCard { old, .. } => Some(*old),
            _ => None,
        };
        AuditEvent {
            person,
            card,
            detail: self.change.detail(),
            ..event(self.operation, &self.effect)
        }
    }
}

impl Change {
    /// What changed, by codes and handles alone.
    fn detail(&self) -> String {
        match self {
            Self::Nothing { detail } => detail.clone(),
            Self::EnrolPerson(it) => {
                format!("cards={} history={}", it.cards.len(), it.history.len())
            }
            Self::SuspendCard(_) | Self::LiftCard(_) => String::new(),
            Self::RenewCard { new, .. } => format!("new={new}"),
            Self::SetArrears { due, .. } => {
                let arrears = if due.is_some() { "UNPAID" } else { "PAID" };
                format!("arrears={arrears}")
            }
            Self::ChangeInsurer { cover, .. } => format!("insurer={}", cover.insurer.as_str()),
            Self::ChangeRegistration { event, .. } => {
                let event = match event {
                    RegistrationEvent::Registered => "REGISTERED",
                    RegistrationEvent::DeregistrationRequested => "DEREGISTRATION_REQUESTED",
                    RegistrationEvent::DeregistrationCompleted => "DEREGISTRATION_COMPLETED",
                };
                format!("event={event}")
            }
            Self::PutInstitution(terms) => format!(
                "institution={} offered={} stopped={}",
                terms.code.as_str(),
                offered::code(terms.offered),
                if terms.stopped { "YES" } else { "NO" },
            ),
            Self::EnrolStaff {
                institution,
                staff,
                role,
                ..
            } => format!("{} role={}", at(institution, staff), role.code()),
            Self::RemoveStaff { institution, staff } | Self::SignOut { institution, staff } => {
                at(institution, staff)
            }
        }
    }
}

fn at(institution: &Institution, staff: &StaffId) -> String {
    let (institution, staff) = (institution.as_str(), staff.as_str());
    format!("institution={institution} account={staff}")
}
