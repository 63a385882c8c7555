//! A persona: the invented person a card is made for, as a TOML file on the shelf.

mod section;

use std::fmt;
use std::path::Path;

use jiff::civil::Date;
use zeroize::{Zeroize, Zeroizing};

use crate::PersonaError;
use section::Section;

/// One persona, as its file says.
///
/// `Debug` shows the title alone: neither the person nor the PIN.
pub struct Persona {
    /// What this persona is there to show.
    pub title: Title,
    /// Who she is.
    pub person: Person,
    /// What her card is made with.
    pub card: CardTerms,
}

/// What a persona is there to show, in one line. It names an outcome, no person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Title {
    /// In Japanese.
    pub ja: String,
    /// In English.
    pub en: String,
}

/// The four basic facts (基本4情報) and the reading of the name.
pub struct Person {
    /// The name in kanji; family and given name separated by U+3000.
    pub name: String,
    /// The name in kana, separated in the same way.
    pub kana: String,
    /// The day of birth.
    pub birth: Date,
    /// The sex as the resident register states it.
    pub sex: Sex,
    /// The address, in one line.
    pub address: String,
}

/// Sex, by the codes of ISO/IEC 5218.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sex {
    /// 男, code 1.
    Male,
    /// 女, code 2.
    Female,
    /// 記載なし, code 9.
    NotStated,
}

/// What a card is made with.
pub struct CardTerms {
    /// The PIN of the user-authentication certificate.
    pub pin: Pin,
    /// The day of issue; decided when the card is issued if absent.
    pub issued: Option<Date>,
    /// The last day of the certificates; decided when the card is issued if absent.
    pub certificate_expires: Option<Date>,
}

/// The four digits of the user-authentication PIN. Not shown, not copied, wiped
/// on drop; only the card can read them.
pub struct Pin(Zeroizing<[u8; 4]>);

impl Pin {
    /// Takes four ASCII digits.
    #[must_use]
    pub fn new(digits: &str) -> Option<Self> {
        let digits: [u8; 4] = digits.as_bytes().try_into().ok()?;
        digits
            .iter()
            .all(u8::is_ascii_digit)
            .then(|| Self(Zeroizing::new(digits)))
    }

    /// The digits as a terminal sends them.
    pub fn digits(&self) -> &[u8] {
        self.0.as_slice()
    }
}

impl Persona {
    /// Reads a persona from its file.
    ///
    /// # Errors
    /// [`PersonaError::Unreadable`] and
    /// [`PersonaError::Invalid`], which names file, line and key.
    pub fn load(path: &Path) -> Result<Self, PersonaError> {
        let file = path.display().to_string();
        match std::fs::read_to_string(path) {
            Ok(text) => Self::parse(&file, &Zeroizing::new(text)),
            Err(source) => Err(PersonaError::Unreadable { file, source }),
        }
    }

    /// Reads a persona from `text`; `file` is the name for error texts.
    ///
    /// The table `[insurance]` belongs to another room and is not looked at. Any
    /// other unknown key is refused.
    ///
    /// # Errors
    /// [`PersonaError::Invalid`].
    pub fn parse(file: &str, text: &str) -> Result<Self, PersonaError> {
        let mut root = Section::root(file, text)?;
        let persona = Self {
            title: title(root.section("title")?)?,
            person: person(root.section("person")?)?,
            card: card(root.section("card")?)?,
        };
        if root.has("insurance") {
            root.section("insurance")?;
        }
        root.finish()?;
        Ok(persona)
    }
}

impl fmt::Debug for Persona {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Persona")
            .field("title", &self.title)
            .finish_non_exhaustive()
    }
}

fn title(mut section: Section) -> Result<Title, PersonaError> {
    let title = Title {
        ja: section.line("ja")?,
        en: section.line("en")?,
    };
    section.finish()?;
    Ok(title)
}

fn person(mut section: Section) -> Result<Person, PersonaError> {
    let person = Person {
        name: section.text("name", full_name)?,
        kana: section.text("kana", full_name)?,
        birth: section.date("birth")?,
        sex: section.text("sex", |text| match text {
            "male" => Ok(Sex::Male),
            "female" => Ok(Sex::Female),
            "not_stated" => Ok(Sex::NotStated),
            _ => Err("must be \"male\", \"female\" or \"not_stated\""),
        })?,
        address: section.line("address")?,
    };
    section.finish()?;
    Ok(person)
}

fn card(mut section: Section) -> Result<CardTerms, PersonaError> {
    let mut terms = CardTerms {
        pin: section.text("pin", |text| Pin::new(text).ok_or("must be four digits"))?,
        issued: None,
        certificate_expires: None,
    };
    if section.has("issued") {
        terms.issued = Some(section.date("issued")?);
    }
    if section.has("certificate_expires") {
        let expires = section.date("certificate_expires")?;
        if terms.issued.is_some_and(|issued| expires < issued) {
            return Err(section.fault("certificate_expires", "lies before the day of issue"));
        }
        terms.certificate_expires = Some(expires);
    }
    section.finish()?;
    Ok(terms)
}

fn full_name(text: &str) -> Result<String, &'static str> {
    match text.split_once('\u{3000}') {
        Some((family, given)) if !family.is_empty() && !given.is_empty() => Ok(text.to_owned()),
        _ => Err("must be family and given name with one full-width space (U+3000) between"),
    }
}

impl Drop for Person {
    fn drop(&mut self) {
        self.name.zeroize();
        self.kana.zeroize();
        self.address.zeroize();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHELF: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../hardware/cards");

    const WHOLE: &str = r#"
title = { ja = "試", en = "trial" }
[person]
name = "試験　太郎"
kana = "シケン　タロウ"
birth = 1975-01-31
sex = "male"
address = "架空県架空市一丁目"
[card]
pin = "8642"
"#;

    fn refusal(text: &str) -> String {
        Persona::parse("x.toml", text).unwrap_err().to_string()
    }

    #[test]
    fn every_persona_on_the_shelf_can_be_read() {
        let mut count = 0;
        for entry in std::fs::read_dir(SHELF).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|kind| kind == "toml") {
                Persona::load(&path).unwrap_or_else(|error| panic!("{error}"));
                count += 1;
            }
        }
        assert!(count > 0, "no persona in {SHELF}");
    }

    #[test]
    fn a_persona_says_who_and_with_which_pin() {
        let persona = Persona::parse("x.toml", WHOLE).unwrap();
        assert_eq!(persona.title.en, "trial");
        assert_eq!(persona.person.birth, Date::constant(1975, 1, 31));
        assert_eq!(persona.person.sex, Sex::Male);
        assert_eq!(persona.card.pin.digits(), b"8642");
        assert_eq!(persona.card.issued, None);
    }

    #[test]
    fn every_fault_names_file_line_and_key() {
        for (from, to, said) in [
            (
                "name = \"試験　太郎\"",
                "name = \"試験 太郎\"",
                "x.toml:4: person.name: must be family",
            ),
            (
                "birth = 1975-01-31",
                "birth = \"1975-01-31\"",
                "x.toml:6: person.birth: must be a date",
            ),
            (
                "birth = 1975-01-31",
                "birth = 1975-02-30",
                "x.toml:6: person.birth: ",
            ),
            (
                "birth = 1975-01-31",
                "birth = 1975-01-31T10:00:00",
                "x.toml:6: person.birth: must be a date",
            ),
            (
                "\"male\"",
                "\"m\"",
                "x.toml:7: person.sex: must be \"male\"",
            ),
            ("sex = \"male\"\n", "", "x.toml:3: person.sex: is missing"),
            (
                "address = \"架空県架空市一丁目\"",
                "address = \"\"",
                "x.toml:8: person.address: must be one line",
            ),
            (
                "pin = \"8642\"",
                "pin = \"864\"",
                "x.toml:10: card.pin: must be four digits",
            ),
            (
                "pin = \"8642\"",
                "pin = 8642",
                "x.toml:10: card.pin: must be a text in quotes",
            ),
            ("pin = \"8642\"", "pin = \"8642", "x.toml:10: card.pin: "),
            ("pin = \"8642\"", "pin = 8642x", "x.toml:10: card.pin: "),
            (
                "pin = \"8642\"",
                "pin = \"8642\"\ncolour = 1",
                "x.toml:11: card.colour: is not known",
            ),
            (
                "pin = \"8642\"",
                "pin = \"8642\"\npin = \"8643\"",
                "x.toml:11: card.pin: ",
            ),
            ("[card]", "[cards]", "x.toml:1: card: is missing"),
            (
                "[person]",
                "[purse]\n[person]",
                "x.toml:3: purse: is not known",
            ),
            (
                "title = {",
                "title = 3 #",
                "x.toml:2: title: must be a table",
            ),
            (
                "pin = \"8642\"",
                "pin = \"8642\"\nissued = 2026-04-02\ncertificate_expires = 2026-04-01",
                "x.toml:12: card.certificate_expires: lies before",
            ),
            (
                "[card]",
                "[insurance]\nx = 1\n[card]\ninsurance = 1",
                "x.toml:12: card.insurance: is not known",
            ),
            (
                "[person]",
                "insurance = 1\n[person]",
                "x.toml:3: insurance: must be a table",
            ),
        ] {
            let text = WHOLE.replacen(from, to, 1);
            assert_ne!(text, WHOLE, "{from}");
            let refusal = refusal(&text);
            assert!(refusal.starts_with(said), "{to}\n{refusal}\n{said}");
            assert!(
                !refusal.contains("864") && !refusal.contains("試験"),
                "{refusal}"
            );
        }
    }

    #[test]
    fn insurance_is_another_rooms_business() {
        let text = format!("{WHOLE}[insurance]\nanything = [1, {{ goes = true }}]\n");
        assert!(Persona::parse("x.toml", &text).is_ok());
    }

    #[test]
    fn debug_shows_neither_person_nor_pin() {
        let shown = format!("{:?}", Persona::parse("x.toml", WHOLE).unwrap());
        assert!(shown.contains("trial"));
        assert!(!shown.contains("太郎") && !shown.contains("8642") && !shown.contains("架空"));
    }
}
