//! How well a line of a data file is known.

use serde::Deserialize;

/// On whose word a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Evidence {
    /// A seed document says so.
    Seed,
    /// Another public source says so.
    Public,
    /// A statute, not compared with its text.
    Law,
    /// Nobody could verify it: never a fact.
    Unverified,
    /// Every source is silent: this product's own choice.
    Design,
}

impl Evidence {
    /// The mark, as files and pages have it.
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
}
