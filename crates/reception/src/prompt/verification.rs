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
        say(reason.staff());
        if let Some(hint) = told.hint {
            say(text::frame_hint(hint));
        }
        say(reason.next());
    }
    if let Some(text) = tries_left.and_then(text::tries_left) {
        say(text);
    }
}

/// The ways that this kind of reader has, but not here or now, and why.
type Withheld = [(Method, Reason)];

impl Prompt {
    /// Which of the ways that are offered.
    pub(super) async fn way(&mut self, offered: &[Method], withheld: &Withheld) -> Answer {
        for (number, way) in numbered(offered) {
            say_line(&format!("  {number}  {}", name(way)));
        }
        if offered.contains(&Method::StaffCheck) {
            let (key, name) = (key(Method::StaffCheck), name(Method::StaffCheck));
            say_line(&format!("  {key}  {name}"));
        }
        show_withheld(withheld);
        loop {
            let typed = self.line(WAY).await.unwrap_or_default();
            if typed.trim().is_empty() {
                return Answer::Cancel;
            }
            match by_number(&typed, offered).or_else(|| by_letter(&typed, offered, withheld)) {
                Some(way) => return Answer::Method(way),
                None => say(NO_SUCH_WAY),
            }
        }
    }

    /// The PIN, or another way.
    pub(super) async fn pin(
        &mut self,
        warn_last: bool,
        others: &[Method],
        withheld: &Withheld,
    ) -> Answer {
        show(others);
        show_withheld(withheld);
        if warn_last {
            let typed = self.ask_about_last_try().await;
            if let Some(way) = by_letter(&typed, others, withheld) {
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
            if let Some(way) = by_letter(&typed, others, withheld) {
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
    pub(super) async fn confirm(&mut self, others: &[Method], withheld: &Withheld) -> Answer {
        say(text::CARD_STAYS_NOTE);
        show(others);
        show_withheld(withheld);
        loop {
            let typed = self.line(IS_THE_PERSON).await.unwrap_or_default();
            if let Some(way) = by_letter(&typed, others, withheld) {
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

/// Names the other ways, each with its letter.
fn show(others: &[Method]) {
    if others.is_empty() {
        return;
    }
    say(INSTEAD);
    for way in others {
        say_line(&format!("  {}  {}", key(*way), name(*way)));
    }
}

/// Says which ways this visit or this card keeps back, and why. What the desk was never
/// given is nobody's business here; asked for by its letter, it is said, too.
fn show_withheld(withheld: &Withheld) {
    for (way, reason) in withheld {
        if matches!(
            reason,
            Reason::MethodNotOffered | Reason::CameraAbsent | Reason::StaffCheckNotSet
        ) {
            continue;
        }
        let (name, why) = (text::method_name(*way), reason.staff());
        say_line(&format!("  –  {}: {}", name.ja, why.ja));
        say_line(&format!("     {}: {}", name.en, why.en));
    }
}

/// The patient's ways with their numbers, from 1.
fn numbered(offered: &[Method]) -> impl Iterator<Item = (usize, Method)> {
    let patients = offered.iter().copied();
    let patients = patients.filter(|way| *way != Method::StaffCheck);
    (1..).zip(patients)
}

/// The way whose number was typed.
fn by_number(typed: &str, offered: &[Method]) -> Option<Method> {
    let typed: String = typed.trim().chars().map(half_width).collect();
    let mut ways = numbered(offered);
    let (_, way) = ways.find(|(number, _)| number.to_string() == typed)?;
    Some(way)
}

/// The way whose letter was typed, offered or withheld: whoever asks for the latter is
/// told why. What was typed may be a PIN: none of it is copied.
fn by_letter(typed: &str, offered: &[Method], withheld: &Withheld) -> Option<Method> {
    let mut typed = typed.trim().chars().map(half_width);
    let (letter, None) = (typed.next()?, typed.next()) else {
        return None;
    };
    let withheld = withheld.iter().map(|(way, _)| *way);
    let mut ways = offered.iter().copied().chain(withheld);
    ways.find(|way| key(*way) == letter)
}

const fn key(way: Method) -> char {
    match way {
        Method::Pin => 'p',
        Method::Face => 'f',
        Method::StaffCheck => 's',
    }
}

/// A way as it is offered.
fn name(way: Method) -> String {
    beside(text::method_name(way))
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
    fn a_way_is_chosen_by_its_letter_where_the_reader_has_it() {
        let others = [Method::Face];
        let withheld = [(Method::StaffCheck, Reason::StaffCheckClosed)];
        for (typed, way) in [
            ("f", Some(Method::Face)),
            (" F ", Some(Method::Face)),
            ("ｆ", Some(Method::Face)),
            ("Ｓ", Some(Method::StaffCheck)),
            ("p", None),
            ("", None),
            ("1234", None),
            ("ff", None),
        ] {
            assert_eq!(by_letter(typed, &others, &withheld), way, "{typed:?}");
        }
        assert_eq!(by_letter("s", &others, &[]), None);
    }

    #[test]
    fn the_patients_ways_have_numbers_and_the_staffs_has_none() {
        use Method::{Face, Pin, StaffCheck};
        for (offered, first, second) in [
            (&[Face, Pin, StaffCheck][..], Some(Face), Some(Pin)),
            (&[StaffCheck, Pin, Face], Some(Pin), Some(Face)),
            (&[Pin], Some(Pin), None),
            (&[StaffCheck], None, None),
        ] {
            for (typed, way) in [("1", first), (" ２ ", second), ("3", None), ("0", None)] {
                assert_eq!(by_number(typed, offered), way, "{typed} of {offered:?}");
            }
        }
    }
}
