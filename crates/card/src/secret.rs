//! What a person types or a reader reads off the card's front, and only the card
//! may learn.

use std::ops::RangeInclusive;

use zeroize::Zeroizing;

/// How many digits the PIN of the user-authentication key has.
pub(crate) const PIN_LENGTH: usize = 4;
/// How many digits collation number B has.
pub(crate) const COLLATION_LENGTH: usize = 14;
/// How many letters and digits the signature password has.
pub(crate) const PASSWORD_LENGTH: RangeInclusive<usize> = 6..=16;

/// Bytes for a card to compare. They live on the heap, in an allocation that never
/// grows, so that moving them leaves no copies behind.
type Secret = Zeroizing<Vec<u8>>;

/// The PIN for user authentication (利用者証明用電子証明書の暗証番号).
///
/// It cannot be printed, copied, compared or stored; only this crate reads it,
/// once, to send it to the card, and it is wiped when dropped.
pub struct Pin(Secret);

/// 照合番号B, which opens the card's front: the birth date as printed there
/// (`YYMMDD`, the year of the Japanese era), the year in which the card expires
/// (`YYYY`) and the four digits of the security code, so that holding the card is
/// knowing it (public readers of the card).
///
/// It says when someone was born, and is kept as a [`Pin`] is.
pub struct CollationNumber(Secret);

/// The password for the signature certificate (署名用電子証明書の暗証番号), kept as
/// a [`Pin`] is.
pub struct SignaturePassword(Secret);

/// What was typed is not a PIN. Nothing of it reached a card, and no try was
/// used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "暗証番号は数字4桁です。もう一度入力してください / the PIN is four digits; please type it again"
)]
pub struct PinFormat;

/// What was read or typed is not 照合番号B. Nothing of it reached a card, and no
/// try was used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "照合番号Bは数字14桁（生年月日6桁・有効期限の西暦4桁・セキュリティコード4桁）です / collation number B is 14 digits: birth date, year of expiry, security code"
)]
pub struct CollationNumberFormat;

/// What was typed is not a signature password. Nothing of it reached a card, and
/// no try was used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "署名用の暗証番号は英数字6文字から16文字です。もう一度入力してください / the signature password is 6 to 16 letters and digits; please type it again"
)]
pub struct SignaturePasswordFormat;

impl Pin {
    /// Reads a PIN from what was typed: four digits, half width or full width
    /// (`１２３４`, as a Japanese keyboard may send them), and nothing else.
    ///
    /// # Errors
    /// [`PinFormat`] for anything else, before a card could count it as a try.
    pub fn parse(text: &str) -> Result<Self, PinFormat> {
        let lengths = PIN_LENGTH..=PIN_LENGTH;
        secret(text, &lengths, digit).map(Self).ok_or(PinFormat)
    }

    /// The digits as the card compares them.
    pub(crate) fn digits(&self) -> &[u8] {
        &self.0
    }
}

impl CollationNumber {
    /// Reads the number from what was typed or recognised: 14 digits, half width
    /// or full width, and nothing else.
    ///
    /// # Errors
    /// [`CollationNumberFormat`] for anything else.
    pub fn parse(text: &str) -> Result<Self, CollationNumberFormat> {
        secret(text, &(COLLATION_LENGTH..=COLLATION_LENGTH), digit)
            .map(Self)
            .ok_or(CollationNumberFormat)
    }

    /// The digits as the card compares them.
    pub(crate) fn digits(&self) -> &[u8] {
        &self.0
    }
}

impl SignaturePassword {
    /// Reads a password from what was typed: 6 to 16 letters `A` to `Z` and
    /// digits, half width or full width. Small letters are taken for capitals,
    /// which is all the card knows.
    ///
    /// # Errors
    /// [`SignaturePasswordFormat`] for anything else.
    pub fn parse(text: &str) -> Result<Self, SignaturePasswordFormat> {
        secret(text, &PASSWORD_LENGTH, letter_or_digit)
            .map(Self)
            .ok_or(SignaturePasswordFormat)
    }

    /// The characters as the card compares them.
    pub(crate) fn characters(&self) -> &[u8] {
        &self.0
    }
}

/// Folds every character of `text`; `None` when one does not fold, or there are
/// too few or too many.
fn secret(
    text: &str,
    lengths: &RangeInclusive<usize>,
    fold: fn(char) -> Option<u8>,
) -> Option<Secret> {
    let mut folded = Zeroizing::new(Vec::with_capacity(*lengths.end()));
    for typed in text.chars() {
        if folded.len() == *lengths.end() {
            return None;
        }
        folded.push(fold(typed)?);
    }
    lengths.contains(&folded.len()).then_some(folded)
}

fn digit(typed: char) -> Option<u8> {
    letter_or_digit(typed).filter(u8::is_ascii_digit)
}

fn letter_or_digit(typed: char) -> Option<u8> {
    let code = u32::from(typed);
    // Full width ！ to ～ stand as far apart from half width as a block is long.
    let half_width = match typed {
        '！'..='～' => code - u32::from('！') + u32::from('!'),
        _ => code,
    };
    u8::try_from(half_width)
        .ok()
        .filter(u8::is_ascii_alphanumeric)
        .map(|letter| letter.to_ascii_uppercase())
}

#[cfg(test)]
mod tests;
