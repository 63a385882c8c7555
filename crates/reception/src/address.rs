//! Which reader, as people write it.

mod camera;

pub use camera::{CameraAddress, CameraAddressError};

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

/// A reader by its address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReaderAddress {
    /// `pcsc:` (whichever has a card first) or `pcsc:NAME` (that one, or the first
    /// whose name begins so).
    Pcsc(Option<String>),
    /// `virtual:PATH`: the card of that persona, in this process.
    Virtual(PathBuf),
    /// `replay:FILE`: the card of that transcript.
    Replay(PathBuf),
}

/// Why a text is no reader's address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// The part before the colon is none that is known.
    #[error("{0:?} is no reader; write pcsc:, pcsc:NAME, virtual:PERSONA.toml or replay:FILE")]
    Unknown(String),
    /// `virtual:` without a persona.
    #[error("virtual: needs a persona, such as virtual:hardware/cards/insured.toml")]
    NoPersona,
    /// `replay:` without a transcript.
    #[error("replay: needs a transcript, such as replay:hardware/transcripts/reading.jsonl")]
    NoTranscript,
}

impl FromStr for ReaderAddress {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        match text.split_once(':') {
            Some(("pcsc", "")) => Ok(Self::Pcsc(None)),
            Some(("pcsc", name)) => Ok(Self::Pcsc(Some(name.to_owned()))),
            Some(("virtual", "")) => Err(AddressError::NoPersona),
            Some(("virtual", path)) => Ok(Self::Virtual(path.into())),
            Some(("replay", "")) => Err(AddressError::NoTranscript),
            Some(("replay", path)) => Ok(Self::Replay(path.into())),
            _ => Err(AddressError::Unknown(text.to_owned())),
        }
    }
}

impl fmt::Display for ReaderAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pcsc(name) => write!(f, "pcsc:{}", name.as_deref().unwrap_or_default()),
            Self::Virtual(path) => write!(f, "virtual:{}", path.display()),
            Self::Replay(path) => write!(f, "replay:{}", path.display()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_back_from_its_text() {
        for text in [
            "pcsc:",
            "pcsc:Virtual PCD 00 00",
            "virtual:hardware/cards/insured.toml",
            "replay:hardware/transcripts/reading.jsonl",
        ] {
            let address: ReaderAddress = text.parse().unwrap();
            assert_eq!(address.to_string(), text);
        }
        for wrong in [
            "",
            "pcsc",
            "usb:1",
            "virtual:",
            "replay:",
            "hardware/cards/insured.toml",
        ] {
            assert!(wrong.parse::<ReaderAddress>().is_err(), "{wrong}");
        }
    }
}
