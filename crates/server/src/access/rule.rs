//! Who may make which call: one table, of which the compiler sees that it is whole.

use api::Rpc;
use qualification::Role;
use store::Operation;

/// Who may make a call. Whoever it is, their certificate is not revoked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rule {
    /// Any terminal of an institution.
    Terminal,
    /// Somebody of an institution's staff who is signed in, as one of these.
    Staff(&'static [Role]),
    /// Whoever keeps accounts: an institution's administrator who is signed in, or the
    /// operator.
    Keeper,
    /// The operator.
    Operator,
}

/// Those who change or read what concerns a patient.
const AT_WORK: &[Role] = &[
    Role::Reception,
    Role::Physician,
    Role::Dentist,
    Role::Pharmacist,
];
/// Those who read medical information; of which kind, is judged when it is read.
const CLINICIANS: &[Role] = &[Role::Physician, Role::Dentist, Role::Pharmacist];

/// Who may make that call.
pub(crate) const fn rule(rpc: Rpc) -> Rule {
    match rpc {
        Rpc::OpenVisit
        | Rpc::Authenticate
        | Rpc::Complete
        | Rpc::CloseVisit
        | Rpc::SetReferenceNumber
        | Rpc::CheckByNumber
        | Rpc::SubmitBatch
        | Rpc::FollowBatch
        | Rpc::SignIn => Rule::Terminal,
        Rpc::ListConsents | Rpc::WithdrawConsent => Rule::Staff(AT_WORK),
        Rpc::ReadHistory => Rule::Staff(CLINICIANS),
        Rpc::SignOut => Rule::Staff(&Role::ALL),
        Rpc::EnrolStaff | Rpc::RemoveStaff | Rpc::ListStaff => Rule::Keeper,
        Rpc::EnrolPerson
        | Rpc::FindPerson
        | Rpc::SuspendCard
        | Rpc::LiftCard
        | Rpc::RenewCard
        | Rpc::SetArrears
        | Rpc::ChangeInsurer
        | Rpc::ChangeRegistration
        | Rpc::PutInstitution
        | Rpc::ListInstitutions
        | Rpc::GetClock
        | Rpc::SetClock
        | Rpc::PutFault
        | Rpc::ListFaults
        | Rpc::RemoveFault => Rule::Operator,
    }
}

/// What the audit trail calls it when it is denied.
pub(crate) const fn operation(rpc: Rpc) -> Operation {
    match rpc {
        Rpc::OpenVisit => Operation::Open,
        Rpc::Authenticate => Operation::Authenticate,
        Rpc::Complete => Operation::Complete,
        Rpc::CloseVisit => Operation::Close,
        Rpc::SetReferenceNumber => Operation::SetReferenceNumber,
        Rpc::CheckByNumber => Operation::CheckNumber,
        Rpc::SubmitBatch => Operation::SubmitBatch,
        Rpc::FollowBatch => Operation::CheckBatch,
        Rpc::ListConsents => Operation::ListConsents,
        Rpc::WithdrawConsent => Operation::WithdrawConsent,
        Rpc::ReadHistory => Operation::ReadHistory,
        Rpc::SignIn => Operation::SignIn,
        Rpc::SignOut => Operation::SignOut,
        Rpc::EnrolStaff => Operation::EnrolStaff,
        Rpc::RemoveStaff => Operation::RemoveStaff,
        Rpc::ListStaff => Operation::ListStaff,
        Rpc::EnrolPerson => Operation::EnrolPerson,
        Rpc::FindPerson => Operation::FindPerson,
        Rpc::SuspendCard => Operation::SuspendCard,
        Rpc::LiftCard => Operation::LiftCard,
        Rpc::RenewCard => Operation::RenewCard,
        Rpc::SetArrears => Operation::SetArrears,
        Rpc::ChangeInsurer => Operation::ChangeInsurer,
        Rpc::ChangeRegistration => Operation::ChangeRegistration,
        Rpc::PutInstitution => Operation::PutInstitution,
        Rpc::ListInstitutions => Operation::ListInstitutions,
        Rpc::GetClock => Operation::GetClock,
        Rpc::SetClock => Operation::SetClock,
        Rpc::PutFault => Operation::PutFault,
        Rpc::ListFaults => Operation::ListFaults,
        Rpc::RemoveFault => Operation::RemoveFault,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_service_goes_by_its_own_rule() {
        for rpc in Rpc::ALL {
            let service = rpc.path().rsplit('/').nth(1).unwrap();
            let service = service.rsplit('.').next().unwrap();
            let expected = match (service, rpc) {
                ("QualificationService" | "BatchService", _) | (_, Rpc::SignIn) => Rule::Terminal,
                ("ConsentService", _) => Rule::Staff(AT_WORK),
                ("HistoryService", _) => Rule::Staff(CLINICIANS),
                (_, Rpc::SignOut) => Rule::Staff(&Role::ALL),
                ("StaffService", _) => Rule::Keeper,
                ("AdminService", _) => Rule::Operator,
                other => panic!("{other:?}"),
            };
            assert_eq!(rule(rpc), expected, "{rpc:?}");
        }
    }

    #[test]
    fn the_audit_trail_tells_every_call_from_every_other() {
        let operations: HashSet<_> = Rpc::ALL.into_iter().map(operation).collect();
        assert_eq!(operations.len(), Rpc::ALL.len());
    }

    #[test]
    fn r026_r087_the_administrator_and_the_reception_read_no_history() {
        let Rule::Staff(roles) = rule(Rpc::ReadHistory) else {
            panic!("no role is asked for");
        };
        assert!(!roles.contains(&Role::Administrator));
        assert!(!roles.contains(&Role::Reception));
    }
}
