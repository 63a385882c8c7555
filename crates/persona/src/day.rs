//! A day as a persona's file writes it: on the calendar, or so many days from when
//! it is used.

use jiff::Span;
use jiff::civil::Date;

/// A day, fixed or relative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Day {
    /// This day; in the file `2026-11-21`.
    On(Date),
    /// So many days after the day it is counted from, before it when negative; in
    /// the file `{ days = -30 }`. The card's days are counted from the day the card
    /// is made, a cover's from the day the server loads the shelf.
    After(i32),
}

impl Day {
    /// The most days either way that a file may count: a hundred years.
    pub const FARTHEST: i32 = 36_525;

    /// The day of the calendar, counted from `from`; at the calendar's end, its end.
    #[must_use]
    pub fn on(&self, from: Date) -> Date {
        let days = match self {
            Self::On(date) => return *date,
            Self::After(days) => *days,
        };
        let end = if days < 0 { Date::MIN } else { Date::MAX };
        let span = Span::new().try_days(days);
        span.and_then(|span| from.checked_add(span)).unwrap_or(end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_relative_day_is_counted_from_the_day_it_is_asked_on() {
        let today = date(2028, 2, 28);
        for (day, on) in [
            (Day::On(date(2020, 1, 1)), date(2020, 1, 1)),
            (Day::After(0), today),
            (Day::After(2), date(2028, 3, 1)),
            (Day::After(-28), date(2028, 1, 31)),
            (Day::After(i32::MAX), Date::MAX),
            (Day::After(i32::MIN), Date::MIN),
        ] {
            assert_eq!(day.on(today), on, "{day:?}");
        }
    }
}
