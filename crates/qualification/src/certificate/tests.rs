use super::*;
use proptest::prelude::*;

const MONTH_END: GraceRule = GraceRule::MonthEndPlusThree;
const PLAIN: GraceRule = GraceRule::PlainThreeMonths;

/// Every end, with the last day of the grace by month's end and to the day.
const GRACES: [(Date, Date, Date); 7] = [
    (date(2025, 11, 15), date(2026, 2, 28), date(2026, 2, 15)),
    (date(2025, 11, 30), date(2026, 2, 28), date(2026, 2, 28)),
    (date(2026, 8, 31), date(2026, 11, 30), date(2026, 11, 30)),
    (date(2026, 11, 21), date(2027, 2, 28), date(2027, 2, 21)),
    (date(2026, 12, 1), date(2027, 3, 31), date(2027, 3, 1)),
    (date(2027, 11, 5), date(2028, 2, 29), date(2028, 2, 5)),
    (date(2024, 2, 29), date(2024, 5, 31), date(2024, 5, 29)),
];

fn ending(not_after: Date) -> CertificateDates {
    CertificateDates {
        not_before: date(2020, 1, 1),
        not_after,
    }
}

fn next(day: Date) -> Date {
    day.tomorrow().unwrap()
}

#[test]
fn r046_the_grace_ends_with_the_third_month_after_the_month_of_the_end() {
    for (end, by_month, to_the_day) in GRACES {
        assert_eq!(grace_ends(end, MONTH_END), by_month, "{end}");
        assert_eq!(grace_ends(end, PLAIN), to_the_day, "{end}");
    }
}

#[test]
fn r046_the_end_is_whole_the_day_after_is_grace_and_after_the_grace_is_nothing() {
    for (end, by_month, to_the_day) in GRACES {
        for (rule, until) in [(MONTH_END, by_month), (PLAIN, to_the_day)] {
            let on = |day| ending(end).age_on(day, rule);
            let renew_soon = true;
            assert_eq!(on(end), CertificateAge::Valid { renew_soon }, "{end}");
            assert_eq!(on(next(end)), CertificateAge::InGrace { until }, "{end}");
            assert_eq!(on(until), CertificateAge::InGrace { until }, "{end}");
            assert_eq!(on(next(until)), CertificateAge::Expired, "{end}");
        }
    }
}

#[test]
fn r046_a_renewal_inside_the_grace_makes_it_whole_again() {
    let visit = date(2026, 12, 24);
    let old = ending(date(2026, 11, 21)).age_on(visit, MONTH_END);
    assert!(matches!(old, CertificateAge::InGrace { .. }));
    let renewed = CertificateDates {
        not_before: visit,
        not_after: date(2031, 11, 21),
    };
    let renew_soon = false;
    assert_eq!(
        renewed.age_on(visit, MONTH_END),
        CertificateAge::Valid { renew_soon }
    );
}

#[test]
fn r046_whichever_of_card_and_certificate_ends_first_counts() {
    let dates = ending(date(2026, 11, 21));
    assert_eq!(dates.within(date(2026, 10, 31)), ending(date(2026, 10, 31)));
    assert_eq!(dates.within(date(2030, 1, 1)), dates);
}

#[test]
fn r045_the_notice_begins_three_months_before_the_end_and_blocks_nothing() {
    for (end, day, renew_soon) in [
        (date(2026, 11, 21), date(2026, 8, 20), false),
        (date(2026, 11, 21), date(2026, 8, 21), true),
        (date(2026, 11, 21), date(2026, 11, 21), true),
        (date(2026, 5, 31), date(2026, 2, 27), false),
        (date(2026, 5, 31), date(2026, 2, 28), true),
    ] {
        let age = ending(end).age_on(day, MONTH_END);
        assert_eq!(age, CertificateAge::Valid { renew_soon }, "{end} {day}");
    }
}

#[test]
fn r045_in_the_grace_no_notice_of_the_end_is_given() {
    let dates = ending(date(2026, 11, 21));
    let until = date(2027, 2, 28);
    let age = dates.age_on(date(2026, 11, 22), MONTH_END);
    assert_eq!(age, CertificateAge::InGrace { until });
}

#[test]
fn r045_it_can_be_renewed_from_the_day_after_the_notice_begins() {
    assert_eq!(notice_from(date(2026, 11, 21)), date(2026, 8, 21));
    assert_eq!(renewable_from(date(2026, 11, 21)), date(2026, 8, 22));
}

#[test]
fn r044_a_certificate_is_not_valid_before_its_first_day() {
    let dates = ending(date(2026, 11, 21));
    for (day, early) in [(date(2019, 12, 31), true), (date(2020, 1, 1), false)] {
        let age = dates.age_on(day, MONTH_END);
        assert_eq!(age == CertificateAge::NotYetValid, early, "{day}");
    }
}

#[test]
fn r043_a_card_ends_with_the_tenth_birthday_after_its_issue_and_a_minors_with_the_fifth() {
    let born = date(1980, 10, 10);
    let child = date(2015, 10, 10);
    for (issued, birth, minor, until) in [
        (date(2020, 5, 15), born, false, date(2029, 10, 10)),
        (date(2021, 10, 9), born, false, date(2030, 10, 10)),
        (date(2021, 10, 10), born, false, date(2031, 10, 10)),
        (date(2021, 10, 11), born, false, date(2031, 10, 10)),
        (date(2020, 5, 15), child, true, date(2024, 10, 10)),
        (date(2021, 10, 10), child, true, date(2026, 10, 10)),
    ] {
        assert_eq!(card_valid_until(issued, birth, minor), until, "{issued}");
    }
}

#[test]
fn r043_a_birthday_of_29_february_ends_a_card_on_28_february_in_a_common_year() {
    let born = date(1980, 2, 29);
    for (issued, until) in [
        (date(2020, 2, 28), date(2029, 2, 28)),
        (date(2020, 2, 29), date(2030, 2, 28)),
        (date(2019, 3, 1), date(2029, 2, 28)),
        (date(2018, 2, 28), date(2028, 2, 29)),
    ] {
        assert_eq!(card_valid_until(issued, born, false), until, "{issued}");
    }
}

#[test]
fn r043_under_18_is_a_minor_and_under_20_was_before_april_2022() {
    let birth = date(2003, 5, 1);
    for (birth, applied, minor) in [
        (birth, date(2022, 3, 31), true),
        (birth, date(2022, 4, 1), false),
        (date(2002, 3, 31), date(2022, 3, 31), false),
        (date(2008, 11, 22), date(2026, 11, 21), true),
        (date(2008, 11, 21), date(2026, 11, 21), false),
    ] {
        assert_eq!(is_minor(birth, applied), minor, "{birth} {applied}");
    }
}

#[test]
fn r044_a_certificate_ends_with_the_fifth_birthday_at_any_age() {
    let born = date(1980, 10, 10);
    for (issued, until) in [
        (date(2020, 5, 15), date(2024, 10, 10)),
        (date(2021, 10, 9), date(2025, 10, 10)),
        (date(2021, 10, 10), date(2026, 10, 10)),
        (date(2021, 10, 11), date(2026, 10, 10)),
    ] {
        assert_eq!(
            user_certificate_valid_until(issued, born),
            until,
            "{issued}"
        );
        assert_eq!(card_valid_until(issued, born, true), until, "{issued}");
    }
}

#[test]
fn r043_the_last_day_of_a_card_counts_and_a_stay_that_ends_before_ends_it() {
    let (issued, birth) = (date(2026, 11, 21), date(1990, 6, 15));
    let until = card_valid_until(issued, birth, false);
    assert_eq!(until, date(2036, 6, 15));
    let stay = date(2027, 3, 31);
    let dates = ending(user_certificate_valid_until(issued, birth)).within(until.min(stay));
    assert!(matches!(
        dates.age_on(stay, MONTH_END),
        CertificateAge::Valid { .. }
    ));
    assert!(matches!(
        dates.age_on(next(stay), MONTH_END),
        CertificateAge::InGrace { .. }
    ));
}

fn any_day() -> impl Strategy<Value = Date> {
    (0_i32..30_000).prop_map(|days| date(1950, 1, 1).saturating_add(jiff::Span::new().days(days)))
}

proptest! {
    /// Once a card may do less, it never does more again.
    #[test]
    fn r046_a_certificate_only_ages(end in 0_i32..3000, day in 0_i32..4000, plain: bool) {
        let base = date(2020, 1, 1);
        let on = |days: i32| base.saturating_add(jiff::Span::new().days(days));
        let dates = ending(on(end));
        let rule = if plain { PLAIN } else { MONTH_END };
        let rank = |day| match dates.age_on(day, rule) {
            CertificateAge::NotYetValid | CertificateAge::Valid { renew_soon: false } => 0,
            CertificateAge::Valid { renew_soon: true } => 1,
            CertificateAge::InGrace { .. } => 2,
            CertificateAge::Expired => 3,
        };
        prop_assert!(rank(on(day)) <= rank(on(day + 1)));
    }

    /// A later end never has an earlier grace, and the month's end is never shorter.
    #[test]
    fn r046_the_grace_is_monotone_in_the_end(end in any_day()) {
        for rule in [MONTH_END, PLAIN] {
            prop_assert!(grace_ends(end, rule) <= grace_ends(next(end), rule));
            prop_assert!(grace_ends(end, rule) > end);
        }
        prop_assert!(grace_ends(end, PLAIN) <= grace_ends(end, MONTH_END));
    }

    /// A certificate that is issued with its card does not outlive it, and both last
    /// longer than all but one of their years.
    #[test]
    fn r044_a_certificate_never_outlives_the_card_it_is_issued_with(
        issued in any_day(), birth in any_day(), minor: bool,
    ) {
        let certificate = user_certificate_valid_until(issued, birth);
        prop_assert!(certificate <= card_valid_until(issued, birth, minor));
        let years = issued.until((jiff::Unit::Year, certificate)).unwrap().get_years();
        prop_assert!(certificate > issued && (4..=5).contains(&years), "{}", years);
    }
}
