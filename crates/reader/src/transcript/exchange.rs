//! One exchange, and the line it is written on.

use std::borrow::Cow;

use apdu::LinkError;
use serde::{Deserialize, Serialize};

use super::name::name;
use super::veil::Veiled;

/// A command, and what came of it. No `Debug`: an answer may be a face.
pub(super) struct Exchange {
    pub(super) command: Veiled,
    pub(super) outcome: Result<Veiled, LinkError>,
}

/// As it stands in the file. The name is there for people; it is not read back.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line<'a> {
    name: Cow<'a, str>,
    command: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    answer: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    error: Option<Failed>,
}

#[derive(Serialize, Deserialize)]
#[serde(transparent)]
struct Failed(#[serde(with = "Failure")] LinkError);

/// A [`LinkError`] as it stands in the file.
#[derive(Serialize, Deserialize)]
#[serde(remote = "LinkError", rename_all = "snake_case")]
enum Failure {
    Removed,
    Reset,
    Busy,
    NoReader,
    NoService,
    Mute,
    NotAResponse {
        length: usize,
    },
    NotInTranscript {
        line: usize,
        position: usize,
        expected: [u8; 4],
        got: [u8; 4],
    },
    Other {
        code: u32,
    },
}

/// Why a line is no exchange.
pub(super) enum Flaw {
    /// It is not written as one.
    Form,
    /// A secret is in the clear, or something else is veiled.
    Veil,
}

impl Exchange {
    /// What is kept of an exchange.
    pub(super) fn of(command: &[u8], outcome: &Result<Vec<u8>, LinkError>) -> Self {
        Self {
            command: Veiled::command(command),
            outcome: outcome
                .as_ref()
                .map(|answer| Veiled::answer(command, answer))
                .map_err(|error| *error),
        }
    }

    /// The line, without its end.
    pub(super) fn write(&self) -> serde_json::Result<Vec<u8>> {
        let (answer, error) = match &self.outcome {
            Ok(answer) => (Some(answer.to_string().into()), None),
            Err(error) => (None, Some(Failed(*error))),
        };
        serde_json::to_vec(&Line {
            name: name(&self.command.bytes()),
            command: self.command.to_string().into(),
            answer,
            error,
        })
    }

    /// Reads a line. Exactly what would have been veiled has to be.
    pub(super) fn read(line: &[u8]) -> Result<Self, Flaw> {
        let line: Line = serde_json::from_slice(line).map_err(|_| Flaw::Form)?;
        let veiled = |text: Cow<str>| text.parse::<Veiled>().map_err(|_| Flaw::Form);
        let command = veiled(line.command)?;
        let outcome = match (line.answer, line.error) {
            (Some(answer), None) => Ok(veiled(answer)?),
            (None, Some(Failed(error))) => Err(error),
            _ => return Err(Flaw::Form),
        };
        let read = Self { command, outcome };
        let bytes = read.outcome.as_ref().map(Veiled::bytes);
        let expected = Self::of(&read.command.bytes(), &bytes.map_err(|error| *error));
        if read.command != expected.command || read.outcome != expected.outcome {
            return Err(Flaw::Veil);
        }
        Ok(read)
    }
}
