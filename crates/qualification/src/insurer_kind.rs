//! The three kinds of insurer that the rules of documents tell apart.

use jiff::civil::Date;
use serde::Deserialize;

use crate::InsurerPolicy;

/// 保険者の種別.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
pub enum InsurerKind {
    /// 後期高齢者医療.
    #[serde(rename = "kouki")]
    LateElderly,
    /// 国民健康保険.
    #[serde(rename = "kokuho")]
    National,
    /// 健康保険 (健保組合・協会けんぽ and the like).
    #[serde(rename = "kenpo")]
    Employees,
}

impl InsurerKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::LateElderly, Self::National, Self::Employees];

    /// The machine code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::LateElderly => "kouki",
            Self::National => "kokuho",
            Self::Employees => "kenpo",
        }
    }

    /// The kind with the machine `code`.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The last day of any old card of this kind (DOC-OLD-END): the last that one of its
    /// [policies](InsurerPolicy) names.
    #[must_use]
    pub fn old_card_until(self) -> Date {
        InsurerPolicy::old_card_of_kind_until(self)
    }
}
