//! Where a visit stands.

use std::fmt;

use jiff::Timestamp;
use qualification::{Admission, Choices, ConsentSurface, Decision, Reason, Verified, VisitId};
use verification::Verification;

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
        /// What card and desk allow in step 2.
        verification: Verification,
    },
    /// The patient is asked which way to be verified.
    ChoosingMethod {
        /// How far step 2 has come.
        verification: Verification,
        /// When somebody last did something.
        touched: Timestamp,
    },
    /// The patient is asked for the PIN.
    AwaitingPin {
        /// How far step 2 has come.
        verification: Verification,
        /// When somebody last did something.
        touched: Timestamp,
    },
    /// The card compares the PIN.
    CheckingPin {
        /// How far step 2 has come.
        verification: Verification,
    },
    /// The face is compared with the chip's photo.
    ComparingFace {
        /// How far step 2 has come.
        verification: Verification,
    },
    /// The staff compare the person with the photo on the card, which stays on the
    /// reader.
    AwaitingStaff {
        /// How far step 2 has come.
        verification: Verification,
        /// When somebody last did something.
        touched: Timestamp,
    },
    /// The staff's passcode is compared.
    CheckingPasscode {
        /// How far step 2 has come.
        verification: Verification,
    },
    /// The card signs the challenge.
    SigningChallenge {
        /// How far step 2 has come.
        verification: Verification,
        /// What was compared in the end.
        verified: Verified,
    },
    /// The server judges the signature.
    Authenticating {
        /// Where steps 3 and 4 will be answered.
        surface: ConsentSurface,
    },
    /// The patient is asked whether the card is to be registered (利用登録), before
    /// step 2 is over.
    ChoosingRegistration {
        /// The visit.
        visit: VisitId,
        /// What to ask of those who register.
        admission: Admission,
        /// Where it is answered.
        surface: ConsentSurface,
        /// When somebody last did something.
        touched: Timestamp,
    },
    /// Step 3.
    ChoosingConsent {
        /// The visit.
        visit: VisitId,
        /// What to ask. Whoever was offered registration and came here has agreed to it.
        admission: Admission,
        /// Where it is answered.
        surface: ConsentSurface,
        /// When somebody last did something.
        touched: Timestamp,
    },
    /// Step 4.
    ChoosingLimit {
        /// The visit.
        visit: VisitId,
        /// What was chosen so far, and where.
        choices: Choices,
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
            Self::ChoosingMethod { .. } => "ChoosingMethod",
            Self::AwaitingPin { .. } => "AwaitingPin",
            Self::CheckingPin { .. } => "CheckingPin",
            Self::ComparingFace { .. } => "ComparingFace",
            Self::AwaitingStaff { .. } => "AwaitingStaff",
            Self::CheckingPasscode { .. } => "CheckingPasscode",
            Self::SigningChallenge { .. } => "SigningChallenge",
            Self::Authenticating { .. } => "Authenticating",
            Self::ChoosingRegistration { .. } => "ChoosingRegistration",
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
            Self::ChoosingMethod { .. }
            | Self::AwaitingPin { .. }
            | Self::CheckingPin { .. }
            | Self::ComparingFace { .. }
            | Self::AwaitingStaff { .. }
            | Self::CheckingPasscode { .. }
            | Self::SigningChallenge { .. }
            | Self::Authenticating { .. } => Steps::at(Step::Verification),
            Self::ChoosingRegistration { admission, .. } => {
                Steps::at(Step::Verification).with_limit(admission.limit)
            }
            Self::ChoosingConsent { admission, .. } => {
                Steps::at(Step::Consent).with_limit(admission.limit)
            }
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
