//! Care that is to be paid for.

use jiff::civil::Date;
use qualification::{LimitClass, MonthToDate, Setting, SpecificDisease};

/// Care that is to be paid for, at one institution. Amounts are whole yen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Care {
    /// 医療費, the whole of it (10割).
    pub medical: u64,
    /// Outpatient or inpatient.
    pub setting: Setting,
    /// 多数回該当: the fourth month within twelve, or more.
    pub many_times: bool,
    /// The class on a 認定証 of paper, or printed on the 資格確認書, that is shown.
    pub paper_limit: Option<LimitClass>,
    /// What came before it in this month.
    pub before: MonthToDate,
    /// 特定疾病: the certified disease that the care is for.
    pub specific_disease: Option<SpecificDisease>,
    /// How many meals in hospital, on the day of the visit.
    pub meals: u8,
    /// 長期入院該当日, if the insurer recorded one.
    pub long_term_on: Option<Date>,
    /// 指定難病・小児慢性特定疾病.
    pub intractable: bool,
}
