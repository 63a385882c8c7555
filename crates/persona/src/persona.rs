//! A persona: the invented person a card is made for, as a TOML file on the shelf.

use std::fmt;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use zeroize::{Zeroize, Zeroizing};

use crate::{CardTerms, PersonaError, Section, seed, terms};

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
    folder: PathBuf,
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

    /// Reads a persona from `text`; `file` is the name for error texts, and a
    /// picture is looked for beside it.
    ///
    /// The tables `[insurance]` and `[history]` belong to another room and are not
    /// looked at. Any other unknown key is refused.
    ///
    /// # Errors
    /// [`PersonaError::Invalid`].
    pub fn parse(file: &str, text: &str) -> Result<Self, PersonaError> {
        let mut root = Section::root(file, text)?;
        let title = title(root.section("title")?)?;
        let person = person(root.section("person")?)?;
        let seed = seed::of(&person.name, person.birth);
        let card = terms::read(root.section("card")?, seed)?;
        root.optional("insurance", Section::section)?;
        root.optional("history", Section::section)?;
        root.finish()?;
        let folder = Path::new(file).parent().unwrap_or(Path::new(""));
        Ok(Self {
            title,
            person,
            card,
            folder: folder.to_owned(),
        })
    }

    /// The picture of one's own that the file names, found from the file's folder.
    #[must_use]
    pub fn photo(&self) -> Option<PathBuf> {
        let photo = self.card.photo.as_ref();
        photo.map(|photo| self.folder.join(photo))
    }
}

impl fmt::Debug for Persona {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Persona")
            .field("title", &self.title)
            .finish_non_exhaustive()
    }
}

fn title(mut section: Section<'_>) -> Result<Title, PersonaError> {
    let title = Title {
        ja: section.line("ja")?,
        en: section.line("en")?,
    };
    section.finish()?;
    Ok(title)
}

fn person(mut section: Section<'_>) -> Result<Person, PersonaError> {
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
mod tests;
