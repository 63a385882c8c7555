//! 限度額表: the amounts of `data/limit-amounts.toml`, by class and month of care.

use std::sync::LazyLock;

use serde::Deserialize;

use super::CareMonth;
use crate::data::compiled_in;
use crate::{Evidence, LimitClass};

static FILE: LazyLock<File> = LazyLock::new(|| {
    compiled_in(
        "limit-amounts.toml",
        include_str!("../../data/limit-amounts.toml"),
    )
});

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    table: Vec<LimitTable>,
    relief: Vec<OutpatientRelief>,
}

/// Amounts of the same months and people, in whole yen.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LimitTable {
    /// For whom, in Japanese.
    pub who: String,
    /// The first month of care.
    pub from: CareMonth,
    /// The last month of care; `None`: no end is known.
    pub until: Option<CareMonth>,
    /// Whether it is law. What is only planned is never used in an answer.
    pub enacted: bool,
    /// How well it is known.
    pub evidence: Evidence,
    /// How well the halves of it are known that hold in the month of the 75th birthday,
    /// where that differs.
    pub halved: Option<Evidence>,
    /// By whom.
    pub source: String,
    /// The amounts.
    pub rows: Vec<LimitRow>,
}

/// The amounts of one class, in whole yen.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LimitRow {
    /// 適用区分; none where the codes are not known yet.
    #[serde(default)]
    pub classes: Vec<LimitClass>,
    /// The amount of a month, or its fixed part.
    pub base: u64,
    /// 1 % of the medical cost above it is added to the base.
    pub threshold: Option<u64>,
    /// 1 % is added, above a threshold that is not known. Only what is planned.
    #[serde(default)]
    pub one_percent: bool,
    /// 多数回該当: the amount from the fourth month in twelve.
    pub many_times: Option<u64>,
    /// 外来特例: the amount for outpatient care.
    pub outpatient: Option<u64>,
    /// 年間上限, August to July: information, for it is repaid by application.
    pub yearly: Option<u64>,
    /// The same for outpatient care.
    pub outpatient_yearly: Option<u64>,
    /// How well it is known, where that differs from the table.
    pub evidence: Option<Evidence>,
}

/// 配慮措置: a lower amount for outpatient care in some years.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutpatientRelief {
    /// 適用区分.
    pub classes: Vec<LimitClass>,
    /// The first month of care.
    pub from: CareMonth,
    /// The last month of care.
    pub until: CareMonth,
    /// The fixed part.
    pub base: u64,
    /// A part of the medical cost above it is added to the base.
    pub threshold: u64,
    /// That part, in percent.
    pub percent: u64,
    /// How well it is known.
    pub evidence: Evidence,
    /// By whom.
    pub source: String,
}

/// Every table, also those that are only planned: for listings.
#[must_use]
pub fn limit_tables() -> &'static [LimitTable] {
    &FILE.table
}

/// Every 配慮措置: for listings.
#[must_use]
pub fn outpatient_reliefs() -> &'static [OutpatientRelief] {
    &FILE.relief
}

impl LimitTable {
    fn holds_in(&self, month: CareMonth) -> bool {
        self.enacted && self.from <= month && self.until.is_none_or(|until| month <= until)
    }
}

/// The row in force for `class` in `month`, with its table.
pub(super) fn row(
    class: LimitClass,
    month: CareMonth,
) -> Option<(&'static LimitTable, &'static LimitRow)> {
    let mut tables = limit_tables().iter().filter(|table| table.holds_in(month));
    tables.find_map(|table| {
        let mut rows = table.rows.iter();
        Some((table, rows.find(|row| row.classes.contains(&class))?))
    })
}

/// The 配慮措置 in force for `class` in `month`.
pub(super) fn relief(class: LimitClass, month: CareMonth) -> Option<&'static OutpatientRelief> {
    outpatient_reliefs().iter().find(|relief| {
        relief.classes.contains(&class) && (relief.from..=relief.until).contains(&month)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r036_what_is_only_planned_holds_in_no_month() {
        let enacted = &limit_tables()[0];
        let planned = LimitTable {
            enacted: false,
            ..enacted.clone()
        };
        for month in [enacted.from, enacted.until.unwrap()] {
            assert!(enacted.holds_in(month), "{month}");
            assert!(!planned.holds_in(month), "{month}");
        }
    }
}
