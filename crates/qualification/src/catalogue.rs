//! What each rule says, on whose word, and how well that is known: read from
//! `data/catalogue.toml`.

mod file;

use std::fmt::Write;
use std::sync::LazyLock;

use crate::{Evidence, Rule, Spoken, Text, Value};

/// A document that rules are quoted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SourceDocument {
    /// The word the catalogue calls it by, such as `kumamoto`.
    pub key: &'static str,
    /// Its short name, as people say it.
    pub name: Text,
    /// Its full title, in Japanese as it is.
    pub title: &'static str,
    /// From when its text is, and what follows from that.
    pub age: Text,
}

impl SourceDocument {
    /// Every document, in the order of the catalogue.
    #[must_use]
    pub fn all() -> &'static [Self] {
        &DOCUMENTS
    }
}

/// Where a rule is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Source {
    /// The document.
    pub document: &'static SourceDocument,
    /// The question or heading in it, such as `Q14④`.
    pub question: &'static str,
    /// Its own words, exactly; `None` when they were not at hand.
    pub quote: Option<&'static str>,
}

impl Rule {
    /// What the rule is about, in a few words.
    #[must_use]
    pub fn title(self) -> Text {
        self.row().title
    }

    /// What the rule decides, in a plain sentence or two.
    #[must_use]
    pub fn says(self) -> Text {
        self.row().says
    }

    /// The sentence of one case, with `{places}` for what the rule spoke of; see
    /// [`fill`].
    #[must_use]
    pub fn sentence(self) -> Option<Text> {
        self.row().said
    }

    /// Where it is said. Empty for what no source says.
    #[must_use]
    pub fn sources(self) -> &'static [Source] {
        &self.row().sources
    }

    /// On what it stands, as a whole.
    #[must_use]
    pub fn evidence(self) -> Evidence {
        self.row().evidence
    }

    /// Where the sources differ: what each says, and which is followed.
    #[must_use]
    pub fn differs(self) -> Option<Text> {
        self.row().differs
    }

    /// What in it could not be verified, though the rest is known.
    #[must_use]
    pub fn unverified(self) -> Option<Text> {
        self.row().unverified
    }

    #[expect(
        clippy::panic,
        reason = "a compiled-in catalogue without a rule is a broken build"
    )]
    fn row(self) -> &'static Row {
        let index = usize::from(self.number()).wrapping_sub(1);
        match RULES.get(index) {
            Some(row) if (row.number, row.name) == (self.number(), self.name()) => row,
            _ => panic!("data/catalogue.toml: no {}", self.name()),
        }
    }
}

impl Spoken {
    /// What the rule says in this case, in Japanese and in English: its sentence with
    /// the places filled, codes in words; what it says at all where it has none.
    #[must_use]
    pub fn in_words(&self) -> (String, String) {
        let Text { ja, en } = self.rule.sentence().unwrap_or_else(|| self.rule.says());
        let said_in = |language: fn(Text) -> &'static str| -> Vec<_> {
            let values = self.values.iter();
            let said = |value| match value {
                Value::Code(code) => Value::Code(word(code).map_or(code, language)),
                other => other,
            };
            values
                .map(|(place, value)| (*place, said(*value)))
                .collect()
        };
        (
            fill(ja, &said_in(|text| text.ja)),
            fill(en, &said_in(|text| text.en)),
        )
    }
}

fn word(code: &str) -> Option<Text> {
    let mark = Evidence::from_code(code).map(Evidence::text);
    mark.or_else(|| file::word(code))
}

/// A rule's sentence with its places filled: days as `2027-02-28`, numbers as
/// `92,940`. A place nobody spoke of stays as it is written.
#[must_use]
pub fn fill(sentence: &str, values: &[(&'static str, Value)]) -> String {
    let mut filled = sentence.to_owned();
    for (place, value) in values {
        filled = filled.replace(&format!("{{{place}}}"), &written(*value));
    }
    filled
}

fn written(value: Value) -> String {
    match value {
        Value::Day(day) => day.to_string(),
        Value::Code(code) => code.to_owned(),
        Value::Number(number) => {
            let digits = number.unsigned_abs().to_string();
            let mut grouped = String::from(if number < 0 { "-" } else { "" });
            for (index, digit) in digits.chars().enumerate() {
                if index > 0 && (digits.len() - index).is_multiple_of(3) {
                    grouped.push(',');
                }
                let _ = grouped.write_char(digit);
            }
            grouped
        }
    }
}

struct Row {
    number: u8,
    name: &'static str,
    title: Text,
    says: Text,
    said: Option<Text>,
    sources: Vec<Source>,
    evidence: Evidence,
    differs: Option<Text>,
    unverified: Option<Text>,
}

static DOCUMENTS: LazyLock<Vec<SourceDocument>> = LazyLock::new(file::documents);
static RULES: LazyLock<Vec<Row>> = LazyLock::new(file::rows);

#[cfg(test)]
mod tests;
