//! Days, months and ages as Japanese law counts them.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};

/// Japan has had one time zone without summer time since 1952.
const JST: Offset = Offset::constant(9);

/// The day of a visit that begins at `instant`, in Japan (TIME-JST). It is fixed
/// when the card is read, so that a visit over midnight has one date.
#[must_use]
pub fn visit_date(instant: Timestamp) -> Date {
    TimeZone::fixed(JST).to_datetime(instant).date()
}

/// The last day of `date`'s month.
#[must_use]
pub fn month_end(date: Date) -> Date {
    date.last_of_month()
}

/// The last day of the month that is `months` after `date`'s month.
#[must_use]
pub fn add_months_to_month_end(date: Date, months: i16) -> Date {
    let index = date.year() * 12 + i16::from(date.month()) - 1 + months;
    let month = i8::try_from(index.rem_euclid(12) + 1).unwrap_or(12);
    Date::new(index.div_euclid(12), month, 1).map_or(Date::MAX, month_end)
}

/// The `age`th birthday. A birthday on 29 February falls on 1 March in a common
/// year (年齢計算ニ関スル法律).
#[must_use]
pub fn anniversary(birth: Date, age: i16) -> Date {
    let year = birth.year().saturating_add(age);
    Date::new(year, birth.month(), birth.day())
        .or_else(|_| Date::new(year, 3, 1))
        .unwrap_or(Date::MAX)
}

/// The day on which a person reaches `age` (`n歳に達する日`): at its end, so one
/// day before the birthday.
#[must_use]
pub fn attainment(birth: Date, age: i16) -> Date {
    anniversary(birth, age).yesterday().unwrap_or(Date::MIN)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_visit_belongs_to_its_day_in_japan() {
        let table = [
            ("2026-11-20T14:59:59Z", date(2026, 11, 20)),
            ("2026-11-20T15:00:00Z", date(2026, 11, 21)),
            ("2028-02-28T15:00:00Z", date(2028, 2, 29)),
            ("2026-12-31T15:00:00Z", date(2027, 1, 1)),
        ];
        for (instant, day) in table {
            assert_eq!(visit_date(instant.parse().unwrap()), day, "{instant}");
        }
    }

    #[test]
    fn an_age_is_reached_the_day_before_the_birthday() {
        let table = [
            (date(1956, 11, 1), 70, date(2026, 10, 31)),
            (date(1956, 11, 2), 70, date(2026, 11, 1)),
            (date(1956, 2, 29), 70, date(2026, 2, 28)),
            (date(1956, 3, 1), 70, date(2026, 2, 28)),
            (date(1952, 2, 29), 75, date(2027, 2, 28)),
        ];
        for (birth, age, day) in table {
            assert_eq!(attainment(birth, age), day, "{birth} {age}");
        }
        assert_eq!(anniversary(date(1952, 2, 29), 75), date(2027, 3, 1));
    }

    #[test]
    fn month_ends_are_added_over_years_and_leap_days() {
        assert_eq!(
            add_months_to_month_end(date(2025, 11, 15), 3),
            date(2026, 2, 28)
        );
        assert_eq!(
            add_months_to_month_end(date(2027, 11, 5), 3),
            date(2028, 2, 29)
        );
        assert_eq!(
            add_months_to_month_end(date(2026, 12, 1), 3),
            date(2027, 3, 31)
        );
        assert_eq!(
            add_months_to_month_end(date(2026, 1, 31), -1),
            date(2025, 12, 31)
        );
    }
}
