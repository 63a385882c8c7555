//! 旧保険証: until when it is usable.

use jiff::civil::{Date, date};

/// The last day of any old card: one year after the last day of their issue
/// (Kawasaki page: 「廃止日から最長1年間」; health insurance society Q&A:
/// 「令和7年12月1日まで利用できます」).
const LAST_DAY: Date = date(2025, 12, 1);

/// The last day on which an old card is usable (DOC-OLD-END). `printed` is its printed
/// end, `lost_on` the first day without cover, when either is known.
#[must_use]
pub fn old_card_until(printed: Option<Date>, lost_on: Option<Date>) -> Date {
    let covered = lost_on.map(|day| day.yesterday().unwrap_or(Date::MIN));
    [printed, covered]
        .into_iter()
        .flatten()
        .fold(LAST_DAY, Date::min)
}

/// Whether an old card with the `printed` end is usable on `visit_date` (DOC-OLD-END).
#[must_use]
pub fn old_card_usable(printed: Option<Date>, visit_date: Date) -> bool {
    visit_date <= old_card_until(printed, None)
}
