//! What to do.

use qualification::{Choices, Verified, VisitId};

/// What the desk is asked to do, one after the other.
///
/// Every effect but the last two is answered with an [`Input`](crate::Input), or with
/// [`Failed`](crate::Input::Failed). [`CloseVisit`](Self::CloseVisit) and
/// [`ReleaseCard`](Self::ReleaseCard) have no answer: the desk does its best.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Reset the card and read its user-authentication certificate and how its PIN
    /// stands; begin the verification that desk, card and policy allow.
    ReadCard,
    /// Ask the server for a challenge.
    OpenVisit,
    /// Put the typed PIN to the card, once, and wipe it.
    VerifyPin,
    /// Read the chip's photo, take one frame of the camera, compare the two, and drop
    /// both.
    CompareFace,
    /// Put the typed passcode to the institution's own, once, and wipe it.
    CheckPasscode,
    /// Have the card sign the challenge.
    SignChallenge {
        /// Whether the card is asked to do so for this terminal, as no PIN was put to
        /// it (SIMULATED).
        without_pin: bool,
    },
    /// Send the signature to the server, with how the person was verified; the desk
    /// adds its kind of reader.
    Authenticate {
        /// What was compared in the end.
        verified: Verified,
        /// How many comparisons it took, by PIN and by face, the last one included (1
        /// or more).
        attempts: u8,
    },
    /// Send the choices to the server, repeated under one idempotency key until an
    /// answer comes or the desk gives up.
    Complete {
        /// The visit.
        visit: VisitId,
        /// What the patient chose.
        choices: Choices,
    },
    /// Tell the server that the visit ended before its answer was seen (abandoned);
    /// a consent that may have been recorded ends with it. Nothing waits for it.
    CloseVisit {
        /// The visit.
        visit: VisitId,
    },
    /// End the card session with a reset. It is also the fence between visits: an
    /// answer to anything asked before it is thrown away, never fed in after it.
    ReleaseCard,
}

impl Effect {
    /// The name, for logs.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::ReadCard => "ReadCard",
            Self::OpenVisit => "OpenVisit",
            Self::VerifyPin => "VerifyPin",
            Self::CompareFace => "CompareFace",
            Self::CheckPasscode => "CheckPasscode",
            Self::SignChallenge { .. } => "SignChallenge",
            Self::Authenticate { .. } => "Authenticate",
            Self::Complete { .. } => "Complete",
            Self::CloseVisit { .. } => "CloseVisit",
            Self::ReleaseCard => "ReleaseCard",
        }
    }
}
