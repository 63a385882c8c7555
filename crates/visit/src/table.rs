//! The table: what every input means in every situation.
//!
//! First what a situation waits for, then what may come at any time, last what
//! belongs nowhere else and changes nothing. There is no catch-all: a new input or a
//! new situation does not compile before it has an answer everywhere.

use jiff::Timestamp;
use qualification::{Category, Choices, LimitChoice, Method, Reason, VisitId};
use verification::PinTries;

use crate::CardPlace::{OnReader, Taken};
use crate::{Effect, IDLE_LIMIT, Input, Step, Steps, Visit};

/// One cell of the table.
pub(crate) enum Cell {
    /// On to a situation of the same visit, by doing this.
    On(Visit, Effect),
    /// On to a situation of the same visit.
    To(Visit),
    /// Nothing follows, but somebody is there.
    Touch,
    /// Nothing follows.
    Stay,
    /// The visit ends without an answer, and says why.
    Stop(Reason),
    /// The visit is over.
    Leave,
    /// The visit is over, and the next card is already there.
    Restart,
}

impl Visit {
    /// What `input` means here.
    // A table keeps its rows.
    #[rustfmt::skip]
    pub(crate) fn cell(&self, input: Input, now: Timestamp) -> Cell {
        use Cell::*;
        use Input::*;
        use Visit::*;

        let idle = |touched: &Timestamp| now.duration_since(*touched) >= IDLE_LIMIT;
        match (self, input) {
            // ① カードの読み取り. A locked PIN ends the visit before anything is asked.
            (ReadingCard, CardRead { tries_left }) => match PinTries::new(tries_left) {
                Some(tries) => On(OpeningVisit { tries }, Effect::OpenVisit),
                None => Stop(Reason::PinLocked),
            },
            (OpeningVisit { tries }, ChallengeReceived) => To(await_pin(*tries, 0, now)),

            // ② 本人確認. One PIN typed is at most one PIN put to the card.
            (AwaitingPin { tries, wrong_before, .. }, PinEntered { spend_last_try }) => {
                if tries.allow(spend_last_try) {
                    let wrong_before = *wrong_before;
                    On(CheckingPin { wrong_before }, Effect::VerifyPin)
                } else {
                    Touch
                }
            }
            (CheckingPin { wrong_before }, PinAccepted) => {
                let attempts = wrong_before.saturating_add(1);
                On(SigningChallenge { attempts }, Effect::SignChallenge)
            }
            (CheckingPin { wrong_before }, PinWasWrong { tries_left }) => {
                match PinTries::new(tries_left) {
                    Some(tries) => To(await_pin(tries, wrong_before.saturating_add(1), now)),
                    None => Stop(Reason::PinLocked),
                }
            }
            (CheckingPin { .. }, PinWasBlocked) => Stop(Reason::PinLocked),
            (SigningChallenge { attempts }, ChallengeSigned) => {
                let (method, attempts) = (Method::Pin, *attempts);
                On(Authenticating, Effect::Authenticate { method, attempts })
            }
            // The server says what is asked next: inside the grace, nothing.
            (Authenticating, Admitted { visit, admission }) => {
                if admission.ask_consent.is_empty() {
                    let steps = Steps::at(Step::LimitAmount).skip_consent();
                    after_consent(visit, Vec::new(), admission.ask_limit, steps, now)
                } else {
                    To(ChoosingConsent { visit, admission, touched: now })
                }
            }

            // ③ 同意の選択. What was not asked cannot be agreed to.
            (ChoosingConsent { visit, admission, .. }, ConsentChosen(chosen)) => {
                let asked = admission.ask_consent.iter().copied();
                let consented = asked.filter(|category| chosen.contains(category)).collect();
                let steps = Steps::at(Step::LimitAmount);
                after_consent(*visit, consented, admission.ask_limit, steps, now)
            }

            // ④ 限度額情報の提供
            (ChoosingLimit { visit, consented, steps, .. }, LimitChosen(limit)) => {
                complete(*visit, consented.clone(), limit, *steps)
            }

            // ⑤ 資格確認・受付完了. The card has done its part.
            (Completing { steps, card, .. }, DecisionReceived(decision)) => {
                let (steps, card) = (steps.finished(), *card);
                On(Answered { decision, steps, card, touched: now }, Effect::ReleaseCard)
            }

            // The server's refusal is an answer to whatever it was asked.
            (OpeningVisit { .. } | Authenticating | Completing { .. }, WasRefused(reason)) => {
                Stop(reason)
            }

            // A card. In mid-visit it means that its going was missed, and nobody
            // knows whose it is: the visit is over and another begins. While the answer
            // is awaited, a card lifted and put back costs nobody the answer.
            (AwaitingCard, CardPresented) => On(ReadingCard, Effect::ReadCard),
            (ReadingCard | OpeningVisit { .. } | AwaitingPin { .. } | CheckingPin { .. }
                | SigningChallenge { .. } | Authenticating | ChoosingConsent { .. }
                | ChoosingLimit { .. } | Answered { .. } | Refused { .. }, CardPresented) => Restart,
            (Completing { visit, steps, .. }, CardPresented) => {
                To(Completing { visit: *visit, steps: *steps, card: OnReader })
            }

            // No card. What was chosen is forgotten with it. While the answer is awaited,
            // every choice has been made and sent, and it may be recorded already: to
            // forget it would hide an answer that the server gives, so it is waited for,
            // and shown.
            (AwaitingCard, CardRemoved) => Stay,
            (ReadingCard | OpeningVisit { .. } | AwaitingPin { .. } | CheckingPin { .. }
                | SigningChallenge { .. } | Authenticating | ChoosingConsent { .. }
                | ChoosingLimit { .. } | Answered { .. } | Refused { .. }, CardRemoved) => Leave,
            (Completing { visit, steps, .. }, CardRemoved) => {
                To(Completing { visit: *visit, steps: *steps, card: Taken })
            }

            // Somebody stops. It is too late while the answer is awaited. At the end it
            // means that it has been seen; a card still has to be taken.
            (AwaitingPin { wrong_before: 1.., .. }, Cancelled) => Stop(Reason::PinWrong),
            (ReadingCard | OpeningVisit { .. } | AwaitingPin { wrong_before: 0, .. }
                | CheckingPin { .. } | SigningChallenge { .. } | Authenticating
                | ChoosingConsent { .. } | ChoosingLimit { .. }, Cancelled) => Stop(Reason::Cancelled),
            (Answered { card: Taken, .. } | Refused { card: Taken, .. }, Cancelled) => Leave,
            (AwaitingCard | Completing { .. } | Answered { card: OnReader, .. }
                | Refused { card: OnReader, .. }, Cancelled) => Stay,

            // Something failed. Without a card it is the reader. After an end the first
            // reason stands.
            (AwaitingCard | ReadingCard | OpeningVisit { .. } | AwaitingPin { .. }
                | CheckingPin { .. } | SigningChallenge { .. } | Authenticating
                | ChoosingConsent { .. } | ChoosingLimit { .. }
                | Completing { .. }, Failed(reason)) => Stop(reason),
            (Answered { .. } | Refused { .. }, Failed(_)) => Stay,

            // Time. Only people can be too slow; effects have limits of their own. An end
            // is shown until the card is taken.
            (AwaitingPin { touched, .. } | ChoosingConsent { touched, .. }
                | ChoosingLimit { touched, .. }, TimePassed)
                if idle(touched) => Stop(Reason::TimedOut),
            (Answered { card: Taken, touched, .. } | Refused { card: Taken, touched, .. },
                TimePassed)
                if idle(touched) => Leave,
            (AwaitingCard | ReadingCard | OpeningVisit { .. } | AwaitingPin { .. }
                | CheckingPin { .. } | SigningChallenge { .. } | Authenticating
                | ChoosingConsent { .. } | ChoosingLimit { .. } | Completing { .. }
                | Answered { .. } | Refused { .. }, TimePassed) => Stay,
            (AwaitingPin { .. } | ChoosingConsent { .. } | ChoosingLimit { .. }
                | Answered { .. } | Refused { .. }, Touched) => Touch,

            // What belongs to another situation changes nothing.
            (AwaitingCard,
                CardRead { .. } | ChallengeReceived | PinEntered { .. } | PinAccepted
                | PinWasWrong { .. } | PinWasBlocked | ChallengeSigned | Admitted { .. }
                | WasRefused(_) | ConsentChosen(_) | LimitChosen(_) | DecisionReceived(_)
                | Touched) => Stay,
            (ReadingCard,
                ChallengeReceived | PinEntered { .. } | PinAccepted | PinWasWrong { .. }
                | PinWasBlocked | ChallengeSigned | Admitted { .. } | WasRefused(_)
                | ConsentChosen(_) | LimitChosen(_) | DecisionReceived(_) | Touched) => Stay,
            (OpeningVisit { .. },
                CardRead { .. } | PinEntered { .. } | PinAccepted | PinWasWrong { .. }
                | PinWasBlocked | ChallengeSigned | Admitted { .. } | ConsentChosen(_)
                | LimitChosen(_) | DecisionReceived(_) | Touched) => Stay,
            (AwaitingPin { .. },
                CardRead { .. } | ChallengeReceived | PinAccepted | PinWasWrong { .. }
                | PinWasBlocked | ChallengeSigned | Admitted { .. } | WasRefused(_)
                | ConsentChosen(_) | LimitChosen(_) | DecisionReceived(_)) => Stay,
            (CheckingPin { .. },
                CardRead { .. } | ChallengeReceived | PinEntered { .. } | ChallengeSigned
                | Admitted { .. } | WasRefused(_) | ConsentChosen(_) | LimitChosen(_)
                | DecisionReceived(_) | Touched) => Stay,
            (SigningChallenge { .. },
                CardRead { .. } | ChallengeReceived | PinEntered { .. } | PinAccepted
                | PinWasWrong { .. } | PinWasBlocked | Admitted { .. } | WasRefused(_)
                | ConsentChosen(_) | LimitChosen(_) | DecisionReceived(_) | Touched) => Stay,
            (Authenticating,
                CardRead { .. } | ChallengeReceived | PinEntered { .. } | PinAccepted
                | PinWasWrong { .. } | PinWasBlocked | ChallengeSigned | ConsentChosen(_)
                | LimitChosen(_) | DecisionReceived(_) | Touched) => Stay,
            (ChoosingConsent { .. },
                CardRead { .. } | ChallengeReceived | PinEntered { .. } | PinAccepted
                | PinWasWrong { .. } | PinWasBlocked | ChallengeSigned | Admitted { .. }
                | WasRefused(_) | LimitChosen(_) | DecisionReceived(_)) => Stay,
            (ChoosingLimit { .. },
                CardRead { .. } | ChallengeReceived | PinEntered { .. } | PinAccepted
                | PinWasWrong { .. } | PinWasBlocked | ChallengeSigned | Admitted { .. }
                | WasRefused(_) | ConsentChosen(_) | DecisionReceived(_)) => Stay,
            (Completing { .. },
                CardRead { .. } | ChallengeReceived | PinEntered { .. } | PinAccepted
                | PinWasWrong { .. } | PinWasBlocked | ChallengeSigned | Admitted { .. }
                | ConsentChosen(_) | LimitChosen(_) | Touched) => Stay,
            (Answered { .. } | Refused { .. },
                CardRead { .. } | ChallengeReceived | PinEntered { .. } | PinAccepted
                | PinWasWrong { .. } | PinWasBlocked | ChallengeSigned | Admitted { .. }
                | WasRefused(_) | ConsentChosen(_) | LimitChosen(_) | DecisionReceived(_)) => Stay,
        }
    }
}

/// Asks for the PIN.
const fn await_pin(tries: PinTries, wrong_before: u8, touched: Timestamp) -> Visit {
    Visit::AwaitingPin {
        tries,
        wrong_before,
        touched,
    }
}

/// On to step 4, or past it.
fn after_consent(
    visit: VisitId,
    consented: Vec<Category>,
    ask_limit: bool,
    steps: Steps,
    touched: Timestamp,
) -> Cell {
    if ask_limit {
        Cell::To(Visit::ChoosingLimit {
            visit,
            consented,
            steps,
            touched,
        })
    } else {
        complete(visit, consented, LimitChoice::Withhold, steps.skip_limit())
    }
}

/// On to step 5, with everything that was chosen.
fn complete(visit: VisitId, consented: Vec<Category>, limit: LimitChoice, steps: Steps) -> Cell {
    let (steps, card) = (steps.moved_to(Step::Confirmation), OnReader);
    let choices = Choices { consented, limit };
    Cell::On(
        Visit::Completing { visit, steps, card },
        Effect::Complete { visit, choices },
    )
}
