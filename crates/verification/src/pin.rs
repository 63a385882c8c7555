//! The tries a card leaves for its PIN.

use std::num::NonZeroU8;

/// The tries left for a PIN that is not locked: 1 or more.
///
/// The counter lives on the card, so it outlasts visits, desks and clinics
/// (PIN-RETRY). Only the card changes it; this is what it said last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PinTries(NonZeroU8);

impl PinTries {
    /// What the card says is left. `None` when nothing is: the PIN is locked, only
    /// the municipality can unlock it, and it is not asked for.
    #[must_use]
    pub const fn new(left: u8) -> Option<Self> {
        match NonZeroU8::new(left) {
            Some(left) => Some(Self(left)),
            None => None,
        }
    }

    /// How many are left.
    #[must_use]
    pub const fn left(self) -> u8 {
        self.0.get()
    }

    /// The number to show before the next try, once it is less than `below`.
    #[must_use]
    pub const fn shown(self, below: u8) -> Option<u8> {
        if self.left() < below {
            Some(self.left())
        } else {
            None
        }
    }

    /// Whether another wrong PIN locks the card.
    #[must_use]
    pub const fn is_last(self) -> bool {
        self.left() == 1
    }

    /// Whether a PIN may be put to the card. The last try is spent only when it was
    /// said that it may be: by a person who was warned, or by whoever told a script.
    #[must_use]
    pub const fn allow(self, spend_last_try: bool) -> bool {
        !self.is_last() || spend_last_try
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r017_the_count_says_what_is_shown_and_what_may_be_tried() {
        // left, shown, last, allowed unasked
        for (left, shown, last, allowed) in [
            (1, Some(1), true, false),
            (2, Some(2), false, true),
            (3, None, false, true),
            (15, None, false, true),
        ] {
            let tries = PinTries::new(left).unwrap();
            assert_eq!(tries.left(), left);
            assert_eq!(tries.shown(3), shown, "{left}");
            assert_eq!(tries.is_last(), last, "{left}");
            assert_eq!(tries.allow(false), allowed, "{left}");
            assert!(tries.allow(true), "{left}");
        }
    }

    #[test]
    fn r017_no_tries_left_is_a_locked_pin() {
        assert_eq!(PinTries::new(0), None);
    }
}
