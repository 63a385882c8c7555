//! Writing a transcript while the card is used.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use apdu::{LinkError, Transport};

use super::exchange::Exchange;
use super::header::FirstLine;
use super::{Header, MAX_LINE, MAX_LINES};

/// A transport that writes every exchange down, one line each, as soon as it is
/// over. Nothing else changes: commands go through once, and answers and errors
/// come back as they are, also when they cannot be written any more.
pub struct Recorder<T, W> {
    transport: T,
    file: W,
    lines: usize,
    /// After the first line that could not be written there are no more.
    failed: Option<io::Error>,
}

impl<T: Transport> Recorder<T, File> {
    /// Records into a new file that only its owner can read, for a real card's
    /// transcript is personal.
    ///
    /// # Errors
    /// When there is a file already, or none can be made or written.
    pub fn create(transport: T, path: &Path, header: &Header) -> io::Result<Self> {
        let mut options = OpenOptions::new();
        let file = options
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path)?;
        Self::new(transport, file, header)
    }
}

impl<T: Transport, W: Write> Recorder<T, W> {
    /// Records into `file`, beginning with the header.
    ///
    /// # Errors
    /// When the header cannot be written.
    pub fn new(transport: T, file: W, header: &Header) -> io::Result<Self> {
        let mut recorder = Self {
            transport,
            file,
            lines: 0,
            failed: None,
        };
        let line = serde_json::to_vec(&FirstLine::of(header))?;
        recorder.write(line)?;
        Ok(recorder)
    }

    /// Ends the transcript and gives back the transport and the file.
    ///
    /// # Errors
    /// When a line could not be written: the transcript ends before it.
    pub fn finish(mut self) -> io::Result<(T, W)> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        self.file.flush()?;
        Ok((self.transport, self.file))
    }

    fn write(&mut self, mut line: Vec<u8>) -> io::Result<()> {
        if line.len() > MAX_LINE || self.lines == MAX_LINES {
            let reason = "a transcript has no room for more";
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, reason));
        }
        self.lines += 1;
        line.push(b'\n');
        self.file.write_all(&line)
    }
}

impl<T: Transport, W: Write> Transport for Recorder<T, W> {
    fn exchange(&mut self, command: &[u8]) -> Result<Vec<u8>, LinkError> {
        let outcome = self.transport.exchange(command);
        if self.failed.is_none() {
            let line = Exchange::of(command, &outcome).write();
            let written = line.map_err(io::Error::from).and_then(|it| self.write(it));
            self.failed = written.err();
        }
        outcome
    }
}
