//! The three ways of step 2, from one to the other.

use std::sync::Arc;

use qualification::{ConsentSurface, LimitChoice, Method, ReaderKind, Reason, ScoreBand, Verified};
use verification::{
    CardSide, DeskSide, FaceFailure, NotCaptured, PasscodeFailure, PinState, Policy,
    StaffCheckState, Verification,
};

use super::samples::{PIN, admission, admitted, after, at, read, read_for_face, staff};
use crate::{Effect, Input, Reminder, Showing, StepState, Told, Visit};

const MISMATCH: Input = Input::FaceFailed(FaceFailure::Mismatch);

/// Where a visit stands and what it asks for, after these inputs.
fn told(inputs: impl IntoIterator<Item = Input>) -> (Visit, Vec<Effect>) {
    let start = (Visit::AwaitingCard, Vec::new());
    inputs
        .into_iter()
        .fold(start, |(visit, _), input| visit.step(input, at(0)))
}

/// At the first question of step 2, at a reader with everything.
fn at_a_face_reader() -> Vec<Input> {
    vec![
        Input::CardPresented,
        read_for_face(3),
        Input::ChallengeReceived,
    ]
}

/// What is said, and which ways are offered, where one is to be chosen.
fn choice(visit: &Visit) -> (Told, Vec<Method>) {
    match visit.screen(at(0)).showing {
        Showing::ChooseMethod { told, offered, .. } => (told, offered),
        _ => panic!("{visit:?}"),
    }
}

fn choose(way: Method) -> Input {
    Input::MethodChosen(way)
}

fn authenticate(verified: Verified, attempts: u8) -> Vec<Effect> {
    vec![Effect::Authenticate { verified, attempts }]
}

#[test]
fn r019_a_face_that_matches_has_the_card_sign_without_a_pin() {
    let mut story = at_a_face_reader();
    story.push(choose(Method::Face));
    assert_eq!(told(story.clone()).1, [Effect::CompareFace]);
    let band = ScoreBand::Clear;
    story.push(Input::FaceMatched { band });
    assert_eq!(
        told(story.clone()).1,
        [Effect::SignChallenge { without_pin: true }]
    );
    story.push(Input::ChallengeSigned);
    assert_eq!(told(story).1, authenticate(Verified::Face { band }, 1));
}

#[test]
fn r015_after_two_faces_that_do_not_match_the_pin_is_the_third_attempt() {
    let mut story = at_a_face_reader();
    for _ in 0..2 {
        story.extend([choose(Method::Face), MISMATCH]);
    }
    let (visit, _) = told(story.clone());
    let (said, offered) = choice(&visit);
    assert_eq!(said.reason, Some(Reason::FaceMismatch));
    assert_eq!(offered[0], Method::Face, "a third may be tried");
    story.extend([choose(Method::Pin), PIN, Input::PinAccepted]);
    story.push(Input::ChallengeSigned);
    assert_eq!(told(story).1, authenticate(Verified::Pin, 3));
}

#[test]
fn r019_the_third_face_that_does_not_match_leaves_pin_and_staff() {
    let mut story = at_a_face_reader();
    for _ in 0..3 {
        story.extend([choose(Method::Face), MISMATCH]);
    }
    let (visit, _) = told(story.clone());
    let Showing::EnterPin {
        told: said, others, ..
    } = visit.screen(at(0)).showing
    else {
        panic!("{visit:?}");
    };
    assert_eq!(said.reason, Some(Reason::FaceMismatch));
    assert_eq!(others, [Method::StaffCheck]);
    story.push(choose(Method::Face));
    let (visit, effects) = told(story);
    assert!(effects.is_empty(), "{visit:?}");
}

#[test]
fn r019_frames_without_a_face_are_no_mismatches_and_end_the_way_on_their_own() {
    let mut story = at_a_face_reader();
    for hint in [
        NotCaptured::NoFace,
        NotCaptured::TwoFaces,
        NotCaptured::Covered,
        NotCaptured::TooClose,
    ] {
        let failure = FaceFailure::NotCaptured(hint);
        story.extend([choose(Method::Face), Input::FaceFailed(failure)]);
        let (visit, _) = told(story.clone());
        let (said, _) = choice(&visit);
        assert_eq!(said.hint, Some(hint));
    }
    let timeout = FaceFailure::NotCaptured(NotCaptured::Timeout);
    let mut ended = story.clone();
    ended.extend([choose(Method::Face), Input::FaceFailed(timeout)]);
    assert_eq!(told(ended).0.name(), "AwaitingPin");
    let band = ScoreBand::Narrow;
    story.extend([choose(Method::Face), Input::FaceMatched { band }]);
    story.push(Input::ChallengeSigned);
    assert_eq!(told(story).1, authenticate(Verified::Face { band }, 1));
}

#[test]
fn r015_a_locked_pin_leaves_face_and_staff_and_says_why() {
    let mut story = vec![
        Input::CardPresented,
        read_for_face(0),
        Input::ChallengeReceived,
    ];
    let (visit, _) = told(story.clone());
    let (said, offered) = choice(&visit);
    assert_eq!(said.reason, Some(Reason::PinLocked));
    assert_eq!(offered, [Method::Face, Method::StaffCheck]);
    story.extend([choose(Method::StaffCheck), Input::PasscodeEntered]);
    assert_eq!(told(story.clone()).1, [Effect::CheckPasscode]);
    story.push(Input::PasscodeAccepted { staff: staff() });
    story.push(Input::ChallengeSigned);
    let verified = Verified::StaffCheck { staff: staff() };
    assert_eq!(told(story).1, authenticate(verified, 1));
}

#[test]
fn r020_steps_three_and_four_still_follow_the_staffs_check() {
    let mut story = at_a_face_reader();
    story.extend([choose(Method::StaffCheck), Input::PasscodeEntered]);
    story.push(Input::PasscodeAccepted { staff: staff() });
    story.extend([Input::ChallengeSigned, admitted(admission())]);
    assert_eq!(after(story).name(), "ChoosingConsent");
}

#[test]
fn r012_a_general_reader_refuses_a_face_and_tries_nothing() {
    let asked = [
        Input::CardPresented,
        read(3),
        Input::ChallengeReceived,
        choose(Method::Face),
    ];
    let (visit, effects) = told(asked);
    assert!(effects.is_empty());
    let stopped = visit.step(Input::Cancelled, at(0)).0;
    let reason = Reason::MethodNotOffered;
    assert!(stopped.screen(at(0)).showing == Showing::Ended { reason });
}

#[test]
fn r020_a_passcode_that_is_wrong_three_times_leaves_the_other_ways() {
    let wrong = || {
        [
            Input::PasscodeEntered,
            Input::PasscodeRefused(PasscodeFailure::Wrong),
        ]
    };
    let mut story = at_a_face_reader();
    story.push(choose(Method::StaffCheck));
    story.extend(wrong());
    story.extend(wrong());
    assert_eq!(after(story.clone()).name(), "AwaitingStaff");
    story.extend(wrong());
    let (visit, _) = told(story);
    let (said, offered) = choice(&visit);
    assert_eq!(said.reason, Some(Reason::PasscodeWrong));
    assert_eq!(offered, [Method::Face, Method::Pin]);
}

#[test]
fn r020_staff_who_see_another_person_end_the_visit() {
    let mut story = at_a_face_reader();
    story.extend([choose(Method::StaffCheck), Input::PersonDenied]);
    let (visit, effects) = told(story);
    assert_eq!(effects, [Effect::ReleaseCard]);
    let reason = Reason::NotThePerson;
    assert!(visit.screen(at(0)).showing == Showing::Ended { reason });
}

/// At that reader, with everything but what `card` cannot do.
fn card_read(reader: ReaderKind, card: CardSide, policy: Policy) -> Input {
    let desk = DeskSide {
        reader,
        camera: reader == ReaderKind::Face,
        staff_check: StaffCheckState::Open,
    };
    Input::CardRead(Verification::begin(Arc::new(policy), desk, card))
}

#[test]
fn a_real_card_says_why_it_needs_its_pin() {
    let Visit::AwaitingPin { verification, .. } =
        after([Input::CardPresented, read(3), Input::ChallengeReceived])
    else {
        panic!("no PIN is asked for");
    };
    let real = CardSide {
        pin: PinState::Open(verification.tries().unwrap()),
        without_pin: false,
        face: true,
    };
    let read = card_read(ReaderKind::Face, real, Policy::built_in());
    let story = [Input::CardPresented, read, Input::ChallengeReceived];
    let (visit, _) = told(story);
    assert_eq!(visit.name(), "AwaitingPin");
    for way in [Method::Face, Method::StaffCheck] {
        let (visit, effects) = visit.clone().step(choose(way), at(0));
        assert!(effects.is_empty());
        let Showing::EnterPin { told: said, .. } = visit.screen(at(0)).showing else {
            panic!("{visit:?}");
        };
        assert_eq!(said.reason, Some(Reason::PinlessNotAvailable), "{way:?}");
    }
}

#[test]
fn a_card_that_turns_the_terminal_down_is_asked_for_its_pin() {
    let mut story = at_a_face_reader();
    let band = ScoreBand::Clear;
    story.extend([choose(Method::Face), Input::FaceMatched { band }]);
    story.push(Input::PinDemanded);
    assert_eq!(after(story).name(), "AwaitingPin");
}

#[test]
fn r020_a_card_without_pin_at_a_general_reader_is_for_the_staff() {
    let card = CardSide {
        pin: PinState::NotSet,
        without_pin: true,
        face: true,
    };
    let read = card_read(ReaderKind::General, card, Policy::built_in());
    let story = [Input::CardPresented, read, Input::ChallengeReceived];
    let (visit, _) = told(story);
    let Showing::ChooseMethod {
        offered, withheld, ..
    } = visit.screen(at(0)).showing
    else {
        panic!("{visit:?}");
    };
    assert_eq!(offered, [Method::StaffCheck]);
    assert_eq!(withheld, [(Method::Pin, Reason::PinNotSet)]);
}

#[test]
fn r013_where_a_general_reader_asks_no_consent_the_limit_is_answered_orally() {
    let without_screen = include_str!("../../../verification/policy.toml");
    let without_screen = without_screen.replace("\"DESK_SCREEN\"", "\"UNAVAILABLE\"");
    let Input::CardRead(known) = read(3) else {
        panic!("no card was read");
    };
    let card = CardSide {
        pin: PinState::Open(known.tries().unwrap()),
        without_pin: false,
        face: false,
    };
    let policy = Policy::parse(&without_screen).unwrap();
    let story = [
        Input::CardPresented,
        card_read(ReaderKind::General, card, policy),
        Input::ChallengeReceived,
        PIN,
        Input::PinAccepted,
        Input::ChallengeSigned,
        admitted(admission()),
    ];
    let (visit, _) = told(story);
    assert!(visit.screen(at(0)).showing == Showing::ChooseLimit { orally: true });
    let (visit, effects) = visit.step(Input::LimitChosen(LimitChoice::Provide), at(0));
    let [Effect::Complete { choices, .. }] = effects.as_slice() else {
        panic!("{effects:?}");
    };
    assert_eq!(choices.surface, ConsentSurface::Oral);
    assert!(choices.consented.is_empty());
    assert_eq!(visit.steps().all()[2].1, StepState::Skipped);
}

#[test]
fn the_staff_have_two_minutes_to_come_to_look_and_to_type() {
    let locked = [
        Input::CardPresented,
        read_for_face(0),
        Input::ChallengeReceived,
    ];
    let called = after(locked.into_iter().chain([choose(Method::StaffCheck)]));
    for (second, over) in [(30, false), (119, false), (120, true)] {
        let visit = called.clone().step(Input::TimePassed, at(second)).0;
        assert_eq!(visit.name() == "Refused", over, "{second}");
    }
    let warning = called.screen(at(110)).reminder;
    assert_eq!(warning, Some(Reminder::StillThere { seconds_left: 10 }));
    assert_eq!(called.screen(at(109)).reminder, None);
}

#[test]
fn a_question_after_another_way_says_nothing_of_that_way() {
    let mut story = at_a_face_reader();
    story.extend([
        choose(Method::Pin),
        PIN,
        Input::PinWasWrong { tries_left: 2 },
    ]);
    story.push(choose(Method::StaffCheck));
    let (visit, _) = told(story);
    let Showing::ConfirmPerson { told: said, .. } = visit.screen(at(0)).showing else {
        panic!("{visit:?}");
    };
    assert_eq!(said, Told::default());
    let stopped = visit.step(Input::Cancelled, at(0)).0;
    let reason = Reason::PinWrong;
    assert!(stopped.screen(at(0)).showing == Showing::Ended { reason });
}
