//! What happened.

use std::fmt;

use qualification::{
    Admission, Category, Decision, LimitChoice, Method, Reason, ScoreBand, StaffId, VisitId,
};
use verification::{FaceFailure, PasscodeFailure, Verification};

/// What happened: a card moved, an effect was answered, a person chose, time passed.
///
/// `Debug` prints the name alone: a decision holds a patient's data.
#[derive(Clone, PartialEq, Eq)]
pub enum Input {
    /// A card was put down.
    CardPresented,
    /// Answer to [`ReadCard`](crate::Effect::ReadCard).
    CardRead(Verification),
    /// Answer to [`OpenVisit`](crate::Effect::OpenVisit).
    ChallengeReceived,
    /// The patient, or the staff, chose a way to be verified.
    MethodChosen(Method),
    /// Four digits were typed; the desk keeps them until
    /// [`VerifyPin`](crate::Effect::VerifyPin), and wipes them if that does not follow.
    PinEntered {
        /// Whether it was said that the last try may be spent. Counts only when it
        /// is the last.
        spend_last_try: bool,
    },
    /// Answer to [`VerifyPin`](crate::Effect::VerifyPin): the card accepted it.
    PinAccepted,
    /// Answer to [`VerifyPin`](crate::Effect::VerifyPin): the card refused it.
    PinWasWrong {
        /// Tries left now; 0 is a locked PIN.
        tries_left: u8,
    },
    /// Answer to [`VerifyPin`](crate::Effect::VerifyPin): the PIN is locked.
    PinWasBlocked,
    /// Answer to [`CompareFace`](crate::Effect::CompareFace): the faces match.
    FaceMatched {
        /// How far above the threshold.
        band: ScoreBand,
    },
    /// Answer to [`CompareFace`](crate::Effect::CompareFace): they do not, or could
    /// not be compared.
    FaceFailed(FaceFailure),
    /// The staff saw that it is the person on the card, and typed id and passcode; the
    /// desk keeps them until [`CheckPasscode`](crate::Effect::CheckPasscode), and
    /// wipes them if that does not follow.
    PasscodeEntered,
    /// The staff saw that it is not the person on the card.
    PersonDenied,
    /// Answer to [`CheckPasscode`](crate::Effect::CheckPasscode): it is right.
    PasscodeAccepted {
        /// Who looked.
        staff: StaffId,
    },
    /// Answer to [`CheckPasscode`](crate::Effect::CheckPasscode): it is wrong, or was
    /// not compared.
    PasscodeRefused(PasscodeFailure),
    /// Answer to [`SignChallenge`](crate::Effect::SignChallenge).
    ChallengeSigned,
    /// Answer to [`SignChallenge`](crate::Effect::SignChallenge): the card signs with
    /// its PIN only.
    PinDemanded,
    /// Answer to [`Authenticate`](crate::Effect::Authenticate): let in.
    Admitted {
        /// The visit, as the server knows it from here on.
        visit: VisitId,
        /// What to ask next.
        admission: Admission,
    },
    /// Answer to whatever the server was asked: refused. Answer to
    /// [`ReadCard`](crate::Effect::ReadCard): such a card is not taken here. Not a
    /// failure.
    WasRefused(Reason),
    /// The patient answered whether the card is to be registered as insurance card.
    RegistrationChosen(bool),
    /// The patient finished step 3: the categories agreed to, none being an answer
    /// too.
    ConsentChosen(Vec<Category>),
    /// The patient finished step 4.
    LimitChosen(LimitChoice),
    /// Answer to [`Complete`](crate::Effect::Complete).
    DecisionReceived(Box<Decision>),
    /// An effect failed, or the reader did. For `Complete` only after the desk has
    /// given up repeating it under its idempotency key.
    Failed(Reason),
    /// The card was taken off the reader.
    CardRemoved,
    /// The patient or the staff stopped; at the end: has seen it.
    Cancelled,
    /// Somebody is there: a key or the screen was touched, and nothing answered yet.
    Touched,
    /// Time passed; to be said about every second.
    TimePassed,
}

impl Input {
    /// The name, for logs.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::CardPresented => "CardPresented",
            Self::CardRead(_) => "CardRead",
            Self::ChallengeReceived => "ChallengeReceived",
            Self::MethodChosen(_) => "MethodChosen",
            Self::PinEntered { .. } => "PinEntered",
            Self::PinAccepted => "PinAccepted",
            Self::PinWasWrong { .. } => "PinWasWrong",
            Self::PinWasBlocked => "PinWasBlocked",
            Self::FaceMatched { .. } => "FaceMatched",
            Self::FaceFailed(_) => "FaceFailed",
            Self::PasscodeEntered => "PasscodeEntered",
            Self::PersonDenied => "PersonDenied",
            Self::PasscodeAccepted { .. } => "PasscodeAccepted",
            Self::PasscodeRefused(_) => "PasscodeRefused",
            Self::ChallengeSigned => "ChallengeSigned",
            Self::PinDemanded => "PinDemanded",
            Self::Admitted { .. } => "Admitted",
            Self::WasRefused(_) => "WasRefused",
            Self::RegistrationChosen(_) => "RegistrationChosen",
            Self::ConsentChosen(_) => "ConsentChosen",
            Self::LimitChosen(_) => "LimitChosen",
            Self::DecisionReceived(_) => "DecisionReceived",
            Self::Failed(_) => "Failed",
            Self::CardRemoved => "CardRemoved",
            Self::Cancelled => "Cancelled",
            Self::Touched => "Touched",
            Self::TimePassed => "TimePassed",
        }
    }
}

impl fmt::Debug for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
