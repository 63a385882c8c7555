//! How long a card may be used, and the grace after it.

use jiff::civil::Date;

use crate::calendar::add_months_to_month_end;

/// Months before the end in which the patient is told to renew (CERT-NOTICE).
pub const NOTICE_MONTHS: i32 = 3;

/// The days between which a user-authentication certificate is valid, both
/// included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CertificateDates {
    /// The first day.
    pub not_before: Date,
    /// The last day (有効期限).
    pub not_after: Date,
}

/// What a certificate's age lets the card be used for on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CertificateAge {
    /// Its first day has not come.
    NotYetValid,
    /// In its time.
    Valid {
        /// Whether the end is so near that the patient should be told.
        renew_soon: bool,
    },
    /// Past its end, but eligibility is still answered, until `until` (included).
    InGrace {
        /// The last day of the grace.
        until: Date,
    },
    /// Past the grace.
    Expired,
}

impl CertificateDates {
    /// The age on `visit_date`. The grace ends with the third month after the
    /// month of the end (CERT-GRACE; 健保 Q&A: 「満了日が属する月の月末から3か月後の
    /// 月末まで」).
    #[must_use]
    pub fn age_on(&self, visit_date: Date) -> CertificateAge {
        let until = add_months_to_month_end(self.not_after, 3);
        if visit_date < self.not_before {
            CertificateAge::NotYetValid
        } else if visit_date <= self.not_after {
            let notice_from = self
                .not_after
                .saturating_sub(jiff::Span::new().months(NOTICE_MONTHS));
            CertificateAge::Valid {
                renew_soon: visit_date >= notice_from,
            }
        } else if visit_date <= until {
            CertificateAge::InGrace { until }
        } else {
            CertificateAge::Expired
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

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
                dates.age_on(end),
                CertificateAge::Valid { renew_soon: true }
            ));
            let grace = CertificateAge::InGrace { until: last };
            assert_eq!(dates.age_on(end.tomorrow().unwrap()), grace, "{end}");
            assert_eq!(dates.age_on(last), grace, "{end}");
            assert_eq!(
                dates.age_on(last.tomorrow().unwrap()),
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
                dates.age_on(day),
                CertificateAge::Valid { renew_soon },
                "{day}"
            );
        }
        assert_eq!(
            dates.age_on(date(2019, 12, 31)),
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
            let rank = |day| match dates.age_on(day) {
                CertificateAge::NotYetValid | CertificateAge::Valid { renew_soon: false } => 0,
                CertificateAge::Valid { renew_soon: true } => 1,
                CertificateAge::InGrace { .. } => 2,
                CertificateAge::Expired => 3,
            };
            prop_assert!(rank(on(day)) <= rank(on(day + 1)));
        }
    }
}
