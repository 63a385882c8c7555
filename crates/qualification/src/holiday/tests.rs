use super::*;
use jiff::civil::{Weekday, date};

/// The holidays that the law's own words give for `year`: fixed days, Mondays, and the
/// equinoxes from the sun's mean course (good for 1980 to 2099).
fn by_law(year: i16) -> Vec<Date> {
    let monday = |month, nth| {
        date(year, month, 1)
            .nth_weekday_of_month(nth, Weekday::Monday)
            .unwrap()
    };
    let equinox = |month, base: f64| {
        let years = f64::from(year - 1980);
        let day = (base + 0.242_194 * years).floor() - (years / 4.0).floor();
        date(year, month, format!("{day}").parse().unwrap())
    };
    let mut days = vec![
        date(year, 1, 1),
        monday(1, 2),
        date(year, 2, 11),
        date(year, 2, 23),
        equinox(3, 20.8431),
        date(year, 4, 29),
        date(year, 5, 3),
        date(year, 5, 4),
        date(year, 5, 5),
        monday(7, 3),
        date(year, 8, 11),
        monday(9, 3),
        equinox(9, 23.2488),
        monday(10, 2),
        date(year, 11, 3),
        date(year, 11, 23),
    ];
    let own = days.clone();
    for day in &own {
        // 第3条第2項: the next day that is no holiday.
        if day.weekday() == Weekday::Sunday {
            let mut next = day.tomorrow().unwrap();
            while own.contains(&next) {
                next = next.tomorrow().unwrap();
            }
            days.push(next);
        }
        // 第3条第3項: a day between two holidays.
        let between = day.tomorrow().unwrap();
        if !own.contains(&between) && own.contains(&between.tomorrow().unwrap()) {
            days.push(between);
        }
    }
    days.sort_unstable();
    days.dedup();
    days
}

#[test]
fn r088_the_table_is_what_the_law_gives() {
    for year in 2024..=2027 {
        let mut listed = Vec::new();
        let mut day = date(year, 1, 1);
        while day.year() == year {
            if is_holiday(day).unwrap() {
                listed.push(day);
            }
            day = day.tomorrow().unwrap();
        }
        assert_eq!(listed, by_law(year), "{year}");
    }
}

#[test]
fn r088_substitute_and_citizens_holidays_are_named() {
    for (day, name) in [
        (date(2026, 11, 23), Some("勤労感謝の日")),
        (date(2026, 9, 22), Some("国民の休日")),
        (date(2026, 5, 6), Some("振替休日")),
        (date(2024, 2, 12), Some("振替休日")),
        (date(2026, 11, 24), None),
    ] {
        assert_eq!(holiday_name(day), name, "{day}");
        assert_eq!(is_holiday(day), Some(name.is_some()), "{day}");
    }
}

#[test]
fn r088_a_year_without_a_table_is_not_known() {
    for day in [date(2023, 12, 31), date(2028, 1, 1), date(1999, 1, 1)] {
        assert_eq!(is_holiday(day), None, "{day}");
        assert_eq!(holiday_name(day), None, "{day}");
    }
}

#[test]
fn r088_what_is_computed_says_so() {
    let years: Vec<_> = known_years().collect();
    assert_eq!(
        years.iter().map(|year| year.0).collect::<Vec<_>>(),
        [2024, 2025, 2026, 2027]
    );
    for (year, source, evidence) in years {
        assert!(source.starts_with("国民の祝日に関する法律"), "{year}");
        let known = if year == 2027 {
            Evidence::Unverified
        } else {
            Evidence::Law
        };
        assert_eq!(evidence, known, "{year}");
    }
}
