//! What only the card may know: not shown, not copied, wiped on drop.

use zeroize::Zeroizing;

/// Four digits: a PIN (暗証番号), or the security code on the card's face.
pub struct Pin(Zeroizing<[u8; 4]>);

impl Pin {
    /// Takes four ASCII digits.
    #[must_use]
    pub fn new(digits: &str) -> Option<Self> {
        all_digits(digits).map(Self)
    }

    /// The digits as a terminal sends them.
    pub fn bytes(&self) -> &[u8] {
        self.0.as_slice()
    }

    pub(crate) fn same(&self) -> Self {
        Self(self.0.clone())
    }

    /// Four digits drawn from that many random bytes.
    pub(crate) fn drawn(random: &[u8; 32]) -> Self {
        let mut digits = Zeroizing::new([b'0'; 4]);
        for (digit, byte) in digits.iter_mut().zip(random) {
            *digit = b'0' + byte % 10;
        }
        Self(digits)
    }
}

/// The password of the signature certificate (署名用): 6 to 16 of `A-Z` and `0-9`.
pub struct Password(Zeroizing<Vec<u8>>);

impl Password {
    /// Takes the password as the card compares it, in upper case.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let is_one = (6..=16).contains(&text.len())
            && text
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
        is_one.then(|| Self(Zeroizing::new(text.as_bytes().to_vec())))
    }

    /// The characters as a terminal sends them.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

/// The twelve digits in the place of a 個人番号. Their check digit is wrong, so they
/// are nobody's.
pub struct Number(Zeroizing<[u8; 12]>);

impl Number {
    /// Takes twelve ASCII digits, unless they could be a person's.
    #[must_use]
    pub fn new(digits: &str) -> Option<Self> {
        Self::read(digits).ok()
    }

    /// The digits as a terminal sends them.
    pub fn bytes(&self) -> &[u8] {
        self.0.as_slice()
    }

    pub(crate) fn read(digits: &str) -> Result<Self, &'static str> {
        let digits: Zeroizing<[u8; 12]> = all_digits(digits).ok_or("must be twelve digits")?;
        let (body, check) = parts(&digits);
        if check_digit(body) == check.wrapping_sub(b'0') {
            return Err("must not be a number that could be a person's: change its last digit");
        }
        Ok(Self(digits))
    }

    /// Twelve digits drawn from that many random bytes: eleven as they come, and
    /// one of the nine digits that do not check them.
    pub(crate) fn drawn(random: &[u8; 32]) -> Self {
        let mut digits = Zeroizing::new([b'0'; 12]);
        for (digit, byte) in digits.iter_mut().zip(random) {
            *digit = b'0' + byte % 10;
        }
        let [.., last] = random;
        let wrong_by = 1 + last % 9;
        let (body, _) = parts(&digits);
        let check = (check_digit(body) + wrong_by) % 10;
        let [.., digit] = &mut *digits;
        *digit = b'0' + check;
        Self(digits)
    }
}

fn all_digits<const N: usize>(text: &str) -> Option<Zeroizing<[u8; N]>> {
    let digits: [u8; N] = text.as_bytes().try_into().ok()?;
    let digits = Zeroizing::new(digits);
    digits.iter().all(u8::is_ascii_digit).then_some(digits)
}

fn parts(digits: &[u8; 12]) -> (&[u8], u8) {
    let [body @ .., check] = digits;
    (body, *check)
}

/// The check digit of a 個人番号's first eleven digits (平成26年総務省令第85号, 5条: weights
/// 2 to 7 and 2 to 6 from the right; 11 minus the remainder, 0 for 10 and 11).
fn check_digit(body: &[u8]) -> u8 {
    let weights = [2, 3, 4, 5, 6, 7, 2, 3, 4, 5, 6];
    let digits = body.iter().rev().map(|digit| u32::from(digit - b'0'));
    let sum: u32 = digits.zip(weights).map(|(digit, by)| digit * by).sum();
    match sum % 11 {
        0 | 1 => 0,
        remainder => u8::try_from(11 - remainder).unwrap_or(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_exactly_what_its_keypad_can_type() {
        for wrong in ["", "123", "12345", "12a4", "１２３４", "12 4"] {
            assert!(Pin::new(wrong).is_none(), "{wrong}");
        }
        assert_eq!(Pin::new("0000").unwrap().bytes(), b"0000");
        for wrong in ["", "ABC12", "ABC12345678901234", "abc123", "ABC-123"] {
            assert!(Password::new(wrong).is_none(), "{wrong}");
        }
        assert_eq!(Password::new("ABC123").unwrap().bytes(), b"ABC123");
    }

    /// Of the ten last digits one would make a number that could be a person's.
    #[test]
    fn a_number_that_could_be_a_persons_is_refused() {
        for body in ["99999999999", "00000000000", "12345678901"] {
            let taken = (0..10).filter(|last| Number::new(&format!("{body}{last}")).is_some());
            assert_eq!(taken.count(), 9, "{body}");
        }
        for wrong in ["", "99999999999", "9999999999999", "99999999999a"] {
            assert!(Number::read(wrong).is_err_and(|said| said == "must be twelve digits"));
        }
    }

    #[test]
    fn the_check_digit_is_the_ordinances() {
        assert_eq!(check_digit(b"00000000000"), 0);
        assert_eq!(check_digit(b"00000000001"), 9);
        assert_eq!(check_digit(b"10000000000"), 5);
    }

    #[test]
    fn a_drawn_number_is_never_one_that_could_be_a_persons() {
        for first in 0..=255 {
            for last in 0..=255 {
                let mut random = [first; 32];
                random[31] = last;
                let drawn = Number::drawn(&random);
                let text = str::from_utf8(drawn.bytes()).unwrap();
                assert!(Number::new(text).is_some());
            }
        }
    }
}
