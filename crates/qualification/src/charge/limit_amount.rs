//! 自己負担限度額: the most that is paid in a month at one institution.

use jiff::civil::Date;

use super::CareMonth;
use super::limit_table::{relief, row};
use crate::age::late_elderly_from;
use crate::{Evidence, LimitClass, Share};

/// 外来 or 入院: each has its own limit amount in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Setting {
    /// 外来.
    Outpatient,
    /// 入院.
    Inpatient,
}

impl Setting {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Outpatient, Self::Inpatient];

    /// The machine code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Outpatient => "outpatient",
            Self::Inpatient => "inpatient",
        }
    }

    /// The setting with the machine `code`.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|setting| setting.code() == code)
    }
}

/// The limit amount in yen of `class` in `month`, when care of that month cost
/// `medical` yen (10割) at this institution, in- and outpatient apart (LIMIT-MONTH).
/// `many_times`: 多数回該当, the fourth month in twelve or later.
///
/// `None`: there is no enacted table for that month.
#[must_use]
pub fn limit_amount(
    class: LimitClass,
    month: CareMonth,
    medical: u64,
    setting: Setting,
    many_times: bool,
) -> Option<u64> {
    amount(class, month, medical, setting, many_times, 1)
}

/// The same in the month of the 75th birthday, when two systems share the month and
/// each takes half (LIMIT-75HALF): base and threshold alike. See [`is_half_month`].
#[must_use]
pub fn halved_limit_amount(
    class: LimitClass,
    month: CareMonth,
    medical: u64,
    setting: Setting,
    many_times: bool,
) -> Option<u64> {
    amount(class, month, medical, setting, many_times, 2)
}

/// How well the limit amount is known that holds for `class` in `month`: what is
/// [`Evidence::Unverified`] must be said to be so. `None`: there is no enacted table.
#[must_use]
pub fn limit_evidence(
    class: LimitClass,
    month: CareMonth,
    setting: Setting,
    half: bool,
) -> Option<Evidence> {
    let (table, row) = row(class, month)?;
    let relief = relief(class, month).filter(|_| setting == Setting::Outpatient);
    let halved = table.halved.filter(|_| half);
    let marked = row.evidence.or(halved);
    Some(marked.unwrap_or_else(|| relief.map_or(table.evidence, |relief| relief.evidence)))
}

/// Whether limit amounts are halved in `month`: it is the one in which the person
/// changes to 後期高齢者医療 by age, on any day but the first (LIMIT-75HALF). Whoever
/// was there before by a disability changes nothing, which no birth date tells.
#[must_use]
pub fn is_half_month(birth: Date, month: CareMonth) -> bool {
    let change = late_elderly_from(birth);
    change.day() != 1 && CareMonth::from(change) == month
}

/// The class whose amount holds for people who have no certificate and of whom no
/// data came: from 70 the share alone tells it (LIMIT-WHO-NEEDS). `None` under 70, and
/// for whoever pays the whole.
#[must_use]
pub const fn cap_class_without_data(from_70: bool, share: Share) -> Option<LimitClass> {
    match share {
        Share::OneTenth if from_70 => Some(LimitClass::GeneralOne),
        Share::TwoTenths if from_70 => Some(LimitClass::General),
        Share::ThreeTenths if from_70 => Some(LimitClass::ActiveThree),
        _ => None,
    }
}

fn amount(
    class: LimitClass,
    month: CareMonth,
    medical: u64,
    setting: Setting,
    many_times: bool,
    divisor: u64,
) -> Option<u64> {
    let (_, row) = row(class, month)?;
    if setting == Setting::Outpatient
        && let Some(outpatient) = row.outpatient
    {
        let outpatient = outpatient / divisor;
        return Some(relief(class, month).map_or(outpatient, |relief| {
            let above = medical.saturating_sub(relief.threshold / divisor);
            let part = percent_of(above, relief.percent);
            (relief.base / divisor).saturating_add(part).min(outpatient)
        }));
    }
    if many_times && let Some(amount) = row.many_times {
        return Some(amount / divisor);
    }
    let above = row
        .threshold
        .map_or(0, |threshold| medical.saturating_sub(threshold / divisor));
    Some((row.base / divisor).saturating_add(percent_of(above, 1)))
}

/// `percent` of `yen`, to the nearest yen: 50銭 and more goes up (健康保険法施行令
/// 第42条).
fn percent_of(yen: u64, percent: u64) -> u64 {
    let part = (u128::from(yen) * u128::from(percent) + 50) / 100;
    u64::try_from(part).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests;
