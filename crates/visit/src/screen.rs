//! What a person sees.

use jiff::{SignedDuration, Timestamp};
use qualification::{Category, ConsentSurface, Method, Reason};
use verification::{NotCaptured, PinTries, Verification};

use crate::{CardPlace, Steps, Visit};

/// After this long without a touch, a question (or an end without a card) is over.
pub const IDLE_LIMIT: SignedDuration = SignedDuration::from_secs(30);

/// The same for the staff, who have to be called, to look and to type.
pub const STAFF_IDLE_LIMIT: SignedDuration = SignedDuration::from_secs(120);

/// For so long before it is over, a question warns that it will be.
pub const IDLE_WARNING: SignedDuration = SignedDuration::from_secs(10);

/// After this long, a patient who is done is reminded of the card.
pub const CARD_LEFT_AFTER: SignedDuration = SignedDuration::from_secs(20);

/// What the patient sees: plain data for a page or a terminal. It holds nothing of the
/// decision but its reason: what else the desk is told is in [`Visit::Answered`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Screen {
    /// How the five steps stand.
    pub steps: Steps,
    /// What is asked or told.
    pub showing: Showing,
    /// What to say because nothing has happened for a while.
    pub reminder: Option<Reminder>,
}

/// What is asked or told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Showing {
    /// Asks for the card.
    PutCardDown,
    /// Something is being done that needs nobody.
    PleaseWait {
        /// Whether the card must stay where it is.
        keep_card: bool,
    },
    /// Asks which way to be verified.
    ChooseMethod {
        /// What to say of what was tried before.
        told: Told,
        /// The ways that can be taken, in the order to offer them. The staff's check is
        /// for the staff to choose.
        offered: Vec<Method>,
        /// The ways that this kind of reader has, but not here or now, and why.
        withheld: Vec<(Method, Reason)>,
    },
    /// Asks for the PIN.
    EnterPin {
        /// What to say of what was tried before.
        told: Told,
        /// Tries left, when few enough to be shown.
        tries_left: Option<u8>,
        /// Whether another wrong PIN locks the card: warn, and ask whether to go on.
        warn_last: bool,
        /// The other ways that can be taken instead.
        others: Vec<Method>,
        /// The ways that this kind of reader has, but not here or now, and why.
        withheld: Vec<(Method, Reason)>,
    },
    /// Asks to look into the camera.
    LookAtCamera,
    /// Asks the staff to compare the person with the card's photo, and for their id and
    /// passcode.
    ConfirmPerson {
        /// What to say of what was tried before.
        told: Told,
        /// The other ways that can be taken instead.
        others: Vec<Method>,
        /// The ways that this kind of reader has, but not here or now, and why.
        withheld: Vec<(Method, Reason)>,
    },
    /// Asks whether the card is to be registered as insurance card (利用登録); silence is
    /// a no.
    ChooseRegistration,
    /// Asks for consent to each category; silence is a no.
    ChooseConsent {
        /// The categories, in the order to ask.
        categories: Vec<Category>,
    },
    /// Asks whether the limit amount may be given.
    ChooseLimit {
        /// Whether the staff ask, and enter what was said.
        orally: bool,
    },
    /// Tells the answer.
    Result {
        /// What it is, in a word.
        reason: Reason,
    },
    /// Tells why there is no answer; [`Reason::next`] says what to do.
    Ended {
        /// Why.
        reason: Reason,
    },
}

/// What to say in step 2 of what was tried before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Told {
    /// What went wrong.
    pub reason: Option<Reason>,
    /// What was wrong with the frame.
    pub hint: Option<NotCaptured>,
}

impl Told {
    fn of(verification: &Verification) -> Self {
        Self {
            reason: verification.told(),
            hint: verification.hint(),
        }
    }
}

/// What to say because nothing has happened for a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reminder {
    /// The question will be over.
    StillThere {
        /// In so many seconds, 1 to 10.
        seconds_left: u8,
    },
    /// The card lies on the reader.
    CardLeft,
}

impl Visit {
    /// What to show now.
    #[must_use]
    pub fn screen(&self, now: Timestamp) -> Screen {
        Screen {
            steps: self.steps(),
            showing: self.showing(),
            reminder: self.reminder(now),
        }
    }

    fn showing(&self) -> Showing {
        match self {
            Self::AwaitingCard => Showing::PutCardDown,
            Self::ReadingCard
            | Self::OpeningVisit { .. }
            | Self::CheckingPin { .. }
            | Self::CheckingPasscode { .. }
            | Self::SigningChallenge { .. }
            | Self::Authenticating { .. } => Showing::PleaseWait { keep_card: true },
            Self::Completing { .. } => Showing::PleaseWait { keep_card: false },
            Self::ChoosingMethod { verification, .. } => Showing::ChooseMethod {
                told: Told::of(verification),
                offered: verification.offered(),
                withheld: verification.withheld(),
            },
            Self::AwaitingPin { verification, .. } => Showing::EnterPin {
                told: Told::of(verification),
                tries_left: verification.tries_shown(),
                warn_last: verification.tries().is_some_and(PinTries::is_last),
                others: others(verification, Method::Pin),
                withheld: verification.withheld(),
            },
            Self::ComparingFace { .. } => Showing::LookAtCamera,
            Self::AwaitingStaff { verification, .. } => Showing::ConfirmPerson {
                told: Told::of(verification),
                others: others(verification, Method::StaffCheck),
                withheld: verification.withheld(),
            },
            Self::ChoosingRegistration { .. } => Showing::ChooseRegistration,
            Self::ChoosingConsent { admission, .. } => Showing::ChooseConsent {
                categories: admission.ask_consent.clone(),
            },
            Self::ChoosingLimit { choices, .. } => Showing::ChooseLimit {
                orally: choices.surface == ConsentSurface::Oral,
            },
            Self::Answered { decision, .. } => Showing::Result {
                reason: decision.reason,
            },
            Self::Refused { reason, .. } => Showing::Ended { reason: *reason },
        }
    }

    /// After how long without a touch this question, or end without a card, is over.
    pub(crate) fn idle_limit(&self) -> SignedDuration {
        match self {
            Self::AwaitingStaff { .. } => STAFF_IDLE_LIMIT,
            Self::ChoosingMethod { verification, .. }
                if verification.offered() == [Method::StaffCheck] =>
            {
                STAFF_IDLE_LIMIT
            }
            _ => IDLE_LIMIT,
        }
    }

    fn reminder(&self, now: Timestamp) -> Option<Reminder> {
        match self {
            Self::ChoosingMethod { touched, .. }
            | Self::AwaitingPin { touched, .. }
            | Self::AwaitingStaff { touched, .. }
            | Self::ChoosingRegistration { touched, .. }
            | Self::ChoosingConsent { touched, .. }
            | Self::ChoosingLimit { touched, .. } => {
                let idle = now.duration_since(*touched);
                let left = self.idle_limit().saturating_sub(idle);
                let warns = left <= IDLE_WARNING;
                let left = left.as_secs().max(1);
                warns.then(|| Reminder::StillThere {
                    seconds_left: u8::try_from(left).unwrap_or(u8::MAX),
                })
            }
            Self::Answered { card, touched, .. } | Self::Refused { card, touched, .. } => {
                (*card == CardPlace::OnReader && now.duration_since(*touched) >= CARD_LEFT_AFTER)
                    .then_some(Reminder::CardLeft)
            }
            Self::AwaitingCard
            | Self::ReadingCard
            | Self::OpeningVisit { .. }
            | Self::CheckingPin { .. }
            | Self::ComparingFace { .. }
            | Self::CheckingPasscode { .. }
            | Self::SigningChallenge { .. }
            | Self::Authenticating { .. }
            | Self::Completing { .. } => None,
        }
    }
}

/// The ways that can be taken instead of `way`.
fn others(verification: &Verification, way: Method) -> Vec<Method> {
    let offered = verification.offered();
    offered.into_iter().filter(|other| *other != way).collect()
}
