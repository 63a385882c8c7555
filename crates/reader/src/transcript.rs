//! What went between a terminal and a card, written down and played again.
//!
//! A transcript is a file of JSON Lines. The first says what it is; every other is
//! one exchange:
//!
//! ```text
//! {"format":"madoguchi card transcript","version":1,"atr":"3BE000FF8131FE4514","about":"…"}
//! {"name":"VERIFY","command":"0020008004********","answer":"63C2"}
//! {"name":"READ BINARY","command":"00B0000004","error":"removed"}
//! ```
//!
//! A PIN or password never gets into the file: of a command that carries one, only
//! the header and the length of the data are written, and `**` for each other byte.
//! The length stays, for it tells one command from another; for the four digits of
//! a PIN it says nothing, of a signature password it says how long it is.
//!
//! **A real card's transcript is personal**: it holds what was read, which is the
//! certificate, the name and the face. Keep it as you would keep the card, and put
//! none into a repository.

mod exchange;
mod header;
mod name;
mod read;
mod recorder;
mod replay;
mod veil;

pub use header::Header;
pub use read::{Transcript, TranscriptError};
pub use recorder::Recorder;
pub use replay::Replay;

/// The name of the format, on the first line.
const FORMAT: &str = "madoguchi card transcript";
/// Its version; another one is not read.
const VERSION: u32 = 1;
/// The most lines a transcript may have: 10,000. A whole card takes a few hundred.
const MAX_LINES: usize = 10_000;
/// The most bytes a line may have: room for the longest command and answer.
const MAX_LINE: usize = 300_000;

#[cfg(test)]
mod tests;
