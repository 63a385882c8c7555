//! Which faults show at which command.

use std::time::Duration;

use apdu::{Command, Response, StatusWord};
use rand_chacha::ChaCha20Rng;
use rand_core::{RngCore as _, SeedableRng as _};

use super::Fault;
use crate::Card;

/// The most a PC/SC answer was seen to carry, in bytes.
const HUGE: usize = 65_002;
/// Sixteen bytes are waiting to be fetched, and will be for ever.
const MORE: [u8; 2] = [0x61, 0x10];

/// How a card's faults take their course from power to power.
#[derive(Default)]
pub(crate) struct Course {
    faults: Vec<Fault>,
    randomness: Option<ChaCha20Rng>,
    /// Commands since power came.
    commands: u32,
    /// Whether the card has been pulled out.
    pub(crate) is_pulled: bool,
    /// The card that is to take this one's place.
    other: Option<Box<Card>>,
    /// Whether it has.
    is_swapped: bool,
}

/// What comes instead of this card's answer.
pub(crate) enum Instead {
    /// These bytes, and the card hears nothing.
    Answer(Vec<u8>),
    /// The card is pulled out before it hears the command.
    Pulled,
    /// The other card is in its place.
    Other,
}

impl Course {
    pub(crate) fn set_faults(&mut self, faults: Vec<Fault>, seed: u64) {
        self.faults = faults;
        self.randomness = Some(ChaCha20Rng::seed_from_u64(seed));
    }

    pub(crate) fn set_other(&mut self, other: Card) {
        self.other = Some(Box::new(other));
    }

    /// The other card, once it lies where this one lay.
    pub(crate) fn other_in_place(&mut self) -> Option<&mut Card> {
        self.other.as_deref_mut().filter(|_| self.is_swapped)
    }

    /// Power comes or goes: commands are counted anew. A card that was pulled or
    /// swapped stays so.
    pub(crate) fn begin_anew(&mut self) {
        self.commands = 0;
        if let Some(other) = self.other_in_place() {
            other.power_off();
        }
    }

    /// Counts a command, before the card has heard it.
    pub(crate) fn begin(&mut self, command: &[u8]) -> Option<Instead> {
        if self.other_in_place().is_some() {
            return Some(Instead::Other);
        }
        if self.is_pulled {
            return Some(Instead::Pulled);
        }
        self.commands = self.commands.saturating_add(1);
        let now = self.commands;
        for fault in &self.faults {
            match fault {
                Fault::Pulled(at) if now >= *at => {
                    self.is_pulled = true;
                    return Some(Instead::Pulled);
                }
                Fault::Swapped { from, .. } if now >= *from => {
                    // Without another card there is none in the place any more.
                    self.is_swapped = self.other.is_some();
                    self.is_pulled = self.other.is_none();
                    return Some(match self.other {
                        Some(_) => Instead::Other,
                        None => Instead::Pulled,
                    });
                }
                Fault::Endless(from) if now >= *from => {
                    return Some(Instead::Answer(MORE.to_vec()));
                }
                Fault::Random(from) if now >= *from => {
                    let noise = self.randomness.as_mut().map(noise);
                    return Some(Instead::Answer(noise.unwrap_or_default()));
                }
                Fault::AnyPin if is_guess(command) => {
                    return Some(Instead::Answer(vec![0x90, 0x00]));
                }
                _ => {}
            }
        }
        None
    }

    /// Takes note that a command has been answered.
    pub(crate) fn end(&mut self) {
        let now = self.commands;
        let pulled = |fault: &Fault| matches!(fault, Fault::PulledAfter(at) if now >= *at);
        self.is_pulled |= self.faults.iter().any(pulled);
    }

    /// What becomes of the card's answer on its way; `None` when it does not come.
    pub(crate) fn spoil(&self, command: &[u8], answer: Vec<u8>) -> Option<Vec<u8>> {
        let now = self.commands;
        let mut answer = answer;
        for fault in &self.faults {
            match fault {
                Fault::Mute(from) if now >= *from => return None,
                Fault::Empty(at) if now == *at => answer.clear(),
                Fault::OneByte(at) if now == *at => answer.truncate(1),
                Fault::Huge(at) if now == *at => answer = padded(&answer, HUGE),
                Fault::WrongLength(at) if now == *at => {
                    let expected = Command::parse(command).map_or(0, |command| command.expected);
                    answer = padded(&answer, expected.saturating_add(3));
                }
                Fault::NoStatus(at) if now == *at => {
                    answer.truncate(answer.len().saturating_sub(2));
                    if answer.is_empty() {
                        answer = vec![0, 0];
                    }
                }
                _ => {}
            }
        }
        Some(answer)
    }

    /// How late every answer comes.
    pub(crate) fn delay(&self) -> Duration {
        let late = self.faults.iter().map(|fault| match fault {
            Fault::Slow(late) => *late,
            _ => Duration::ZERO,
        });
        late.sum()
    }
}

/// VERIFY with something to compare.
fn is_guess(command: &[u8]) -> bool {
    Command::parse(command).is_ok_and(|command| {
        (command.class, command.instruction) == (0x00, 0x20) && !command.data.is_empty()
    })
}

/// An answer's data, zeros up to `length` bytes with the status word, and 9000. No
/// frame to a reader carries more than 65,535 bytes.
fn padded(answer: &[u8], length: usize) -> Vec<u8> {
    let length = length.min(usize::from(u16::MAX));
    let mut data = Response::parse(answer).map_or(Vec::new(), |response| response.data.to_vec());
    data.resize(length.saturating_sub(2), 0);
    let status = StatusWord::OK;
    Response {
        data: &data,
        status,
    }
    .to_bytes()
}

fn noise(randomness: &mut ChaCha20Rng) -> Vec<u8> {
    let mut length = [0];
    randomness.fill_bytes(&mut length);
    let mut bytes = vec![0; usize::from(length[0]) + 2];
    randomness.fill_bytes(&mut bytes);
    bytes
}
