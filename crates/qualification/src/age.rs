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
