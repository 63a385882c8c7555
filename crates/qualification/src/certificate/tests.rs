use super::*;
use jiff::civil::date;
use proptest::prelude::*;

const MONTH_END: GraceRule = GraceRule::MonthEndPlusThree;

fn ending(not_after: Date) -> CertificateDates {
    CertificateDates {
        not_before: date(2020, 1, 1),
        not_after,
    }
}

#[test]
fn the_grace_ends_with_the_third_month_after_the_month_of_the_end() {
    for (end, last) in [
        (date(2025, 11, 15), date(2026, 2, 28)),
        (date(2025, 11, 30), date(2026, 2, 28)),
        (date(2026, 8, 31), date(2026, 11, 30)),
        (date(2026, 11, 21), date(2027, 2, 28)),
        (date(2026, 12, 1), date(2027, 3, 31)),
        (date(2027, 11, 5), date(2028, 2, 29)),
        (date(2024, 2, 29), date(2024, 5, 31)),
    ] {
        let dates = ending(end);
        assert!(matches!(
            dates.age_on(end, MONTH_END),
            CertificateAge::Valid { renew_soon: true }
        ));
        let grace = CertificateAge::InGrace { until: last };
        assert_eq!(
            dates.age_on(end.tomorrow().unwrap(), MONTH_END),
            grace,
            "{end}"
        );
        assert_eq!(dates.age_on(last, MONTH_END), grace, "{end}");
        assert_eq!(
            dates.age_on(last.tomorrow().unwrap(), MONTH_END),
            CertificateAge::Expired,
            "{end}"
        );
    }
}

#[test]
fn the_notice_begins_three_months_before_the_end() {
    let dates = ending(date(2026, 11, 21));
    for (day, renew_soon) in [(date(2026, 8, 20), false), (date(2026, 8, 21), true)] {
        assert_eq!(
            dates.age_on(day, MONTH_END),
            CertificateAge::Valid { renew_soon },
            "{day}"
        );
    }
    assert_eq!(
        dates.age_on(date(2019, 12, 31), MONTH_END),
        CertificateAge::NotYetValid
    );
}

proptest! {
    /// Once a card may do less, it never does more again.
    #[test]
    fn a_certificate_only_ages(end in 0_i32..3000, day in 0_i32..4000) {
        let base = date(2020, 1, 1);
        let on = |days: i32| base.saturating_add(jiff::Span::new().days(days));
        let dates = ending(on(end));
        let rank = |day| match dates.age_on(day, MONTH_END) {
            CertificateAge::NotYetValid | CertificateAge::Valid { renew_soon: false } => 0,
            CertificateAge::Valid { renew_soon: true } => 1,
            CertificateAge::InGrace { .. } => 2,
            CertificateAge::Expired => 3,
        };
        prop_assert!(rank(on(day)) <= rank(on(day + 1)));
    }
}
