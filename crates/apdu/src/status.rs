//! The two bytes that end every response.

use std::fmt;

/// SW1 SW2 (ISO 7816-4, 5.6).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct StatusWord(pub u16);

impl StatusWord {
    /// Normal processing.
    pub const OK: Self = Self(0x9000);
    /// Verification failed and no try is left, or there was none to begin with.
    pub const NO_TRIES_LEFT: Self = Self(0x63C0);
    /// Wrong length (Lc or Le).
    pub const WRONG_LENGTH: Self = Self(0x6700);
    /// The logical channel is not supported.
    pub const CHANNEL_NOT_SUPPORTED: Self = Self(0x6881);
    /// The command does not fit the file's structure.
    pub const WRONG_FILE_KIND: Self = Self(0x6981);
    /// The security status is not satisfied: a PIN is missing.
    pub const NOT_AUTHORISED: Self = Self(0x6982);
    /// The authentication method is blocked (ISO 7816-4).
    pub const METHOD_BLOCKED: Self = Self(0x6983);
    /// The referenced key or PIN is blocked (JICSAP, what a My Number card says).
    pub const REFERENCE_BLOCKED: Self = Self(0x6984);
    /// The conditions of use are not satisfied.
    pub const CONDITIONS_NOT_SATISFIED: Self = Self(0x6985);
    /// No elementary file is selected.
    pub const NO_CURRENT_FILE: Self = Self(0x6986);
    /// Wrong parameters in the data field.
    pub const WRONG_DATA: Self = Self(0x6A80);
    /// File or application not found.
    pub const NOT_FOUND: Self = Self(0x6A82);
    /// Record not found.
    pub const RECORD_NOT_FOUND: Self = Self(0x6A83);
    /// Incorrect P1 or P2.
    pub const WRONG_PARAMETERS: Self = Self(0x6A86);
    /// Referenced data not found.
    pub const DATA_NOT_FOUND: Self = Self(0x6A88);
    /// The offset is outside the file.
    pub const OFFSET_OUTSIDE: Self = Self(0x6B00);
    /// The instruction is not known.
    pub const UNKNOWN_INSTRUCTION: Self = Self(0x6D00);
    /// The class is not known.
    pub const UNKNOWN_CLASS: Self = Self(0x6E00);

    /// `63Cx`: verification failed, `tries` are left (0 to 15; more is cut to 15).
    #[must_use]
    pub const fn tries(tries: u8) -> Self {
        let tries = if tries > 0x0F { 0x0F } else { tries };
        Self(0x63C0 | tries as u16)
    }

    /// Whether the command did what it says.
    #[must_use]
    pub const fn is_ok(self) -> bool {
        self.0 == Self::OK.0
    }

    /// The tries left, when this is `63Cx`.
    #[must_use]
    pub const fn tries_left(self) -> Option<u8> {
        match self.0 {
            0x63C0..=0x63CF => Some((self.0 & 0x0F) as u8),
            _ => None,
        }
    }

    /// Whether the PIN or key is blocked for good, in either of the two ways
    /// cards say so.
    #[must_use]
    pub const fn is_blocked(self) -> bool {
        matches!(self.0, 0x6983 | 0x6984)
    }
}

impl fmt::Display for StatusWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04X}", self.0)
    }
}

impl fmt::Debug for StatusWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SW {self}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_left_is_read_from_63cx_only() {
        assert_eq!(StatusWord(0x63C3).tries_left(), Some(3));
        assert_eq!(StatusWord::NO_TRIES_LEFT.tries_left(), Some(0));
        assert_eq!(StatusWord(0x63D0).tries_left(), None);
        assert_eq!(StatusWord(0x6300).tries_left(), None);
        assert_eq!(StatusWord::tries(200), StatusWord(0x63CF));
    }

    #[test]
    fn both_ways_of_saying_blocked_are_understood() {
        assert!(StatusWord(0x6983).is_blocked());
        assert!(StatusWord(0x6984).is_blocked());
        assert!(!StatusWord::NO_TRIES_LEFT.is_blocked());
    }
}
