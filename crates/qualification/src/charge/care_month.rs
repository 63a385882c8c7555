//! 診療月: the calendar month in which care was given.

use std::fmt;

use jiff::civil::Date;
use serde::de::Error;
use serde::{Deserialize, Deserializer};

use crate::month_end;

/// A month of care. It chooses the table of amounts, not the day of the bill.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CareMonth {
    /// Its first day.
    first: Date,
}

impl CareMonth {
    /// Reads a month as it is written: `2026-11`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (year, month) = text.split_once('-')?;
        let digits = |part: &str, count| {
            part.len() == count && part.bytes().all(|letter| letter.is_ascii_digit())
        };
        if !digits(year, 4) || !digits(month, 2) {
            return None;
        }
        let first = Date::new(year.parse().ok()?, month.parse().ok()?, 1).ok()?;
        Some(Self { first })
    }

    /// Its first day.
    #[must_use]
    pub const fn first_day(self) -> Date {
        self.first
    }

    /// Its last day.
    #[must_use]
    pub fn last_day(self) -> Date {
        month_end(self.first)
    }
}

impl From<Date> for CareMonth {
    /// The month to which a day of care belongs.
    fn from(day: Date) -> Self {
        Self {
            first: day.first_of_month(),
        }
    }
}

impl fmt::Display for CareMonth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.first.year(), self.first.month())
    }
}

impl<'de> Deserialize<'de> for CareMonth {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| D::Error::custom("a month is written like 2026-11"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn month(text: &str) -> CareMonth {
        CareMonth::parse(text).unwrap()
    }

    #[test]
    fn a_month_is_written_with_four_and_two_digits() {
        assert_eq!(month("2026-11").to_string(), "2026-11");
        for wrong in [
            "2026-13",
            "2026-00",
            "2026-1",
            "26-11",
            "2026-11-01",
            "2026/11",
            "",
            "+026-11",
        ] {
            assert_eq!(CareMonth::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_day_belongs_to_its_calendar_month() {
        assert_eq!(CareMonth::from(date(2026, 7, 31)), month("2026-07"));
        assert_eq!(CareMonth::from(date(2026, 8, 1)), month("2026-08"));
        assert_eq!(month("2028-02").first_day(), date(2028, 2, 1));
        assert_eq!(month("2028-02").last_day(), date(2028, 2, 29));
        assert!(month("2026-12") < month("2027-01"));
    }
}
