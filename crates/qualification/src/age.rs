//! The days on which an age changes what is paid.

use jiff::civil::Date;

use crate::calendar::{anniversary, attainment, month_end};

/// The last day of the share of 2割 before compulsory school: the first 31 March on
/// or after the day of reaching six (COPAY-PRESCHOOL).
#[must_use]
pub fn preschool_until(birth: Date) -> Date {
    school_year_end(attainment(birth, 6))
}

/// The last day on which nobody pays 10割 for unpaid premiums: the first 31 March on
/// or after the day of reaching eighteen (SPEC-10WARI: 高校生世代以下 are exempt).
#[must_use]
pub fn special_care_exempt_until(birth: Date) -> Date {
    school_year_end(attainment(birth, 18))
}

/// The first day of the share for people of 70 and more: the first of the month
/// after the month in which 70 is reached (AGE70; Takasaki leaflet: 「1日生まれは
/// 前月末」 is the last day of the share before).
#[must_use]
pub fn share_from_70(birth: Date) -> Date {
    month_end(attainment(birth, 70))
        .tomorrow()
        .unwrap_or(Date::MAX)
}

/// The first day of 後期高齢者医療 for whoever joins it by age: the 75th birthday, in
/// a common year 1 March for those of 29 February (AGE75; Takasaki leaflet: documents
/// hold until 「75歳の誕生日の前日」). People of 65 to 74 may belong to it by a
/// certified disability (Kumamoto FAQ Q29): never tell the insurer from age alone.
#[must_use]
pub fn late_elderly_from(birth: Date) -> Date {
    anniversary(birth, 75)
}

/// The first 31 March on or after `day`.
fn school_year_end(day: Date) -> Date {
    let this_year = Date::new(day.year(), 3, 31).unwrap_or(Date::MAX);
    if day <= this_year {
        this_year
    } else {
        anniversary(this_year, 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cover::tests::on_day;
    use crate::cover::tests::{cover, person};
    use crate::{Cover, Validity};
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn r074_the_share_from_70_begins_on_the_first_of_the_month_after_reaching_70() {
        for (birth, first) in [
            (date(1956, 11, 1), date(2026, 11, 1)),
            (date(1956, 11, 2), date(2026, 12, 1)),
            (date(1956, 11, 30), date(2026, 12, 1)),
            (date(1956, 12, 1), date(2026, 12, 1)),
            (date(1957, 1, 1), date(2027, 1, 1)),
            (date(1956, 2, 29), date(2026, 3, 1)),
            (date(1956, 3, 1), date(2026, 3, 1)),
            (date(1956, 3, 2), date(2026, 4, 1)),
        ] {
            assert_eq!(share_from_70(birth), first, "{birth}");
        }
    }

    #[test]
    fn r072_late_elderly_care_begins_on_the_75th_birthday() {
        for (birth, first) in [
            (date(1951, 11, 21), date(2026, 11, 21)),
            (date(1951, 11, 1), date(2026, 11, 1)),
            (date(1952, 1, 1), date(2027, 1, 1)),
            (date(1952, 2, 29), date(2027, 3, 1)),
            (date(1952, 3, 1), date(2027, 3, 1)),
        ] {
            assert_eq!(late_elderly_from(birth), first, "{birth}");
            let last_day_before = attainment(birth, 75);
            assert_eq!(last_day_before.tomorrow().unwrap(), first, "{birth}");
        }
    }

    #[test]
    fn r072_at_75_the_old_cover_ends_for_the_dependants_too() {
        let birth = date(1951, 11, 21);
        let ended = Cover {
            lost_on: Some(late_elderly_from(birth)),
            ..cover()
        };
        let joined = Cover {
            acquired_on: late_elderly_from(birth),
            linked_on: late_elderly_from(birth),
            ..cover()
        };
        let insured = person(vec![ended.clone(), joined]);
        let dependant = person(vec![ended]);
        for (day, of_dependant) in [
            (date(2026, 11, 20), Validity::Valid),
            (date(2026, 11, 21), Validity::Invalid),
        ] {
            assert_eq!(on_day(&insured, day).0, Validity::Valid, "{day}");
            assert_eq!(on_day(&dependant, day).0, of_dependant, "{day}");
        }
    }

    #[test]
    fn r075_the_share_before_school_ends_on_a_31_march() {
        for (birth, last) in [
            (date(2020, 4, 1), date(2026, 3, 31)),
            (date(2020, 4, 2), date(2027, 3, 31)),
            (date(2020, 2, 29), date(2026, 3, 31)),
            (date(2020, 3, 31), date(2026, 3, 31)),
            (date(2020, 1, 1), date(2026, 3, 31)),
        ] {
            assert_eq!(preschool_until(birth), last, "{birth}");
        }
    }

    #[test]
    fn r076_nobody_pays_special_care_until_the_school_year_of_18_ends() {
        for (birth, last) in [
            (date(2008, 4, 1), date(2026, 3, 31)),
            (date(2008, 4, 2), date(2027, 3, 31)),
            (date(2008, 2, 29), date(2026, 3, 31)),
            (date(2009, 1, 1), date(2027, 3, 31)),
        ] {
            assert_eq!(special_care_exempt_until(birth), last, "{birth}");
        }
    }

    proptest! {
        #[test]
        fn turning_days_come_in_the_order_of_life(days in 0_i32..3_652_058) {
            let first = date(1, 1, 1);
            let birth = first.checked_add(jiff::Span::new().days(days)).unwrap();
            let turns = [
                birth,
                preschool_until(birth),
                special_care_exempt_until(birth),
                share_from_70(birth),
                late_elderly_from(birth),
            ];
            prop_assert!(turns.is_sorted(), "{:?}", turns);
        }
    }
}
