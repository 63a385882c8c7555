//! What the server directs between the steps: registration, and what comes of step 4.

use qualification::{
    Category, Choices, ConsentSurface, LimitAnswer, LimitBar, LimitChoice, LimitDirective, Reason,
};

use super::samples::{
    VISIT, admission, admitted, at, decision, grace, unregistered, well_after, with_limit,
};
use crate::{Effect, Input, Reminder, Showing, StepState, Visit, text};

use StepState::{Ahead, Current, Done, Skipped, Stopped, Unavailable};

const YES: Input = Input::RegistrationChosen(true);
const NO: Input = Input::RegistrationChosen(false);

/// After step 2, let in so, and then these inputs: where the visit stands, and what it
/// asked for last.
fn let_in(admission: qualification::Admission, inputs: &[Input]) -> (Visit, Vec<Effect>) {
    let start = well_after(6).step(admitted(admission), at(0));
    let inputs = inputs.iter().cloned();
    inputs.fold(start, |(visit, _), input| visit.step(input, at(0)))
}

fn states(visit: &Visit) -> [StepState; 5] {
    visit.steps().all().map(|(_, state)| state)
}

fn sent(effects: &[Effect]) -> &Choices {
    match effects {
        [Effect::Complete { choices, .. }] => choices,
        _ => panic!("{effects:?}"),
    }
}

const CLOSED: [Effect; 2] = [Effect::CloseVisit { visit: VISIT }, Effect::ReleaseCard];

#[test]
fn r051_who_registers_goes_on_with_step_three_and_is_registered_with_the_answer() {
    let (visit, effects) = let_in(unregistered(), &[]);
    assert!(effects.is_empty());
    assert!(visit.screen(at(0)).showing == Showing::ChooseRegistration);
    assert_eq!(states(&visit), [Done, Current, Ahead, Ahead, Ahead]);
    let (visit, effects) = let_in(unregistered(), &[YES]);
    assert!(effects.is_empty());
    assert_eq!(states(&visit), [Done, Done, Current, Ahead, Ahead]);
    let consents = Input::ConsentChosen(Vec::new());
    let limit = Input::LimitChosen(LimitChoice::Withhold);
    let (_, effects) = let_in(unregistered(), &[YES, consents, limit]);
    let registers_and_nothing_else = Choices {
        register: true,
        ..Choices::nothing(ConsentSurface::Desk)
    };
    assert_eq!(sent(&effects), &registers_and_nothing_else);
}

#[test]
fn r051_who_declines_says_so_to_the_server_whose_answer_ends_the_visit() {
    for limit in [LimitDirective::Automatic, LimitDirective::Unavailable] {
        let admission = qualification::Admission {
            offer_registration: true,
            ..with_limit(limit)
        };
        let (visit, effects) = let_in(admission.clone(), &[NO]);
        assert_eq!(sent(&effects), &Choices::nothing(ConsentSurface::Desk));
        assert_eq!(states(&visit), [Done, Done, Ahead, Ahead, Current]);
        let reason = Reason::NotRegistered;
        let (visit, effects) = let_in(admission, &[NO, Input::WasRefused(reason)]);
        assert_eq!(effects, [Effect::ReleaseCard]);
        assert!(visit.screen(at(0)).showing == Showing::Ended { reason });
        assert_eq!(states(&visit), [Done, Done, Ahead, Ahead, Stopped]);
        assert_eq!(visit.screen(at(0)).notes(), []);
    }
}

#[test]
fn r024_silence_registers_nobody() {
    let (asked, _) = let_in(unregistered(), &[]);
    let warning = asked.screen(at(20)).reminder;
    assert_eq!(warning, Some(Reminder::StillThere { seconds_left: 10 }));
    let (visit, effects) = asked.step(Input::TimePassed, at(30));
    assert_eq!(effects, CLOSED);
    let reason = Reason::NotRegistered;
    assert!(visit.screen(at(30)).showing == Showing::Ended { reason });
    assert_eq!(states(&visit), [Done, Stopped, Ahead, Ahead, Ahead]);
    let (visit, effects) = let_in(unregistered(), &[Input::CardRemoved]);
    assert_eq!(effects, CLOSED);
    assert!(visit == Visit::AwaitingCard);
}

#[test]
fn r051_only_who_is_offered_registration_is_asked() {
    for admission in [admission(), grace()] {
        let (visit, _) = let_in(admission, &[]);
        assert_ne!(visit.name(), "ChoosingRegistration");
        let name = visit.name();
        let visit = visit.step(YES, at(0)).0;
        assert_eq!(visit.name(), name);
    }
}

#[test]
fn r051_registration_alone_may_be_all_that_is_asked() {
    let only = qualification::Admission {
        offer_registration: true,
        ..grace()
    };
    let (visit, effects) = let_in(only, &[YES]);
    assert!(sent(&effects).register);
    assert_eq!(states(&visit), [Done, Done, Skipped, Skipped, Current]);
}

#[test]
fn r030_an_automatic_limit_amount_is_provided_without_a_question() {
    let consents = Input::ConsentChosen(vec![Category::Checkup]);
    let (visit, effects) = let_in(with_limit(LimitDirective::Automatic), &[consents]);
    assert_eq!(sent(&effects).limit, LimitChoice::Provide);
    assert_eq!(sent(&effects).consented, [Category::Checkup]);
    assert_eq!(states(&visit), [Done, Done, Done, Skipped, Current]);
    assert_eq!(visit.screen(at(0)).notes(), []);
}

#[test]
fn r007_a_limit_amount_that_cannot_be_used_is_told_from_step_three_to_the_end() {
    let consents = Input::ConsentChosen(Vec::new());
    let mut decision = decision();
    decision.limit = LimitAnswer::Unavailable(LimitBar::Arrears);
    let answer = Input::DecisionReceived(decision);
    let inputs = [consents, answer];
    for (count, expected) in [
        (0, [Done, Done, Current, Unavailable, Ahead]),
        (1, [Done, Done, Done, Unavailable, Current]),
        (2, [Done, Done, Done, Unavailable, Done]),
    ] {
        let admission = with_limit(LimitDirective::Unavailable);
        let (visit, effects) = let_in(admission, &inputs[..count]);
        assert_eq!(states(&visit), expected);
        for bar in [LimitBar::Arrears, LimitBar::SpecialCare] {
            let said = [bar.reason().patient(), bar.reason().next()];
            assert_eq!(visit.screen(at(0)).notes(), said, "{bar:?}");
        }
        if count == 1 {
            assert_eq!(sent(&effects).limit, LimitChoice::Withhold);
        }
    }
}

#[test]
fn r031_no_screen_says_why_a_limit_amount_cannot_be_used() {
    for bar in [LimitBar::Arrears, LimitBar::SpecialCare] {
        let mut decision = decision();
        decision.limit = LimitAnswer::Unavailable(bar);
        let inputs = [YES, Input::ConsentChosen(Vec::new())];
        let inputs = [&inputs[..], &[Input::DecisionReceived(decision)]].concat();
        let admission = qualification::Admission {
            offer_registration: true,
            ..with_limit(LimitDirective::Unavailable)
        };
        for count in 0..=inputs.len() {
            let (visit, _) = let_in(admission.clone(), &inputs[..count]);
            let screen = visit.screen(at(0));
            let notes = screen.notes();
            assert!(!notes.is_empty());
            let shown = format!("{screen:?} {:?} {notes:?}", screen.text()).to_lowercase();
            for word in ["arrear", "滞納", "未納", "納付", "special", "特別療養"] {
                assert!(!shown.contains(word), "{word} in {shown}");
            }
        }
    }
}

#[test]
fn r030_where_it_is_asked_the_limit_amount_is_provided_or_withheld_as_chosen() {
    for limit in [LimitChoice::Provide, LimitChoice::Withhold] {
        let inputs = [Input::ConsentChosen(Vec::new()), Input::LimitChosen(limit)];
        let (visit, effects) = let_in(admission(), &inputs);
        assert_eq!(sent(&effects).limit, limit);
        assert_eq!(states(&visit), [Done, Done, Done, Done, Current]);
    }
}

#[test]
fn r024_silence_in_step_three_or_four_sends_no_choice() {
    for inputs in [&[][..], &[Input::ConsentChosen(Category::ALL.to_vec())]] {
        let (asked, _) = let_in(admission(), inputs);
        let (visit, effects) = asked.step(Input::TimePassed, at(30));
        assert_eq!(effects, CLOSED);
        let reason = Reason::TimedOut;
        assert!(visit.screen(at(30)).showing == Showing::Ended { reason });
    }
}

#[test]
fn r008_nothing_of_a_visit_is_known_in_the_next() {
    let all = Input::ConsentChosen(Category::ALL.to_vec());
    let (visit, _) = let_in(unregistered(), &[YES, all, Input::CardRemoved]);
    assert!(visit == Visit::AwaitingCard);
    let second = well_after(6).step(admitted(unregistered()), at(0)).0;
    assert_eq!(second.name(), "ChoosingRegistration");
    let (_, effects) = second.step(NO, at(0));
    assert_eq!(sent(&effects), &Choices::nothing(ConsentSurface::Desk));
}

#[test]
fn r014_nobody_is_told_to_hand_the_card_over() {
    let note = text::CARD_STAYS_NOTE;
    assert!(note.ja.contains("カードはリーダーに置いたまま"));
    assert!(note.en.contains("Leave the card on the reader"));
}

#[test]
fn r089_the_steps_are_asked_in_the_words_of_the_documents() {
    let (consent, _) = let_in(admission(), &[]);
    let (limit, _) = let_in(admission(), &[Input::ConsentChosen(Vec::new())]);
    let said = |visit: &Visit| visit.screen(at(0)).text().ja;
    for (text, words) in [
        (said(&well_after(0)), "マイナンバーカードを置いてください"),
        (said(&consent), "閲覧することに同意しますか"),
        (said(&limit), "限度額情報を提供しますか"),
        (text::AGREE.ja, "同意する"),
        (text::DISAGREE.ja, "同意しない"),
        (
            text::CONSENT_NOTE.ja,
            "通常の保険証を提示した場合と同様の取り扱いになります",
        ),
        (text::PROVIDE.ja, "提供する"),
        (text::WITHHOLD.ja, "提供しない"),
        (
            Reason::Confirmed.next().ja,
            "受付が完了しました。カードをお取りください",
        ),
    ] {
        assert!(text.contains(words), "{words} in {text}");
    }
}
