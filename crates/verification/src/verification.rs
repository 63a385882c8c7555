//! How far step 2 of a visit has come: what was tried, what came of it, and what is
//! offered now.

use std::sync::Arc;

use qualification::{ConsentSurface, Method, ReaderKind, Reason};

use crate::{NotCaptured, PinTries, Policy};

/// The desk's side of step 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeskSide {
    /// The kind of reader.
    pub reader: ReaderKind,
    /// Whether frames can be had.
    pub camera: bool,
    /// How 目視確認 stands.
    pub staff_check: StaffCheckState,
}

/// How 目視確認 stands at a desk when a card is put down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StaffCheckState {
    /// The institution has set no passcode for it.
    NotSet,
    /// A passcode would be compared.
    Open,
    /// It is closed for a while after too many wrong ones.
    Closed,
    /// What keeps the passcode cannot be used.
    Unusable,
}

/// The card's side of step 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CardSide {
    /// Its PIN.
    pub pin: PinState,
    /// Whether it can be asked to sign without the PIN: a simulated card can, a real
    /// one cannot.
    pub without_pin: bool,
    /// Whether it has a face to compare with; a phone has none.
    pub face: bool,
}

/// How a card's PIN stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PinState {
    /// It can be tried.
    Open(PinTries),
    /// It is locked.
    Locked,
    /// The card has none (顔認証マイナンバーカード).
    NotSet,
}

/// A face comparison that did not pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaceFailure {
    /// The faces do not match.
    Mismatch,
    /// The frame held no face that can be compared; that is no mismatch.
    NotCaptured(NotCaptured),
    /// The chip's photo cannot be had or read.
    Unavailable,
}

/// A passcode that was not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasscodeFailure {
    /// It is wrong, and another may be typed.
    Wrong,
    /// No further one is looked at for a while.
    Closed,
    /// It could not be compared.
    Unusable,
}

/// How far step 2 of a visit has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    policy: Arc<Policy>,
    desk: DeskSide,
    card: CardSide,
    pins_refused: u8,
    mismatches: u8,
    frames_without_face: u8,
    passcodes_refused: u8,
    /// The ways that came to their end, and why.
    ended: Vec<(Method, Reason)>,
    /// What went wrong last.
    last: Option<Reason>,
    /// What of it is still to be said, and what was wrong with the frame.
    told: Option<Reason>,
    hint: Option<NotCaptured>,
}

impl Verification {
    /// Step 2 of a card at a desk, before anything was tried.
    #[must_use]
    pub fn begin(policy: Arc<Policy>, desk: DeskSide, card: CardSide) -> Self {
        let begun = Self {
            policy,
            desk,
            card,
            pins_refused: 0,
            mismatches: 0,
            frames_without_face: 0,
            passcodes_refused: 0,
            ended: Vec::new(),
            last: None,
            told: None,
            hint: None,
        };
        match card.pin {
            PinState::Locked => begun.end(Method::Pin, Reason::PinLocked),
            PinState::Open(_) | PinState::NotSet => begun,
        }
    }

    /// The ways that can be taken now, in the order to offer them.
    #[must_use]
    pub fn offered(&self) -> Vec<Method> {
        let order = match self.ended.last() {
            Some((ended, _)) => self.policy.after(*ended),
            None => self.policy.offers(Some(self.desk.reader)),
        };
        let ways = order.iter().copied();
        ways.filter(|way| self.obstacle(*way).is_none()).collect()
    }

    /// The ways this kind of reader has, but not here or now, and why.
    #[must_use]
    pub fn withheld(&self) -> Vec<(Method, Reason)> {
        let ways = self.policy.offers(Some(self.desk.reader)).iter();
        ways.filter_map(|way| Some((*way, self.why_not(*way)?)))
            .collect()
    }

    /// Why a way cannot be taken now; `None` when it is offered.
    #[must_use]
    pub fn why_not(&self, way: Method) -> Option<Reason> {
        // The policy may leave out a way that nothing stands in.
        let refused = || self.obstacle(way).unwrap_or(Reason::MethodNotOffered);
        (!self.offered().contains(&way)).then(refused)
    }

    /// What stands in a way.
    fn obstacle(&self, way: Method) -> Option<Reason> {
        if !self.policy.offers(Some(self.desk.reader)).contains(&way) {
            return Some(Reason::MethodNotOffered);
        }
        if let Some((_, reason)) = self.ended.iter().find(|(ended, _)| *ended == way) {
            return Some(*reason);
        }
        match way {
            Method::Pin => (self.card.pin == PinState::NotSet).then_some(Reason::PinNotSet),
            Method::Face if !self.desk.camera => Some(Reason::CameraAbsent),
            Method::Face if !self.card.without_pin => Some(Reason::PinlessNotAvailable),
            Method::Face => (!self.card.face).then_some(Reason::FaceUnavailable),
            Method::StaffCheck => match self.desk.staff_check {
                StaffCheckState::NotSet => Some(Reason::StaffCheckNotSet),
                StaffCheckState::Closed => Some(Reason::StaffCheckClosed),
                StaffCheckState::Unusable => Some(Reason::StaffCheckUnusable),
                StaffCheckState::Open if !self.card.without_pin => {
                    Some(Reason::PinlessNotAvailable)
                }
                StaffCheckState::Open => None,
            },
        }
    }

    /// Why step 2 ends here, when nothing more is offered or wanted.
    #[must_use]
    pub fn reason_to_end(&self) -> Option<Reason> {
        let of_pin = self.obstacle(Method::Pin);
        match self.last {
            // Nobody is told to enter a PIN that is locked, or that the card has not.
            Some(Reason::PinlessNotAvailable) => of_pin.or(self.last),
            last => last.or(of_pin),
        }
    }

    /// What went wrong last.
    #[must_use]
    pub const fn last(&self) -> Option<Reason> {
        self.last
    }

    /// What is to be said of what was tried before; nothing of another way once one
    /// was chosen.
    #[must_use]
    pub const fn told(&self) -> Option<Reason> {
        self.told
    }

    /// What was wrong with the last frame, when that is to be said.
    #[must_use]
    pub const fn hint(&self) -> Option<NotCaptured> {
        self.hint
    }

    /// The tries left for the PIN; `None` when it cannot be tried.
    #[must_use]
    pub const fn tries(&self) -> Option<PinTries> {
        match self.card.pin {
            PinState::Open(tries) => Some(tries),
            PinState::Locked | PinState::NotSet => None,
        }
    }

    /// The tries left for the PIN, when they are few enough to be shown.
    #[must_use]
    pub fn tries_shown(&self) -> Option<u8> {
        self.tries()?.shown(self.policy.pin.tries_shown_below)
    }

    /// How many comparisons this one is, counting from 1: by PIN and by face.
    #[must_use]
    pub const fn attempts(&self) -> u8 {
        self.pins_refused
            .saturating_add(self.mismatches)
            .saturating_add(1)
    }

    /// Where the patient answers steps 3 and 4.
    #[must_use]
    pub fn consent_surface(&self) -> ConsentSurface {
        self.policy.consent_surface(self.desk.reader)
    }

    /// A way was chosen: what was said of others has been read.
    #[must_use]
    pub fn chosen(self) -> Self {
        Self {
            told: None,
            hint: None,
            ..self
        }
    }

    /// A way was asked for that cannot be taken: nothing was tried.
    #[must_use]
    pub fn refused(self, why_not: Reason) -> Self {
        Self {
            last: Some(why_not),
            told: Some(why_not),
            hint: None,
            ..self
        }
    }

    /// The card refused the PIN and leaves so many tries.
    #[must_use]
    pub fn pin_refused(mut self, tries_left: u8) -> Self {
        self.pins_refused = self.pins_refused.saturating_add(1);
        match PinTries::new(tries_left) {
            Some(tries) => {
                self.card.pin = PinState::Open(tries);
                self.refused(Reason::PinWrong)
            }
            None => self.pin_locked(),
        }
    }

    /// The PIN is locked.
    #[must_use]
    pub fn pin_locked(mut self) -> Self {
        self.card.pin = PinState::Locked;
        self.end(Method::Pin, Reason::PinLocked)
    }

    /// A face did not pass.
    #[must_use]
    pub fn face_failed(mut self, failure: FaceFailure) -> Self {
        match failure {
            FaceFailure::Mismatch => {
                self.mismatches = self.mismatches.saturating_add(1);
                let used_up = self.mismatches >= self.policy.face.mismatches;
                self.refused_or_ended(used_up, Method::Face, Reason::FaceMismatch)
            }
            FaceFailure::NotCaptured(hint) => {
                self.frames_without_face = self.frames_without_face.saturating_add(1);
                let used_up = self.frames_without_face >= self.policy.face.frames;
                let hint = Some(hint);
                let told = self.refused_or_ended(used_up, Method::Face, Reason::FaceNotCaptured);
                Self { hint, ..told }
            }
            FaceFailure::Unavailable => self.end(Method::Face, Reason::FaceUnavailable),
        }
    }

    /// The staff's passcode was not accepted.
    #[must_use]
    pub fn passcode_refused(mut self, failure: PasscodeFailure) -> Self {
        match failure {
            PasscodeFailure::Wrong => {
                self.passcodes_refused = self.passcodes_refused.saturating_add(1);
                let used_up = self.passcodes_refused >= self.policy.staff_check.mistakes;
                self.refused_or_ended(used_up, Method::StaffCheck, Reason::PasscodeWrong)
            }
            PasscodeFailure::Closed => self.end(Method::StaffCheck, Reason::StaffCheckClosed),
            PasscodeFailure::Unusable => self.end(Method::StaffCheck, Reason::StaffCheckUnusable),
        }
    }

    /// The card does not sign without its PIN after all.
    #[must_use]
    pub fn pin_demanded(mut self) -> Self {
        self.card.without_pin = false;
        self.refused(Reason::PinlessNotAvailable)
    }

    fn refused_or_ended(self, ended: bool, way: Method, reason: Reason) -> Self {
        if ended {
            self.end(way, reason)
        } else {
            self.refused(reason)
        }
    }

    fn end(mut self, way: Method, reason: Reason) -> Self {
        self.ended.push((way, reason));
        self.refused(reason)
    }
}

#[cfg(test)]
mod tests;
