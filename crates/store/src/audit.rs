//! The audit trail: one record for every answer with an effect, each holding the
//! hash of the one before.

use jiff::Timestamp;
use qualification::{
    CardFingerprint, Category, ConsentId, Party, PersonId, Purpose, StaffId, TerminalId, VisitId,
};

use crate::operation::sha256;
use crate::{Origin, code};

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operation {
    /// A challenge is asked for; recorded only where it is denied.
    Open,
    /// 本人確認: a card answered a challenge.
    Authenticate,
    /// 資格確認・受付完了.
    Complete,
    /// The end of a visit.
    Close,
    /// A check by document number.
    CheckNumber,
    /// 照会番号登録.
    SetReferenceNumber,
    /// The consents of a visit are listed.
    ListConsents,
    /// 同意の撤回.
    WithdrawConsent,
    /// Medical information is viewed.
    ReadHistory,
    /// 一括照会: a list is handed in.
    SubmitBatch,
    /// 一括照会: a result of a list is made.
    CheckBatch,
    /// Somebody of the staff signs in.
    SignIn,
    /// Somebody of the staff signs out.
    SignOut,
    /// An account is made or changed.
    EnrolStaff,
    /// An account is removed.
    RemoveStaff,
    /// The accounts are listed.
    ListStaff,
    /// A person is put in.
    EnrolPerson,
    /// A person is looked up by the operator.
    FindPerson,
    /// 一時利用停止.
    SuspendCard,
    /// The suspension is lifted.
    LiftCard,
    /// A card is renewed.
    RenewCard,
    /// 滞納.
    SetArrears,
    /// 保険者の変更.
    ChangeInsurer,
    /// 利用登録・解除.
    ChangeRegistration,
    /// What an institution offers.
    PutInstitution,
    /// The institutions are listed.
    ListInstitutions,
    /// The clock is asked for.
    GetClock,
    /// The clock is set.
    SetClock,
    /// A fault is switched on.
    PutFault,
    /// The faults are listed.
    ListFaults,
    /// A fault is switched off.
    RemoveFault,
}

/// What a record says: who did what to whom, by handles and codes alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEvent {
    /// When, by the server's clock, to the microsecond.
    pub at: Timestamp,
    /// When, by a clock that nobody sets, in microseconds; `None` in a record of the
    /// first form, which says only what was known before there were terminals.
    pub monotonic: Option<u64>,
    /// Who asked.
    pub party: Party,
    /// At which terminal.
    pub terminal: Option<TerminalId>,
    /// Who of the staff, when somebody was signed in or wanted to be.
    pub staff: Option<StaffId>,
    /// What was done.
    pub operation: Operation,
    /// In which visit.
    pub visit: Option<VisitId>,
    /// Concerning whom; nobody where a card was not accepted, whosever it is.
    pub person: Option<PersonId>,
    /// With which card.
    pub card: Option<CardFingerprint>,
    /// Which kind of information.
    pub category: Option<Category>,
    /// What for.
    pub purpose: Option<Purpose>,
    /// Under which consent.
    pub consent: Option<ConsentId>,
    /// The machine code of the outcome.
    pub result: String,
    /// Further codes, as `name=VALUE` parted by blanks.
    pub detail: String,
    /// SHA-256 of what was answered.
    pub answer: [u8; 32],
}

/// A link of the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRecord {
    /// Its number, from 1 without gaps.
    pub number: u64,
    /// What it says.
    pub event: AuditEvent,
    /// The hash of the record before; zeros before the first.
    pub previous: [u8; 32],
    /// SHA-256 over number, event and `previous`.
    pub hash: [u8; 32],
}

/// The last record of the chain, as the store remembers it beside the records:
/// it shows when the end of the chain was cut off. Written down elsewhere, it
/// shows when the whole store was exchanged for an older one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChainHead {
    /// The last record's number; 0 when there is none.
    pub number: u64,
    /// The last record's hash; zeros when there is none.
    pub hash: [u8; 32],
}

/// Some records, in order, and the head in the same instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditPage {
    /// The records, up to the first that cannot be read.
    pub records: Vec<AuditRecord>,
    /// The number of the record after them, if it cannot be read.
    pub unreadable: Option<u64>,
    /// The chain's head.
    pub head: ChainHead,
}

impl Operation {
    /// Its code, as the audit trail has it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        code::operation::code(self)
    }

    /// The operation with that code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        code::operation::value(code)
    }
}

impl ChainHead {
    /// The head of a chain without records.
    pub const START: Self = Self {
        number: 0,
        hash: [0; 32],
    };
}

impl AuditRecord {
    /// The record of `event` that goes on from `head`.
    #[must_use]
    pub fn after(head: ChainHead, event: AuditEvent) -> Self {
        let mut record = Self {
            number: head.number.saturating_add(1),
            event,
            previous: head.hash,
            hash: [0; 32],
        };
        record.hash = record.digest();
        record
    }

    /// The trail that begins with this record.
    #[must_use]
    pub const fn as_origin(&self) -> Origin {
        Origin(self.hash)
    }

    /// The head of a chain that ends with this record.
    #[must_use]
    pub const fn as_head(&self) -> ChainHead {
        ChainHead {
            number: self.number,
            hash: self.hash,
        }
    }

    /// The hash that this record should have: over its fields in the order of
    /// their declaration, each preceded by a byte that tells whether it is there
    /// and by its length, so that no two records have the same bytes.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        let event = &self.event;
        // A record of the first form to which something was added is none any more.
        let second_form = event.monotonic.is_some()
            || event.terminal.is_some()
            || event.staff.is_some()
            || event.category.is_some()
            || event.purpose.is_some()
            || event.consent.is_some();
        let mut bytes = if second_form {
            b"madoguchi audit record 2".to_vec()
        } else {
            b"madoguchi audit record 1".to_vec()
        };
        let mut field = |value: Option<&[u8]>| {
            bytes.push(u8::from(value.is_some()));
            let value = value.unwrap_or_default();
            bytes.extend((value.len() as u64).to_be_bytes());
            bytes.extend(value);
        };
        field(Some(&self.number.to_be_bytes()));
        field(Some(&event.at.as_microsecond().to_be_bytes()));
        field(Some(event.party.code().as_bytes()));
        field(Some(code::operation::code(event.operation).as_bytes()));
        field(event.visit.as_ref().map(|id| id.0.as_slice()));
        field(event.person.as_ref().map(|id| id.0.as_slice()));
        field(event.card.as_ref().map(|id| id.0.as_slice()));
        field(Some(event.result.as_bytes()));
        field(Some(event.detail.as_bytes()));
        field(Some(&event.answer));
        field(Some(&self.previous));
        if second_form {
            let monotonic = event.monotonic.map(u64::to_be_bytes);
            field(monotonic.as_ref().map(<[u8; 8]>::as_slice));
            field(event.terminal.as_ref().map(|id| id.as_str().as_bytes()));
            field(event.staff.as_ref().map(|id| id.as_str().as_bytes()));
            field(event.category.map(|category| category.code().as_bytes()));
            field(event.purpose.map(|purpose| purpose.code().as_bytes()));
            field(event.consent.as_ref().map(|id| id.0.as_slice()));
        }
        sha256(&bytes)
    }
}

pub(crate) fn to_the_microsecond(at: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(at.as_microsecond()).unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(result: &str, detail: &str) -> AuditRecord {
        let event = AuditEvent {
            at: Timestamp::UNIX_EPOCH,
            monotonic: None,
            party: Party::from_code("1310000001").unwrap(),
            terminal: None,
            staff: None,
            operation: Operation::Complete,
            visit: Some(VisitId([1; 16])),
            person: Some(PersonId([2; 16])),
            card: None,
            category: None,
            purpose: None,
            consent: None,
            result: result.into(),
            detail: detail.into(),
            answer: [3; 32],
        };
        AuditRecord::after(ChainHead::START, event)
    }

    #[test]
    fn the_hash_of_a_record_is_what_others_compute() {
        let hash = record("CONFIRMED", "limit=PROVIDE").hash;
        let hex: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(
            hex,
            "776b9442664a34ea23ee798c3f0e3124016d5c3c333383a2b2d9a56b8345ca13"
        );
    }

    #[test]
    fn a_record_of_the_first_form_says_no_more_than_it_said() {
        let original = record("A", "BC");
        let changes: [fn(&mut AuditEvent); 6] = [
            |it| it.monotonic = Some(0),
            |it| it.terminal = TerminalId::parse("T").ok(),
            |it| it.staff = StaffId::parse("N").ok(),
            |it| it.category = Some(Category::Medication),
            |it| it.purpose = Some(Purpose::Care),
            |it| it.consent = Some(ConsentId([0; 16])),
        ];
        for change in changes {
            let mut changed = original.clone();
            change(&mut changed.event);
            assert_ne!(changed.digest(), original.hash);
        }
    }

    #[test]
    fn no_two_records_have_the_same_bytes() {
        let mut nobody = record("A", "BC");
        nobody.event.person = None;
        let mut swapped = nobody.clone();
        swapped.event.visit = None;
        swapped.event.person = nobody.event.visit.map(|id| PersonId(id.0));
        for (one, other) in [
            (&record("A", "BC"), &record("AB", "C")),
            (&record("", "A"), &record("A", "")),
            (&nobody, &swapped),
        ] {
            assert_ne!(one.digest(), other.digest());
        }
    }
}
