//! Every situation with every input, as one table to read.

use qualification::{Category, LimitChoice, LimitDirective, Method, Reason, ScoreBand};
use verification::{FaceFailure, PasscodeFailure};

use super::samples::{
    PIN, admission, admitted, after, at, decision, grace, read, read_for_face, staff, unregistered,
    well_after, with_limit,
};
use crate::{Effect, Input, Visit};

const TABLE: &str = include_str!("table.txt");

/// Every situation, some of them in more than one shape.
fn situations() -> Vec<(&'static str, Visit)> {
    let locked = [Input::CardPresented, read(0)];
    let last_try = [Input::CardPresented, read(1), Input::ChallengeReceived];
    let after_wrong = [
        Input::CardPresented,
        read(3),
        Input::ChallengeReceived,
        PIN,
        Input::PinWasWrong { tries_left: 2 },
    ];
    let taken = |visit: Visit| visit.step(Input::CardRemoved, at(0)).0;
    let then = |visit: Visit, input| visit.step(input, at(0)).0;
    let choose = Input::MethodChosen;
    let choosing = after([
        Input::CardPresented,
        read_for_face(3),
        Input::ChallengeReceived,
    ]);
    let locked_for_face = [
        Input::CardPresented,
        read_for_face(0),
        Input::ChallengeReceived,
    ];
    let awaiting_staff = then(choosing.clone(), choose(Method::StaffCheck));
    vec![
        ("AwaitingCard", well_after(0)),
        ("ReadingCard", well_after(1)),
        ("OpeningVisit", well_after(2)),
        ("ChoosingMethod", choosing.clone()),
        ("ChoosingMethod, PIN locked", after(locked_for_face)),
        (
            "AwaitingPin, at a face reader",
            then(choosing.clone(), choose(Method::Pin)),
        ),
        (
            "ComparingFace",
            then(choosing.clone(), choose(Method::Face)),
        ),
        ("AwaitingStaff", awaiting_staff.clone()),
        (
            "CheckingPasscode",
            then(awaiting_staff, Input::PasscodeEntered),
        ),
        ("AwaitingPin", well_after(3)),
        ("AwaitingPin, last try", after(last_try)),
        ("AwaitingPin, after a wrong one", after(after_wrong)),
        ("CheckingPin", well_after(4)),
        ("SigningChallenge", well_after(5)),
        ("Authenticating", well_after(6)),
        (
            "ChoosingRegistration",
            then(well_after(6), admitted(unregistered())),
        ),
        ("ChoosingConsent", well_after(7)),
        (
            "ChoosingConsent, limit automatic",
            then(
                well_after(6),
                admitted(with_limit(LimitDirective::Automatic)),
            ),
        ),
        (
            "ChoosingConsent, limit unavailable",
            then(
                well_after(6),
                admitted(with_limit(LimitDirective::Unavailable)),
            ),
        ),
        ("ChoosingLimit", well_after(8)),
        ("Completing", well_after(9)),
        ("Completing, card taken", taken(well_after(9))),
        ("Answered", well_after(10)),
        (
            "Answered, card taken",
            then(taken(well_after(9)), Input::DecisionReceived(decision())),
        ),
        ("Refused", after(locked)),
        (
            "Refused, no card",
            after([Input::Failed(Reason::ReaderAbsent)]),
        ),
    ]
}

/// Every input, some of them in more than one shape, and the second it comes in.
fn inputs() -> Vec<(&'static str, Input, i64)> {
    let limit = LimitChoice::Provide;
    let (spend_last_try, band) = (true, ScoreBand::Clear);
    vec![
        ("CardPresented", Input::CardPresented, 5),
        ("CardRead, 3 tries", read(3), 5),
        ("CardRead, 0 tries", read(0), 5),
        ("ChallengeReceived", Input::ChallengeReceived, 5),
        ("MethodChosen, face", Input::MethodChosen(Method::Face), 5),
        ("MethodChosen, PIN", Input::MethodChosen(Method::Pin), 5),
        (
            "MethodChosen, staff",
            Input::MethodChosen(Method::StaffCheck),
            5,
        ),
        ("PinEntered", PIN, 5),
        (
            "PinEntered, agreed",
            Input::PinEntered { spend_last_try },
            5,
        ),
        ("PinAccepted", Input::PinAccepted, 5),
        (
            "PinWasWrong, 2 tries",
            Input::PinWasWrong { tries_left: 2 },
            5,
        ),
        (
            "PinWasWrong, 0 tries",
            Input::PinWasWrong { tries_left: 0 },
            5,
        ),
        ("PinWasBlocked", Input::PinWasBlocked, 5),
        ("FaceMatched", Input::FaceMatched { band }, 5),
        ("FaceFailed", Input::FaceFailed(FaceFailure::Mismatch), 5),
        ("PasscodeEntered", Input::PasscodeEntered, 5),
        ("PersonDenied", Input::PersonDenied, 5),
        (
            "PasscodeAccepted",
            Input::PasscodeAccepted { staff: staff() },
            5,
        ),
        (
            "PasscodeRefused",
            Input::PasscodeRefused(PasscodeFailure::Wrong),
            5,
        ),
        (
            "PasscodeRefused, closed",
            Input::PasscodeRefused(PasscodeFailure::Closed),
            5,
        ),
        ("ChallengeSigned", Input::ChallengeSigned, 5),
        ("PinDemanded", Input::PinDemanded, 5),
        ("Admitted", admitted(admission()), 5),
        ("Admitted, in grace", admitted(grace()), 5),
        ("Admitted, unregistered", admitted(unregistered()), 5),
        ("WasRefused", Input::WasRefused(Reason::CertExpired), 5),
        (
            "RegistrationChosen, yes",
            Input::RegistrationChosen(true),
            5,
        ),
        (
            "RegistrationChosen, no",
            Input::RegistrationChosen(false),
            5,
        ),
        (
            "ConsentChosen",
            Input::ConsentChosen(vec![Category::Surgery]),
            5,
        ),
        ("LimitChosen", Input::LimitChosen(limit), 5),
        ("DecisionReceived", Input::DecisionReceived(decision()), 5),
        ("Failed", Input::Failed(Reason::ServerDown), 5),
        ("CardRemoved", Input::CardRemoved, 5),
        ("Cancelled", Input::Cancelled, 5),
        ("Touched", Input::Touched, 5),
        ("TimePassed, 29 s", Input::TimePassed, 29),
        ("TimePassed, 30 s", Input::TimePassed, 30),
        ("TimePassed, 120 s", Input::TimePassed, 120),
    ]
}

#[test]
fn every_situation_answers_every_input_as_written() {
    let mut table = String::new();
    for (situation, visit) in situations() {
        table.push_str(&format!("\n{situation}\n"));
        let mut unchanged = Vec::new();
        for (label, input, second) in inputs() {
            let (next, effects) = visit.clone().step(input, at(second));
            if next == visit && effects.is_empty() {
                unchanged.push(label);
            } else {
                let to = name(&next);
                let by: Vec<_> = effects.iter().map(Effect::name).collect();
                let row = format!("    {label:<23} → {to:<26} {}", by.join(", "));
                table.push_str(row.trim_end());
                table.push('\n');
            }
        }
        table.push_str(&format!("    unchanged by {} more\n", unchanged.len()));
    }
    assert!(table == TABLE, "the table is now:\n{table}");
}

fn name(visit: &Visit) -> String {
    match visit {
        Visit::Refused { reason, .. } => format!("Refused {}", reason.code()),
        _ => visit.name().to_owned(),
    }
}

/// The names in the table are all there are.
#[test]
fn the_table_leaves_no_situation_and_no_input_out() {
    let mut situations: Vec<_> = situations().iter().map(|(_, at)| at.name()).collect();
    situations.sort_unstable();
    situations.dedup();
    assert_eq!(situations.len(), 17);
    let mut inputs: Vec<_> = inputs().iter().map(|(_, input, _)| input.name()).collect();
    inputs.dedup();
    assert_eq!(inputs.len(), 27);
}
