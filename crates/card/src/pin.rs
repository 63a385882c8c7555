//! The four digits a patient types.

use zeroize::Zeroizing;

/// How many digits the PIN of the user-authentication key has.
pub(crate) const PIN_LENGTH: usize = 4;

/// The PIN for user authentication (利用者証明用電子証明書の暗証番号).
///
/// It cannot be printed, copied, compared or stored; only this crate reads it,
/// once, to send it to the card, and it is wiped when dropped. It lives on the
/// heap so that moving it leaves no copies behind.
pub struct Pin(Zeroizing<Box<[u8]>>);

/// What was typed is not a PIN. Nothing of it reached a card, and no try was
/// used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "暗証番号は数字4桁です。もう一度入力してください / the PIN is four digits; please type it again"
)]
pub struct PinFormat;

impl Pin {
    /// Reads a PIN from what was typed: four digits, half width or full width
    /// (`１２３４`, as a Japanese keyboard may send them), and nothing else.
    ///
    /// # Errors
    /// [`PinFormat`] for anything else, before a card could count it as a try.
    pub fn parse(text: &str) -> Result<Self, PinFormat> {
        let mut digits = Zeroizing::new(vec![0; PIN_LENGTH].into_boxed_slice());
        let mut typed = text.chars();
        for digit in digits.iter_mut() {
            *digit = typed.next().and_then(half_width).ok_or(PinFormat)?;
        }
        match typed.next() {
            None => Ok(Self(digits)),
            Some(_) => Err(PinFormat),
        }
    }

    /// The digits as the card compares them.
    pub(crate) fn digits(&self) -> &[u8] {
        &self.0
    }
}

fn half_width(typed: char) -> Option<u8> {
    match typed {
        '0'..='9' => u8::try_from(typed).ok(),
        '０'..='９' => u8::try_from(u32::from(typed) - u32::from('０'))
            .ok()
            .map(|value| b'0' + value),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn full_width_digits_are_the_same_pin() {
        for typed in ["1234", "１２３４", "1２3４"] {
            assert_eq!(Pin::parse(typed).ok().unwrap().digits(), b"1234", "{typed}");
        }
        assert_eq!(Pin::parse("０９９０").ok().unwrap().digits(), b"0990");
    }

    #[test]
    fn anything_but_four_digits_is_no_pin() {
        for typed in [
            "",
            "123",
            "12345",
            "12a4",
            " 1234",
            "1234\n",
            "١٢٣٤",
            "一二三四",
            "12.4",
            "⑴⑵⑶⑷",
        ] {
            assert_eq!(Pin::parse(typed).err(), Some(PinFormat), "{typed:?}");
        }
    }

    proptest! {
        #[test]
        fn parse_never_panics_and_gives_only_ascii_digits(typed in ".{0,8}") {
            if let Ok(pin) = Pin::parse(&typed) {
                prop_assert_eq!(pin.digits().len(), PIN_LENGTH);
                prop_assert!(pin.digits().iter().all(u8::is_ascii_digit));
            }
        }
    }
}
