//! The numbers that name an insurer and an institution.

use std::fmt;

/// Why a text is no such number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// Wrong length, or something that is not an ASCII digit.
    #[error("must be {expected} digits")]
    Digits {
        /// What is expected, such as `6 or 8`.
        expected: &'static str,
    },
    /// The last digit does not check the others.
    #[error("has a wrong check digit")]
    CheckDigit,
}

/// 保険者番号: 8 digits (法別 2, 都道府県 2, 保険者別 3, check 1); 国保 has 6, without
/// the 法別番号. Kept as 6 or 8 ASCII digits.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct InsurerNumber(String);

impl InsurerNumber {
    /// Reads a number; leading blanks (as records right-align 6 digits in 8
    /// places) are dropped.
    ///
    /// # Errors
    /// [`NumberError`] when it is not 6 or 8 digits or its check digit is wrong.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        let text = text.trim_start_matches(' ');
        let digits = || text.bytes().map(|byte| byte.wrapping_sub(b'0'));
        if !matches!(text.len(), 6 | 8) || !digits().all(|digit| digit < 10) {
            return Err(NumberError::Digits { expected: "6 or 8" });
        }
        let (check, body) = (digits().next_back().unwrap_or(0), text.len() - 1);
        if check_digit(digits().take(body)) != check {
            return Err(NumberError::CheckDigit);
        }
        Ok(Self(text.to_owned()))
    }

    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the insurer is a 後期高齢者医療広域連合 (法別番号 39).
    #[must_use]
    pub fn is_late_elderly(&self) -> bool {
        self.0.len() == 8 && self.0.starts_with("39")
    }
}

impl fmt::Debug for InsurerNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The check digit of an insurer number's `body`: weights 2, 1, 2, 1, … from the
/// right, digits of each product summed, ten's complement (NUM-INSURER).
fn check_digit(body: impl DoubleEndedIterator<Item = u8>) -> u8 {
    let sum: u32 = body
        .rev()
        .zip([2, 1].into_iter().cycle())
        .map(|(digit, weight)| u32::from(digit) * weight)
        .map(|product| product / 10 + product % 10)
        .sum();
    u8::try_from((10 - sum % 10) % 10).unwrap_or(0)
}

/// 医療機関コード: 10 digits (都道府県 2, 点数表 1, and 7), as the institution's client
/// certificate carries it.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Institution(String);

impl Institution {
    /// Reads a code.
    ///
    /// # Errors
    /// [`NumberError::Digits`] when it is not 10 digits.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        if text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            Ok(Self(text.to_owned()))
        } else {
            Err(NumberError::Digits { expected: "10" })
        }
    }

    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Institution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn insurer_numbers_are_checked_by_their_last_digit() {
        for good in [
            "39439997", "06439996", "439992", "209999", "109991", "149997", "01130012", "  439992",
        ] {
            assert!(InsurerNumber::parse(good).is_ok(), "{good}");
        }
        for wrong in ["39439998", "06439990", "439993"] {
            assert_eq!(
                InsurerNumber::parse(wrong),
                Err(NumberError::CheckDigit),
                "{wrong}"
            );
        }
        for wrong in [
            "",
            "4399",
            "3943999",
            "０６４３９９９６",
            "06439 96",
            "0643999a",
            "394399977",
        ] {
            assert!(
                matches!(InsurerNumber::parse(wrong), Err(NumberError::Digits { .. })),
                "{wrong}"
            );
        }
    }

    #[test]
    fn the_check_digit_is_the_catalogues() {
        let digits = |text: &'static str| text.bytes().map(|byte| byte - b'0');
        assert_eq!(check_digit(digits("3312001")), 5);
        assert_eq!(check_digit(digits("0113001")), 2);
        assert_eq!(check_digit(digits("0000000")), 0);
    }

    #[test]
    fn an_institution_code_is_ten_digits() {
        assert!(Institution::parse("1310000001").is_ok());
        for wrong in [
            "",
            "131000000",
            "13100000011",
            "131000000a",
            "１３１００００００１",
        ] {
            assert!(Institution::parse(wrong).is_err(), "{wrong}");
        }
    }
}
