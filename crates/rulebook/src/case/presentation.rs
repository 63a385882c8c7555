//! Where care is given, and what is held to the reader there.

use jiff::civil::Date;
use qualification::{Medium, Reason, Trace, Venue, accepts};

/// Where care is given, and what is held to the reader there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Presentation {
    /// Where.
    pub venue: Venue,
    /// What holds the certificate.
    pub medium: Medium,
    /// Whether the card has a PIN.
    pub pin_set: bool,
    /// Whether the terminal takes phones.
    pub phone_reader: bool,
}

impl Presentation {
    /// A card with a PIN, at the counter, whose terminal takes cards alone.
    pub(super) const ORDINARY: Self = Self {
        venue: Venue::Counter,
        medium: Medium::Card,
        pin_set: true,
        phone_reader: false,
    };

    /// Whether it is taken on the day at all.
    pub(crate) fn accepted(self, visit_date: Date, trace: &mut impl Trace) -> Result<(), Reason> {
        let Self {
            venue,
            medium,
            pin_set,
            phone_reader,
        } = self;
        accepts(venue, medium, pin_set, phone_reader, visit_date, trace)
    }
}
