//! The numbers that name an insurer and an institution.

use std::fmt;

use crate::Scheme;

/// Why a text is no such number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// Wrong length, or something that is not an ASCII digit.
    #[error("半角数字で入力してください / must be {expected} digits, none of them full-width")]
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

    /// The number whose digits before the last are `body`: 5 of 国保, 7 of others.
    ///
    /// # Errors
    /// [`NumberError::Digits`] when it is not that many digits.
    pub fn with_check_digit(body: &str) -> Result<Self, NumberError> {
        let is_body = matches!(body.len(), 5 | 7) && body.bytes().all(|it| it.is_ascii_digit());
        if !is_body {
            return Err(NumberError::Digits { expected: "5 or 7" });
        }
        let check = check_digit(body.bytes().map(|digit| digit - b'0'));
        Ok(Self(format!("{body}{check}")))
    }

    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number in 8 places, led by blanks where it has 6, as records carry it.
    #[must_use]
    pub fn right_aligned(&self) -> String {
        format!("{:>8}", self.0)
    }

    /// 制度, by the 法別番号; `None` when that is of nothing known here.
    #[must_use]
    pub fn scheme(&self) -> Option<Scheme> {
        match self.0.get(..2) {
            Some(number) if self.0.len() == 8 => Scheme::of_law_number(number),
            _ => Some(Scheme::National),
        }
    }

    /// 都道府県番号, 1 to 47 (北海道 to 沖縄); `None` when there is no such prefecture.
    #[must_use]
    pub fn prefecture(&self) -> Option<u8> {
        let from_check = self.0.bytes().rev().map(|digit| digit - b'0');
        let mut places = from_check.skip(4);
        let (ones, tens) = (places.next()?, places.next()?);
        Some(10 * tens + ones).filter(|number| (1..=47).contains(number))
    }

    /// Whether the insurer is a 後期高齢者医療広域連合 (法別番号 39).
    #[must_use]
    pub fn is_late_elderly(&self) -> bool {
        self.scheme() == Some(Scheme::LateElderly)
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
mod tests;
