//! Where a record of a person's history comes from.

use serde::Deserialize;

/// Where a record comes from: it tells how soon it can be seen, and how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum HistorySource {
    /// レセプト.
    Receipt,
    /// 電子処方箋の調剤情報.
    Dispensing,
    /// 電子処方箋の処方情報.
    Prescribing,
    /// 保険者: check-ups (特定健診等) come from the insurer.
    Insurer,
}

impl HistorySource {
    /// Every source; of the first three, whichever comes first is the better one of the
    /// same dispensing.
    pub const ALL: [Self; 4] = [
        Self::Receipt,
        Self::Dispensing,
        Self::Prescribing,
        Self::Insurer,
    ];

    /// The machine code, as data files write it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Receipt => "RECEIPT",
            Self::Dispensing => "DISPENSING",
            Self::Prescribing => "PRESCRIBING",
            Self::Insurer => "INSURER",
        }
    }

    /// The source a machine code names.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.code() == code)
    }
}
