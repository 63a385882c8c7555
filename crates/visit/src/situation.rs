//! Where a visit stands.

use std::fmt;

use jiff::Timestamp;
use qualification::{Admission, Category, Decision, Reason, VisitId};
use verification::PinTries;

use crate::{Step, Steps};

/// Where a visit stands, with exactly what is known then.
///
/// `Debug` prints the name alone: a decision holds a patient's data.
#[derive(Clone, PartialEq, Eq)]
pub enum Visit {
    /// No card is on the reader; the start of every visit.
    AwaitingCard,
    /// The card is being read.
    ReadingCard,
    /// The server is asked for a challenge.
    OpeningVisit {
        /// What the card leaves for its PIN.
        tries: PinTries,
    },
    /// The patient is asked for the PIN.
    AwaitingPin {
        /// What the card leaves for its PIN.
        tries: PinTries,
        /// How many PINs of this visit the card has refused.
        wrong_before: u8,
        /// When somebody last did something.
        touched: Timestamp,
    },
    /// The card compares the PIN.
    CheckingPin {
        /// How many PINs of this visit the card had refused before.
        wrong_before: u8,
    },
    /// The card signs the challenge.
    SigningChallenge {
        /// How many PINs it took, the right one included.
        attempts: u8,
    },
    /// The server judges the signature.
    Authenticating,
    /// Step 3.
    ChoosingConsent {
        /// The visit.
        visit: VisitId,
        /// What to ask.
        admission: Admission,
        /// When somebody last did something.
        touched: Timestamp,
    },
    /// Step 4.
    ChoosingLimit {
        /// The visit.
        visit: VisitId,
        /// The categories agreed to in step 3.
        consented: Vec<Category>,
        /// How the five steps stand.
        steps: Steps,
        /// When somebody last did something.
        touched: Timestamp,
    },
    /// The server decides. Every choice is made and sent, so the outcome is waited
    /// for even if the card is taken.
    Completing {
        /// The visit.
        visit: VisitId,
        /// How the five steps stand.
        steps: Steps,
        /// Where the card is.
        card: CardPlace,
    },
    /// The answer is shown.
    Answered {
        /// The answer, which may be that no cover is in force.
        decision: Box<Decision>,
        /// How the five steps ended.
        steps: Steps,
        /// Where the card is.
        card: CardPlace,
        /// Since when it is shown, or when somebody last did something.
        touched: Timestamp,
    },
    /// The visit ended without an answer.
    Refused {
        /// Why.
        reason: Reason,
        /// How far the five steps had come.
        steps: Steps,
        /// Where the card is.
        card: CardPlace,
        /// Since when it is shown, or when somebody last did something.
        touched: Timestamp,
    },
}

/// Whether the card still has to be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CardPlace {
    /// It lies on the reader.
    OnReader,
    /// It has been taken, or there was none.
    Taken,
}

impl Visit {
    /// The name of the situation, for logs.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::AwaitingCard => "AwaitingCard",
            Self::ReadingCard => "ReadingCard",
            Self::OpeningVisit { .. } => "OpeningVisit",
            Self::AwaitingPin { .. } => "AwaitingPin",
            Self::CheckingPin { .. } => "CheckingPin",
            Self::SigningChallenge { .. } => "SigningChallenge",
            Self::Authenticating => "Authenticating",
            Self::ChoosingConsent { .. } => "ChoosingConsent",
            Self::ChoosingLimit { .. } => "ChoosingLimit",
            Self::Completing { .. } => "Completing",
            Self::Answered { .. } => "Answered",
            Self::Refused { .. } => "Refused",
        }
    }

    /// How the five steps stand.
    #[must_use]
    pub const fn steps(&self) -> Steps {
        match self {
            Self::AwaitingCard | Self::ReadingCard | Self::OpeningVisit { .. } => {
                Steps::at(Step::CardReading)
            }
            Self::AwaitingPin { .. }
            | Self::CheckingPin { .. }
            | Self::SigningChallenge { .. }
            | Self::Authenticating => Steps::at(Step::Verification),
            Self::ChoosingConsent { .. } => Steps::at(Step::Consent),
            Self::ChoosingLimit { steps, .. }
            | Self::Completing { steps, .. }
            | Self::Answered { steps, .. }
            | Self::Refused { steps, .. } => *steps,
        }
    }
}

impl fmt::Debug for Visit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
