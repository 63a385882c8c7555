//! The operations with an effect, and what the audit trail says of each.

use jiff::Timestamp;
use qualification::{
    Assurance, Caller, CardFingerprint, Category, Choices, ConsentGrant, LimitChoice, PersonId,
    Reason, VisitId,
};
use ring::digest::{SHA256, digest};

use crate::audit::to_the_microsecond;
use crate::code::ending;
use crate::{AuditEvent, Effect, NewVisit, Operation};

/// Step 2: a card answered a challenge.
#[derive(Clone, PartialEq, Eq)]
pub struct Authentication {
    /// Who asked, and what they are answered.
    pub effect: Effect,
    /// The challenge's number. It is used up by this, whoever is let in.
    pub nonce: [u8; 16],
    /// The card that answered.
    pub card: CardFingerprint,
    /// How the terminal says it made sure of the person.
    pub assurance: Assurance,
    /// Whether the person was let in.
    pub entry: Entry,
}

/// Whether an authenticated person was let in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// They were, and this visit begins.
    Admitted(NewVisit),
    /// They were not; that is recorded, too.
    Refused {
        /// Whose card it is, when it is anyone's. It is not recorded where the card
        /// was not accepted ([`Reason::CardNotAccepted`]).
        person: Option<PersonId>,
    },
}

/// Step 5: the person chose and was answered.
#[derive(Clone, PartialEq, Eq)]
pub struct Completion {
    /// Who asked, and what they are answered.
    pub effect: Effect,
    /// The visit, which must be open.
    pub visit: VisitId,
    /// What the person chose.
    pub choices: Choices,
    /// Whether registration was offered, and what the person said to it.
    pub registration: RegistrationOffer,
    /// The consents that hold from now, one of a category at most.
    pub consents: Vec<ConsentGrant>,
}

/// 利用登録 at the desk (REG-AT-READER).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RegistrationOffer {
    /// It was not offered.
    NotOffered,
    /// The person declined it.
    Declined,
    /// The person accepted it: from now their card is registered as insurance card.
    Accepted,
    /// The person accepted it, and was refused for something else: nothing is
    /// registered.
    AcceptedInVain,
}

/// The end of a visit.
#[derive(Clone, PartialEq, Eq)]
pub struct Closing {
    /// Who asked, and what they are answered.
    pub effect: Effect,
    /// The visit, which must be open or completed.
    pub visit: VisitId,
    /// How it ended.
    pub how: Ending,
}

/// How a visit ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// To its purpose.
    Finished,
    /// It was given up.
    Abandoned,
}

/// A check by document number (照会区分 2).
#[derive(Clone, PartialEq, Eq)]
pub struct NumberCheck {
    /// Who asked, and what they are answered.
    pub effect: Effect,
    /// Who was found.
    pub person: Option<PersonId>,
}

/// 同意の撤回.
#[derive(Clone, PartialEq, Eq)]
pub struct Withdrawal {
    /// Who asked, and what they are answered.
    pub effect: Effect,
    /// The visit that it was given in, of that institution.
    pub visit: VisitId,
    /// The consent as it ends.
    pub consent: ConsentGrant,
}

impl Authentication {
    pub(crate) fn event(&self) -> AuditEvent {
        let (visit, person) = match &self.entry {
            Entry::Admitted(visit) => (Some(visit.id), Some(visit.person)),
            Entry::Refused { person } => (None, *person),
        };
        AuditEvent {
            visit,
            person: named(&self.effect, person),
            card: Some(self.card),
            detail: how(&self.assurance),
            ..event(Operation::Authenticate, &self.effect)
        }
    }
}

impl Completion {
    /// `person` and `card` are the visit's.
    pub(crate) fn event(&self, person: PersonId, card: CardFingerprint) -> AuditEvent {
        let granted = self.consents.iter().map(|grant| grant.category);
        let limit = match self.choices.limit {
            LimitChoice::Provide => "PROVIDE",
            LimitChoice::Withhold => "WITHHOLD",
        };
        let register = match self.registration {
            RegistrationOffer::NotOffered => "NOT_OFFERED",
            RegistrationOffer::Declined => "NO",
            RegistrationOffer::Accepted | RegistrationOffer::AcceptedInVain => "YES",
        };
        AuditEvent {
            visit: Some(self.visit),
            person: named(&self.effect, Some(person)),
            card: Some(card),
            detail: format!(
                "register={register} chosen={} granted={}{} limit={limit} surface={}",
                list(self.choices.consented.iter().copied()),
                list(granted),
                given(&self.consents),
                self.choices.surface.code(),
            ),
            ..event(Operation::Complete, &self.effect)
        }
    }
}

impl Closing {
    /// `person` and `card` are the visit's.
    pub(crate) fn event(&self, person: PersonId, card: CardFingerprint) -> AuditEvent {
        AuditEvent {
            visit: Some(self.visit),
            person: Some(person),
            card: Some(card),
            detail: format!("how={}", ending::code(self.how)),
            ..event(Operation::Close, &self.effect)
        }
    }
}

impl Withdrawal {
    /// `person` and `card` are the visit's.
    pub(crate) fn event(&self, person: PersonId, card: CardFingerprint) -> AuditEvent {
        AuditEvent {
            visit: Some(self.visit),
            person: Some(person),
            card: Some(card),
            category: Some(self.consent.category),
            purpose: Some(self.consent.purpose),
            consent: Some(self.consent.id),
            ..event(Operation::WithdrawConsent, &self.effect)
        }
    }
}

impl NumberCheck {
    pub(crate) fn event(&self) -> AuditEvent {
        AuditEvent {
            person: self.person,
            ..event(Operation::CheckNumber, &self.effect)
        }
    }
}

pub(crate) fn event(operation: Operation, effect: &Effect) -> AuditEvent {
    let when = (effect.at, effect.monotonic);
    AuditEvent {
        answer: sha256(&effect.answer),
        ..event_of(operation, &effect.caller, when, effect.result)
    }
}

/// What a call was told that has no key: the digest is that of no bytes. `when`: by the
/// server's clock, and by the one that nobody sets.
pub(crate) fn event_of(
    operation: Operation,
    caller: &Caller,
    when: (Timestamp, u64),
    result: &str,
) -> AuditEvent {
    let (at, monotonic) = when;
    AuditEvent {
        at: to_the_microsecond(at),
        monotonic: Some(monotonic),
        party: caller.party.clone(),
        terminal: caller.terminal.clone(),
        staff: caller.staff.as_ref().map(|staff| staff.id.clone()),
        operation,
        visit: None,
        person: None,
        card: None,
        category: None,
        purpose: None,
        consent: None,
        result: result.to_owned(),
        detail: String::new(),
        answer: sha256(&[]),
    }
}

/// Whom a record names. A card that is nobody's and one whose person's data may be
/// shown to nobody are answered alike, and leave the same record.
fn named(effect: &Effect, person: Option<PersonId>) -> Option<PersonId> {
    person.filter(|_| effect.result != Reason::CardNotAccepted.code())
}

/// How the person was verified: codes alone, with what belongs to the method.
fn how(assurance: &Assurance) -> String {
    let verified = assurance.verified();
    let mut how = format!(
        "method={} reader={} attempts={}",
        verified.method().code(),
        assurance.reader().code(),
        assurance.attempts()
    );
    if let Some(band) = verified.band() {
        how.extend([" score_band=", band.code()]);
    }
    if let Some(staff) = verified.staff() {
        how.extend([" staff_id=", staff.as_str()]);
    }
    how
}

/// The consents that were given, by category code, and the first instant at which none
/// of them holds any more.
fn given(consents: &[ConsentGrant]) -> String {
    let Some(until) = consents.iter().map(|grant| grant.until).max() else {
        return String::new();
    };
    let mut consents: Vec<_> = consents.iter().collect();
    consents.sort_unstable_by_key(|grant| grant.category.code());
    let ids: Vec<_> = consents.iter().map(|grant| grant.id.to_string()).collect();
    let until = to_the_microsecond(until);
    format!(" consents={} until={until}", ids.join(","))
}

fn list(categories: impl Iterator<Item = Category>) -> String {
    let mut codes: Vec<_> = categories.map(Category::code).collect();
    codes.sort_unstable();
    codes.dedup();
    codes.join(",")
}

pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut hash = [0; 32];
    hash.copy_from_slice(digest(&SHA256, bytes).as_ref());
    hash
}
