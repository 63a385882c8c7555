//! Which certificates a card has, and what that says of its kind.

use crate::session::PinTries;

/// How the card marks a certificate that is there (public readers of the card).
const THERE: u8 = 0x8F;

/// Which certificates are on the card, by its own word.
///
/// Public readers know `8F` for a certificate that is there; that everything else
/// means none is a guess.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Availability {
    /// The certificate for signatures (署名用電子証明書).
    pub signature: bool,
    /// The certificate for user authentication (利用者証明用電子証明書).
    pub user: bool,
}

impl Availability {
    /// How many bytes the card says it in.
    pub(crate) const LENGTH: usize = 3;

    pub(crate) fn parse(bytes: &[u8]) -> Option<Self> {
        let [signature, user, _] = *bytes else {
            return None;
        };
        Some(Self {
            signature: signature == THERE,
            user: user == THERE,
        })
    }

    /// Whether this looks like a card without PIN (顔認証マイナンバーカード), given
    /// what it says of its PIN.
    ///
    /// Public is that such a card has no PIN and no signature certificate. That
    /// its PIN answers as a blocked one, and so that this tells it from a card
    /// whose PIN was blocked and whose owner wanted no signature certificate, is a
    /// guess: it may choose what is offered first, and nothing more.
    #[must_use]
    pub fn looks_without_pin(self, pin: PinTries) -> bool {
        self.user && !self.signature && pin == PinTries::Blocked
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_bytes_say_what_is_there() {
        for (bytes, signature, user) in [
            ([0x8F, 0x8F, 0x00], true, true),
            ([0x00, 0x8F, 0x00], false, true),
            ([0x8F, 0xFF, 0x00], true, false),
        ] {
            let said = Availability { signature, user };
            assert_eq!(Availability::parse(&bytes), Some(said), "{bytes:02X?}");
        }
        for bytes in [&[][..], &[0x8F, 0x8F], &[0x8F; 4]] {
            assert_eq!(Availability::parse(bytes), None, "{bytes:02X?}");
        }
    }

    #[test]
    fn only_a_blocked_pin_without_signature_certificate_looks_like_a_card_without_pin() {
        for (signature, user, pin, looks) in [
            (false, true, PinTries::Blocked, true),
            (true, true, PinTries::Blocked, false),
            (false, false, PinTries::Blocked, false),
            (false, true, PinTries::Left(3), false),
            (false, true, PinTries::NotTold, false),
        ] {
            let availability = Availability { signature, user };
            assert_eq!(availability.looks_without_pin(pin), looks);
        }
    }
}
