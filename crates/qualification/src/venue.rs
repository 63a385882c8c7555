//! Where care is given, and what is held to the reader there.

use jiff::civil::{Date, date};

use crate::{Reason, Rule, Trace, Value};

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
    #[must_use]
    pub const fn begins(self) -> Option<Date> {
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

    /// The first day on which it was taken; `None`: ever since there was such a check.
    #[must_use]
    pub const fn begins(self) -> Option<Date> {
        match self {
            Self::Card => None,
            Self::Android | Self::Iphone => Some(PHONE_FROM),
        }
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
    trace: &mut impl Trace,
) -> Result<(), Reason> {
    given_at(venue, medium, pin_set, visit_date, trace)?;
    held_in(medium, phone_reader, visit_date, trace)
}

/// Whether care at `venue` is checked online yet, and with such a card.
fn given_at(
    venue: Venue,
    medium: Medium,
    pin_set: bool,
    visit_date: Date,
    trace: &mut impl Trace,
) -> Result<(), Reason> {
    let Some(begins) = venue.begins() else {
        return Ok(());
    };
    let pinless = medium == Medium::Card && !pin_set;
    let answer = if visit_date < begins {
        Err(Reason::VenueNotStarted)
    } else if venue == Venue::Online && pinless {
        Err(Reason::PinlessNotForOnline)
    } else {
        Ok(())
    };
    let pin = match (medium.is_phone(), pin_set) {
        (true, _) => "OWN_LOCK",
        (false, true) => "PIN_SET",
        (false, false) => "PIN_NOT_SET",
    };
    let values = [
        ("venue", Value::Code(venue.code())),
        ("begins", Value::Day(begins)),
        ("visit", Value::Day(visit_date)),
        ("pin", Value::Code(pin)),
        ("answer", Value::Code(code(answer))),
    ];
    trace.spoke(Rule::FlowHomevisit, &values);
    answer
}

/// Whether `medium` is taken yet, and by this terminal.
fn held_in(
    medium: Medium,
    phone_reader: bool,
    visit_date: Date,
    trace: &mut impl Trace,
) -> Result<(), Reason> {
    let Some(begins) = medium.begins() else {
        return Ok(());
    };
    let answer = if visit_date < begins {
        Err(Reason::PhoneNotStarted)
    } else if phone_reader {
        Ok(())
    } else {
        Err(Reason::PhoneNotSupportedHere)
    };
    let terminal = if phone_reader {
        "TAKES_PHONES"
    } else {
        "CARDS_ONLY"
    };
    let values = [
        ("medium", Value::Code(medium.code())),
        ("begins", Value::Day(begins)),
        ("visit", Value::Day(visit_date)),
        ("terminal", Value::Code(terminal)),
        ("answer", Value::Code(code(answer))),
    ];
    trace.spoke(Rule::PhoneCard, &values);
    answer
}

fn code(answer: Result<(), Reason>) -> &'static str {
    answer.map_or_else(Reason::code, |()| "TAKEN")
}

#[cfg(test)]
mod tests;
