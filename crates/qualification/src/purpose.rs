//! 目的: why somebody views a person's history.

use crate::{Institution, Text};

/// Why somebody views, which their institution tells: a consent to one is none to the
/// other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// 診療.
    Care,
    /// 調剤.
    Dispensing,
}

impl Purpose {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Care, Self::Dispensing];

    /// What `institution` is for, by the third digit of its code (点数表): a pharmacy (4)
    /// dispenses; 医科 (1), 歯科 (3) and whatever else there is give care.
    #[must_use]
    pub fn of(institution: &Institution) -> Self {
        match institution.as_str().as_bytes() {
            [_, _, b'4', ..] => Self::Dispensing,
            _ => Self::Care,
        }
    }

    /// The machine code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Care => "CARE",
            Self::Dispensing => "DISPENSING",
        }
    }

    /// The purpose with the machine `code`.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.code() == code)
    }

    /// What the staff call it.
    #[must_use]
    pub const fn name(self) -> Text {
        let (ja, en) = match self {
            Self::Care => ("診療", "care"),
            Self::Dispensing => ("調剤", "dispensing"),
        };
        Text { ja, en }
    }
}
