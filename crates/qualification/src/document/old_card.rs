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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r061_an_old_card_is_usable_until_its_printed_end_and_never_after_the_law() {
        let july = Some(date(2025, 7, 31));
        for (printed, day, usable) in [
            (july, date(2024, 12, 1), true),
            (july, date(2024, 12, 2), true),
            (july, date(2025, 7, 31), true),
            (july, date(2025, 8, 1), false),
            (None, date(2025, 7, 31), true),
            (None, date(2025, 8, 1), true),
            (None, date(2025, 12, 1), true),
            (None, date(2025, 12, 2), false),
            (Some(date(2026, 3, 31)), date(2025, 12, 1), true),
            (Some(date(2026, 3, 31)), date(2025, 12, 2), false),
            (Some(date(2026, 3, 31)), date(2026, 3, 31), false),
        ] {
            assert_eq!(old_card_usable(printed, day), usable, "{printed:?} {day}");
        }
    }

    #[test]
    fn r061_an_old_card_ends_with_the_cover() {
        let printed = Some(date(2025, 7, 31));
        for (lost_on, until) in [
            (None, date(2025, 7, 31)),
            (Some(date(2025, 4, 1)), date(2025, 3, 31)),
            (Some(date(2025, 9, 1)), date(2025, 7, 31)),
        ] {
            assert_eq!(old_card_until(printed, lost_on), until, "{lost_on:?}");
        }
    }

    #[test]
    fn r061_the_law_is_one_year_from_the_last_day_of_issue() {
        let abolished = crate::document::ABOLISHED_ON;
        assert_eq!(abolished, date(2024, 12, 2));
        let one_year = crate::anniversary(abolished, 1).yesterday().unwrap();
        assert_eq!(old_card_until(None, None), one_year);
    }
}
