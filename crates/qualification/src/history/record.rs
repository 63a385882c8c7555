//! What a person's history holds. No `Debug` anywhere: it must not slip into a log.

use jiff::civil::Date;

use crate::{Category, HistorySource, Institution, InsurerNumber, Setting};

/// One thing in a person's history.
#[derive(Clone, PartialEq, Eq)]
pub enum HistoryRecord {
    /// 薬剤情報.
    Medication(Medication),
    /// 診療情報.
    Treatment(Treatment),
    /// 手術情報.
    Surgery(Surgery),
    /// 特定健診等情報.
    Checkup(Checkup),
}

impl HistoryRecord {
    /// What must be consented to, to see it.
    #[must_use]
    pub const fn category(&self) -> Category {
        match self {
            Self::Medication(_) => Category::Medication,
            Self::Treatment(_) => Category::Treatment,
            Self::Surgery(_) => Category::Surgery,
            Self::Checkup(_) => Category::Checkup,
        }
    }

    /// The day it happened: dispensed (prescribed, while nothing is dispensed), treated,
    /// operated or examined.
    #[must_use]
    pub fn day(&self) -> Date {
        match self {
            Self::Medication(medication) => medication.day(),
            Self::Treatment(treatment) => treatment.on,
            Self::Surgery(surgery) => surgery.on,
            Self::Checkup(checkup) => checkup.on,
        }
    }

    /// Where it comes from: treatment and surgery are known from receipts alone.
    #[must_use]
    pub const fn source(&self) -> HistorySource {
        match self {
            Self::Medication(medication) => medication.source,
            Self::Treatment(_) | Self::Surgery(_) => HistorySource::Receipt,
            Self::Checkup(_) => HistorySource::Insurer,
        }
    }
}

/// The institution a record is known of.
#[derive(Clone, PartialEq, Eq)]
pub struct Provider {
    /// Its code.
    pub institution: Institution,
    /// Its name.
    pub name: String,
}

/// 薬剤情報: a drug that was dispensed, or only prescribed yet.
#[derive(Clone, PartialEq, Eq)]
pub struct Medication {
    /// From where it is known.
    pub source: HistorySource,
    /// Who dispensed it; `None` while nobody has, as far as the source tells.
    pub dispensed_by: Option<Provider>,
    /// Who prescribed it, as far as the source tells.
    pub prescribed_by: Option<Provider>,
    /// 調剤年月日.
    pub dispensed_on: Option<Date>,
    /// 処方年月日.
    pub prescribed_on: Option<Date>,
    /// 外来・入院.
    pub setting: Setting,
    /// Which drug.
    pub drug: Drug,
    /// How much of it at a time.
    pub quantity: Quantity,
    /// 用法, such as `１日３回毎食後`.
    pub usage: String,
    /// 日数・回数: for how many days, or how many times.
    pub times: u16,
}

impl Medication {
    /// The day it was dispensed, or else prescribed. One with neither belongs to no day
    /// anybody can see ([`Date::MIN`]).
    #[must_use]
    pub fn day(&self) -> Date {
        let day = self.dispensed_on.or(self.prescribed_on);
        day.unwrap_or(Date::MIN)
    }
}

/// A drug.
#[derive(Clone, PartialEq, Eq)]
pub struct Drug {
    /// レセプト電算処理の医薬品コード: 9 digits.
    pub code: String,
    /// 医薬品名.
    pub name: String,
    /// 成分名, where it is known.
    pub ingredient: Option<String>,
}

/// An amount of something.
#[derive(Clone, PartialEq, Eq)]
pub struct Quantity {
    /// The decimal number as it was written, such as `1.5`.
    pub amount: String,
    /// 単位, such as `錠`.
    pub unit: String,
}

/// 診療情報: one act of care.
#[derive(Clone, PartialEq, Eq)]
pub struct Treatment {
    /// Who gave it.
    pub provider: Provider,
    /// 診療年月日.
    pub on: Date,
    /// 外来・入院.
    pub setting: Setting,
    /// 診療行為コード: 9 digits.
    pub code: String,
    /// 診療行為名.
    pub name: String,
    /// How much, where that is counted.
    pub quantity: Option<Quantity>,
    /// 回数.
    pub times: u16,
}

/// 手術情報.
#[derive(Clone, PartialEq, Eq)]
pub struct Surgery {
    /// Who operated.
    pub provider: Provider,
    /// 手術年月日.
    pub on: Date,
    /// 診療行為コード: 9 digits.
    pub code: String,
    /// 手術名.
    pub name: String,
}

/// 特定健診等情報: one check-up.
#[derive(Clone, PartialEq, Eq)]
pub struct Checkup {
    /// The insurer it comes from.
    pub insurer: InsurerNumber,
    /// 受診年月日.
    pub on: Date,
    /// What was found and asked.
    pub items: Vec<CheckupItem>,
}

/// One finding or answer of a check-up.
#[derive(Clone, PartialEq, Eq)]
pub struct CheckupItem {
    /// JLAC10: 17 characters.
    pub code: String,
    /// 項目名.
    pub name: String,
    /// 結果.
    pub value: String,
    /// 単位, where it has one.
    pub unit: Option<String>,
}
