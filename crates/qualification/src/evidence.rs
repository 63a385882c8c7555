//! How well something is known that is not of our own making.

use serde::Deserialize;

use crate::Text;

/// On what a rule, an amount or a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Evidence {
    /// One of the documents this project was made from says it.
    Seed,
    /// Public sources beside them say it.
    Public,
    /// A statute says it; its text was not at hand.
    Law,
    /// It could not be verified.
    Unverified,
    /// Every source is silent; it is a choice of this project.
    Design,
}

impl Evidence {
    /// Every mark, the best known first.
    pub const ALL: [Self; 5] = [
        Self::Seed,
        Self::Public,
        Self::Law,
        Self::Unverified,
        Self::Design,
    ];

    /// The machine code, as data files write it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Seed => "SEED",
            Self::Public => "PUBLIC",
            Self::Law => "LAW",
            Self::Unverified => "UNVERIFIED",
            Self::Design => "DESIGN",
        }
    }

    /// The mark a machine code names.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mark| mark.code() == code)
    }

    /// What the mark means.
    #[must_use]
    pub const fn text(self) -> Text {
        match self {
            Self::Seed => Text {
                ja: "元にした資料に書かれています",
                en: "one of the source documents says it",
            },
            Self::Public => Text {
                ja: "公開されている別の資料によります",
                en: "other public sources say it",
            },
            Self::Law => Text {
                ja: "法令によります（条文そのものは確かめていません）",
                en: "a statute says it (its text was not checked)",
            },
            Self::Unverified => Text {
                ja: "確かめられていません",
                en: "not verified",
            },
            Self::Design => Text {
                ja: "資料に定めがなく、この製品で決めたものです",
                en: "no source says; this product decides it so",
            },
        }
    }
}
