//! What keeps a picture from being made or read.

use thiserror::Error;

/// Why there is no picture. No text of it names what was in the picture.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PictureError {
    /// A line of text without a character.
    #[error("there is no text to draw; give at least one character")]
    NoText,
    /// A line of text with more characters than a card's field may have.
    #[error("the text has more than {most} characters; shorten it")]
    TextTooLong {
        /// The most characters a line may have.
        most: usize,
    },
    /// A line break, a tab or another control character.
    #[error("the text has a line break or a control character; remove it")]
    ControlCharacter,
    /// The file has more bytes than are read.
    #[error("the picture's file is larger than {most} bytes; make it smaller")]
    FileTooLarge {
        /// The most bytes that are read.
        most: usize,
    },
    /// The picture says it has more pixels, layers or parts than are read.
    #[error("the picture is too large: {0}; make it smaller")]
    TooLarge(&'static str),
    /// Not of a kind that can be read here.
    #[error("the picture is of a kind that is not read here: {0}")]
    Unsupported(&'static str),
    /// The bytes are damaged, or never were a picture.
    #[error("the picture is damaged or no picture: {0}")]
    Damaged(&'static str),
    /// The picture was not read within the time it may take.
    #[error("the picture took longer than {seconds} s to read and was given up")]
    TooSlow {
        /// The seconds it was given.
        seconds: u64,
    },
    /// The picture could not be written.
    #[error("the picture could not be written: {0}")]
    NotWritten(&'static str),
}
