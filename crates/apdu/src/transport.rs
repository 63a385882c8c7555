//! The seam everything above stands on: bytes out, bytes in.

/// Carries one command to a card and its answer back.
///
/// Implementations send the bytes **exactly once**: a `VERIFY` that is sent twice
/// burns two of the patient's three tries. They own the receive buffer, so an
/// answer is never asked for again because it did not fit.
pub trait Transport {
    /// Sends one command and waits for the whole answer, status word included.
    ///
    /// # Errors
    /// [`LinkError`] when no well-formed answer came back. The command may or may
    /// not have reached the card; only a person may decide to send it again.
    fn exchange(&mut self, command: &[u8]) -> Result<Vec<u8>, LinkError>;
}

impl<T: Transport + ?Sized> Transport for Box<T> {
    fn exchange(&mut self, command: &[u8]) -> Result<Vec<u8>, LinkError> {
        (**self).exchange(command)
    }
}

/// Why no answer came back from the card. A closed set: a caller can tell "the
/// card was pulled" from "the reader is busy".
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// The card was taken off the reader.
    #[error("the card was taken off the reader")]
    Removed,
    /// Another program reset the card: whatever was unlocked no longer is.
    #[error("the card was reset by another program")]
    Reset,
    /// Another program holds the card.
    #[error("another program is using the card")]
    Busy,
    /// The reader is gone, or there never was one.
    #[error("no reader is connected")]
    NoReader,
    /// The PC/SC service (pcscd) does not run or was restarted.
    #[error("the PC/SC service is not running")]
    NoService,
    /// The card gave no answer within the time one exchange may take.
    #[error("the card did not answer in time")]
    Mute,
    /// The card's answer is no response: fewer than the two status bytes, or more
    /// than the command can be answered with.
    #[error("the card's answer of {length} bytes is not a response")]
    NotAResponse {
        /// How many bytes came.
        length: usize,
    },
    /// The card is a transcript being replayed, and what was sent is not what the
    /// transcript has. Of either command no more than the header is told.
    #[error(
        "the command is not the one on line {line} of the transcript: byte {position} differs \
         (its header {:08X}, sent was {:08X})",
        u32::from_be_bytes(*expected),
        u32::from_be_bytes(*got)
    )]
    NotInTranscript {
        /// The line of the transcript, counted from 1, its header included.
        line: usize,
        /// The first byte of the command that differs, counted from 1.
        position: usize,
        /// The header of the command in the transcript; bytes it lacks are 0.
        expected: [u8; 4],
        /// The header of the command that was sent; bytes it lacks are 0.
        got: [u8; 4],
    },
    /// Another failure of the link, by the driver's own code.
    #[error("the card link failed (code {code:#010x})")]
    Other {
        /// The code as PC/SC gives it.
        code: u32,
    },
}
