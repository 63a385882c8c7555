//! 利用登録: when a card may be registered as insurance card, and what becomes of it.

use jiff::civil::Date;

use crate::{Arrival, ReaderKind, Reason, Registration};

/// The fewest days that must be left of the certificate to register (REG-5DAYS;
/// Kumamoto FAQ Q9: 「5日を切ると登録できない可能性があります」).
pub const REGISTRATION_DAYS: i32 = 5;

/// Whether a certificate's end leaves time to register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RegistrationWindow {
    /// It does.
    Allowed,
    /// Fewer than [`REGISTRATION_DAYS`] are left.
    TooClose,
    /// The certificate has ended.
    Expired,
}

/// Something that happened to a registration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RegistrationEvent {
    /// The person registered the card.
    Registered,
    /// The person asked the insurer to undo it (Kumamoto FAQ Q7).
    DeregistrationRequested,
    /// The insurer has undone it.
    DeregistrationCompleted,
}

impl RegistrationWindow {
    /// The machine code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Allowed => "ALLOWED",
            Self::TooClose => "REG_TOO_CLOSE",
            Self::Expired => "CERT_EXPIRED",
        }
    }
}

/// Whether a certificate that ends on `cert_expiry` may be registered on the day
/// (REG-5DAYS).
#[must_use]
pub fn registration_window(cert_expiry: Date, visit_date: Date) -> RegistrationWindow {
    match (cert_expiry - visit_date).get_days() {
        ..0 => RegistrationWindow::Expired,
        0..REGISTRATION_DAYS => RegistrationWindow::TooClose,
        _ => RegistrationWindow::Allowed,
    }
}

/// Whether the card may be registered here and now (REG-AT-READER): somebody's, its
/// certificate in its time with days enough left, at a 顔認証付きカードリーダー. Where it
/// is registered already there is nothing to forbid.
///
/// # Errors
/// The [`Reason`] why not.
pub fn may_register(arrival: &Arrival<'_>) -> Result<(), Reason> {
    match arrival.holder()?.registration {
        Registration::Registered => return Ok(()),
        Registration::Deregistering => return Err(Reason::RegistrationPending),
        Registration::NotRegistered | Registration::Deregistered => {}
    }
    let dates = arrival.certificate;
    if arrival.visit_date < dates.not_before {
        return Err(Reason::CertNotYetValid);
    }
    match registration_window(dates.not_after, arrival.visit_date) {
        RegistrationWindow::Expired => Err(Reason::CertExpired),
        RegistrationWindow::TooClose => Err(Reason::RegTooClose),
        RegistrationWindow::Allowed => match arrival.reader {
            ReaderKind::Face => Ok(()),
            ReaderKind::General => Err(Reason::RegNotOnThisReader),
        },
    }
}

impl Registration {
    /// Why a card that stands so cannot be used as insurance card; `None` when it can.
    /// While deregistration is under way it still can.
    #[must_use]
    pub const fn refusal(self) -> Option<Reason> {
        match self {
            Self::Registered | Self::Deregistering => None,
            Self::NotRegistered => Some(Reason::NotRegistered),
            Self::Deregistered => Some(Reason::Deregistered),
        }
    }

    /// What becomes of it after `event` (DEREG). What has nothing to act on changes
    /// nothing.
    ///
    /// # Errors
    /// [`Reason::RegistrationPending`] when it is registered while deregistration is
    /// under way.
    pub const fn after(self, event: RegistrationEvent) -> Result<Self, Reason> {
        match (event, self) {
            (RegistrationEvent::Registered, Self::Deregistering) => {
                Err(Reason::RegistrationPending)
            }
            (RegistrationEvent::Registered, _) => Ok(Self::Registered),
            (RegistrationEvent::DeregistrationRequested, Self::Registered) => {
                Ok(Self::Deregistering)
            }
            (
                RegistrationEvent::DeregistrationCompleted,
                Self::Registered | Self::Deregistering,
            ) => Ok(Self::Deregistered),
            (_, unchanged) => Ok(unchanged),
        }
    }
}

#[cfg(test)]
mod tests;
