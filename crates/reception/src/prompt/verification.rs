//! Step 2 at the terminal: which way, the PIN, the staff's check.

use card::Pin;
use qualification::{Method, Reason, StaffId, Text};
use verification::Passcode;
use visit::{Told, text};

use super::{Prompt, beside, say, say_line, spends};
use crate::Answer;

const PIN: &str = "暗証番号 / PIN: ";
const PIN_FORMAT: Text = Text {
    ja: "数字4桁で入力してください（やめるときは Enter だけ）。",
    en: "Please type four digits (or Enter alone to stop).",
};
const WAY: &str =
    "番号か文字（やめるときは Enter だけ） / number or letter (Enter alone to stop): ";
const NO_SUCH_WAY: Text = Text {
    ja: "左に示した番号か文字を入力してください。",
    en: "Please type a number or letter shown on the left.",
};
const INSTEAD: Text = Text {
    ja: "ほかの方法にするときは、次の文字を入力してください。",
    en: "To be verified in another way, type its letter.",
};
const FOR_THE_STAFF: Text = Text {
    ja: "職員用",
    en: "for the staff",
};
const IS_THE_PERSON: &str = "カードの写真とご本人は一致しますか（やめるときは Enter だけ） / \
    Is it the person on the card (Enter alone to stop) [y/n]: ";
const YES_OR_NO: Text = Text {
    ja: "一致するときは y、一致しないときは n を入力してください。",
    en: "Please type y if it is, n if it is not.",
};
const STAFF: &str = "職員ID（戻るときは Enter だけ） / staff id (Enter alone to go back): ";
const PASSCODE: &str = "目視確認用の暗証番号（戻るときは Enter だけ） / \
    passcode for the staff's check (Enter alone to go back): ";

/// Says what was tried before, and what is left.
pub(super) fn tell(told: Told, tries_left: Option<u8>) {
    if let Some(reason) = told.reason {
        say(reason.text());
        if let Some(hint) = told.hint {
            say(text::frame_hint(hint));
        }
        say(reason.advice());
    }
    if let Some(text) = tries_left.and_then(text::tries_left) {
        say(text);
    }
}

/// Names the other ways, each with its letter, and why what else there is cannot be
/// taken.
pub(super) fn show(others: &[Method], withheld: &[(Method, Reason)]) {
    if !others.is_empty() {
        say(INSTEAD);
    }
    for way in others {
        say_line(&format!("  {}  {}", key(*way), name(*way)));
    }
    show_withheld(withheld);
}

fn show_withheld(withheld: &[(Method, Reason)]) {
    for (way, reason) in withheld {
        let (name, why) = (text::method_name(*way), reason.text());
        say_line(&format!("  –  {}: {}", name.ja, why.ja));
        say_line(&format!("     {}: {}", name.en, why.en));
    }
}

impl Prompt {
    /// Which of the ways that are offered.
    pub(super) async fn way(
        &mut self,
        offered: &[Method],
        withheld: &[(Method, Reason)],
    ) -> Answer {
        let mut ways: Vec<(String, Method)> = Vec::new();
        for way in offered {
            let key = match way {
                Method::StaffCheck => key(*way).to_string(),
                Method::Pin | Method::Face => (ways.len() + 1).to_string(),
            };
            say_line(&format!("  {key}  {}", name(*way)));
            ways.push((key, *way));
        }
        show_withheld(withheld);
        loop {
            let typed = self.line(WAY).await.unwrap_or_default();
            let typed: String = typed.trim().chars().map(half_width).collect();
            if typed.is_empty() {
                return Answer::Cancel;
            }
            match ways.iter().find(|(key, _)| *key == typed) {
                Some((_, way)) => return Answer::Method(*way),
                None => match instead(&typed, offered) {
                    Some(way) => return Answer::Method(way),
                    None => say(NO_SUCH_WAY),
                },
            }
        }
    }

    /// The PIN, or another way.
    pub(super) async fn pin(&mut self, warn_last: bool, others: &[Method]) -> Answer {
        if warn_last {
            let typed = self.ask_about_last_try().await;
            if let Some(way) = instead(&typed, others) {
                return Answer::Method(way);
            }
            if !spends(&typed) {
                return Answer::Cancel;
            }
        }
        loop {
            let typed = self.secret(PIN).await.unwrap_or_default();
            if typed.is_empty() {
                return Answer::Cancel;
            }
            if let Some(way) = instead(&typed, others) {
                return Answer::Method(way);
            }
            match Pin::parse(&typed) {
                Ok(pin) => {
                    return Answer::Pin {
                        pin,
                        spend_last_try: warn_last,
                    };
                }
                Err(_) => say(PIN_FORMAT),
            }
        }
    }

    /// Whether the staff see that it is the person, who they are, and their passcode.
    pub(super) async fn confirm(&mut self, others: &[Method]) -> Answer {
        say(text::CARD_STAYS_NOTE);
        loop {
            let typed = self.line(IS_THE_PERSON).await.unwrap_or_default();
            if let Some(way) = instead(&typed, others) {
                return Answer::Method(way);
            }
            let typed: String = typed.trim().chars().map(half_width).collect();
            match typed.as_str() {
                "" => return Answer::Cancel,
                "n" | "no" | "いいえ" => return Answer::Denied,
                "y" | "yes" | "はい" => {}
                _ => {
                    say(YES_OR_NO);
                    continue;
                }
            }
            if let Some(staff) = self.staff().await
                && let Some(passcode) = self.passcode().await
            {
                return Answer::Confirmed { staff, passcode };
            }
        }
    }

    /// Who looks; `None` to go back.
    async fn staff(&mut self) -> Option<StaffId> {
        loop {
            let typed = self.line(STAFF).await?;
            match StaffId::parse(typed.trim()) {
                _ if typed.trim().is_empty() => return None,
                Ok(staff) => return Some(staff),
                Err(wrong) => say_line(&wrong.to_string()),
            }
        }
    }

    /// The institution's passcode; `None` to go back.
    async fn passcode(&mut self) -> Option<Passcode> {
        loop {
            let typed = self.secret(PASSCODE).await?;
            match Passcode::parse(&typed) {
                _ if typed.is_empty() => return None,
                Ok(passcode) => return Some(passcode),
                Err(wrong) => say_line(&wrong.to_string()),
            }
        }
    }
}

/// The other way whose letter was typed. What was typed may be a PIN: none of it is
/// copied.
fn instead(typed: &str, others: &[Method]) -> Option<Method> {
    let mut typed = typed.trim().chars().map(half_width);
    let (letter, None) = (typed.next()?, typed.next()) else {
        return None;
    };
    others.iter().copied().find(|way| key(*way) == letter)
}

const fn key(way: Method) -> char {
    match way {
        Method::Pin => 'p',
        Method::Face => 'f',
        Method::StaffCheck => 's',
    }
}

/// A way as it is offered; the staff's own is marked as theirs.
fn name(way: Method) -> String {
    let name = text::method_name(way);
    match way {
        Method::Pin | Method::Face => beside(name),
        Method::StaffCheck => format!(
            "{}: {} / {}: {}",
            FOR_THE_STAFF.ja, name.ja, FOR_THE_STAFF.en, name.en
        ),
    }
}

/// A letter or digit, small and in half width, as it is compared with keys.
fn half_width(typed: char) -> char {
    let code = u32::from(typed);
    let narrow = match typed {
        '！'..='～' => char::from_u32(code - u32::from('！') + u32::from('!')),
        _ => None,
    };
    narrow.unwrap_or(typed).to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_is_chosen_by_its_letter_only_where_it_is_offered() {
        let others = [Method::Face, Method::StaffCheck];
        for (typed, way) in [
            ("f", Some(Method::Face)),
            (" F ", Some(Method::Face)),
            ("ｓ", Some(Method::StaffCheck)),
            ("Ｓ", Some(Method::StaffCheck)),
            ("p", None),
            ("", None),
            ("1234", None),
        ] {
            assert_eq!(instead(typed, &others), way, "{typed:?}");
        }
        assert_eq!(instead("f", &[Method::StaffCheck]), None);
    }
}
