//! What is said to people, in both languages.

use serde::Deserialize;

/// Japanese and English words for one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text {
    /// 日本語.
    pub ja: &'static str,
    /// English.
    pub en: &'static str,
}

/// The same in a data file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    ja: String,
    en: String,
}

impl Words {
    /// The words of a file that is kept for good.
    pub(crate) fn text(&'static self) -> Text {
        Text {
            ja: &self.ja,
            en: &self.en,
        }
    }
}
