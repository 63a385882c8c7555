//! 食事療養標準負担額: what a patient in hospital pays for meals.

use std::sync::LazyLock;

use jiff::civil::Date;
use serde::Deserialize;

use crate::data::compiled_in;
use crate::{Evidence, LimitClass};

/// No more meals a day than these are charged.
pub const MEALS_A_DAY: u8 = 3;

static FILE: LazyLock<File> =
    LazyLock::new(|| compiled_in("meals.toml", include_str!("../../data/meals.toml")));

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    row: Vec<MealRow>,
}

/// What a meal costs whom, from a day to the day before the next row; in whole yen.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MealRow {
    /// The first day.
    pub from: Date,
    /// Whether it is confirmed at all. What is not is never used in an answer.
    pub verified: bool,
    /// [`MealClass::General`].
    pub general: Option<u64>,
    /// [`MealClass::Intractable`].
    pub intractable: Option<u64>,
    /// [`MealClass::Exempt`].
    pub exempt: Option<u64>,
    /// [`MealClass::ExemptLong`].
    pub exempt_long: Option<u64>,
    /// [`MealClass::LowOne`].
    pub low_one: Option<u64>,
    /// The columns that no source confirms.
    pub unverified: Vec<MealClass>,
    /// How well the others are known.
    pub evidence: Evidence,
    /// By whom.
    pub source: String,
}

/// 食事療養の区分.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MealClass {
    /// 一般.
    General,
    /// 指定難病・小児慢性特定疾病.
    Intractable,
    /// 住民税非課税 (オ, 低所得Ⅱ).
    Exempt,
    /// The same from the 長期入院該当日.
    ExemptLong,
    /// 低所得Ⅰ.
    LowOne,
}

/// What meals cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MealAnswer {
    /// So many yen.
    Yen(u64),
    /// So many yen, if a figure is right that no source confirms: say so with it.
    Unverified(u64),
    /// There is no verified table for that day.
    NoTable,
}

impl MealClass {
    /// The class on `day` of a person with this limit class. The lower charge after
    /// 90 days in hospital begins on the day the insurer recorded upon application,
    /// `long_term_on`, and on no other (LIMIT-LONGSTAY; Azumino page: 「今まで通り申請が
    /// 必要」): nobody here counts days.
    #[must_use]
    pub fn on(
        day: Date,
        class: Option<LimitClass>,
        long_term_on: Option<Date>,
        intractable: bool,
    ) -> Self {
        use LimitClass::{LowOne, LowOneBorder, LowOnePension, LowTwo, O, OBorder};
        match class {
            Some(LowOne | LowOnePension | LowOneBorder) => Self::LowOne,
            Some(O | OBorder | LowTwo) if long_term_on.is_some_and(|since| since <= day) => {
                Self::ExemptLong
            }
            Some(O | OBorder | LowTwo) => Self::Exempt,
            _ if intractable => Self::Intractable,
            _ => Self::General,
        }
    }
}

impl MealRow {
    fn price(&self, class: MealClass) -> Option<u64> {
        match class {
            MealClass::General => self.general,
            MealClass::Intractable => self.intractable,
            MealClass::Exempt => self.exempt,
            MealClass::ExemptLong => self.exempt_long,
            MealClass::LowOne => self.low_one,
        }
    }
}

impl MealAnswer {
    /// Both together; what is unknown in one is unknown in the sum.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::NoTable, _) | (_, Self::NoTable) => Self::NoTable,
            (Self::Yen(a), Self::Yen(b)) => Self::Yen(a.saturating_add(b)),
            (Self::Yen(a) | Self::Unverified(a), Self::Yen(b) | Self::Unverified(b)) => {
                Self::Unverified(a.saturating_add(b))
            }
        }
    }
}

/// Every row, also what is not verified: for listings.
#[must_use]
pub fn meal_rows() -> &'static [MealRow] {
    &FILE.row
}

/// What `meals` on one `day` cost a person of `class`; more than [`MEALS_A_DAY`] count
/// as those.
#[must_use]
pub fn meal_charge(day: Date, class: MealClass, meals: u8) -> MealAnswer {
    let row = meal_rows().iter().rfind(|row| row.from <= day);
    let Some((row, price)) = row
        .filter(|row| row.verified)
        .and_then(|row| Some((row, row.price(class)?)))
    else {
        return MealAnswer::NoTable;
    };
    let yen = price.saturating_mul(u64::from(meals.min(MEALS_A_DAY)));
    if row.unverified.contains(&class) {
        MealAnswer::Unverified(yen)
    } else {
        MealAnswer::Yen(yen)
    }
}

#[cfg(test)]
mod tests;
