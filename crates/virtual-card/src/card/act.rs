//! What a card with faults does, and the card in process.

use std::time::Duration;

use apdu::{Command, LinkError, MAX_EXTENDED_EXPECTED, Transport};

use super::Card;
use crate::Fault;
use crate::fault::Instead;

/// The most bytes any command can be answered with, status word included.
const LONGEST_ANSWER: usize = MAX_EXTENDED_EXPECTED + 2;

/// What a card does when a command comes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// It gives these bytes, which need not be a response.
    Answer(Vec<u8>),
    /// It gives them later.
    Late {
        /// How much later.
        after: Duration,
        /// The bytes.
        answer: Vec<u8>,
    },
    /// It gives nothing.
    Mute,
    /// It is not there any more.
    Pulled,
}

impl Card {
    /// The same card with these faults. What they draw by lot comes from `seed`.
    #[must_use]
    pub fn with_faults(mut self, faults: Vec<Fault>, seed: u64) -> Self {
        for fault in &faults {
            fault.work_into(&mut self.persistent.image, seed);
        }
        self.course.set_faults(faults, seed);
        self
    }

    /// Hands in the card that takes this one's place by [`Fault::Swapped`]. To the
    /// reader nothing happens then. The other card has just got power: nothing is
    /// selected on it. Without one, swapping is pulling.
    #[must_use]
    pub fn with_swap(mut self, other: Self) -> Self {
        self.course.set_other(other);
        self
    }

    /// Does with one command what a card with these faults does.
    pub fn act(&mut self, command: &[u8]) -> Act {
        let answer = match self.course.begin(command) {
            Some(Instead::Pulled) => return Act::Pulled,
            Some(Instead::Other) => {
                return match self.course.other_in_place() {
                    Some(other) => other.act(command),
                    None => Act::Pulled,
                };
            }
            Some(Instead::Answer(answer)) => answer,
            None => {
                let answer = self.answer(command);
                match self.course.spoil(command, answer) {
                    Some(answer) => answer,
                    None => return Act::Mute,
                }
            }
        };
        self.course.end();
        match self.course.delay() {
            Duration::ZERO => Act::Answer(answer),
            after => Act::Late { after, answer },
        }
    }

    /// Whether a fault has pulled the card out.
    #[must_use]
    pub const fn is_pulled(&self) -> bool {
        self.course.is_pulled
    }

    /// Puts a card that was pulled out by a fault back into its place.
    pub fn put_back(&mut self) {
        self.power_off();
        self.course.is_pulled = false;
    }
}

/// The card in process, on the table without a reader, with a driver's patience: what
/// would keep a driver waiting for ever is [`LinkError::Mute`] at once, and so is an
/// answer of 0 bytes. A late answer is waited for.
impl Transport for Card {
    fn exchange(&mut self, command: &[u8]) -> Result<Vec<u8>, LinkError> {
        let answer = match self.act(command) {
            Act::Answer(answer) => answer,
            Act::Late { after, answer } => {
                std::thread::sleep(after);
                answer
            }
            Act::Mute => return Err(LinkError::Mute),
            Act::Pulled => return Err(LinkError::Removed),
        };
        let longest = Command::parse(command).map_or(LONGEST_ANSWER, |it| it.expected + 2);
        match answer.len() {
            0 => Err(LinkError::Mute),
            length if length < 2 || length > longest => Err(LinkError::NotAResponse { length }),
            _ => Ok(answer),
        }
    }
}
