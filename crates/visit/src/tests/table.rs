//! Every situation with every input, as one table to read.

use qualification::{Category, LimitChoice, Reason};

use super::samples::{PIN, admission, admitted, after, at, decision, grace, well_after};
use crate::{Effect, Input, Visit};

const TABLE: &str = "
AwaitingCard
    CardPresented          → ReadingCard                ReadCard
    Failed                 → Refused SERVER_DOWN
    unchanged by 21 more

ReadingCard
    CardPresented          → ReadingCard                ReleaseCard, ReadCard
    CardRead, 3 tries      → OpeningVisit               OpenVisit
    CardRead, 0 tries      → Refused PIN_LOCKED         ReleaseCard
    Failed                 → Refused SERVER_DOWN        ReleaseCard
    CardRemoved            → AwaitingCard               ReleaseCard
    Cancelled              → Refused CANCELLED          ReleaseCard
    unchanged by 17 more

OpeningVisit
    CardPresented          → ReadingCard                ReleaseCard, ReadCard
    ChallengeReceived      → AwaitingPin
    WasRefused             → Refused CERT_EXPIRED       ReleaseCard
    Failed                 → Refused SERVER_DOWN        ReleaseCard
    CardRemoved            → AwaitingCard               ReleaseCard
    Cancelled              → Refused CANCELLED          ReleaseCard
    unchanged by 17 more

AwaitingPin
    CardPresented          → ReadingCard                ReleaseCard, ReadCard
    PinEntered             → CheckingPin                VerifyPin
    PinEntered, agreed     → CheckingPin                VerifyPin
    Failed                 → Refused SERVER_DOWN        ReleaseCard
    CardRemoved            → AwaitingCard               ReleaseCard
    Cancelled              → Refused CANCELLED          ReleaseCard
    Touched                → AwaitingPin
    TimePassed, 30 s       → Refused TIMED_OUT          ReleaseCard
    unchanged by 15 more

AwaitingPin, last try
    CardPresented          → ReadingCard                ReleaseCard, ReadCard
    PinEntered             → AwaitingPin
    PinEntered, agreed     → CheckingPin                VerifyPin
    Failed                 → Refused SERVER_DOWN        ReleaseCard
    CardRemoved            → AwaitingCard               ReleaseCard
    Cancelled              → Refused CANCELLED          ReleaseCard
    Touched                → AwaitingPin
    TimePassed, 30 s       → Refused TIMED_OUT          ReleaseCard
    unchanged by 15 more

AwaitingPin, after a wrong one
    CardPresented          → ReadingCard                ReleaseCard, ReadCard
    PinEntered             → CheckingPin                VerifyPin
    PinEntered, agreed     → CheckingPin                VerifyPin
    Failed                 → Refused SERVER_DOWN        ReleaseCard
    CardRemoved            → AwaitingCard               ReleaseCard
    Cancelled              → Refused PIN_WRONG          ReleaseCard
    Touched                → AwaitingPin
    TimePassed, 30 s       → Refused TIMED_OUT          ReleaseCard
    unchanged by 15 more

CheckingPin
    CardPresented          → ReadingCard                ReleaseCard, ReadCard
    PinAccepted            → SigningChallenge           SignChallenge
    PinWasWrong, 2 tries   → AwaitingPin
    PinWasWrong, 0 tries   → Refused PIN_LOCKED         ReleaseCard
    PinWasBlocked          → Refused PIN_LOCKED         ReleaseCard
    Failed                 → Refused SERVER_DOWN        ReleaseCard
    CardRemoved            → AwaitingCard               ReleaseCard
    Cancelled              → Refused CANCELLED          ReleaseCard
    unchanged by 15 more

SigningChallenge
    CardPresented          → ReadingCard                ReleaseCard, ReadCard
    ChallengeSigned        → Authenticating             Authenticate
    Failed                 → Refused SERVER_DOWN        ReleaseCard
    CardRemoved            → AwaitingCard               ReleaseCard
    Cancelled              → Refused CANCELLED          ReleaseCard
    unchanged by 18 more

Authenticating
    CardPresented          → ReadingCard                ReleaseCard, ReadCard
    Admitted               → ChoosingConsent
    Admitted, in grace     → Completing                 Complete
    WasRefused             → Refused CERT_EXPIRED       ReleaseCard
    Failed                 → Refused SERVER_DOWN        ReleaseCard
    CardRemoved            → AwaitingCard               ReleaseCard
    Cancelled              → Refused CANCELLED          ReleaseCard
    unchanged by 16 more

ChoosingConsent
    CardPresented          → ReadingCard                CloseVisit, ReleaseCard, ReadCard
    ConsentChosen          → ChoosingLimit
    Failed                 → Refused SERVER_DOWN        CloseVisit, ReleaseCard
    CardRemoved            → AwaitingCard               CloseVisit, ReleaseCard
    Cancelled              → Refused CANCELLED          CloseVisit, ReleaseCard
    Touched                → ChoosingConsent
    TimePassed, 30 s       → Refused TIMED_OUT          CloseVisit, ReleaseCard
    unchanged by 16 more

ChoosingLimit
    CardPresented          → ReadingCard                CloseVisit, ReleaseCard, ReadCard
    LimitChosen            → Completing                 Complete
    Failed                 → Refused SERVER_DOWN        CloseVisit, ReleaseCard
    CardRemoved            → AwaitingCard               CloseVisit, ReleaseCard
    Cancelled              → Refused CANCELLED          CloseVisit, ReleaseCard
    Touched                → ChoosingLimit
    TimePassed, 30 s       → Refused TIMED_OUT          CloseVisit, ReleaseCard
    unchanged by 16 more

Completing
    WasRefused             → Refused CERT_EXPIRED       CloseVisit, ReleaseCard
    DecisionReceived       → Answered                   ReleaseCard
    Failed                 → Refused SERVER_DOWN        CloseVisit, ReleaseCard
    CardRemoved            → Completing
    unchanged by 19 more

Completing, card taken
    CardPresented          → Completing
    WasRefused             → Refused CERT_EXPIRED       CloseVisit, ReleaseCard
    DecisionReceived       → Answered                   ReleaseCard
    Failed                 → Refused SERVER_DOWN        CloseVisit, ReleaseCard
    unchanged by 19 more

Answered
    CardPresented          → ReadingCard                ReadCard
    CardRemoved            → AwaitingCard
    Touched                → Answered
    unchanged by 20 more

Answered, card taken
    CardPresented          → ReadingCard                ReadCard
    CardRemoved            → AwaitingCard
    Cancelled              → AwaitingCard
    Touched                → Answered
    TimePassed, 30 s       → AwaitingCard
    unchanged by 18 more

Refused
    CardPresented          → ReadingCard                ReadCard
    CardRemoved            → AwaitingCard
    Touched                → Refused PIN_LOCKED
    unchanged by 20 more

Refused, no card
    CardPresented          → ReadingCard                ReadCard
    CardRemoved            → AwaitingCard
    Cancelled              → AwaitingCard
    Touched                → Refused READER_ABSENT
    TimePassed, 30 s       → AwaitingCard
    unchanged by 18 more
";

/// Every situation, some of them in more than one shape.
fn situations() -> Vec<(&'static str, Visit)> {
    let locked = [Input::CardPresented, Input::CardRead { tries_left: 0 }];
    let last_try = [
        Input::CardPresented,
        Input::CardRead { tries_left: 1 },
        Input::ChallengeReceived,
    ];
    let after_wrong = [
        Input::CardPresented,
        Input::CardRead { tries_left: 3 },
        Input::ChallengeReceived,
        PIN,
        Input::PinWasWrong { tries_left: 2 },
    ];
    let taken = |visit: Visit| visit.step(Input::CardRemoved, at(0)).0;
    let then = |visit: Visit, input| visit.step(input, at(0)).0;
    vec![
        ("AwaitingCard", well_after(0)),
        ("ReadingCard", well_after(1)),
        ("OpeningVisit", well_after(2)),
        ("AwaitingPin", well_after(3)),
        ("AwaitingPin, last try", after(last_try)),
        ("AwaitingPin, after a wrong one", after(after_wrong)),
        ("CheckingPin", well_after(4)),
        ("SigningChallenge", well_after(5)),
        ("Authenticating", well_after(6)),
        ("ChoosingConsent", well_after(7)),
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
    let spend_last_try = true;
    vec![
        ("CardPresented", Input::CardPresented, 5),
        ("CardRead, 3 tries", Input::CardRead { tries_left: 3 }, 5),
        ("CardRead, 0 tries", Input::CardRead { tries_left: 0 }, 5),
        ("ChallengeReceived", Input::ChallengeReceived, 5),
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
        ("ChallengeSigned", Input::ChallengeSigned, 5),
        ("Admitted", admitted(admission()), 5),
        ("Admitted, in grace", admitted(grace()), 5),
        ("WasRefused", Input::WasRefused(Reason::CertExpired), 5),
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
                let row = format!("    {label:<22} → {to:<26} {}", by.join(", "));
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
    situations.dedup();
    assert_eq!(situations.len(), 12);
    let mut inputs: Vec<_> = inputs().iter().map(|(_, input, _)| input.name()).collect();
    inputs.dedup();
    assert_eq!(inputs.len(), 18);
}
