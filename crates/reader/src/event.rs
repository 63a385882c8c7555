//! What there is to see at the readers.

/// A reader that is connected now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// Its name, as PC/SC gives it.
    pub name: String,
    /// The answer-to-reset of the card on it (ISO 7816-3, 8.2; up to 33 bytes),
    /// empty when the card gives none; `None` when there is no card.
    pub card: Option<Vec<u8>>,
}

/// Something happened at the readers.
///
/// Events come in pairs: what was presented is removed and what was attached is
/// detached before anything else is said of it, also when the service goes away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The PC/SC service answers. What is there follows.
    ServiceFound,
    /// The PC/SC service does not run. It is looked for until it is found.
    ServiceLost,
    /// A reader was connected.
    ReaderAttached {
        /// Its name.
        reader: String,
    },
    /// A reader was disconnected.
    ReaderDetached {
        /// Its name.
        reader: String,
    },
    /// A card was put on a reader.
    CardPresented {
        /// The reader's name.
        reader: String,
        /// The card's answer-to-reset; empty when it gives none, as a card put
        /// down the wrong way round does.
        atr: Vec<u8>,
    },
    /// The card was taken off a reader.
    CardRemoved {
        /// The reader's name.
        reader: String,
    },
}
