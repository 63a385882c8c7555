//! 負担割合: how much of the charge is paid at the counter.

use jiff::civil::Date;

use crate::Cover;
use crate::age::{preschool_until, share_from_70};

/// Tenths of the charge paid at the counter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Share {
    /// 1割.
    OneTenth,
    /// 2割.
    TwoTenths,
    /// 3割.
    ThreeTenths,
    /// 10割: 特別療養費, insured but paid in whole at first (SPEC-10WARI; Takasaki
    /// leaflet: 「医療費をいったん全額自己負担」). Only an insurer's record says so.
    Whole,
}

impl Share {
    /// The share in percent: 10, 20, 30 or 100.
    #[must_use]
    pub const fn percent(self) -> u8 {
        match self {
            Self::OneTenth => 10,
            Self::TwoTenths => 20,
            Self::ThreeTenths => 30,
            Self::Whole => 100,
        }
    }

    /// The share of `percent`, if it is 10, 20, 30 or 100.
    #[must_use]
    pub const fn from_percent(percent: u8) -> Option<Self> {
        match percent {
            10 => Some(Self::OneTenth),
            20 => Some(Self::TwoTenths),
            30 => Some(Self::ThreeTenths),
            100 => Some(Self::Whole),
            _ => None,
        }
    }

    /// The share at a visit (COPAY-RATIO): what the insurer recorded (後期 always,
    /// 70 to 74 by the 高齢受給者 data); without a record, by age: 2割 before school
    /// and from 70, 3割 between, 1割 in 後期高齢者医療.
    #[must_use]
    pub fn at_visit(cover: &Cover, birth: Date, visit_date: Date) -> Self {
        if let Some(recorded) = cover.share {
            recorded
        } else if cover.insurer.is_late_elderly() {
            Self::OneTenth
        } else if visit_date <= preschool_until(birth) || visit_date >= share_from_70(birth) {
            Self::TwoTenths
        } else {
            Self::ThreeTenths
        }
    }

    /// What is paid of `medical`, the whole cost (10割) in yen: rounded to ten yen,
    /// except when it is the whole (COPAY-RATIO).
    #[must_use]
    pub fn of(self, medical: u64) -> u64 {
        match self {
            Self::Whole => medical,
            Self::OneTenth | Self::TwoTenths | Self::ThreeTenths => {
                let part = u128::from(medical) * u128::from(self.percent()) / 100;
                round_to_ten(u64::try_from(part).unwrap_or(u64::MAX))
            }
        }
    }
}

/// `yen` rounded to ten: less than five is dropped, five and more goes up (健康保険法
/// 第75条).
#[must_use]
pub const fn round_to_ten(yen: u64) -> u64 {
    let rest = yen % 10;
    if rest < 5 {
        yen - rest
    } else {
        (yen - rest).saturating_add(10)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cover::tests::cover;
    use jiff::civil::date;

    #[test]
    fn the_share_changes_on_the_first_of_the_month_after_reaching_70() {
        for (birth, first) in [
            (date(1956, 11, 1), date(2026, 11, 1)),
            (date(1956, 11, 2), date(2026, 12, 1)),
            (date(1956, 12, 1), date(2026, 12, 1)),
            (date(1956, 2, 29), date(2026, 3, 1)),
        ] {
            assert_eq!(share_from_70(birth), first, "{birth}");
            let day_before = first.yesterday().unwrap();
            assert_eq!(
                Share::at_visit(&cover(), birth, day_before),
                Share::ThreeTenths
            );
            assert_eq!(Share::at_visit(&cover(), birth, first), Share::TwoTenths);
        }
    }

    #[test]
    fn before_school_the_share_is_two_tenths() {
        for (birth, last) in [
            (date(2020, 4, 1), date(2026, 3, 31)),
            (date(2020, 4, 2), date(2027, 3, 31)),
            (date(2020, 2, 29), date(2026, 3, 31)),
        ] {
            assert_eq!(
                Share::at_visit(&cover(), birth, last),
                Share::TwoTenths,
                "{birth}"
            );
            let after = last.tomorrow().unwrap();
            assert_eq!(
                Share::at_visit(&cover(), birth, after),
                Share::ThreeTenths,
                "{birth}"
            );
        }
    }

    #[test]
    fn what_the_insurer_recorded_wins_over_age() {
        for share in [Share::ThreeTenths, Share::Whole] {
            let recorded = Cover {
                share: Some(share),
                ..cover()
            };
            let today = date(2026, 11, 21);
            assert_eq!(Share::at_visit(&recorded, date(1954, 1, 1), today), share);
        }
    }

    #[test]
    fn no_age_alone_makes_anyone_pay_the_whole() {
        for year in 1920..2026 {
            let share = Share::at_visit(&cover(), date(year, 1, 1), date(2026, 11, 21));
            assert!(share < Share::Whole, "{year}");
        }
    }

    #[test]
    fn percent_and_share_are_one_to_one() {
        assert_eq!(Share::from_percent(100), Some(Share::Whole));
        for percent in 0..=255 {
            if let Some(share) = Share::from_percent(percent) {
                assert_eq!(share.percent(), percent);
            } else {
                assert!(![10, 20, 30, 100].contains(&percent));
            }
        }
    }
}
