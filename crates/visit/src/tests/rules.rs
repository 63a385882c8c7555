//! What holds on every way through the table, however the inputs come.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use qualification::{
    Admission, Category, Choices, LimitChoice, LimitDirective, Method, ReaderKind, Reason, Scope,
    ScoreBand, Verified, VisitId,
};
use verification::{FaceFailure, NotCaptured, PasscodeFailure, PinTries, Policy};

use super::samples::{at, decision, expected, staff, verification_by};
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
    let readings = (card_read(), admission());
    let step = (expects, readings, any::<bool>(), input(), 0..40_i64);
    vec(step, 0..60).prop_map(|plan| {
        let mut visit = Visit::AwaitingCard;
        let mut seconds = 0;
        let mut moments = Vec::new();
        for (expects, (card_read, admission), says_yes, anything, passed) in plan {
            let input = match expected(&visit) {
                _ if !expects => anything,
                Input::CardRead(_) => card_read,
                Input::PinEntered { .. } => Input::PinEntered {
                    spend_last_try: says_yes,
                },
                Input::Admitted { visit, .. } => Input::Admitted { visit, admission },
                Input::RegistrationChosen(_) => Input::RegistrationChosen(says_yes),
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
    let categories = || subsequence(Category::ALL.to_vec(), 0..=5);
    let reason = || select(Reason::ALL);
    let limit = select(vec![LimitChoice::Provide, LimitChoice::Withhold]);
    prop_oneof![
        Just(Input::CardPresented),
        card_read(),
        select(vec![Method::Pin, Method::Face, Method::StaffCheck]).prop_map(Input::MethodChosen),
        Just(Input::FaceMatched {
            band: ScoreBand::Narrow
        }),
        face_failure().prop_map(Input::FaceFailed),
        Just(Input::PasscodeEntered),
        Just(Input::PersonDenied),
        Just(Input::PasscodeAccepted { staff: staff() }),
        select(vec![
            PasscodeFailure::Wrong,
            PasscodeFailure::Closed,
            PasscodeFailure::Unusable
        ])
        .prop_map(Input::PasscodeRefused),
        Just(Input::PinDemanded),
        Just(Input::ChallengeReceived),
        any::<bool>().prop_map(|spend_last_try| Input::PinEntered { spend_last_try }),
        Just(Input::PinAccepted),
        (0..=4_u8).prop_map(|tries_left| Input::PinWasWrong { tries_left }),
        Just(Input::PinWasBlocked),
        Just(Input::ChallengeSigned),
        (any::<[u8; 16]>(), admission()).prop_map(|(id, admission)| Input::Admitted {
            visit: VisitId(id),
            admission,
        }),
        reason().prop_map(Input::WasRefused),
        any::<bool>().prop_map(Input::RegistrationChosen),
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

/// Whatever a server may let somebody in with.
fn admission() -> impl Strategy<Value = Admission> {
    let categories = subsequence(Category::ALL.to_vec(), 0..=5);
    let limit = select(vec![
        LimitDirective::Skip,
        LimitDirective::Ask,
        LimitDirective::Automatic,
        LimitDirective::Unavailable,
    ]);
    let parts = (categories, limit, any::<bool>());
    parts.prop_map(|(ask_consent, limit, offer_registration)| Admission {
        scope: Scope::Full,
        ask_consent,
        limit,
        offer_registration,
        notices: Vec::new(),
    })
}

/// Any card at any desk.
fn card_read() -> impl Strategy<Value = Input> {
    let reader = select(vec![ReaderKind::General, ReaderKind::Face]);
    // With the product's policy, or one that leaves ways out.
    let narrow = include_str!("../../../verification/policy.toml")
        .replace("[\"FACE\", \"STAFF_CHECK\"]", "[\"FACE\"]")
        .replace("face_ended = [\"PIN\", \"STAFF_CHECK\"]", "face_ended = []");
    let policies = vec![Policy::built_in(), Policy::parse(&narrow).unwrap()];
    (reader, 0..=3_u8, select(policies))
        .prop_map(|(reader, tries, policy)| Input::CardRead(verification_by(policy, reader, tries)))
}

fn face_failure() -> impl Strategy<Value = FaceFailure> {
    prop_oneof![
        Just(FaceFailure::Mismatch),
        select(NotCaptured::ALL.to_vec()).prop_map(FaceFailure::NotCaptured),
        Just(FaceFailure::Unavailable),
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
    refused: u8,
    verified: Option<Verified>,
    admitted: Option<(VisitId, Admission)>,
    registers: bool,
    consented: Vec<Category>,
    provided: bool,
}

impl Said {
    fn listen(&mut self, moment: &Moment) {
        match (&moment.before, &moment.input) {
            (Visit::CheckingPin { .. }, Input::PinWasWrong { .. })
            | (Visit::ComparingFace { .. }, Input::FaceFailed(FaceFailure::Mismatch)) => {
                self.refused += 1;
            }
            (Visit::CheckingPin { .. }, Input::PinAccepted) => self.verified = Some(Verified::Pin),
            (Visit::ComparingFace { .. }, Input::FaceMatched { band }) => {
                self.verified = Some(Verified::Face { band: *band });
            }
            (Visit::CheckingPasscode { .. }, Input::PasscodeAccepted { staff }) => {
                let staff = staff.clone();
                self.verified = Some(Verified::StaffCheck { staff });
            }
            (Visit::SigningChallenge { .. }, Input::PinDemanded) => self.verified = None,
            (Visit::Authenticating { .. }, Input::Admitted { visit, admission }) => {
                self.admitted = Some((*visit, admission.clone()));
            }
            (Visit::ChoosingRegistration { .. }, Input::RegistrationChosen(registers)) => {
                self.registers = *registers;
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
        Visit::ChoosingRegistration { visit, .. }
        | Visit::ChoosingConsent { visit, .. }
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
    fn r017_the_last_try_is_spent_only_when_it_was_agreed_to(moments in walk()) {
        for moment in moments {
            if moment.effects.contains(&Effect::VerifyPin) {
                let Visit::AwaitingPin { verification, .. } = &moment.before else {
                    return Err(TestCaseError::fail("a PIN that was not asked for"));
                };
                let agreed = moment.input == Input::PinEntered { spend_last_try: true };
                let left = verification.tries().map_or(0, PinTries::left);
                prop_assert!(left > 1 || (left == 1 && agreed), "{:?}", moment);
            }
        }
    }

    #[test]
    fn r021_nobody_is_authenticated_without_being_verified_in_this_visit(moments in walk()) {
        let mut said = Said::default();
        for moment in moments {
            said.listen(&moment);
            for effect in &moment.effects {
                if let Effect::SignChallenge { without_pin } = effect {
                    prop_assert!(said.verified.is_some(), "{:?}", moment);
                    prop_assert_eq!(*without_pin, said.verified != Some(Verified::Pin));
                }
                if let Effect::Authenticate { verified, attempts } = effect {
                    prop_assert_eq!(Some(verified), said.verified.as_ref(), "{:?}", moment);
                    prop_assert_eq!(*attempts, said.refused + 1, "{:?}", moment);
                }
            }
        }
    }

    /// No counter moves, on the card or elsewhere, for what is not offered.
    #[test]
    fn a_way_that_cannot_be_taken_is_never_tried(moments in walk()) {
        for moment in moments {
            let way = match moment.effects.as_slice() {
                [Effect::VerifyPin] => Method::Pin,
                [Effect::CompareFace] => Method::Face,
                [Effect::CheckPasscode] => Method::StaffCheck,
                _ => continue,
            };
            let offered = match &moment.before {
                Visit::ChoosingMethod { verification, .. }
                | Visit::AwaitingPin { verification, .. }
                | Visit::AwaitingStaff { verification, .. } => verification.offered(),
                _ => Vec::new(),
            };
            prop_assert!(offered.contains(&way), "{:?}", moment);
        }
    }

    #[test]
    fn r008_what_is_sent_is_what_was_asked_and_chosen_in_this_visit(moments in walk()) {
        let mut said = Said::default();
        for moment in moments {
            said.listen(&moment);
            for effect in &moment.effects {
                if let Effect::Complete { visit, choices: Choices { consented, limit, register, .. } } = effect {
                    let Some((admitted, admission)) = &said.admitted else {
                        return Err(TestCaseError::fail("completed without being admitted"));
                    };
                    prop_assert_eq!(visit, admitted);
                    for category in consented {
                        prop_assert!(said.consented.contains(category), "{:?}", moment);
                        prop_assert!(admission.ask_consent.contains(category), "{:?}", moment);
                    }
                    let declined = admission.offer_registration && !said.registers;
                    let provided = match admission.limit {
                        _ if declined => false,
                        LimitDirective::Ask => said.provided,
                        LimitDirective::Automatic => true,
                        LimitDirective::Skip | LimitDirective::Unavailable => false,
                    };
                    prop_assert_eq!(*limit == LimitChoice::Provide, provided);
                    prop_assert_eq!(*register, admission.offer_registration && said.registers);
                }
            }
        }
    }

    #[test]
    fn a_visit_the_server_knows_ends_with_its_answer_or_is_closed(moments in walk()) {
        for moment in moments {
            let known = server_knows(&moment.before);
            let ended = known.is_some() && server_knows(&moment.after) != known;
            let answered = matches!(moment.input, Input::DecisionReceived(_) | Input::WasRefused(_));
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
    fn r006_taking_the_card_leads_back_to_the_beginning(moments in walk()) {
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
