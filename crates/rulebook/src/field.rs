//! The fields of questions: each reads what people write for it, and says what it
//! expects of anything else.

mod held;
mod number;

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use qualification::{CareMonth, Cause, InsurerKind, InsurerNumber, LimitClass, Setting};
use serde::de::{Error, Visitor};

pub(crate) use held::Held;
pub(crate) use number::{Body, Many, Wari, Yen};

/// A day, such as `2026-11-20`.
#[derive(Clone, Copy)]
pub(crate) struct Day(pub(crate) Date);

/// An instant, such as `2026-11-20T15:00:00Z`.
#[derive(Clone, Copy)]
pub(crate) struct Instant(pub(crate) Timestamp);

/// A month, such as `2026-11`, or a day in it.
#[derive(Clone, Copy)]
pub(crate) struct Month(pub(crate) CareMonth);

/// Outpatient, or whatever has the household's cap.
#[derive(Clone, Copy)]
pub(crate) struct Treatment(pub(crate) Setting);

/// The same, or nothing said: an empty text.
#[derive(Clone, Copy)]
pub(crate) struct TreatmentIfSaid(pub(crate) Option<Setting>);

/// 保険者番号, with its check digit.
#[derive(Clone)]
pub(crate) struct Insurer(pub(crate) InsurerNumber);

/// 適用区分, by its code or as people write its name.
#[derive(Clone, Copy)]
pub(crate) struct Class(pub(crate) LimitClass);

/// A kind of insurer.
#[derive(Clone, Copy)]
pub(crate) struct Kind(pub(crate) InsurerKind);

/// A cause of R042; its short form `REVOKED` counts.
#[derive(Clone, Copy)]
pub(crate) struct Why(pub(crate) Cause);

/// Reads a text and makes something of it, or says what was expected.
pub(crate) struct Text<F> {
    pub(crate) expected: &'static str,
    pub(crate) read: F,
}

impl<T, F: FnOnce(&str) -> Option<T>> Visitor<'_> for Text<F> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        let expected = self.expected;
        (self.read)(text).ok_or_else(|| E::custom(format_args!("{text:?} is not {expected}")))
    }
}

/// Makes field types that are read from a text: what is expected, and how it is read.
macro_rules! from_text {
    ($($field:ty = $expected:literal, $read:expr;)+) => {$(
        impl<'de> ::serde::Deserialize<'de> for $field {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str($crate::field::Text {
                    expected: $expected,
                    read: |text: &str| $read(text).map(Self),
                })
            }
        }
    )+};
}

pub(crate) use from_text;

from_text! {
    Day = "a date such as 2026-11-20", |text: &str| text.parse().ok();
    Instant = "an instant such as 2026-11-20T15:00:00Z", |text: &str| text.parse().ok();
    Month = "a month such as 2026-11", month;
    Treatment = "outpatient (外来), inpatient (入院) or household (世帯)", setting;
    TreatmentIfSaid = "outpatient (外来), inpatient (入院) or household (世帯)",
        |text: &str| match text.trim() {
            "" => Some(None),
            said => setting(said).map(Some),
        };
    Kind = "kouki, kokuho or kenpo", InsurerKind::from_code;
    Why = "a cause such as PIN_LOCKED", cause;
    Class = "a class such as A03 or 区分ウ", class;
    Insurer = "an insurer number with its check digit", |text: &str| InsurerNumber::parse(text).ok();
}

fn month(text: &str) -> Option<CareMonth> {
    let of_day = || text.parse::<Date>().ok().map(CareMonth::from);
    CareMonth::parse(text).or_else(of_day)
}

/// By its code, by its name (`現役Ⅲ` is short for `現役並みⅢ`), or by a code behind a
/// name, such as `ウ A03`.
fn class(text: &str) -> Option<LimitClass> {
    let by_name = || LimitClass::from_label(text);
    let in_full = || LimitClass::from_label(&text.replacen("現役", "現役並み", 1));
    let exempt = || (text.trim() == "住民税非課税").then_some(LimitClass::O);
    let by_last_word = || {
        let word = text.split_whitespace().next_back()?;
        LimitClass::from_code(&word.to_ascii_uppercase())
    };
    LimitClass::from_code(text)
        .or_else(by_name)
        .or_else(in_full)
        .or_else(exempt)
        .or_else(by_last_word)
}

/// The household's cap is the inpatient's. `入院外` is what bills call outpatient care.
fn setting(text: &str) -> Option<Setting> {
    let text = text.trim();
    let is = |word: &str| text.eq_ignore_ascii_case(word);
    if is("outpatient") || text.starts_with("外来") || text.starts_with("入院外") {
        Some(Setting::Outpatient)
    } else if is("inpatient") || is("household") || text.contains("入院") || text.contains("世帯")
    {
        Some(Setting::Inpatient)
    } else {
        None
    }
}

fn cause(text: &str) -> Option<Cause> {
    Cause::from_code(text).or_else(|| (text == "REVOKED").then_some(Cause::CertRevoked))
}

#[cfg(test)]
mod tests;
