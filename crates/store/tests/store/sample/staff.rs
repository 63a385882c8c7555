//! Staff, the operator, and what they ask for.

use qualification::{Caller, Institution, Party, PersonId, Role, StaffId, StaffOnDuty};
use store::{Administration, Change, Effect, Operation, Recorded, ReferenceNumber, SignIn, Store};

use super::{at, bytes, caller, effect};

pub(crate) const PASSCODE: &str = "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaA";

pub(crate) fn staff_id(text: &str) -> StaffId {
    StaffId::parse(text).unwrap()
}

/// The clinic's physician, in the first session of the account that [`hire`] makes.
pub(crate) fn physician() -> Caller {
    on_duty("D-01", Role::Physician, 1)
}

pub(crate) fn on_duty(id: &str, role: Role, session: u32) -> Caller {
    Caller {
        staff: Some(StaffOnDuty {
            id: staff_id(id),
            role,
            session,
        }),
        ..caller()
    }
}

/// A change by the operator, as if it were made for a card.
pub(crate) fn change(key: u64, change: Change) -> Administration {
    Administration {
        effect: Effect {
            caller: Caller {
                party: Party::Operator,
                terminal: None,
                staff: None,
            },
            result: "DONE",
            ..effect(key)
        },
        operation: Operation::SuspendCard,
        change,
    }
}

/// Makes a change that is to succeed.
pub(crate) async fn changed(store: &dyn Store, key: u64, what: Change) {
    let recorded = store.record_administration(change(key, what)).await;
    assert_eq!(recorded, Ok(Recorded::Done));
}

pub(crate) fn hiring(institution: &Institution, id: &str, role: Role) -> Change {
    Change::EnrolStaff {
        institution: institution.clone(),
        staff: staff_id(id),
        role,
        passcode: PASSCODE.into(),
    }
}

pub(crate) fn sign_in(id: &str, seconds: i64) -> SignIn {
    SignIn {
        caller: caller(),
        staff: staff_id(id),
        at: at(seconds),
        monotonic: 2_000,
    }
}

pub(crate) fn reference(key: u64, number: Option<&str>) -> ReferenceNumber {
    ReferenceNumber {
        effect: effect(key),
        person: Some(PersonId(bytes(1))),
        number: number.map(str::to_owned),
    }
}
