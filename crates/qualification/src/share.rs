//! 負担割合: how much of the charge is paid at the counter.

use jiff::civil::Date;

use crate::age::{preschool_until, share_from_70};
use crate::{Cover, InsurerKind, InsurerPolicy};

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
    /// 70 to 74 by the 高齢受給者 data); without a record, by age.
    #[must_use]
    pub fn at_visit(cover: &Cover, birth: Date, visit_date: Date) -> Self {
        let insurer = InsurerPolicy::of(&cover.insurer).kind;
        cover
            .share
            .unwrap_or_else(|| Self::by_age(insurer, birth, visit_date))
    }

    /// The share where nothing says more than age: 2割 before school and from 70, 3割
    /// between, 1割 in 後期高齢者医療 (COPAY-RATIO).
    #[must_use]
    pub fn by_age(insurer: InsurerKind, birth: Date, visit_date: Date) -> Self {
        if insurer == InsurerKind::LateElderly {
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
    use crate::InsurerNumber;
    use crate::cover::tests::cover;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn on(birth: Date, day: Date) -> Share {
        Share::at_visit(&cover(), birth, day)
    }

    #[test]
    fn r074_the_share_changes_on_the_first_of_the_month_after_reaching_70() {
        for birth in [date(1956, 11, 1), date(1956, 11, 2), date(1956, 2, 29)] {
            let first = share_from_70(birth);
            assert_eq!(on(birth, first.yesterday().unwrap()), Share::ThreeTenths);
            assert_eq!(on(birth, first), Share::TwoTenths, "{birth}");
        }
    }

    #[test]
    fn r075_before_school_the_share_is_two_tenths() {
        for birth in [date(2020, 4, 1), date(2020, 4, 2), date(2020, 2, 29)] {
            let last = preschool_until(birth);
            assert_eq!(on(birth, last), Share::TwoTenths, "{birth}");
            assert_eq!(on(birth, last.tomorrow().unwrap()), Share::ThreeTenths);
        }
    }

    #[test]
    fn r072_on_the_75th_birthday_the_share_is_that_of_the_new_cover() {
        let birth = date(1951, 11, 21);
        let late_elderly = Cover {
            insurer: InsurerNumber::parse("39439997").unwrap(),
            ..cover()
        };
        assert_eq!(on(birth, date(2026, 11, 20)), Share::TwoTenths);
        let share = Share::at_visit(&late_elderly, birth, date(2026, 11, 21));
        assert_eq!(share, Share::OneTenth);
        // A disability brings people of 65 there, and their age says nothing.
        let share = Share::at_visit(&late_elderly, date(1960, 1, 1), date(2026, 11, 21));
        assert_eq!(share, Share::OneTenth);
    }

    #[test]
    fn r075_what_the_insurer_recorded_wins_over_age() {
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
    fn r076_no_age_alone_makes_anyone_pay_the_whole() {
        for year in 1920..2026 {
            let share = on(date(year, 1, 1), date(2026, 11, 21));
            assert!(share < Share::Whole, "{year}");
        }
    }

    #[test]
    fn r075_a_share_is_rounded_half_up_to_ten_yen() {
        for (medical, share, pays) in [
            (1_450, Share::ThreeTenths, 440),
            (1_480, Share::ThreeTenths, 440),
            (1_449, Share::ThreeTenths, 430),
            (1_450, Share::TwoTenths, 290),
            (1_450, Share::OneTenth, 150),
            (1_440, Share::OneTenth, 140),
            (0, Share::ThreeTenths, 0),
            (1_453, Share::Whole, 1_453),
            (u64::MAX, Share::Whole, u64::MAX),
        ] {
            assert_eq!(share.of(medical), pays, "{medical} {share:?}");
        }
        for (yen, rounded) in [
            (0, 0),
            (4, 0),
            (5, 10),
            (14, 10),
            (15, 20),
            (435, 440),
            (444, 440),
        ] {
            assert_eq!(round_to_ten(yen), rounded, "{yen}");
        }
        assert_eq!(round_to_ten(u64::MAX), u64::MAX);
    }

    proptest! {
        #[test]
        fn a_share_is_within_five_yen_of_its_tenths(medical in 0_u64..1_000_000_000) {
            for share in [Share::OneTenth, Share::TwoTenths, Share::ThreeTenths] {
                let pays = share.of(medical);
                prop_assert_eq!(pays % 10, 0);
                let tenths = u64::from(share.percent()) / 10;
                prop_assert!((pays * 10).abs_diff(medical * tenths) <= 50);
            }
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
