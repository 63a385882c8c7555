//! The first line of a transcript.

use serde::{Deserialize, Serialize};

use super::{FORMAT, TranscriptError, VERSION};

/// What a transcript is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// The card's answer-to-reset (ISO 7816-3, 8.2), when it is known.
    pub atr: Option<Vec<u8>>,
    /// What it was recorded for, in words for people. No names: these words may be
    /// shown to others.
    pub about: String,
}

/// The header as it stands in the file.
#[derive(Serialize, Deserialize)]
pub(super) struct FirstLine {
    format: String,
    version: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    atr: Option<String>,
    about: String,
}

impl FirstLine {
    pub(super) fn of(header: &Header) -> Self {
        Self {
            format: FORMAT.to_owned(),
            version: VERSION,
            atr: header.atr.as_ref().map(hex::encode_upper),
            about: header.about.clone(),
        }
    }

    pub(super) fn read(line: &[u8]) -> Result<Header, TranscriptError> {
        let no_transcript = TranscriptError::NotATranscript;
        let Ok(first) = serde_json::from_slice::<Self>(line) else {
            return Err(no_transcript);
        };
        if first.format != FORMAT {
            return Err(no_transcript);
        }
        if first.version != VERSION {
            let version = first.version;
            return Err(TranscriptError::UnknownVersion { version });
        }
        let Ok(atr) = first.atr.map(hex::decode).transpose() else {
            return Err(no_transcript);
        };
        let about = first.about;
        Ok(Header { atr, about })
    }
}
