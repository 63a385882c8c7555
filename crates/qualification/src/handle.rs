//! Names without meaning: who, which card, which visit.
//!
//! All are random or digests, so that none can be guessed and none tells who the
//! person is.

use std::fmt;
use std::str::FromStr;

macro_rules! handle {
    ($(#[$doc:meta])* $name:ident, $length:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; $length]);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl TryFrom<&[u8]> for $name {
            type Error = NotAHandle;

            fn try_from(bytes: &[u8]) -> Result<Self, NotAHandle> {
                bytes.try_into().map(Self).map_err(|_| NotAHandle)
            }
        }

        impl FromStr for $name {
            type Err = NotAHandle;

            fn from_str(text: &str) -> Result<Self, NotAHandle> {
                let mut bytes = [0; $length];
                if text.len() != 2 * $length || !text.is_ascii() {
                    return Err(NotAHandle);
                }
                for (byte, digits) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
                    let digits = str::from_utf8(digits).map_err(|_| NotAHandle)?;
                    *byte = u8::from_str_radix(digits, 16).map_err(|_| NotAHandle)?;
                }
                Ok(Self(bytes))
            }
        }
    };
}

/// Bytes or text of the wrong length or shape for a handle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a handle: wrong length, or not hexadecimal")]
pub struct NotAHandle;

handle!(
    /// An insured person, inside the server only; 128 random bits.
    PersonId, 16
);
handle!(
    /// One visit of one person at one institution; 128 random bits.
    VisitId, 16
);
handle!(
    /// A card, by the SHA-256 of its user-authentication certificate.
    CardFingerprint, 32
);

handle!(
    /// One consent of one visit; 128 random bits.
    ConsentId, 16
);

handle!(
    /// One intention of one institution, so that a retry is known as such; 128 bits
    /// that the desk chooses at random.
    IdempotencyKey, 16
);

handle!(
    /// 受付番号: one list of bookings of one institution; 128 random bits.
    ReceiptNumber, 16
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handle_is_read_back_from_its_text() {
        let id = VisitId([0xA7; 16]);
        assert_eq!(id.to_string().parse(), Ok(id));
        for wrong in ["", "a7", "g7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7", "あ"] {
            assert_eq!(wrong.parse::<VisitId>(), Err(NotAHandle), "{wrong}");
        }
    }
}
