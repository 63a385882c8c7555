//! Reading a transcript, and telling people what it holds.

use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use super::exchange::{Exchange, Flaw};
use super::header::FirstLine;
use super::name::name;
use super::veil::Veiled;
use super::{Header, MAX_LINE, MAX_LINES, VERSION};

/// A transcript, read.
///
/// `Display` tells people what happened, a line for each exchange: which command,
/// how long the answer was and its status word. It shows nothing that was read
/// from the card.
pub struct Transcript {
    pub(super) header: Header,
    pub(super) exchanges: Vec<Exchange>,
}

/// Why a file is no transcript.
#[derive(Debug, thiserror::Error)]
pub enum TranscriptError {
    /// The file cannot be read.
    #[error("the transcript cannot be read")]
    Unreadable(#[from] io::Error),
    /// The first line is not a transcript's.
    #[error("this is no card transcript: its first line does not say so")]
    NotATranscript,
    /// The transcript has another version of the format.
    #[error(
        "the transcript has version {version}, and only {VERSION} is known here: record it again"
    )]
    UnknownVersion {
        /// The version it has.
        version: u32,
    },
    /// A line is longer, or there are more, than a transcript ever has.
    #[error("line {line} of the transcript is too long, or one too many")]
    TooLong {
        /// The line, counted from 1.
        line: usize,
    },
    /// A line is no exchange; the last one of a file that broke off is none.
    #[error("line {line} of the transcript is no exchange: mend it, or delete it and what follows")]
    NotAnExchange {
        /// The line, counted from 1.
        line: usize,
    },
    /// A PIN or password stands in the clear, or something else is veiled.
    #[error(
        "line {line} of the transcript: the data of VERIFY and of changes of a PIN, and nothing \
         else, has to be written as **; if a PIN stands there, change that PIN"
    )]
    Unveiled {
        /// The line, counted from 1.
        line: usize,
    },
}

impl Transcript {
    /// Reads the file.
    ///
    /// # Errors
    /// [`TranscriptError`] when it cannot be read or is no transcript.
    pub fn open(path: &Path) -> Result<Self, TranscriptError> {
        Self::read(File::open(path)?)
    }

    /// Reads a transcript: at most 10,000 lines of at most 300,000 bytes.
    ///
    /// # Errors
    /// [`TranscriptError`] when it cannot be read or is no transcript.
    pub fn read(file: impl Read) -> Result<Self, TranscriptError> {
        let mut file = BufReader::new(file);
        let first = next_line(&mut file, 1)?.ok_or(TranscriptError::NotATranscript)?;
        let header = FirstLine::read(&first)?;
        let mut exchanges = Vec::new();
        for line in 2.. {
            let Some(text) = next_line(&mut file, line)? else {
                break;
            };
            exchanges.push(Exchange::read(&text).map_err(|flaw| match flaw {
                Flaw::Form => TranscriptError::NotAnExchange { line },
                Flaw::Veil => TranscriptError::Unveiled { line },
            })?);
        }
        Ok(Self { header, exchanges })
    }

    /// What it is of.
    #[must_use]
    pub const fn header(&self) -> &Header {
        &self.header
    }
}

/// The next line without its end, or `None` at the end of the file.
fn next_line(file: &mut impl BufRead, line: usize) -> Result<Option<Vec<u8>>, TranscriptError> {
    let mut text = Vec::new();
    let most = u64::try_from(MAX_LINE + 1).unwrap_or(u64::MAX);
    file.by_ref().take(most).read_until(b'\n', &mut text)?;
    if text.is_empty() {
        return Ok(None);
    }
    if text.last() == Some(&b'\n') {
        text.pop();
    }
    if text.len() > MAX_LINE || line > MAX_LINES {
        return Err(TranscriptError::TooLong { line });
    }
    Ok(Some(text))
}

impl fmt::Display for Transcript {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { header, exchanges } = self;
        let atr = header.atr.as_ref().map(hex::encode_upper);
        // The words are a file's: they must not steer a terminal.
        writeln!(
            f,
            "記録の目的 Recorded for: {}",
            header.about.escape_debug()
        )?;
        writeln!(f, "ATR: {}", atr.as_deref().unwrap_or("不明 unknown"))?;
        writeln!(f, "やりとり Exchanges: {}", exchanges.len())?;
        for (exchange, line) in exchanges.iter().zip(2..) {
            writeln!(f, "{line:5}  {exchange}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SELECT: u8 = 0xA4;
        let command = self.command.bytes();
        // What is selected is no secret, and without it nothing else makes sense.
        let shown = match command.as_slice() {
            [_, SELECT, ..] => command.len(),
            _ => command.len().min(4),
        };
        let shown = command.get(..shown).map(hex::encode_upper);
        let shown = shown.unwrap_or_default();
        write!(f, "{:27} {shown:32} → ", name(&command))?;
        match self.outcome.as_ref().map(Veiled::bytes) {
            Err(error) => write!(f, "{error}"),
            Ok(answer) => match answer.split_last_chunk::<2>() {
                Some(([], status)) => f.write_str(&hex::encode_upper(status)),
                Some((data, status)) => {
                    write!(f, "{} ({} B)", hex::encode_upper(status), data.len())
                }
                None => write!(f, "({} B)", answer.len()),
            },
        }
    }
}
