//! Japanese eras (元号), in which a card prints the day of birth.

use jiff::civil::{Date, date};

/// The eras and the days they began (改元の詔書・元号を改める政令: 明治元年太政官布告第1号,
/// 大正元年7月30日詔書, 昭和元年12月25日詔書, 昭和64年政令第1号, 平成31年政令第143号); the
/// first of 明治 is counted from the year's beginning.
const ERAS: [(&str, Date); 5] = [
    ("令和", date(2019, 5, 1)),
    ("平成", date(1989, 1, 8)),
    ("昭和", date(1926, 12, 25)),
    ("大正", date(1912, 7, 30)),
    ("明治", date(1868, 1, 1)),
];

/// The era of a day and the year in it, as a card prints them: 昭和 and 55 for
/// 1980-02-17. A day before 明治 has the year of the Gregorian calendar, 西暦.
#[must_use]
pub fn in_era(day: Date) -> (&'static str, i16) {
    match ERAS.iter().find(|(_, began)| *began <= day) {
        Some((era, began)) => (era, day.year() - began.year() + 1),
        None => ("西暦", day.year()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_era_begins_on_its_day_and_its_first_year_is_one() {
        for (day, era, year) in [
            (date(1980, 2, 17), "昭和", 55),
            (date(1989, 1, 7), "昭和", 64),
            (date(1989, 1, 8), "平成", 1),
            (date(2019, 4, 30), "平成", 31),
            (date(2019, 5, 1), "令和", 1),
            (date(1912, 7, 29), "明治", 45),
            (date(1867, 12, 31), "西暦", 1867),
        ] {
            assert_eq!(in_era(day), (era, year), "{day}");
        }
    }
}
