//! How many tries are left for each PIN: the one thing a card must not forget.

mod file;

use std::collections::BTreeMap;
use std::fmt;
use std::io;

pub use file::CounterFile;

use crate::Image;

/// Names one PIN of one card: the AID of its application and its file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PinReference(String);

impl PinReference {
    pub(crate) fn new(aid: &[u8], file: u16) -> Self {
        let aid: String = aid.iter().map(|byte| format!("{byte:02X}")).collect();
        Self(format!("{aid}/{file:04X}"))
    }
}

impl fmt::Display for PinReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where a card keeps its tries.
pub trait Counters: Send {
    /// How many tries are left; 0 for a PIN that is not known here.
    fn tries_left(&self, pin: &PinReference) -> u8;

    /// Sets the tries that are left. They outlive a crash of the program and of
    /// the machine once this returns.
    ///
    /// # Errors
    /// Whatever kept it from being durable. Which number is stored then is not
    /// known; the card answers without looking at the PIN.
    fn record(&mut self, pin: &PinReference, tries: u8) -> io::Result<()>;
}

/// Tries that are gone when the program ends, for tests and load.
#[derive(Debug, Clone)]
pub struct CounterMemory(BTreeMap<PinReference, u8>);

impl CounterMemory {
    /// The tries of a card that has just been issued.
    #[must_use]
    pub fn fresh(image: &Image) -> Self {
        Self(image.pins().collect())
    }
}

impl Counters for CounterMemory {
    fn tries_left(&self, pin: &PinReference) -> u8 {
        self.0.get(pin).copied().unwrap_or(0)
    }

    fn record(&mut self, pin: &PinReference, tries: u8) -> io::Result<()> {
        self.0.insert(pin.clone(), tries);
        Ok(())
    }
}
