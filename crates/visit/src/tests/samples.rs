//! Visits, inputs and answers to try things on.

use std::sync::Arc;

use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};
use qualification::{
    Admission, Category, Decision, LimitAnswer, LimitChoice, LimitDirective, ReaderKind, Reason,
    Scope, ScoreBand, StaffId, Validity, VisitId,
};
use verification::{CardSide, DeskSide, PinState, PinTries, Policy, StaffCheckState, Verification};

use crate::{Input, Visit};

pub(super) const VISIT: VisitId = VisitId([0xA7; 16]);

/// So many seconds after a visit began.
pub(super) fn at(seconds: i64) -> Timestamp {
    let start: Timestamp = "2026-11-21T00:30:00Z".parse().unwrap();
    start + SignedDuration::from_secs(seconds)
}

/// Everything is asked.
pub(super) fn admission() -> Admission {
    Admission {
        scope: Scope::Full,
        ask_consent: Category::MEDICAL.to_vec(),
        limit: LimitDirective::Ask,
        offer_registration: false,
        notices: Vec::new(),
    }
}

/// Inside the grace: nothing is asked.
pub(super) fn grace() -> Admission {
    Admission {
        scope: Scope::EligibilityOnly,
        ask_consent: Vec::new(),
        limit: LimitDirective::Skip,
        offer_registration: false,
        notices: Vec::new(),
    }
}

/// The card is not registered, and may be.
pub(super) fn unregistered() -> Admission {
    Admission {
        offer_registration: true,
        ..admission()
    }
}

/// Step 4 so, and everything else is asked.
pub(super) fn with_limit(limit: LimitDirective) -> Admission {
    Admission {
        limit,
        ..admission()
    }
}

pub(super) fn decision() -> Box<Decision> {
    Box::new(Decision {
        visit_date: date(2026, 11, 21),
        as_of: date(2026, 11, 21),
        validity: Validity::Valid,
        scope: Scope::Full,
        reason: Reason::Confirmed,
        qualification: None,
        limit: LimitAnswer::NotOffered,
        specific_disease: None,
        consents: Vec::new(),
        assurance: None,
        reference_number: None,
        notices: Vec::new(),
    })
}

pub(super) fn admitted(admission: Admission) -> Input {
    let visit = VISIT;
    Input::Admitted { visit, admission }
}

pub(super) const PIN: Input = Input::PinEntered {
    spend_last_try: false,
};

/// Step 2 of a card with so many tries, 0 being locked, at such a desk: with a
/// `General` reader where the staff do not check, or a `Face` reader with everything.
pub(super) fn verification(reader: ReaderKind, tries_left: u8) -> Verification {
    verification_by(Policy::built_in(), reader, tries_left)
}

/// The same by that policy.
pub(super) fn verification_by(policy: Policy, reader: ReaderKind, tries_left: u8) -> Verification {
    let everything = reader == ReaderKind::Face;
    let desk = DeskSide {
        reader,
        camera: everything,
        staff_check: match everything {
            true => StaffCheckState::Open,
            false => StaffCheckState::NotSet,
        },
    };
    let card = CardSide {
        pin: PinTries::new(tries_left).map_or(PinState::Locked, PinState::Open),
        without_pin: true,
        face: true,
    };
    Verification::begin(Arc::new(policy), desk, card)
}

/// A card with so many tries was read at a general reader.
pub(super) fn read(tries_left: u8) -> Input {
    Input::CardRead(verification(ReaderKind::General, tries_left))
}

/// The same at a reader with everything.
pub(super) fn read_for_face(tries_left: u8) -> Input {
    Input::CardRead(verification(ReaderKind::Face, tries_left))
}

pub(super) fn staff() -> StaffId {
    StaffId::parse("S-001").unwrap()
}

/// What leads on from `visit` when all goes well.
pub(super) fn expected(visit: &Visit) -> Input {
    match visit {
        Visit::AwaitingCard | Visit::Answered { .. } | Visit::Refused { .. } => {
            Input::CardPresented
        }
        Visit::ReadingCard => read(3),
        Visit::OpeningVisit { .. } => Input::ChallengeReceived,
        Visit::ChoosingMethod { verification, .. } => {
            Input::MethodChosen(verification.offered()[0])
        }
        Visit::ComparingFace { .. } => Input::FaceMatched {
            band: ScoreBand::Clear,
        },
        Visit::AwaitingStaff { .. } => Input::PasscodeEntered,
        Visit::CheckingPasscode { .. } => Input::PasscodeAccepted { staff: staff() },
        Visit::AwaitingPin { .. } => Input::PinEntered {
            spend_last_try: true,
        },
        Visit::CheckingPin { .. } => Input::PinAccepted,
        Visit::SigningChallenge { .. } => Input::ChallengeSigned,
        Visit::Authenticating { .. } => admitted(admission()),
        Visit::ChoosingRegistration { .. } => Input::RegistrationChosen(true),
        Visit::ChoosingConsent { .. } => Input::ConsentChosen(vec![Category::Medication]),
        Visit::ChoosingLimit { .. } => Input::LimitChosen(LimitChoice::Provide),
        Visit::Completing { .. } => Input::DecisionReceived(decision()),
    }
}

/// The visit after `inputs`, all at the beginning.
pub(super) fn after(inputs: impl IntoIterator<Item = Input>) -> Visit {
    inputs
        .into_iter()
        .fold(Visit::AwaitingCard, |visit, input| {
            visit.step(input, at(0)).0
        })
}

/// The visit after so many steps of all going well.
pub(super) fn well_after(steps: usize) -> Visit {
    (0..steps).fold(Visit::AwaitingCard, |visit, _| {
        let input = expected(&visit);
        visit.step(input, at(0)).0
    })
}
