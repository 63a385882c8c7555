//! Codes for what has none in the domain, as tables and the audit trail hold them.

use qualification::HistorySource;

use crate::VisitState;

macro_rules! codes {
    ($module:ident: $type:path { $($name:ident = $code:literal),+ $(,)? }) => {
        pub(crate) mod $module {
            use $type as Value;

            pub(crate) const fn code(value: Value) -> &'static str {
                match value { $(Value::$name => $code,)+ }
            }

            pub(crate) fn value(code: &str) -> Option<Value> {
                match code { $($code => Some(Value::$name),)+ _ => None }
            }
        }
    };
}

codes!(sex: qualification::Sex { Male = "MALE", Female = "FEMALE", NotStated = "NOT_STATED" });
codes!(registration: qualification::Registration {
    Registered = "REGISTERED", NotRegistered = "NOT_REGISTERED",
    Deregistering = "DEREGISTERING", Deregistered = "DEREGISTERED",
});
codes!(disclosure: qualification::Disclosure {
    Disclosed = "DISCLOSED", NotDisclosed = "NOT_DISCLOSED",
});
codes!(relation: qualification::Relation { Insured = "INSURED", Family = "FAMILY" });
codes!(operation: crate::Operation {
    Open = "OPEN",
    Authenticate = "AUTHENTICATE",
    Complete = "COMPLETE",
    Close = "CLOSE",
    CheckNumber = "CHECK_NUMBER",
    SetReferenceNumber = "SET_REFERENCE_NUMBER",
    ListConsents = "LIST_CONSENTS",
    WithdrawConsent = "WITHDRAW_CONSENT",
    ReadHistory = "READ_HISTORY",
    SubmitBatch = "SUBMIT_BATCH",
    CheckBatch = "CHECK_BATCH",
    SignIn = "SIGN_IN",
    SignOut = "SIGN_OUT",
    EnrolStaff = "ENROL_STAFF",
    RemoveStaff = "REMOVE_STAFF",
    ListStaff = "LIST_STAFF",
    EnrolPerson = "ENROL_PERSON",
    FindPerson = "FIND_PERSON",
    SuspendCard = "SUSPEND_CARD",
    LiftCard = "LIFT_CARD",
    RenewCard = "RENEW_CARD",
    SetArrears = "SET_ARREARS",
    ChangeInsurer = "CHANGE_INSURER",
    ChangeRegistration = "CHANGE_REGISTRATION",
    PutInstitution = "PUT_INSTITUTION",
    ListInstitutions = "LIST_INSTITUTIONS",
    GetClock = "GET_CLOCK",
    SetClock = "SET_CLOCK",
    PutFault = "PUT_FAULT",
    ListFaults = "LIST_FAULTS",
    RemoveFault = "REMOVE_FAULT",
});
codes!(ending: crate::Ending { Finished = "FINISHED", Abandoned = "ABANDONED" });

/// Where a visit stands, by the code of its state.
pub(crate) fn visit_state(code: &str) -> Option<VisitState> {
    match code {
        "OPEN" => Some(VisitState::Open),
        "COMPLETED" => Some(VisitState::Completed),
        code => ending::value(code).map(VisitState::Closed),
    }
}

/// Where a medication is known from, by its code: insurers tell of none.
pub(crate) fn medication_source(code: &str) -> Option<HistorySource> {
    HistorySource::from_code(code).filter(|source| *source != HistorySource::Insurer)
}

/// Categories as one column: their codes, parted by commas.
pub(crate) mod offered {
    use qualification::{Category, CategorySet};

    pub(crate) fn code(categories: CategorySet) -> String {
        categories.codes().replace(' ', ",")
    }

    pub(crate) fn value(codes: &str) -> Option<CategorySet> {
        match codes {
            "NONE" => Some(CategorySet::NONE),
            codes => codes.split(',').map(Category::from_code).collect(),
        }
    }
}
