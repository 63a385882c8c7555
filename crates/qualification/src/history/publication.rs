//! From when a record can be seen, and until when: read from
//! `data/history-publication.toml`.

use std::sync::LazyLock;

use jiff::ToSpan;
use jiff::civil::Date;
use serde::Deserialize;

use crate::data::compiled_in;
use crate::{
    CareMonth, HistoryRecord, HistorySource, HistoryWindow, InsurerKind, InsurerPolicy, Provenance,
};

/// How soon what comes from one source can be seen, and how long it is kept.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Publication {
    source: HistorySource,
    /// Of the insurers of that kind alone.
    kind: Option<InsurerKind>,
    seen: Seen,
    /// How many days after its day it is kept; absent: the window alone bounds it.
    kept_days: Option<i32>,
    #[cfg_attr(not(test), expect(dead_code, reason = "for people, and for a test"))]
    known: Provenance,
}

/// From when it can be seen.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Seen {
    /// That day of the month after.
    DayOfNextMonth(i32),
    /// That many days later.
    DaysLater(i32),
}

/// The first day on which `record` can be seen.
#[must_use]
pub fn published_on(record: &HistoryRecord) -> Date {
    let day = record.day();
    match Publication::of(record).seen {
        Seen::DayOfNextMonth(number) => CareMonth::from(day)
            .last_day()
            .saturating_add(number.days()),
        Seen::DaysLater(days) => day.saturating_add(days.days()),
    }
}

/// The last day on which `record` is kept; `None`: only the window of its category
/// bounds it.
#[must_use]
pub fn kept_until(record: &HistoryRecord) -> Option<Date> {
    let days = Publication::of(record).kept_days?;
    Some(record.day().saturating_add(days.days()))
}

/// Whether `record` can be seen in a visit on `visit_date`: it is published, still kept,
/// and inside the window of its category (CONSENT-WINDOW).
#[must_use]
pub fn is_visible(record: &HistoryRecord, visit_date: Date) -> bool {
    let inside = HistoryWindow::of(record.category())
        .is_some_and(|window| window.begins(visit_date) <= record.day());
    inside
        && published_on(record) <= visit_date
        && kept_until(record).is_none_or(|until| visit_date <= until)
}

impl Publication {
    #[expect(
        clippy::panic,
        reason = "a compiled-in file without one of its sources is a broken build"
    )]
    fn of(record: &HistoryRecord) -> &'static Self {
        let kind = match record {
            HistoryRecord::Checkup(checkup) => Some(InsurerPolicy::of(&checkup.insurer).kind),
            _ => None,
        };
        let source = record.source();
        let mut publications = PUBLICATIONS.iter();
        let found = publications.find(|it| it.source == source && it.kind == kind);
        match found {
            Some(publication) => publication,
            None => panic!("data/history-publication.toml: no {source:?} of {kind:?}"),
        }
    }
}

static PUBLICATIONS: LazyLock<Vec<Publication>> = LazyLock::new(|| {
    #[derive(Deserialize)]
    struct File {
        publication: Vec<Publication>,
    }
    let text = include_str!("../../data/history-publication.toml");
    compiled_in::<File>("history-publication.toml", text).publication
});

#[cfg(test)]
mod tests;
