//! How far back medical information can be viewed: read from
//! `data/history-windows.toml`.

use std::sync::LazyLock;

use jiff::Span;
use jiff::civil::Date;
use serde::{Deserialize, Deserializer, de};

use crate::data::compiled_in;
use crate::{Category, Evidence};

/// How far back one kind of information goes (CONSENT-WINDOW). No document this project
/// was made from says so; other public sources do.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HistoryWindow {
    /// Of what.
    #[serde(deserialize_with = "by_code")]
    pub category: Category,
    /// The first day of which anything is kept.
    pub from: Date,
    /// How many years before the visit; `None`: no source says.
    pub years: Option<u8>,
    /// How well it is known.
    pub evidence: Evidence,
    /// Where it is said.
    pub source: String,
    /// Where sources differ.
    pub note: Option<String>,
}

impl HistoryWindow {
    /// The window of `category`; `None` for what is no history.
    #[must_use]
    pub fn of(category: Category) -> Option<&'static Self> {
        WINDOWS.iter().find(|window| window.category == category)
    }

    /// The first day that can be viewed in a visit on `visit_date`.
    #[must_use]
    pub fn begins(&self, visit_date: Date) -> Date {
        let years = self.years.map(|years| Span::new().years(i16::from(years)));
        years.map_or(self.from, |years| {
            self.from.max(visit_date.saturating_sub(years))
        })
    }
}

fn by_code<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Category, D::Error> {
    let code = String::deserialize(deserializer)?;
    Category::from_code(&code).ok_or_else(|| de::Error::custom("no such category"))
}

static WINDOWS: LazyLock<Vec<HistoryWindow>> = LazyLock::new(|| {
    #[derive(Deserialize)]
    struct File {
        window: Vec<HistoryWindow>,
    }
    let text = include_str!("../../data/history-windows.toml");
    compiled_in::<File>("history-windows.toml", text).window
});

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn r028_every_medical_category_has_one_window_and_nothing_else_has() {
        for category in Category::ALL {
            let medical = Category::MEDICAL.contains(&category);
            let windows = WINDOWS.iter().filter(|it| it.category == category);
            assert_eq!(windows.count(), usize::from(medical), "{category:?}");
        }
        assert!(WINDOWS.iter().all(|it| it.evidence != Evidence::Seed));
    }

    #[test]
    fn r028_a_window_begins_with_what_is_kept_or_so_many_years_before() {
        for (category, visit, begins) in [
            (Category::Medication, date(2024, 9, 1), date(2021, 9, 1)),
            (Category::Medication, date(2024, 9, 2), date(2021, 9, 2)),
            (Category::Medication, date(2026, 11, 21), date(2023, 11, 21)),
            (Category::Checkup, date(2024, 12, 2), date(2020, 4, 1)),
            (Category::Checkup, date(2026, 11, 21), date(2021, 11, 21)),
            (Category::Treatment, date(2026, 11, 21), date(2022, 6, 1)),
            (Category::Surgery, date(2026, 11, 21), date(2023, 5, 1)),
        ] {
            let window = HistoryWindow::of(category).unwrap();
            assert_eq!(window.begins(visit), begins, "{category:?} {visit}");
        }
    }
}
