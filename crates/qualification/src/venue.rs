//! Where care is given, and what is held to the reader there.

use jiff::civil::{Date, date};

use crate::Reason;

/// The first day of online checks in online care (Kumamoto FAQ Q10).
const ONLINE_FROM: Date = date(2024, 4, 1);
/// The first day of online checks on home visits (Kumamoto FAQ Q10: 「令和6年6月から…
/// 本格的に開始」).
const HOME_VISIT_FROM: Date = date(2024, 6, 1);
/// The first day on which phones are taken (public notice).
const PHONE_FROM: Date = date(2025, 9, 19);

/// Where care is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Venue {
    /// 窓口: the patient came.
    Counter,
    /// 訪問診療等: at the patient's home.
    HomeVisit,
    /// オンライン診療・服薬指導: the patient is somewhere else.
    Online,
}

/// What holds the certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Medium {
    /// マイナンバーカード.
    Card,
    /// An Android phone with the certificate in it.
    Android,
    /// An iPhone with the certificate in it.
    Iphone,
}

impl Venue {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Counter, Self::HomeVisit, Self::Online];

    /// The machine code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Counter => "COUNTER",
            Self::HomeVisit => "HOME_VISIT",
            Self::Online => "ONLINE",
        }
    }

    /// The venue with the machine `code`.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|venue| venue.code() == code)
    }

    /// The first day on which it was checked online; `None`: ever since there was such a
    /// check.
    const fn begins(self) -> Option<Date> {
        match self {
            Self::Counter => None,
            Self::HomeVisit => Some(HOME_VISIT_FROM),
            Self::Online => Some(ONLINE_FROM),
        }
    }
}

impl Medium {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Card, Self::Android, Self::Iphone];

    /// The machine code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Card => "CARD",
            Self::Android => "PHONE_ANDROID",
            Self::Iphone => "PHONE_IOS",
        }
    }

    /// The medium with the machine `code`.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|medium| medium.code() == code)
    }

    /// Whether it is a phone.
    #[must_use]
    pub const fn is_phone(self) -> bool {
        matches!(self, Self::Android | Self::Iphone)
    }
}

/// Whether `medium` is taken at `venue` on the day (FLOW-HOMEVISIT, PHONE-CARD).
/// `pin_set` says whether a card has a PIN (a phone always has its own lock), and
/// `phone_reader` whether the terminal takes phones.
///
/// # Errors
/// The [`Reason`] why not.
pub fn accepts(
    venue: Venue,
    medium: Medium,
    pin_set: bool,
    phone_reader: bool,
    visit_date: Date,
) -> Result<(), Reason> {
    if venue.begins().is_some_and(|begins| visit_date < begins) {
        Err(Reason::VenueNotStarted)
    } else if medium.is_phone() && visit_date < PHONE_FROM {
        Err(Reason::PhoneNotStarted)
    } else if medium.is_phone() && !phone_reader {
        Err(Reason::PhoneNotSupportedHere)
    } else if venue == Venue::Online && medium == Medium::Card && !pin_set {
        Err(Reason::PinlessNotForOnline)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests;
