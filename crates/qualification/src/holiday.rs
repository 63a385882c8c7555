//! The national holidays of Japan (国民の祝日), as far as `data/holidays.toml` knows.

use std::sync::LazyLock;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, de::Error};

use crate::{Evidence, data};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    year: Vec<Year>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Year {
    year: i16,
    days: Vec<Day>,
    source: String,
    evidence: Evidence,
}

/// A month, a day of it, and the holiday's name.
struct Day(i8, i8, String);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let line = String::deserialize(from)?;
        let day = line.split_once(' ').and_then(|(day, name)| {
            let (month, day) = day.split_once('-')?;
            Some(Self(
                month.parse().ok()?,
                day.parse().ok()?,
                name.to_owned(),
            ))
        });
        day.ok_or_else(|| Error::custom(format!("{line}: write MM-DD and a name")))
    }
}

static FILE: LazyLock<File> =
    LazyLock::new(|| data::compiled_in("holidays.toml", include_str!("../data/holidays.toml")));

fn year_of(date: Date) -> Option<&'static Year> {
    FILE.year.iter().find(|year| year.year == date.year())
}

/// Whether `date` is a national holiday; `None` in a year that is not known.
#[must_use]
pub fn is_holiday(date: Date) -> Option<bool> {
    year_of(date).map(|_| holiday_name(date).is_some())
}

/// What the holiday on `date` is called; `None` too in a year that is not known.
#[must_use]
pub fn holiday_name(date: Date) -> Option<&'static str> {
    let mut days = year_of(date)?.days.iter();
    let day = days.find(|day| (day.0, day.1) == (date.month(), date.day()))?;
    Some(&day.2)
}

/// The years that are known, on whose word, and how well.
pub(crate) fn known_years() -> impl Iterator<Item = (i16, &'static str, Evidence)> {
    let years = FILE.year.iter();
    years.map(|year| (year.year, year.source.as_str(), year.evidence))
}

#[cfg(test)]
mod tests;
