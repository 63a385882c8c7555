//! What is to be paid for.

use jiff::civil::Date;

use super::Setting;
use crate::{LimitClass, Share, SpecificDisease};

/// What is to be paid for, at one institution. All amounts are whole yen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bill<'a> {
    /// 医療費: the whole cost (10割) of this bill, without meals, rooms and what no
    /// insurance covers.
    pub medical: u64,
    /// The day of the visit; its month is the month of care.
    pub visit_date: Date,
    /// The person's date of birth.
    pub birth: Date,
    /// 負担割合, as it was answered. `None`: the cover is not confirmed, so the person
    /// may have to pay the whole themselves (SELFPAY-10WARI).
    pub share: Option<Share>,
    /// 適用区分, provided online or shown on paper; `None` when neither was: then no
    /// limit amount holds at the desk, and the rest is claimed later (LIMIT-ASK).
    pub limit: Option<LimitClass>,
    /// 外来 or 入院.
    pub setting: Setting,
    /// 多数回該当: it is the fourth month in twelve, or later.
    pub many_times: bool,
    /// What came before it in this month.
    pub before: MonthToDate,
    /// 特定疾病: the certified disease, when this bill is for its care.
    pub specific_disease: Option<SpecificDisease>,
    /// Meals in hospital.
    pub meals: Meals<'a>,
}

/// Bills of the same month, institution and setting before this one, in whole yen.
/// One limit amount holds for all of them: its part of 1 % is of their cost together,
/// and what was paid is taken off it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MonthToDate {
    /// Their whole cost (10割).
    pub medical: u64,
    /// What the person paid of it, without meals.
    pub paid: u64,
}

/// Meals of one bill.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Meals<'a> {
    /// How many on which day.
    pub days: &'a [(Date, u8)],
    /// 長期入院該当日, if the insurer recorded one.
    pub long_term_on: Option<Date>,
    /// 指定難病・小児慢性特定疾病.
    pub intractable: bool,
}
