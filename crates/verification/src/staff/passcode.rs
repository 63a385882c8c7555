//! What the staff type for 目視確認.

use std::ops::RangeInclusive;

use zeroize::Zeroizing;

/// Characters of a passcode, of which one at least is no digit: no PIN of a card and no
/// collation number opens the staff's check by being typed at the wrong question.
const LENGTH: RangeInclusive<usize> = 8..=64;

/// The institution's passcode for 目視確認. It is not the patient's PIN (VISUAL-CHECK).
///
/// It cannot be printed, copied, compared or stored; only this room reads it, and it is
/// wiped when dropped. Its characters live in an allocation that never grows, so that
/// moving them leaves no copies behind.
pub struct Passcode(Zeroizing<Vec<u8>>);

/// What was typed is not a passcode. It was compared with nothing, and no try was used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "目視確認用の暗証番号は、英数字と記号で8文字から64文字です。数字だけにはできません（患者さんのカードの暗証番号（数字4桁）ではありません） / \
    the passcode for the staff's check has 8 to 64 letters, digits and signs, not digits alone; it is not the four-digit PIN of a patient's card"
)]
pub struct PasscodeFormat;

impl Passcode {
    /// Reads a passcode from what was typed: 8 to 64 letters, digits and signs of
    /// ASCII, half width or full width (`ｐａｓｓ`, as a Japanese keyboard may send
    /// them), not digits alone, without spaces, which nobody sees. Capitals and small
    /// letters differ.
    ///
    /// # Errors
    /// [`PasscodeFormat`] for anything else.
    pub fn parse(text: &str) -> Result<Self, PasscodeFormat> {
        let mut folded = Zeroizing::new(Vec::with_capacity(*LENGTH.end()));
        for typed in text.chars() {
            if folded.len() == *LENGTH.end() {
                return Err(PasscodeFormat);
            }
            folded.push(half_width(typed).ok_or(PasscodeFormat)?);
        }
        let digits_alone = folded.iter().all(u8::is_ascii_digit);
        if LENGTH.contains(&folded.len()) && !digits_alone {
            Ok(Self(folded))
        } else {
            Err(PasscodeFormat)
        }
    }

    /// Its characters in half width.
    pub(super) fn characters(&self) -> &[u8] {
        &self.0
    }
}

fn half_width(typed: char) -> Option<u8> {
    let code = u32::from(typed);
    // Full width ！ to ～ stand as far apart from half width as a block is long.
    let half_width = match typed {
        '！'..='～' => code - u32::from('！') + u32::from('!'),
        _ => code,
    };
    u8::try_from(half_width).ok().filter(u8::is_ascii_graphic)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> Option<String> {
        let passcode = Passcode::parse(text).ok()?;
        Some(String::from_utf8(passcode.characters().to_vec()).unwrap())
    }

    #[test]
    fn full_width_is_the_same_passcode_and_capitals_are_another() {
        assert_eq!(
            folded("Ｍａｄｏ－２０２６！").as_deref(),
            Some("Mado-2026!")
        );
        assert_eq!(folded("Mado-2026!").as_deref(), Some("Mado-2026!"));
        assert_eq!(folded("mado-2026!").as_deref(), Some("mado-2026!"));
        assert_eq!(folded("～～～～～～～～").as_deref(), Some("~~~~~~~~"));
    }

    #[test]
    fn what_is_no_passcode_is_refused_before_it_is_compared() {
        let (shortest, longest) = ("a".repeat(8), "a".repeat(64));
        assert!(folded(&shortest).is_some() && folded(&longest).is_some());
        assert!(folded("7777777-").is_some());
        for text in [
            "",
            "1234",
            "１２３４",
            // As long as both collation numbers, and as the longest passcode.
            &"7".repeat(12),
            &"７".repeat(14),
            &"7".repeat(64),
            &shortest[1..],
            &(longest + "a"),
            "mado 2026",
            "mado　2026",
            " mado2026",
            "mado2026\n",
            "mado\u{0}2026",
            "まどぐち二〇二六年",
            "ﾏﾄﾞｸﾞﾁ2026",
            "mado2026é",
            "mado2026\u{7f}",
        ] {
            assert_eq!(folded(text), None, "{text:?}");
        }
    }

    #[test]
    fn r020_the_passcode_is_said_to_be_no_cards_pin() {
        let refusal = PasscodeFormat.to_string();
        assert!(refusal.contains("暗証番号（数字4桁）ではありません"));
        assert!(refusal.contains("not the four-digit PIN"));
        assert!(refusal.contains("数字だけにはできません") && refusal.contains("not digits alone"));
    }
}
