//! The card: one function from command bytes to response bytes.

mod act;
mod authenticate;
mod change;
mod data;
mod profile;
mod read;
mod record;
mod select;
mod sign;
mod terminal;
mod verify;
mod volatile;

use apdu::{Command, Response, StatusWord};
use rand_core::{CryptoRngCore, OsRng};

use crate::fault::Course;
use crate::{Counters, Image};
pub use act::Act;
use volatile::{Target, Volatile};

/// The answer to reset of the contact interface. It is the only one by which
/// OpenSC knows a JPKI card without asking it.
pub const ATR: [u8; 9] = [0x3B, 0xE0, 0x00, 0xFF, 0x81, 0x31, 0xFE, 0x45, 0x14];

/// Data for a 9000, or the status word of a refusal.
type Reply = Result<Vec<u8>, StatusWord>;

/// No precise diagnosis: what cannot go wrong did.
const NO_DIAGNOSIS: StatusWord = StatusWord(0x6F00);
/// What the card must remember could not be made durable (memory failure).
const NOT_DURABLE: StatusWord = StatusWord(0x6581);

/// Whether a warm reset takes back what a PIN has unlocked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum WarmReset {
    /// It does not, as was measured on real cards.
    #[default]
    KeepsPins,
    /// It does, as ISO 7816-4 would have it.
    ClearsPins,
}

/// A My Number card. It is always powered while it is asked; [`Card::power_on`]
/// and [`Card::power_off`] only make it forget.
pub struct Card {
    persistent: Persistent,
    volatile: Volatile,
    warm_reset: WarmReset,
    randomness: Box<dyn CryptoRngCore + Send>,
    course: Course,
}

/// What outlives the power.
struct Persistent {
    image: Image,
    counters: Box<dyn Counters>,
}

impl Card {
    /// A card with these contents and these tries, that behaves.
    #[must_use]
    pub fn new(image: Image, counters: impl Counters + 'static) -> Self {
        Self {
            persistent: Persistent {
                image,
                counters: Box::new(counters),
            },
            volatile: Volatile::default(),
            warm_reset: WarmReset::default(),
            randomness: Box::new(OsRng),
            course: Course::default(),
        }
    }

    /// The same card with another answer to a warm reset.
    #[must_use]
    pub fn with_warm_reset(self, warm_reset: WarmReset) -> Self {
        Self { warm_reset, ..self }
    }

    /// The same card with another source of randomness than the system's: its
    /// challenges and the salt of its PSS signatures come from there.
    #[must_use]
    pub fn with_randomness(self, source: impl CryptoRngCore + Send + 'static) -> Self {
        Self {
            randomness: Box::new(source),
            ..self
        }
    }

    /// The bytes with which the card answers a reset.
    #[must_use]
    pub const fn atr(&self) -> &'static [u8] {
        &ATR
    }

    /// Power comes: the card begins anew.
    pub fn power_on(&mut self) {
        self.power_off();
    }

    /// Power goes: what PINs have unlocked is locked again.
    pub fn power_off(&mut self) {
        self.volatile = Volatile::default();
        self.course.begin_anew();
    }

    /// A warm reset: no application is selected any more. What PINs have unlocked
    /// stays so or not by [`WarmReset`].
    pub fn reset(&mut self) {
        if let Some(other) = self.course.other_in_place() {
            return other.reset();
        }
        let security = self.volatile.security.take();
        self.volatile = Volatile {
            security: security.filter(|_| self.warm_reset == WarmReset::KeepsPins),
            ..Volatile::default()
        };
    }

    /// Answers one command as a card without faults. Any bytes get an answer that
    /// ends with a status word.
    pub fn answer(&mut self, command: &[u8]) -> Vec<u8> {
        let parsed = Command::parse(command);
        let reply = match &parsed {
            Ok(command) => self.perform(command),
            Err(_) => Err(StatusWord::WRONG_LENGTH),
        };
        let (data, status) = match &reply {
            Ok(data) => (data.as_slice(), StatusWord::OK),
            Err(status) => (&[][..], *status),
        };
        // A command shows its header and lengths, never its data.
        tracing::trace!(command = ?parsed, %status, "answered");
        Response { data, status }.to_bytes()
    }

    fn perform(&mut self, command: &Command) -> Reply {
        match (command.class, command.instruction) {
            (0x00, 0x20) => self.verify(command),
            (0x00, 0x24) => self.change_reference_data(command),
            (0x00, 0x82) => self.external_authenticate(command),
            (0x00, 0x84) => self.get_challenge(command),
            (0x00, 0x88) => self.internal_authenticate(command),
            (0x00, 0xA4) => self.select(command),
            (0x00, 0xB0) => self.read_binary(command),
            (0x00, 0xB2) => self.read_record(command),
            (0x00, 0xCA) => self.get_data(command),
            (0x80, 0x2A) => self.compute_digital_signature(command),
            (0x80, 0x32) => self.change_key(command),
            (0x80, 0xA2) => self.take_terminal_certificate(command),
            (0x80, 0xAE) => self.set_session_key(),
            (0x80, 0xFC) => self.tell_last_command(command),
            (0x00 | 0x80, _) => Err(StatusWord::UNKNOWN_INSTRUCTION),
            (0x01..=0x03 | 0x40..=0x7F | 0x81..=0x83, _) => Err(StatusWord::CHANNEL_NOT_SUPPORTED),
            _ => Err(StatusWord::UNKNOWN_CLASS),
        }
    }
}

#[cfg(test)]
pub(crate) mod bench;
#[cfg(test)]
mod refusals;
#[cfg(test)]
mod tests;
