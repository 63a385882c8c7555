//! What holds on every way through the table, however the inputs come.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use qualification::{Admission, Category, Choices, LimitChoice, Method, Reason, Scope, VisitId};

use super::samples::{at, decision, expected};
use crate::{Effect, Input, Visit};

/// One step that was taken.
struct Moment {
    before: Visit,
    input: Input,
    after: Visit,
    effects: Vec<Effect>,
}

/// Walks through the table: at each step what is expected there, with more or fewer
/// tries left, or anything else.
fn walk() -> impl Strategy<Value = Vec<Moment>> {
    let expects = prop::bool::weighted(0.8);
    let step = (expects, 1..=3_u8, any::<bool>(), input(), 0..40_i64);
    vec(step, 0..60).prop_map(|plan| {
        let mut visit = Visit::AwaitingCard;
        let mut seconds = 0;
        let mut moments = Vec::new();
        for (expects, tries_left, spend_last_try, anything, passed) in plan {
            let input = match expected(&visit) {
                _ if !expects => anything,
                Input::CardRead { .. } => Input::CardRead { tries_left },
                Input::PinEntered { .. } => Input::PinEntered { spend_last_try },
                input => input,
            };
            seconds += passed;
            let (after, effects) = visit.clone().step(input.clone(), at(seconds));
            let _ = after.screen(at(seconds + passed));
            let before = std::mem::replace(&mut visit, after.clone());
            moments.push(Moment {
                before,
                input,
                after,
                effects,
            });
        }
        moments
    })
}

fn input() -> impl Strategy<Value = Input> {
    let categories = || subsequence(Category::ALL.to_vec(), 0..=4);
    let reason = || select(Reason::ALL);
    let limit = select(vec![LimitChoice::Provide, LimitChoice::Withhold]);
    let admission = (categories(), any::<bool>()).prop_map(|(ask_consent, ask_limit)| Admission {
        scope: Scope::Full,
        ask_consent,
        ask_limit,
        notices: Vec::new(),
    });
    prop_oneof![
        Just(Input::CardPresented),
        (0..=4_u8).prop_map(|tries_left| Input::CardRead { tries_left }),
        Just(Input::ChallengeReceived),
        any::<bool>().prop_map(|spend_last_try| Input::PinEntered { spend_last_try }),
        Just(Input::PinAccepted),
        (0..=4_u8).prop_map(|tries_left| Input::PinWasWrong { tries_left }),
        Just(Input::PinWasBlocked),
        Just(Input::ChallengeSigned),
        (any::<[u8; 16]>(), admission).prop_map(|(id, admission)| Input::Admitted {
            visit: VisitId(id),
            admission,
        }),
        reason().prop_map(Input::WasRefused),
        categories().prop_map(Input::ConsentChosen),
        limit.prop_map(Input::LimitChosen),
        Just(Input::DecisionReceived(decision())),
        reason().prop_map(Input::Failed),
        Just(Input::CardRemoved),
        Just(Input::Cancelled),
        Just(Input::Touched),
        Just(Input::TimePassed),
    ]
}

impl std::fmt::Debug for Moment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            before,
            input,
            after,
            effects,
        } = self;
        write!(f, "{before:?} + {input:?} → {after:?} {effects:?}")
    }
}

/// What was said in the visit that runs, forgotten when a card is read.
#[derive(Default)]
struct Said {
    pins_refused: u8,
    pin_accepted: bool,
    admitted: Option<(VisitId, Admission)>,
    consented: Vec<Category>,
    provided: bool,
}

impl Said {
    fn listen(&mut self, moment: &Moment) {
        match (&moment.before, &moment.input) {
            (Visit::CheckingPin { .. }, Input::PinWasWrong { .. }) => self.pins_refused += 1,
            (Visit::CheckingPin { .. }, Input::PinAccepted) => self.pin_accepted = true,
            (Visit::Authenticating, Input::Admitted { visit, admission }) => {
                self.admitted = Some((*visit, admission.clone()));
            }
            (Visit::ChoosingConsent { .. }, Input::ConsentChosen(chosen)) => {
                self.consented.clone_from(chosen);
            }
            (Visit::ChoosingLimit { .. }, Input::LimitChosen(limit)) => {
                self.provided = *limit == LimitChoice::Provide;
            }
            _ => {}
        }
        if moment.effects.contains(&Effect::ReadCard) {
            *self = Self::default();
        }
    }
}

const fn server_knows(visit: &Visit) -> Option<VisitId> {
    match visit {
        Visit::ChoosingConsent { visit, .. }
        | Visit::ChoosingLimit { visit, .. }
        | Visit::Completing { visit, .. } => Some(*visit),
        _ => None,
    }
}

proptest! {
    #[test]
    fn the_card_session_lasts_from_reading_the_card_to_the_end(moments in walk()) {
        let mut open = false;
        for moment in moments {
            for effect in &moment.effects {
                match effect {
                    Effect::ReadCard => prop_assert!(!std::mem::replace(&mut open, true)),
                    Effect::ReleaseCard => prop_assert!(std::mem::replace(&mut open, false)),
                    _ => prop_assert!(open),
                }
            }
            let over = matches!(
                moment.after,
                Visit::AwaitingCard | Visit::Answered { .. } | Visit::Refused { .. }
            );
            prop_assert_eq!(open, !over, "{:?}", moment);
        }
    }

    #[test]
    fn a_pin_that_is_typed_is_put_to_the_card_once_at_most(moments in walk()) {
        for moment in moments {
            let verified = moment.effects.iter().filter(|e| **e == Effect::VerifyPin).count();
            let typed = matches!(moment.input, Input::PinEntered { .. });
            prop_assert!(verified <= usize::from(typed), "{:?}", moment);
        }
    }

    #[test]
    fn the_last_try_is_spent_only_when_it_was_agreed_to(moments in walk()) {
        for moment in moments {
            if let Visit::AwaitingPin { tries, .. } = &moment.before
                && moment.effects.contains(&Effect::VerifyPin)
            {
                let agreed = moment.input == Input::PinEntered { spend_last_try: true };
                prop_assert!(agreed || tries.left() > 1, "{:?}", moment);
            }
        }
    }

    #[test]
    fn nobody_is_authenticated_without_a_pin_accepted_in_this_visit(moments in walk()) {
        let mut said = Said::default();
        for moment in moments {
            said.listen(&moment);
            for effect in &moment.effects {
                if let Effect::Authenticate { method, attempts } = effect {
                    prop_assert!(said.pin_accepted, "{:?}", moment);
                    prop_assert_eq!(*method, Method::Pin);
                    prop_assert_eq!(*attempts, said.pins_refused + 1);
                }
            }
        }
    }

    #[test]
    fn what_is_sent_is_what_was_asked_and_chosen_in_this_visit(moments in walk()) {
        let mut said = Said::default();
        for moment in moments {
            said.listen(&moment);
            for effect in &moment.effects {
                if let Effect::Complete { visit, choices: Choices { consented, limit } } = effect {
                    let Some((admitted, admission)) = &said.admitted else {
                        return Err(TestCaseError::fail("completed without being admitted"));
                    };
                    prop_assert_eq!(visit, admitted);
                    for category in consented {
                        prop_assert!(said.consented.contains(category), "{:?}", moment);
                        prop_assert!(admission.ask_consent.contains(category), "{:?}", moment);
                    }
                    let provided = said.provided && admission.ask_limit;
                    prop_assert_eq!(*limit == LimitChoice::Provide, provided);
                }
            }
        }
    }

    #[test]
    fn a_visit_the_server_knows_ends_with_its_answer_or_is_closed(moments in walk()) {
        for moment in moments {
            let known = server_knows(&moment.before);
            let ended = known.is_some() && server_knows(&moment.after) != known;
            let answered = matches!(moment.after, Visit::Answered { .. });
            let closed: Vec<_> = moment.effects.iter().filter_map(|effect| match effect {
                Effect::CloseVisit { visit } => Some(*visit),
                _ => None,
            }).collect();
            let due: Vec<_> = known.filter(|_| ended && !answered).into_iter().collect();
            prop_assert_eq!(closed, due, "{:?}", moment);
        }
    }

    /// Except while the answer is awaited: see the table.
    #[test]
    fn taking_the_card_leads_back_to_the_beginning(moments in walk()) {
        for moment in moments {
            if moment.input == Input::CardRemoved {
                match moment.before {
                    Visit::Completing { .. } => {
                        prop_assert_eq!(moment.after.name(), "Completing");
                        prop_assert!(moment.effects.is_empty());
                    }
                    _ => prop_assert_eq!(moment.after.name(), "AwaitingCard"),
                }
            }
        }
    }

    #[test]
    fn every_visit_can_be_brought_to_its_end(moments in walk()) {
        let visit = moments.into_iter().next_back().map_or(Visit::AwaitingCard, |last| last.after);
        let mut visit = visit.step(Input::Failed(Reason::ServerDown), at(0)).0;
        for input in [Input::CardRemoved, Input::CardPresented] {
            visit = visit.step(input, at(0)).0;
        }
        prop_assert_eq!(visit.name(), "ReadingCard");
    }
}
