//! What the person answered, and what came of an effect, as the visit's next input.

use std::sync::Arc;

use api::{AuthenticateAnswer, Challenge};
use card::Certificate;
use qualification::{Decision, Reason, ScoreBand, StaffId, Unheard, accepts, visit_date};
use verification::{
    CardSide, DeskSide, FaceFailure, PasscodeFailure, PinState, StaffCheckState, Verification,
};
use visit::Input;

use super::{Reception, staff_check};
use crate::Answer;
use crate::hand::{PinAnswer, ReadCard};

/// What came of an effect.
pub(super) enum Came {
    Card(ReadCard),
    /// `None` when it will be asked for once the certificate is known.
    Challenge(Option<Challenge>),
    Pin(PinAnswer),
    Face(Result<ScoreBand, FaceFailure>),
    Passcode(Result<StaffId, PasscodeFailure>),
    /// `None` when the card demands its PIN.
    Signature(Option<Vec<u8>>),
    /// A phone's, with what could be had only after its PIN.
    LateSignature {
        certificate: Certificate,
        challenge: Vec<u8>,
        signature: Vec<u8>,
    },
    Authenticated(AuthenticateAnswer),
    Completed(Result<Box<Decision>, Reason>),
}

impl Reception<'_> {
    pub(super) fn take_answer(&mut self, answer: Answer) -> Input {
        match answer {
            Answer::Method(way) => Input::MethodChosen(way),
            Answer::Pin {
                pin,
                spend_last_try,
            } => {
                self.kept.pin = Some(pin);
                Input::PinEntered { spend_last_try }
            }
            Answer::Confirmed { staff, passcode } => {
                self.kept.passcode = Some((staff, passcode));
                Input::PasscodeEntered
            }
            Answer::Denied => Input::PersonDenied,
            Answer::Register(registers) => Input::RegistrationChosen(registers),
            Answer::Consent(categories) => Input::ConsentChosen(categories),
            Answer::Limit(choice) => Input::LimitChosen(choice),
            Answer::KeepLastTry => Input::Failed(Reason::LastTryKept),
            Answer::Cancel => Input::Cancelled,
        }
    }

    pub(super) fn take_up(&mut self, came: Result<Came, Reason>) -> Input {
        let kept = &mut self.kept;
        match came {
            Err(reason) => Input::Failed(reason),
            Ok(Came::Card(read)) if !read.simulated && !self.types => {
                Input::Failed(Reason::PersonNeeded)
            }
            Ok(Came::Card(read)) => {
                if let Err(reason) = self.accepts(&read) {
                    return Input::WasRefused(reason);
                }
                let verification = self.begin(&read);
                let kept = &mut self.kept;
                kept.certificate = read.certificate;
                kept.tries_left = match read.pin {
                    PinState::Open(tries) => Some(tries.left()),
                    PinState::Locked => Some(0),
                    PinState::NotSet => None,
                };
                Input::CardRead(verification)
            }
            Ok(Came::Challenge(challenge)) => {
                kept.challenge = challenge.map(|it| it.bytes).unwrap_or_default();
                Input::ChallengeReceived
            }
            Ok(Came::Pin(PinAnswer::Accepted)) => {
                kept.tries_left = None;
                Input::PinAccepted
            }
            Ok(Came::Pin(PinAnswer::Wrong { tries_left })) => {
                kept.tries_left = Some(tries_left);
                Input::PinWasWrong { tries_left }
            }
            Ok(Came::Pin(PinAnswer::Blocked)) => {
                kept.tries_left = Some(0);
                Input::PinWasBlocked
            }
            Ok(Came::Face(Ok(band))) => Input::FaceMatched { band },
            Ok(Came::Face(Err(failure))) => Input::FaceFailed(failure),
            Ok(Came::Passcode(Ok(staff))) => Input::PasscodeAccepted { staff },
            Ok(Came::Passcode(Err(failure))) => Input::PasscodeRefused(failure),
            Ok(Came::Signature(Some(signature))) => {
                kept.signature = signature;
                Input::ChallengeSigned
            }
            Ok(Came::Signature(None)) => Input::PinDemanded,
            Ok(Came::LateSignature {
                certificate,
                challenge,
                signature,
            }) => {
                kept.certificate = Some(certificate);
                kept.challenge = challenge;
                kept.signature = signature;
                Input::ChallengeSigned
            }
            Ok(Came::Authenticated(Ok((visit, admission)))) => Input::Admitted { visit, admission },
            Ok(Came::Authenticated(Err(reason)) | Came::Completed(Err(reason))) => {
                Input::WasRefused(reason)
            }
            Ok(Came::Completed(Ok(decision))) => Input::DecisionReceived(decision),
        }
    }

    /// Whether such a card is taken here today.
    fn accepts(&self, read: &ReadCard) -> Result<(), Reason> {
        let equipment = &self.desk.equipment;
        accepts(
            equipment.venue,
            read.medium,
            read.pin != PinState::NotSet,
            equipment.phone_reader,
            visit_date(self.desk.time.now()),
            &mut Unheard,
        )
    }

    /// What this desk and this card allow in step 2. A real card is used with its PIN
    /// alone, and so is a phone.
    fn begin(&self, read: &ReadCard) -> Verification {
        let equipment = &self.desk.equipment;
        let staff_check = equipment.staff_check.as_ref();
        let staff_check = staff_check.map(|file| staff_check::state(file, self.desk.time.now()));
        let has_front = read.simulated && !read.medium.is_phone();
        let desk = DeskSide {
            reader: equipment.reader,
            camera: equipment.camera.is_some(),
            staff_check: staff_check.unwrap_or(StaffCheckState::NotSet),
        };
        let card = CardSide {
            pin: read.pin,
            without_pin: has_front && equipment.terminal.is_some(),
            face: has_front && equipment.front.is_some(),
        };
        Verification::begin(Arc::clone(&equipment.policy), desk, card)
    }
}
