//! The card's two files as text.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::counters::{CounterMemory, PinReference};

/// What a state file said.
pub(super) struct State {
    pub(super) memory: CounterMemory,
    pub(super) generation: u64,
    pub(super) digest: String,
}

/// The latest state that was confirmed, by its generation and digest.
#[derive(PartialEq, Eq)]
pub(super) struct Confirmation {
    pub(super) generation: u64,
    pub(super) digest: String,
}

const HEAD: &str =
    "# What the card remembers. Only the card writes here; any change blocks its PINs.";
/// No card's memory is longer: text that grows would leave copies behind.
const CAPACITY: usize = 16 * 1024;

/// The text of a state file, and its SHA-256, with which it ends.
pub(super) fn render(memory: &CounterMemory, generation: u64) -> (Zeroizing<String>, String) {
    let mut text = Zeroizing::new(String::with_capacity(CAPACITY));
    // Writing to a String cannot fail.
    let _ = writeln!(text, "{HEAD}\ngeneration {generation}");
    for (pin, tries) in &memory.tries {
        let _ = writeln!(text, "tries {pin} {tries}");
    }
    for (pin, secret) in &memory.secrets {
        let _ = write!(text, "secret {pin} ");
        for byte in secret.iter() {
            let _ = write!(text, "{byte:02X}");
        }
        let _ = writeln!(text);
    }
    let digest = format!("{:x}", Sha256::digest(text.as_bytes()));
    let _ = writeln!(text, "sha256 {digest}");
    (text, digest)
}

/// Reads what [`render`] wrote, and nothing else.
pub(super) fn parse(text: &str) -> Option<State> {
    let mut memory = CounterMemory::default();
    let mut generation = None;
    for line in text.lines() {
        let mut words = line.split(' ');
        match (words.next()?, words.next(), words.next()) {
            ("generation", Some(number), None) => generation = Some(number.parse().ok()?),
            ("tries", Some(pin), Some(tries)) => {
                let pin = PinReference(pin.to_owned());
                memory.tries.insert(pin, tries.parse().ok()?);
            }
            ("secret", Some(pin), Some(secret)) => {
                let pin = PinReference(pin.to_owned());
                memory.secrets.insert(pin, bytes(secret)?);
            }
            _ => {}
        }
    }
    let generation = generation?;
    let (same, digest) = render(&memory, generation);
    (same.as_str() == text).then_some(State {
        memory,
        generation,
        digest,
    })
}

fn bytes(hex: &str) -> Option<Zeroizing<Vec<u8>>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(hex.len() / 2));
    for pair in hex.as_bytes().chunks(2) {
        let pair = str::from_utf8(pair).ok()?;
        bytes.push(u8::from_str_radix(pair, 16).ok()?);
    }
    Some(bytes)
}

/// The text of a file that confirms a state.
pub(super) fn confirm(confirmation: &Confirmation) -> String {
    format!("{} {}\n", confirmation.generation, confirmation.digest)
}

/// Reads what [`confirm`] wrote, and nothing else.
pub(super) fn parse_confirmation(text: &str) -> Option<Confirmation> {
    let (generation, digest) = text.trim_end().split_once(' ')?;
    let confirmation = Confirmation {
        generation: generation.parse().ok()?,
        digest: digest.to_owned(),
    };
    (confirm(&confirmation) == text).then_some(confirmation)
}
