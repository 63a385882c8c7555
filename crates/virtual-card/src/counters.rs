//! What a card must not forget: how many tries are left for each PIN, and the PINs
//! that their holder has changed.

mod file;

use std::collections::BTreeMap;
use std::fmt;
use std::io;

use zeroize::Zeroizing;

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

/// Where a card keeps its tries and its changed PINs.
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

    /// The PIN that its holder has put in place of the one on the card's image. The
    /// card asks for it only to compare a guess with it.
    fn changed_secret(&self, pin: &PinReference) -> Option<Zeroizing<Vec<u8>>>;

    /// Puts a PIN in place of the one before, as durably as [`Counters::record`].
    ///
    /// # Errors
    /// Whatever kept it from being durable. Which PIN counts then is not known.
    fn change_secret(&mut self, pin: &PinReference, secret: &[u8]) -> io::Result<()>;
}

/// Tries and changed PINs that are gone when the program ends, for tests and load.
#[derive(Default)]
pub struct CounterMemory {
    tries: BTreeMap<PinReference, u8>,
    secrets: BTreeMap<PinReference, Zeroizing<Vec<u8>>>,
}

impl CounterMemory {
    /// The tries of a card that has just been issued.
    #[must_use]
    pub fn fresh(image: &Image) -> Self {
        Self {
            tries: image.pins().collect(),
            secrets: BTreeMap::new(),
        }
    }
}

impl Counters for CounterMemory {
    fn tries_left(&self, pin: &PinReference) -> u8 {
        self.tries.get(pin).copied().unwrap_or(0)
    }

    fn record(&mut self, pin: &PinReference, tries: u8) -> io::Result<()> {
        self.tries.insert(pin.clone(), tries);
        Ok(())
    }

    fn changed_secret(&self, pin: &PinReference) -> Option<Zeroizing<Vec<u8>>> {
        self.secrets.get(pin).cloned()
    }

    fn change_secret(&mut self, pin: &PinReference, secret: &[u8]) -> io::Result<()> {
        let secret = Zeroizing::new(secret.to_vec());
        self.secrets.insert(pin.clone(), secret);
        Ok(())
    }
}
