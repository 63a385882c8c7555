use super::*;
use crate::{InsurerPolicy, add_months_to_month_end, anniversary, month_end};
use jiff::civil::date;
use proptest::prelude::*;

fn takasaki() -> RenewalTable {
    InsurerPolicy::named("kokuho_takasaki")
        .and_then(InsurerPolicy::renewal_table)
        .unwrap()
}

const YEAR_END: Date = date(2027, 7, 31);

#[test]
fn r065_the_certificate_of_takasaki_ends_as_its_table_says() {
    for (birth, until) in [
        (date(1951, 11, 21), date(2026, 11, 20)),
        (date(1952, 7, 31), date(2027, 7, 30)),
        (date(1952, 8, 1), YEAR_END),
        (date(1952, 2, 29), date(2027, 2, 28)),
        (date(1956, 11, 1), date(2026, 10, 31)),
        (date(1956, 11, 2), date(2026, 11, 30)),
        (date(1956, 12, 1), date(2026, 11, 30)),
        (date(1957, 7, 1), date(2027, 6, 30)),
        (date(1957, 7, 2), YEAR_END),
        // The first who were not yet 70 at the renewal, and the last who were.
        (date(1956, 8, 2), date(2026, 8, 31)),
        (date(1956, 8, 1), YEAR_END),
        (date(1980, 2, 17), YEAR_END),
    ] {
        assert_eq!(takasaki().certificate_until(birth, None), until, "{birth}");
    }
}

#[test]
fn r065_the_certificate_of_a_foreign_national_ends_the_day_after_their_stay() {
    let birth = date(1980, 2, 17);
    for (stay_until, until) in [
        (date(2027, 3, 31), date(2027, 4, 1)),
        (date(2027, 7, 29), date(2027, 7, 30)),
        (date(2027, 7, 30), YEAR_END),
        (date(2030, 1, 1), YEAR_END),
    ] {
        assert_eq!(
            takasaki().certificate_until(birth, Some(stay_until)),
            until,
            "{stay_until}"
        );
    }
}

#[test]
fn r065_of_several_ends_the_earliest_holds() {
    let seventy_five_in_november = date(1951, 11, 21);
    for (stay_until, until) in [
        (date(2026, 10, 1), date(2026, 10, 2)),
        (date(2026, 11, 19), date(2026, 11, 20)),
        (date(2027, 3, 31), date(2026, 11, 20)),
    ] {
        assert_eq!(
            takasaki().certificate_until(seventy_five_in_november, Some(stay_until)),
            until
        );
    }
}

#[test]
fn r065_a_year_of_the_late_elderly_runs_from_august_to_july() {
    for (issued, until) in [
        (date(2026, 7, 31), date(2026, 7, 31)),
        (date(2026, 8, 1), YEAR_END),
        (date(2026, 12, 31), YEAR_END),
        (date(2027, 1, 1), YEAR_END),
        (YEAR_END, YEAR_END),
        (date(2024, 12, 2), date(2025, 7, 31)),
    ] {
        assert_eq!(july_end(issued), until, "{issued}");
    }
}

#[test]
fn r066_the_notice_of_takasaki_ends_only_from_70_on() {
    for (birth, until) in [
        (date(1951, 11, 21), Some(date(2026, 11, 20))),
        (date(1952, 2, 29), Some(date(2027, 2, 28))),
        (date(1952, 7, 31), Some(date(2027, 7, 30))),
        (date(1952, 8, 1), Some(YEAR_END)),
        (date(1956, 8, 1), Some(YEAR_END)),
        (date(1956, 8, 2), None),
        (date(1980, 2, 17), None),
    ] {
        assert_eq!(takasaki().notice_until(birth), until, "{birth}");
    }
}

#[test]
fn r047_the_certificate_comes_one_to_two_months_after_the_end() {
    for (end, from, by) in [
        (date(2026, 11, 21), date(2026, 12, 21), date(2027, 1, 21)),
        (date(2026, 12, 31), date(2027, 1, 31), date(2027, 2, 28)),
        (date(2027, 12, 31), date(2028, 1, 31), date(2028, 2, 29)),
    ] {
        assert_eq!(certificate_expected(end), from..=by, "{end}");
    }
}

/// The table as it is printed, each line with its threshold; of several the earliest.
fn as_printed(birth: Date, stay_until: Option<Date>) -> Date {
    let (seventy, seventy_five) = (anniversary(birth, 70), anniversary(birth, 75));
    let mut lines = vec![YEAR_END];
    if seventy_five <= YEAR_END {
        lines.push(seventy_five.yesterday().unwrap());
    }
    if seventy > date(2026, 8, 1) && seventy <= date(2027, 7, 1) {
        lines.push(month_end(seventy.yesterday().unwrap()));
    }
    if let Some(end) = stay_until.filter(|end| *end <= date(2027, 7, 29)) {
        lines.push(end.tomorrow().unwrap());
    }
    lines.into_iter().min().unwrap()
}

fn day(from: Date, after: i32) -> Date {
    from.saturating_add(after.days())
}

#[test]
fn r065_the_minimum_of_the_formulas_is_the_printed_table_for_every_birth() {
    for after in 0..40_000 {
        let birth = day(date(1930, 1, 1), after);
        assert_eq!(
            takasaki().certificate_until(birth, None),
            as_printed(birth, None),
            "{birth}"
        );
    }
}

proptest! {
    #[test]
    fn r065_no_certificate_outlives_the_year_and_each_ends_with_the_earliest_formula(
        born in 0..40_000i32,
        stays in prop::option::of(0..1500i32),
    ) {
        let birth = day(date(1930, 1, 1), born);
        let stay_until = stays.map(|after| day(date(2025, 1, 1), after));
        let until = takasaki().certificate_until(birth, stay_until);
        prop_assert!(until <= YEAR_END);
        prop_assert_eq!(until, as_printed(birth, stay_until));
    }

    #[test]
    fn r065_one_day_more_of_stay_is_at_most_one_day_more_of_validity(after in 0..1500i32) {
        let stay_until = day(date(2025, 1, 1), after);
        let until = |stay| takasaki().certificate_until(date(1980, 2, 17), Some(stay));
        let (before, after) = (until(stay_until), until(day(stay_until, 1)));
        prop_assert!(before <= after && after <= day(before, 1));
    }

    #[test]
    fn r065_turning_75_one_day_later_is_at_most_one_day_more_of_validity(after in 0..600i32) {
        let birth = day(date(1951, 8, 1), after);
        let until = |birth| takasaki().certificate_until(birth, None);
        let (before, after) = (until(birth), until(day(birth, 1)));
        // One day of birth is two days of birthday around 29 February.
        prop_assert!(before <= after && after <= day(before, 2));
    }

    #[test]
    fn r065_turning_70_later_never_ends_earlier_and_skips_no_month(after in 0..600i32) {
        let birth = day(date(1956, 8, 2), after);
        let until = |birth| takasaki().certificate_until(birth, None);
        let (before, after) = (until(birth), until(day(birth, 1)));
        prop_assert!(before <= after && after <= month_end(day(before, 1)));
    }

    #[test]
    fn r066_whoever_turns_75_has_one_end_on_both_documents(after in 0..365i32) {
        let birth = day(date(1951, 8, 2), after);
        let until = takasaki().certificate_until(birth, None);
        prop_assert_eq!(takasaki().notice_until(birth), Some(until));
    }

    #[test]
    fn r047_the_certificate_is_there_before_the_grace_ends(after in 0..5000i32) {
        let end = day(date(2024, 1, 1), after);
        prop_assert!(*certificate_expected(end).end() <= add_months_to_month_end(end, 3));
    }
}
