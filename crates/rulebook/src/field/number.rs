//! Fields that are numbers, also where a tool wrote one as a text or with a point.

use std::fmt;

use qualification::{InsurerNumber, Share};
use serde::de::{Deserialize, Deserializer, Error, Visitor};

/// Whole yen.
#[derive(Clone, Copy)]
pub(crate) struct Yen(pub(crate) u64);

/// A share in tenths: 1, 2, 3 or 10.
#[derive(Clone, Copy)]
pub(crate) struct Wari(pub(crate) Share);

/// 多数回該当: whether, or the how-manieth month with such a charge; from the fourth.
#[derive(Clone, Copy)]
pub(crate) struct Many(pub(crate) bool);

/// The body of an insurer number, with the check digit that belongs to it.
pub(crate) struct Body(pub(crate) InsurerNumber);

/// A number or a text, whatever a tool made of it.
#[derive(Clone, Copy)]
enum Written<'t> {
    Whole(u64),
    Text(&'t str),
    Flag(bool),
}

/// Reads what is written, or says what was expected.
struct Reading<F> {
    expected: &'static str,
    read: F,
}

impl<T, F: FnOnce(Written<'_>) -> Option<T>> Reading<F> {
    fn of<E: Error>(self, written: Written<'_>, shown: impl fmt::Display) -> Result<T, E> {
        let expected = self.expected;
        (self.read)(written).ok_or_else(|| E::custom(format_args!("{shown} is not {expected}")))
    }
}

impl<T, F: FnOnce(Written<'_>) -> Option<T>> Visitor<'_> for Reading<F> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<T, E> {
        self.of(Written::Whole(number), number)
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<T, E> {
        match whole(number) {
            Some(whole) => self.of(Written::Whole(whole), number),
            None => Err(E::custom(format_args!("{number} is not {}", self.expected))),
        }
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<T, E> {
        self.of(Written::Flag(flag), flag)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        self.of(Written::Text(text.trim()), format_args!("{text:?}"))
    }
}

/// The whole number that `1000000.0` is; `None` where a point may have cost a digit.
fn whole(number: f64) -> Option<u64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if number < EXACT {
        number.to_string().parse().ok()
    } else {
        None
    }
}

/// Makes field types that are read from what is written.
macro_rules! from_written {
    ($($field:ident = $expected:literal, $read:path;)+) => {$(
        impl<'de> Deserialize<'de> for $field {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_any(Reading { expected: $expected, read: $read }).map(Self)
            }
        }
    )+};
}

from_written! {
    Yen = "whole yen, such as 1000000", yen;
    Wari = "1, 2, 3 or 10", wari;
    Many = "true, false, or how many months there were", many;
    Body = "the 7 or 5 digits before the check digit, as a text where they begin with 0", body;
}

fn yen(written: Written<'_>) -> Option<u64> {
    match written {
        Written::Whole(yen) => Some(yen),
        Written::Text(_) | Written::Flag(_) => None,
    }
}

fn wari(written: Written<'_>) -> Option<Share> {
    let wari = match written {
        Written::Whole(wari) => wari,
        Written::Text(text) => text.strip_suffix('割').unwrap_or(text).parse().ok()?,
        Written::Flag(_) => return None,
    };
    let percent = wari.checked_mul(10)?;
    Share::from_percent(u8::try_from(percent).ok()?)
}

fn many(written: Written<'_>) -> Option<bool> {
    match written {
        Written::Whole(months) => Some(months >= 4),
        Written::Flag(many) => Some(many),
        Written::Text(text) if text.eq_ignore_ascii_case("true") => Some(true),
        Written::Text(text) if text.eq_ignore_ascii_case("false") => Some(false),
        Written::Text(_) => None,
    }
}

/// As a number it has lost the zeros it began with: only a whole length is taken.
fn body(written: Written<'_>) -> Option<InsurerNumber> {
    match written {
        Written::Text(text) => InsurerNumber::with_check_digit(text).ok(),
        Written::Whole(number) => InsurerNumber::with_check_digit(&number.to_string()).ok(),
        Written::Flag(_) => None,
    }
}
