//! 特別療養費: from when an insurer may decide it.

use jiff::civil::Date;

use crate::anniversary;

/// The first day on which an insurer may decide 特別療養費 for a premium that was `due`
/// and stays unpaid: when more than a year has passed (SPEC-10WARI). The desk obeys
/// the insurer's record and never this day.
#[must_use]
pub fn special_care_possible_from(due: Date) -> Date {
    anniversary(due.tomorrow().unwrap_or(Date::MAX), 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn r076_special_care_is_possible_only_after_a_whole_year() {
        for (due, from) in [
            (date(2025, 7, 31), date(2026, 8, 1)),
            (date(2024, 2, 29), date(2025, 3, 1)),
            (date(2025, 12, 31), date(2027, 1, 1)),
            (Date::MAX, Date::MAX),
        ] {
            assert_eq!(special_care_possible_from(due), from, "{due}");
        }
    }
}
