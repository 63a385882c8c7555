//! Whom to call, and when somebody answers (MSG-HELPLINE): `data/help-lines.toml`.

use std::fmt;
use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil::{Date, Time, Weekday};
use serde::{Deserialize, Deserializer, de::Error};

use crate::calendar::in_japan;
use crate::text::Words;
use crate::{Evidence, Text, data, is_holiday};

/// Whether somebody answers a line at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Opening {
    /// Yes.
    Open,
    /// No.
    Closed,
    /// No source writes its hours, or the year's holidays are not known.
    Unknown,
}

/// A telephone line.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HelpLine {
    code: String,
    number: String,
    what: Words,
    #[serde(default)]
    always: bool,
    weekday: Option<Hours>,
    weekend: Option<Hours>,
    saturday_2_4: Option<Hours>,
    #[serde(default)]
    year_end: bool,
    source: String,
    evidence: Evidence,
}

/// From the first minute until before the last.
#[derive(Clone, Copy)]
struct Hours {
    from: Time,
    until: Time,
}

impl<'de> Deserialize<'de> for Hours {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        let hours = text.split_once('-').and_then(|(from, until)| {
            Some(Self {
                from: from.parse().ok()?,
                until: until.parse().ok()?,
            })
        });
        hours.ok_or_else(|| Error::custom(format!("{text}: write HH:MM-HH:MM")))
    }
}

impl fmt::Display for Hours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (from, until) = (self.from, self.until);
        write!(f, "{}–{}", from.strftime("%H:%M"), until.strftime("%H:%M"))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    line: Vec<HelpLine>,
}

static FILE: LazyLock<File> =
    LazyLock::new(|| data::compiled_in("help-lines.toml", include_str!("../data/help-lines.toml")));

impl HelpLine {
    /// Every line.
    #[must_use]
    pub fn all() -> &'static [Self] {
        &FILE.line
    }

    /// The line that the data files call `code`.
    #[must_use]
    pub fn named(code: &str) -> Option<&'static Self> {
        Self::all().iter().find(|line| line.code == code)
    }

    /// What the data files call it.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The number, as it is dialled.
    #[must_use]
    pub fn number(&self) -> &str {
        &self.number
    }

    /// What it is for.
    #[must_use]
    pub fn what(&'static self) -> Text {
        self.what.text()
    }

    /// The hours as a page shows them.
    #[must_use]
    pub fn hours(&self) -> String {
        if self.always {
            return "always".to_owned();
        }
        let days = [
            ("Mon–Fri", self.weekday),
            ("Sat, Sun, holidays", self.weekend),
            ("2nd and 4th Sat", self.saturday_2_4),
        ];
        let mut parts: Vec<String> = days
            .into_iter()
            .filter_map(|(days, hours)| hours.map(|hours| format!("{days} {hours}")))
            .collect();
        if parts.is_empty() {
            return "not known".to_owned();
        }
        if self.year_end {
            parts.push("closed 年末年始 (assumed: 12-29 to 01-03)".to_owned());
        }
        parts.join("; ")
    }

    /// The document it is taken from.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// How well that is known.
    #[must_use]
    pub const fn evidence(&self) -> Evidence {
        self.evidence
    }

    /// Whether somebody answers at `instant`. Hours are half open: a line until 17:30
    /// is closed at 17:30.
    #[must_use]
    pub fn open_at(&self, instant: Timestamp) -> Opening {
        if self.always {
            return Opening::Open;
        }
        if self.weekday.is_none() {
            return Opening::Unknown;
        }
        let now = in_japan(instant);
        let date = now.date();
        let open = |holiday| self.opens_on(date, holiday, now.time());
        let open = match is_holiday(date) {
            Some(holiday) => Some(open(holiday)),
            None if open(true) == open(false) => Some(open(true)),
            None => None,
        };
        match open {
            Some(true) => Opening::Open,
            Some(false) => Opening::Closed,
            None => Opening::Unknown,
        }
    }

    fn opens_on(&self, date: Date, holiday: bool, time: Time) -> bool {
        if self.year_end && is_year_end(date) {
            return false;
        }
        let hours = match date.weekday() {
            _ if holiday => self.weekend,
            Weekday::Saturday if matches!(date.day(), 8..=14 | 22..=28) => {
                self.saturday_2_4.or(self.weekend)
            }
            Weekday::Saturday | Weekday::Sunday => self.weekend,
            _ => self.weekday,
        };
        hours.is_some_and(|hours| (hours.from..hours.until).contains(&time))
    }
}

/// 年末年始, whose days no source writes: 29 December to 3 January is assumed.
fn is_year_end(date: Date) -> bool {
    matches!((date.month(), date.day()), (12, 29..=31) | (1, 1..=3))
}

#[cfg(test)]
mod tests;
