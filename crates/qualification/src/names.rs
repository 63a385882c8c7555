//! Whether two written names are the same person's. Names are compared and never
//! corrected (Kawasaki page Q10: 「標準漢字に変更することはできません」).

use std::iter::Peekable;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// What an insurer writes for a character it cannot (外字).
const UNWRITABLE: char = '●';

/// Whether `a` and `b` are the same 氏名 (GAIJI-BLACKDOT). A ● on either side stands for
/// any one character. Spaces, the form of a composed character and variants that differ
/// by a selector alone do not count.
#[must_use]
pub fn same_name(a: &str, b: &str) -> bool {
    let mut a = written(a.nfc()).peekable();
    let mut b = written(b.nfc()).peekable();
    loop {
        match (a.next(), b.next()) {
            (None, None) => return true,
            (Some(x), Some(y)) if x == y => {}
            (Some(UNWRITABLE), Some(_)) => skip_marks(&mut b),
            (Some(_), Some(UNWRITABLE)) => skip_marks(&mut a),
            _ => return false,
        }
    }
}

/// Whether `a` and `b` are the same 氏名カナ: half-width or full-width, katakana or
/// hiragana, with spaces or without.
#[must_use]
pub fn same_kana(a: &str, b: &str) -> bool {
    let [a, b] = [a, b].map(|text| written(text.nfkc()).map(katakana));
    a.eq(b)
}

/// What counts of a name.
fn written(text: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    text.filter(|it| !it.is_whitespace() && !selects_variant(*it))
}

/// Whether `it` selects a variant (IVS, SVS) of the character before it.
const fn selects_variant(it: char) -> bool {
    matches!(it, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

/// A mark that composes with nothing belongs to the character before it.
fn skip_marks(text: &mut Peekable<impl Iterator<Item = char>>) {
    while text.next_if(|it| is_combining_mark(*it)).is_some() {}
}

fn katakana(it: char) -> char {
    match it {
        'ぁ'..='ゖ' | 'ゝ'..='ゞ' => char::from_u32(u32::from(it) + 0x60).unwrap_or(it),
        _ => it,
    }
}

#[cfg(test)]
mod tests;
