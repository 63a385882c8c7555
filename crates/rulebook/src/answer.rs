//! What a rule answers, and whether it is what a file expects.

use std::borrow::Cow;
use std::fmt;

use jiff::civil::Date;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

/// What a rule answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// A day; in JSON `"2026-11-20"`.
    Day(Date),
    /// Whole yen; in JSON a number.
    Yen(u64),
    /// A machine code, such as `ELIGIBILITY_ONLY`; in JSON a text.
    Code(&'static str),
    /// Digits of a number whose zeros count; in JSON a text. A number with the same
    /// digits, so with no zero before them, says the same.
    Digits(String),
}

impl Answer {
    /// Whether `expected` says the same.
    #[must_use]
    pub fn is(&self, expected: &RawValue) -> bool {
        let raw = expected.get();
        if let Self::Yen(yen) = self {
            return raw.parse() == Ok(*yen);
        }
        if let Self::Digits(digits) = self
            && raw == digits
        {
            return true;
        }
        text(raw).is_some_and(|text| match self {
            Self::Day(day) => text.len() == "2026-11-20".len() && text.parse().ok() == Some(*day),
            Self::Code(code) => text == *code,
            Self::Digits(digits) => text == *digits,
            Self::Yen(_) => false,
        })
    }
}

/// The text that a JSON text is; borrowed where nothing in it is escaped.
fn text(raw: &str) -> Option<Cow<'_, str>> {
    let inner = raw.strip_prefix('"')?.strip_suffix('"')?;
    if inner.contains('\\') {
        serde_json::from_str(raw).ok().map(Cow::Owned)
    } else {
        Some(Cow::Borrowed(inner))
    }
}

/// As JSON has it.
impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(f, "\"{day}\""),
            Self::Yen(yen) => write!(f, "{yen}"),
            Self::Code(code) => write!(f, "\"{code}\""),
            Self::Digits(digits) => write!(f, "\"{digits}\""),
        }
    }
}

impl Serialize for Answer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Day(day) => serializer.collect_str(day),
            Self::Yen(yen) => serializer.serialize_u64(*yen),
            Self::Code(code) => serializer.serialize_str(code),
            Self::Digits(digits) => serializer.serialize_str(digits),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn an_answer_is_what_json_says_and_nothing_near_it() {
        let day = Answer::Day(date(2026, 11, 20));
        let table = [
            (&day, r#""2026-11-20""#, true),
            (&day, r#""2026\u002d11-20""#, true),
            (&day, r#""2026-11-21""#, false),
            (&day, r#""2026-11-20T09:00""#, false),
            (&day, "20261120", false),
            (&day, "null", false),
            (&Answer::Yen(92_940), "92940", true),
            (&Answer::Yen(92_940), "92941", false),
            (&Answer::Yen(92_940), r#""92940""#, false),
            (&Answer::Code("F3p"), r#""F3p""#, true),
            (&Answer::Code("F3p"), r#""F3P""#, false),
            (&Answer::Code("NONE"), "null", false),
            (&Answer::Digits("01130012".into()), r#""01130012""#, true),
            (&Answer::Digits("01130012".into()), "1130012", false),
        ];
        for (answer, expected, same) in table {
            let expected: &RawValue = serde_json::from_str(expected).unwrap();
            assert_eq!(answer.is(expected), same, "{answer} {expected}");
        }
    }
}
