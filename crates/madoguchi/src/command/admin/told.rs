//! What is told, for people and for programs.

use serde_json::{Value, json};

/// What came of a call.
pub(super) struct Told {
    /// For people.
    pub(super) text: String,
    /// For programs.
    pub(super) json: Value,
    /// Whether there was what it was about.
    pub(super) found: bool,
}

impl Told {
    /// It was done.
    pub(super) fn done(text: impl Into<String>, json: Value) -> Self {
        Self {
            text: text.into(),
            json,
            found: true,
        }
    }

    /// There is nobody and nothing such.
    pub(super) fn nobody() -> Self {
        Self {
            text: "該当なし。何も変えていません / nothing such was found; nothing was changed"
                .to_owned(),
            json: json!({ "found": false }),
            found: false,
        }
    }
}
