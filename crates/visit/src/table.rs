//! The table: what every input means in every situation.
//!
//! First what a situation waits for, then what may come at any time, last what
//! belongs nowhere else and changes nothing. A new input does not compile before it
//! has an answer everywhere, nor a new situation before it says what a card, a stop
//! and a failure mean in it.

use jiff::Timestamp;
use qualification::{
    Admission, Choices, ConsentSurface, LimitChoice, LimitDirective, Method, Reason, Verified,
    VisitId,
};
use verification::Verification;

use crate::CardPlace::{OnReader, Taken};
use crate::{Effect, Input, Step, Steps, Visit};

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

        let idle = |touched: &Timestamp| now.duration_since(*touched) >= self.idle_limit();
        match (self, input) {
            // ① カードの読み取り. A card that nobody can be verified with ends the visit
            // before anything is asked.
            (ReadingCard, CardRead(verification)) => match verification.offered().is_empty() {
                true => stop(&verification, Reason::MethodNotOffered),
                false => On(OpeningVisit { verification }, Effect::OpenVisit),
            },
            (OpeningVisit { verification }, ChallengeReceived) => ask(verification.clone(), now),

            // ② 本人確認. One way may be left for another at any question (AUTH-CHOICE).
            // What cannot be taken is refused in words, and nothing is tried.
            (ChoosingMethod { verification, .. } | AwaitingPin { verification, .. }
                | AwaitingStaff { verification, .. }, MethodChosen(way)) => {
                choose(verification.clone(), way, now)
            }

            // One PIN typed is at most one PIN put to the card.
            (AwaitingPin { verification, .. }, PinEntered { spend_last_try }) => {
                match verification.tries().is_some_and(|tries| tries.allow(spend_last_try)) {
                    true => On(CheckingPin { verification: verification.clone() }, Effect::VerifyPin),
                    false => Touch,
                }
            }
            (CheckingPin { verification }, PinAccepted) => {
                sign(verification.clone(), Verified::Pin)
            }
            // A patient who typed a wrong PIN is asked for it again, as long as there are tries.
            (CheckingPin { verification }, PinWasWrong { tries_left }) => {
                let verification = verification.clone().pin_refused(tries_left);
                match verification.tries() {
                    Some(_) => To(AwaitingPin { verification, touched: now }),
                    None => ask(verification, now),
                }
            }
            (CheckingPin { verification }, PinWasBlocked) => {
                ask(verification.clone().pin_locked(), now)
            }

            (ComparingFace { verification }, FaceMatched { band }) => {
                sign(verification.clone(), Verified::Face { band })
            }
            (ComparingFace { verification }, FaceFailed(failure)) => {
                ask(verification.clone().face_failed(failure), now)
            }

            (AwaitingStaff { verification, .. }, PasscodeEntered) => {
                let verification = verification.clone();
                On(CheckingPasscode { verification }, Effect::CheckPasscode)
            }
            (AwaitingStaff { .. }, PersonDenied) => Stop(Reason::NotThePerson),
            (CheckingPasscode { verification }, PasscodeAccepted { staff }) => {
                sign(verification.clone(), Verified::StaffCheck { staff })
            }
            // The staff is still there: they are asked again, as long as they may try.
            (CheckingPasscode { verification }, PasscodeRefused(failure)) => {
                let verification = verification.clone().passcode_refused(failure);
                match verification.why_not(Method::StaffCheck) {
                    None => To(AwaitingStaff { verification, touched: now }),
                    Some(_) => ask(verification, now),
                }
            }

            (SigningChallenge { verification, verified }, ChallengeSigned) => {
                let surface = verification.consent_surface();
                let (verified, attempts) = (verified.clone(), verification.attempts());
                On(Authenticating { surface }, Effect::Authenticate { verified, attempts })
            }
            (SigningChallenge { verification, .. }, PinDemanded) => {
                ask(verification.clone().pin_demanded(), now)
            }

            // The server says what is asked next: inside the grace, nothing. A card that is
            // not registered may be, before anything else is asked (REG-AT-READER).
            (Authenticating { surface }, Admitted { visit, admission }) => {
                let (surface, touched) = (*surface, now);
                match admission.offer_registration {
                    true => To(ChoosingRegistration { visit, admission, surface, touched }),
                    false => ask_consent(visit, admission, surface, now),
                }
            }
            (ChoosingRegistration { visit, admission, surface, .. }, RegistrationChosen(true)) => {
                ask_consent(*visit, admission.clone(), *surface, now)
            }
            // A no is sent to the server, which records it and ends the visit.
            (ChoosingRegistration { visit, surface, .. }, RegistrationChosen(false)) => {
                complete(*visit, Choices::nothing(*surface), Steps::declined())
            }

            // ③ 同意の選択. What was not asked cannot be agreed to.
            (ChoosingConsent { visit, admission, surface, .. }, ConsentChosen(chosen)) => {
                let asked = admission.ask_consent.iter().copied();
                let consented = asked.filter(|category| chosen.contains(category)).collect();
                let choices = Choices { consented, ..agreed(admission, *surface) };
                ask_limit(*visit, choices, Steps::at(Step::LimitAmount), admission.limit, now)
            }

            // ④ 限度額情報の提供
            (ChoosingLimit { visit, choices, steps, .. }, LimitChosen(limit)) => {
                complete(*visit, Choices { limit, ..choices.clone() }, *steps)
            }

            // ⑤ 資格確認・受付完了. The card has done its part.
            (Completing { steps, card, .. }, DecisionReceived(decision)) => {
                let (steps, card) = (steps.finished(), *card);
                On(Answered { decision, steps, card, touched: now }, Effect::ReleaseCard)
            }

            (Completing { steps, card, .. }, WasRefused(reason)) => {
                let (steps, card) = (steps.stopped(), *card);
                On(Refused { reason, steps, card, touched: now }, Effect::ReleaseCard)
            }

            // The server's refusal is an answer to whatever it was asked; and a desk takes
            // some kinds of cards and phones alone.
            (ReadingCard | OpeningVisit { .. } | Authenticating { .. }, WasRefused(reason)) => {
                Stop(reason)
            }

            // A card. In mid-visit it means that its going was missed, and nobody
            // knows whose it is: the visit is over and another begins. While the answer
            // is awaited, a card lifted and put back costs nobody the answer.
            (AwaitingCard, CardPresented) => On(ReadingCard, Effect::ReadCard),
            (ReadingCard | OpeningVisit { .. } | ChoosingMethod { .. } | AwaitingPin { .. }
                | CheckingPin { .. } | ComparingFace { .. } | AwaitingStaff { .. }
                | CheckingPasscode { .. } | SigningChallenge { .. } | Authenticating { .. }
                | ChoosingRegistration { .. } | ChoosingConsent { .. } | ChoosingLimit { .. }
                | Answered { .. } | Refused { .. }, CardPresented) => Restart,
            (Completing { visit, steps, .. }, CardPresented) => {
                To(Completing { visit: *visit, steps: *steps, card: OnReader })
            }

            // No card. What was chosen is forgotten with it. While the answer is awaited,
            // every choice has been made and sent, and it may be recorded already: to
            // forget it would hide an answer that the server gives, so it is waited for,
            // and shown.
            (AwaitingCard, CardRemoved) => Stay,
            (ReadingCard | OpeningVisit { .. } | ChoosingMethod { .. } | AwaitingPin { .. }
                | CheckingPin { .. } | ComparingFace { .. } | AwaitingStaff { .. }
                | CheckingPasscode { .. } | SigningChallenge { .. } | Authenticating { .. }
                | ChoosingRegistration { .. } | ChoosingConsent { .. } | ChoosingLimit { .. }
                | Answered { .. } | Refused { .. }, CardRemoved) => Leave,
            (Completing { visit, steps, .. }, CardRemoved) => {
                To(Completing { visit: *visit, steps: *steps, card: Taken })
            }

            // Somebody stops: in step 2 for what went wrong in it. It is too late while
            // the answer is awaited. At the end it means that it has been seen; a card
            // still has to be taken.
            (ChoosingMethod { verification, .. } | AwaitingPin { verification, .. }
                | AwaitingStaff { verification, .. }, Cancelled) => {
                Stop(verification.last().unwrap_or(Reason::Cancelled))
            }
            (ReadingCard | OpeningVisit { .. } | CheckingPin { .. } | ComparingFace { .. }
                | CheckingPasscode { .. } | SigningChallenge { .. } | Authenticating { .. }
                | ChoosingRegistration { .. } | ChoosingConsent { .. }
                | ChoosingLimit { .. }, Cancelled) => Stop(Reason::Cancelled),
            (Answered { card: Taken, .. } | Refused { card: Taken, .. }, Cancelled) => Leave,
            (AwaitingCard | Completing { .. } | Answered { card: OnReader, .. }
                | Refused { card: OnReader, .. }, Cancelled) => Stay,

            // Something failed. Without a card it is the reader. After an end the first
            // reason stands.
            (AwaitingCard | ReadingCard | OpeningVisit { .. } | ChoosingMethod { .. }
                | AwaitingPin { .. } | CheckingPin { .. } | ComparingFace { .. }
                | AwaitingStaff { .. } | CheckingPasscode { .. } | SigningChallenge { .. }
                | Authenticating { .. } | ChoosingRegistration { .. } | ChoosingConsent { .. }
                | ChoosingLimit { .. } | Completing { .. }, Failed(reason)) => Stop(reason),
            (Answered { .. } | Refused { .. }, Failed(_)) => Stay,

            // Time. Only people can be too slow; effects have limits of their own. Silence
            // registers nobody. An end is shown until the card is taken.
            (ChoosingRegistration { touched, .. }, TimePassed) if idle(touched) => {
                Stop(Reason::NotRegistered)
            }
            (ChoosingMethod { touched, .. } | AwaitingPin { touched, .. }
                | AwaitingStaff { touched, .. } | ChoosingConsent { touched, .. }
                | ChoosingLimit { touched, .. }, TimePassed)
                if idle(touched) => Stop(Reason::TimedOut),
            (Answered { card: Taken, touched, .. } | Refused { card: Taken, touched, .. },
                TimePassed)
                if idle(touched) => Leave,
            (_, TimePassed) => Stay,
            (ChoosingMethod { .. } | AwaitingPin { .. } | AwaitingStaff { .. }
                | ChoosingRegistration { .. } | ChoosingConsent { .. } | ChoosingLimit { .. }
                | Answered { .. } | Refused { .. }, Touched) => Touch,
            (_, Touched) => Stay,

            // What answers nothing that was asked here changes nothing.
            (_, CardRead(_) | ChallengeReceived | MethodChosen(_) | PinEntered { .. } | PinAccepted
                | PinWasWrong { .. } | PinWasBlocked | FaceMatched { .. } | FaceFailed(_)
                | PasscodeEntered | PersonDenied | PasscodeAccepted { .. } | PasscodeRefused(_)
                | ChallengeSigned | PinDemanded | Admitted { .. } | WasRefused(_)
                | RegistrationChosen(_) | ConsentChosen(_) | LimitChosen(_) | DecisionReceived(_)) => Stay,
        }
    }
}

/// Asks for what step 2 needs next: the PIN, when it is the patient's only way; else
/// which way. Without any the visit ends.
fn ask(verification: Verification, touched: Timestamp) -> Cell {
    let offered = verification.offered();
    let patients = offered.iter().filter(|way| **way != Method::StaffCheck);
    if offered.is_empty() {
        stop(&verification, Reason::MethodNotOffered)
    } else if patients.eq([&Method::Pin]) {
        Cell::To(Visit::AwaitingPin {
            verification,
            touched,
        })
    } else {
        Cell::To(Visit::ChoosingMethod {
            verification,
            touched,
        })
    }
}

/// On with the way that was chosen, or why it cannot be taken.
fn choose(verification: Verification, way: Method, touched: Timestamp) -> Cell {
    if let Some(why_not) = verification.why_not(way) {
        return ask(verification.refused(why_not), touched);
    }
    let verification = verification.chosen();
    match way {
        Method::Pin => Cell::To(Visit::AwaitingPin {
            verification,
            touched,
        }),
        Method::Face => Cell::On(Visit::ComparingFace { verification }, Effect::CompareFace),
        Method::StaffCheck => Cell::To(Visit::AwaitingStaff {
            verification,
            touched,
        }),
    }
}

/// Has the card sign. It was given a PIN, or is asked to do without.
fn sign(verification: Verification, verified: Verified) -> Cell {
    let without_pin = verified != Verified::Pin;
    Cell::On(
        Visit::SigningChallenge {
            verification,
            verified,
        },
        Effect::SignChallenge { without_pin },
    )
}

fn stop(verification: &Verification, otherwise: Reason) -> Cell {
    Cell::Stop(verification.reason_to_end().unwrap_or(otherwise))
}

/// On to step 3, or past it. Medical information is agreed to on a screen or not at
/// all (READER-GENERIC-CONSENT).
fn ask_consent(
    visit: VisitId,
    admission: Admission,
    surface: ConsentSurface,
    touched: Timestamp,
) -> Cell {
    if admission.ask_consent.is_empty() || surface == ConsentSurface::Oral {
        let choices = agreed(&admission, surface);
        let steps = Steps::at(Step::LimitAmount).skip_consent();
        return ask_limit(visit, choices, steps, admission.limit, touched);
    }
    Cell::To(Visit::ChoosingConsent {
        visit,
        admission,
        surface,
        touched,
    })
}

/// What was chosen before step 3: nobody comes there who was offered registration and
/// did not agree to it.
fn agreed(admission: &Admission, surface: ConsentSurface) -> Choices {
    Choices {
        register: admission.offer_registration,
        ..Choices::nothing(surface)
    }
}

/// On to step 4, or past it.
fn ask_limit(
    visit: VisitId,
    choices: Choices,
    steps: Steps,
    directive: LimitDirective,
    touched: Timestamp,
) -> Cell {
    let steps = steps.with_limit(directive);
    let limit = match directive {
        LimitDirective::Ask => {
            return Cell::To(Visit::ChoosingLimit {
                visit,
                choices,
                steps,
                touched,
            });
        }
        LimitDirective::Automatic => LimitChoice::Provide,
        LimitDirective::Skip | LimitDirective::Unavailable => LimitChoice::Withhold,
    };
    complete(visit, Choices { limit, ..choices }, steps)
}

/// On to step 5, with everything that was chosen.
fn complete(visit: VisitId, choices: Choices, steps: Steps) -> Cell {
    let (steps, card) = (steps.moved_to(Step::Confirmation), OnReader);
    Cell::On(
        Visit::Completing { visit, steps, card },
        Effect::Complete { visit, choices },
    )
}
