//! How a reception ended, and what a script is told by the exit code.

use qualification::{Decision, Reason};

/// How a reception ended.
#[derive(Clone, PartialEq, Eq)]
pub enum Ending {
    /// With the server's answer.
    Answered(Box<Decision>),
    /// Without one: refused by card or server, or something failed.
    Refused(Reason),
}

impl Ending {
    /// Why it ended so.
    #[must_use]
    pub fn reason(&self) -> Reason {
        match self {
            Self::Answered(decision) => decision.reason,
            Self::Refused(reason) => *reason,
        }
    }
}

/// The exit code that says why a reception ended.
///
/// 0 is cover confirmed, 1 an answer or refusal without confirmed cover, 10 to 19
/// the card and its reader, 20 to 29 the server, 30 and more the people.
#[must_use]
pub const fn exit_code(reason: Reason) -> u8 {
    match reason {
        Reason::Confirmed
        | Reason::ConfirmedInGrace
        | Reason::ConfirmedSpecialCare
        | Reason::ConfirmedUnregistered
        | Reason::ConfirmedByDocument => 0,
        Reason::Lapsed
        | Reason::NewCoverExists
        | Reason::NotFound
        | Reason::MultipleCovers
        | Reason::NotRegistered
        | Reason::NotConfirmed
        | Reason::CardNotAccepted
        | Reason::Deregistered
        | Reason::RegistrationPending
        | Reason::RegTooClose
        | Reason::RegNotOnThisReader
        | Reason::PinlessNotForOnline
        | Reason::VenueNotStarted
        | Reason::PhoneNotStarted
        | Reason::PhoneNotSupportedHere
        | Reason::LimitInArrears
        | Reason::LimitSpecialCare
        | Reason::ConsentExpired
        | Reason::NotConsented
        | Reason::CertExpired
        | Reason::CertNotYetValid
        | Reason::CertSuspended
        | Reason::CertNotTrusted
        | Reason::SignatureInvalid
        | Reason::ChallengeExpired => 1,
        Reason::ReaderAbsent | Reason::ReaderBroken => 10,
        Reason::ReaderServiceDown => 11,
        Reason::ReaderBusy => 12,
        Reason::CardUnreadable => 13,
        Reason::CardRemoved => 14,
        Reason::PinWrong => 15,
        Reason::PinLocked | Reason::PinNotSet => 16,
        Reason::LastTryKept => 17,
        Reason::PersonNeeded => 18,
        Reason::PinlessNotAvailable => 19,
        Reason::ServerDown => 20,
        Reason::ServerNotTrusted => 21,
        Reason::InstitutionRefused => 22,
        Reason::ServerBusy => 23,
        Reason::StoreUnavailable => 24,
        Reason::Cancelled => 30,
        Reason::TimedOut => 31,
        Reason::NoCard => 32,
        Reason::FaceMismatch => 33,
        Reason::FaceNotCaptured => 34,
        Reason::FaceUnavailable => 35,
        Reason::PasscodeWrong => 36,
        Reason::StaffCheckClosed | Reason::StaffCheckUnusable => 37,
        Reason::NotThePerson => 38,
        Reason::MethodNotOffered | Reason::CameraAbsent | Reason::StaffCheckNotSet => 39,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_confirmed_cover_is_a_success_for_a_script() {
        for reason in Reason::ALL {
            let confirmed = reason.is_confirmed() || *reason == Reason::ConfirmedByDocument;
            assert_eq!(exit_code(*reason) == 0, confirmed, "{reason:?}");
        }
    }
}
