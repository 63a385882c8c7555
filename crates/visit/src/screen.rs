//! What a person sees.

use jiff::{SignedDuration, Timestamp};
use qualification::{Category, Decision, Reason};

use crate::{CardPlace, Steps, Visit};

/// After this long without a touch, a question (or an end without a card) is over.
pub const IDLE_LIMIT: SignedDuration = SignedDuration::from_secs(30);

/// After this long without a touch, a question warns that it will be over.
pub const IDLE_WARNING: SignedDuration = SignedDuration::from_secs(20);

/// After this long, a patient who is done is reminded of the card.
pub const CARD_LEFT_AFTER: SignedDuration = SignedDuration::from_secs(20);

/// What a person sees: plain data for a page or a terminal. No `Debug`: a decision
/// holds a patient's data.
#[derive(Clone, PartialEq, Eq)]
pub struct Screen {
    /// How the five steps stand.
    pub steps: Steps,
    /// What is asked or told.
    pub showing: Showing,
    /// What to say because nothing has happened for a while.
    pub reminder: Option<Reminder>,
}

/// What is asked or told.
#[derive(Clone, PartialEq, Eq)]
pub enum Showing {
    /// Asks for the card.
    PutCardDown,
    /// Something is being done that needs nobody.
    PleaseWait {
        /// Whether the card must stay where it is.
        keep_card: bool,
    },
    /// Asks for the PIN.
    EnterPin {
        /// Whether the PIN before was wrong.
        was_wrong: bool,
        /// Tries left, when few enough to be shown.
        tries_left: Option<u8>,
        /// Whether another wrong PIN locks the card: warn, and ask whether to go on.
        warn_last: bool,
    },
    /// Asks for consent to each category; silence is a no.
    ChooseConsent {
        /// The categories, in the order to ask.
        categories: Vec<Category>,
    },
    /// Asks whether the limit amount may be given.
    ChooseLimit,
    /// Tells the answer.
    Result {
        /// The answer.
        decision: Box<Decision>,
    },
    /// Tells why there is no answer; [`Reason::advice`] says what to do.
    Ended {
        /// Why.
        reason: Reason,
    },
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
            | Self::SigningChallenge { .. }
            | Self::Authenticating => Showing::PleaseWait { keep_card: true },
            Self::Completing { .. } => Showing::PleaseWait { keep_card: false },
            Self::AwaitingPin {
                tries,
                wrong_before,
                ..
            } => Showing::EnterPin {
                was_wrong: *wrong_before > 0,
                tries_left: tries.shown(),
                warn_last: tries.is_last(),
            },
            Self::ChoosingConsent { admission, .. } => Showing::ChooseConsent {
                categories: admission.ask_consent.clone(),
            },
            Self::ChoosingLimit { .. } => Showing::ChooseLimit,
            Self::Answered { decision, .. } => Showing::Result {
                decision: decision.clone(),
            },
            Self::Refused { reason, .. } => Showing::Ended { reason: *reason },
        }
    }

    fn reminder(&self, now: Timestamp) -> Option<Reminder> {
        match self {
            Self::AwaitingPin { touched, .. }
            | Self::ChoosingConsent { touched, .. }
            | Self::ChoosingLimit { touched, .. } => {
                let idle = now.duration_since(*touched);
                let left = IDLE_LIMIT.saturating_sub(idle).as_secs().max(1);
                (idle >= IDLE_WARNING).then(|| Reminder::StillThere {
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
            | Self::SigningChallenge { .. }
            | Self::Authenticating
            | Self::Completing { .. } => None,
        }
    }
}
