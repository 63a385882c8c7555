//! What to do.

use qualification::{Choices, Method, VisitId};

/// What the desk is asked to do, one after the other.
///
/// Every effect but the last two is answered with an [`Input`](crate::Input), or with
/// [`Failed`](crate::Input::Failed). [`CloseVisit`](Self::CloseVisit) and
/// [`ReleaseCard`](Self::ReleaseCard) have no answer: the desk does its best.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Reset the card and read its user-authentication certificate and the tries
    /// left for its PIN.
    ReadCard,
    /// Ask the server for a challenge.
    OpenVisit,
    /// Put the typed PIN to the card, once, and wipe it.
    VerifyPin,
    /// Have the card sign the challenge.
    SignChallenge,
    /// Send the signature to the server, with how the person was verified; the desk
    /// adds its kind of reader.
    Authenticate {
        /// What was compared in the end.
        method: Method,
        /// How many comparisons it took, the last one included (1 or more).
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
            Self::SignChallenge => "SignChallenge",
            Self::Authenticate { .. } => "Authenticate",
            Self::Complete { .. } => "Complete",
            Self::CloseVisit { .. } => "CloseVisit",
            Self::ReleaseCard => "ReleaseCard",
        }
    }
}
