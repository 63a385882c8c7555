//! Visits from beginning to end.

use qualification::{
    Category, Choices, ConsentSurface, LimitChoice, LimitDirective, Method, Reason, Verified,
};

use super::samples::{
    PIN, VISIT, admission, admitted, after, at, decision, grace, read, well_after,
};
use crate::{CardPlace, Effect, Input, Reminder, Showing, Step, StepState, Told, Visit, text};

/// Steps through `(second, input, situation after, effects)`, and gives the end.
fn tell<const N: usize>(story: [(i64, Input, &str, &[Effect]); N]) -> Visit {
    story.into_iter().fold(
        Visit::AwaitingCard,
        |visit, (second, input, name, effects)| {
            let happened = input.name();
            let (visit, done) = visit.step(input, at(second));
            assert_eq!(visit.name(), name, "after {happened}");
            assert_eq!(done, effects, "after {happened}");
            visit
        },
    )
}

fn complete(consented: &[Category], limit: LimitChoice) -> Effect {
    let consented = consented.to_vec();
    let surface = ConsentSurface::Desk;
    let choices = Choices {
        consented,
        limit,
        register: false,
        surface,
    };
    let visit = VISIT;
    Effect::Complete { visit, choices }
}

fn authenticate(attempts: u8) -> Effect {
    let verified = Verified::Pin;
    Effect::Authenticate { verified, attempts }
}

fn states(visit: &Visit) -> [StepState; 5] {
    visit.steps().all().map(|(_, state)| state)
}

#[test]
fn r006_an_ordinary_visit_takes_five_steps() {
    use StepState::Done;
    let visit = tell([
        (0, Input::CardPresented, "ReadingCard", &[Effect::ReadCard]),
        (1, read(3), "OpeningVisit", &[Effect::OpenVisit]),
        (2, Input::ChallengeReceived, "AwaitingPin", &[]),
        (8, PIN, "CheckingPin", &[Effect::VerifyPin]),
        (8, Input::PinWasWrong { tries_left: 2 }, "AwaitingPin", &[]),
        (14, PIN, "CheckingPin", &[Effect::VerifyPin]),
        (
            14,
            Input::PinAccepted,
            "SigningChallenge",
            &[Effect::SignChallenge { without_pin: false }],
        ),
        (
            15,
            Input::ChallengeSigned,
            "Authenticating",
            &[authenticate(2)],
        ),
        (15, admitted(admission()), "ChoosingConsent", &[]),
        (
            25,
            Input::ConsentChosen(vec![Category::Medication]),
            "ChoosingLimit",
            &[],
        ),
        (
            30,
            Input::LimitChosen(LimitChoice::Provide),
            "Completing",
            &[complete(&[Category::Medication], LimitChoice::Provide)],
        ),
        (
            31,
            Input::DecisionReceived(decision()),
            "Answered",
            &[Effect::ReleaseCard],
        ),
    ]);
    assert_eq!(states(&visit), [Done; 5]);
    let visit = visit.step(Input::CardRemoved, at(40)).0;
    assert!(visit == Visit::AwaitingCard);
}

#[test]
fn r007_inside_the_grace_steps_three_and_four_are_skipped() {
    use StepState::{Current, Done, Skipped};
    let (visit, effects) = well_after(6).step(admitted(grace()), at(0));
    assert_eq!(effects, [complete(&[], LimitChoice::Withhold)]);
    assert_eq!(states(&visit), [Done, Done, Skipped, Skipped, Current]);
    let visit = visit.step(Input::DecisionReceived(decision()), at(0)).0;
    assert_eq!(states(&visit), [Done, Done, Skipped, Skipped, Done]);
}

#[test]
fn r007_each_question_can_be_skipped_alone() {
    use StepState::{Current, Done, Skipped};
    let mut limit_only = admission();
    limit_only.ask_consent.clear();
    let visit = well_after(6).step(admitted(limit_only), at(0)).0;
    assert_eq!(visit.name(), "ChoosingLimit");
    let visit = visit
        .step(Input::LimitChosen(LimitChoice::Withhold), at(0))
        .0;
    assert_eq!(states(&visit), [Done, Done, Skipped, Done, Current]);

    let mut consent_only = admission();
    consent_only.limit = LimitDirective::Skip;
    let visit = well_after(6).step(admitted(consent_only), at(0)).0;
    let (visit, effects) = visit.step(Input::ConsentChosen(vec![Category::Checkup]), at(0));
    assert_eq!(
        effects,
        [complete(&[Category::Checkup], LimitChoice::Withhold)]
    );
    assert_eq!(states(&visit), [Done, Done, Done, Skipped, Current]);
}

#[test]
fn what_was_not_asked_cannot_be_agreed_to() {
    let mut admission = admission();
    admission.ask_consent = vec![Category::Checkup];
    admission.limit = LimitDirective::Skip;
    let visit = well_after(6).step(admitted(admission), at(0)).0;
    let (_, effects) = visit.step(Input::ConsentChosen(Category::ALL.to_vec()), at(0));
    assert_eq!(
        effects,
        [complete(&[Category::Checkup], LimitChoice::Withhold)]
    );
}

#[test]
fn r017_the_third_wrong_pin_ends_the_visit_with_a_locked_card() {
    let visit = tell([
        (0, Input::CardPresented, "ReadingCard", &[Effect::ReadCard]),
        (0, read(3), "OpeningVisit", &[Effect::OpenVisit]),
        (0, Input::ChallengeReceived, "AwaitingPin", &[]),
        (0, PIN, "CheckingPin", &[Effect::VerifyPin]),
        (0, Input::PinWasWrong { tries_left: 2 }, "AwaitingPin", &[]),
        (0, PIN, "CheckingPin", &[Effect::VerifyPin]),
        (0, Input::PinWasWrong { tries_left: 1 }, "AwaitingPin", &[]),
        (0, PIN, "AwaitingPin", &[]),
        (
            0,
            Input::PinEntered {
                spend_last_try: true,
            },
            "CheckingPin",
            &[Effect::VerifyPin],
        ),
        (0, Input::PinWasBlocked, "Refused", &[Effect::ReleaseCard]),
    ]);
    assert!(
        visit.screen(at(0)).showing
            == Showing::Ended {
                reason: Reason::PinLocked
            }
    );
    use StepState::{Ahead, Done, Stopped};
    assert_eq!(states(&visit), [Done, Stopped, Ahead, Ahead, Ahead]);
}

#[test]
fn a_locked_card_is_told_before_anything_is_asked() {
    let visit = tell([
        (0, Input::CardPresented, "ReadingCard", &[Effect::ReadCard]),
        (0, read(0), "Refused", &[Effect::ReleaseCard]),
    ]);
    assert_eq!(visit.steps().current(), Step::CardReading);
}

#[test]
fn r017_tries_are_shown_below_three_and_the_last_one_is_warned_of() {
    for (left, tries_left, warn_last) in [(3, None, false), (2, Some(2), false), (1, Some(1), true)]
    {
        let visit = after([Input::CardPresented, read(left), Input::ChallengeReceived]);
        let asked = Showing::EnterPin {
            told: Told::default(),
            tries_left,
            warn_last,
            others: Vec::new(),
            withheld: vec![(Method::StaffCheck, Reason::StaffCheckNotSet)],
        };
        assert!(visit.screen(at(0)).showing == asked, "{left}");
        assert_eq!(tries_left.is_some(), text::tries_left(left).is_some());
    }
}

#[test]
fn a_card_taken_while_the_answer_is_awaited_still_gets_its_answer() {
    let visit = well_after(9).step(Input::CardRemoved, at(0)).0;
    let (visit, effects) = visit.step(Input::DecisionReceived(decision()), at(5));
    assert_eq!(effects, [Effect::ReleaseCard]);
    let Visit::Answered { card, .. } = &visit else {
        panic!("{visit:?}");
    };
    assert_eq!(*card, CardPlace::Taken);
    assert_eq!(visit.screen(at(34)).reminder, None);
    let visit = visit.step(Input::TimePassed, at(35)).0;
    assert!(visit == Visit::AwaitingCard);
}

#[test]
fn an_answer_that_never_came_leaves_no_consent_behind() {
    let (_, effects) = well_after(9).step(Input::Failed(Reason::ServerDown), at(0));
    assert_eq!(
        effects,
        [Effect::CloseVisit { visit: VISIT }, Effect::ReleaseCard]
    );
}

#[test]
fn a_touch_gives_a_question_another_thirty_seconds() {
    let touched = well_after(7).step(Input::Touched, at(29)).0;
    let still_asked = touched.step(Input::TimePassed, at(58)).0;
    assert_eq!(still_asked.name(), "ChoosingConsent");
    let over = still_asked.step(Input::TimePassed, at(59)).0;
    assert!(
        over.screen(at(59)).showing
            == Showing::Ended {
                reason: Reason::TimedOut
            }
    );
}

#[test]
fn a_question_warns_for_its_last_ten_seconds() {
    for (second, seconds_left) in [(19, None), (20, Some(10)), (29, Some(1)), (31, Some(1))] {
        let warning = seconds_left.map(|seconds_left| Reminder::StillThere { seconds_left });
        assert_eq!(
            well_after(8).screen(at(second)).reminder,
            warning,
            "{second}"
        );
    }
}

#[test]
fn a_clock_set_back_ends_nothing() {
    let visit = well_after(8).step(Input::TimePassed, at(-100_000)).0;
    assert_eq!(visit.name(), "ChoosingLimit");
    assert_eq!(visit.screen(at(-100_000)).reminder, None);
}

#[test]
fn r014_a_card_left_on_the_reader_is_reminded_of() {
    let answered = well_after(10);
    assert_eq!(answered.screen(at(19)).reminder, None);
    assert_eq!(answered.screen(at(20)).reminder, Some(Reminder::CardLeft));
}

#[test]
fn debug_output_holds_nothing_about_the_patient() {
    let input = Input::DecisionReceived(decision());
    assert_eq!(format!("{input:?}"), "DecisionReceived");
    assert_eq!(format!("{:?}", well_after(10)), "Answered");
}
