//! The file `data/catalogue.toml` as it is written.

use std::sync::LazyLock;

use serde::Deserialize;

use super::{DOCUMENTS, Row, Source, SourceDocument};
use crate::data::compiled_in;
use crate::{Evidence, Text};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) document: Vec<DocumentEntry>,
    pub(super) word: Vec<WordEntry>,
    pub(super) rule: Vec<RuleEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DocumentEntry {
    key: String,
    name: Words,
    title: String,
    age: Words,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleEntry {
    number: u8,
    pub(super) name: String,
    title: Words,
    says: Words,
    said: Option<Words>,
    evidence: Evidence,
    #[serde(default)]
    pub(super) sources: Vec<SourceEntry>,
    differs: Option<Words>,
    unverified: Option<Words>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SourceEntry {
    pub(super) document: String,
    question: String,
    quote: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WordEntry {
    pub(super) code: String,
    ja: String,
    en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    ja: String,
    en: String,
}

impl Words {
    fn text(&'static self) -> Text {
        Text {
            ja: &self.ja,
            en: &self.en,
        }
    }
}

/// The catalogue borrows its words from here.
pub(super) static FILE: LazyLock<File> =
    LazyLock::new(|| compiled_in("catalogue.toml", include_str!("../../data/catalogue.toml")));

pub(super) fn documents() -> Vec<SourceDocument> {
    let file: &'static File = &FILE;
    file.document
        .iter()
        .map(|entry| SourceDocument {
            key: &entry.key,
            name: entry.name.text(),
            title: &entry.title,
            age: entry.age.text(),
        })
        .collect()
}

pub(super) fn rows() -> Vec<Row> {
    let file: &'static File = &FILE;
    file.rule
        .iter()
        .map(|entry| Row {
            number: entry.number,
            name: &entry.name,
            title: entry.title.text(),
            says: entry.says.text(),
            said: entry.said.as_ref().map(Words::text),
            sources: entry.sources.iter().filter_map(source).collect(),
            evidence: entry.evidence,
            differs: entry.differs.as_ref().map(Words::text),
            unverified: entry.unverified.as_ref().map(Words::text),
        })
        .collect()
}

/// What is said instead of a machine code.
pub(super) fn word(code: &str) -> Option<Text> {
    let file: &'static File = &FILE;
    let entry = file.word.iter().find(|it| it.code == code)?;
    Some(Text {
        ja: &entry.ja,
        en: &entry.en,
    })
}

fn source(entry: &'static SourceEntry) -> Option<Source> {
    let document = DOCUMENTS.iter().find(|it| it.key == entry.document)?;
    Some(Source {
        document,
        question: &entry.question,
        quote: entry.quote.as_deref(),
    })
}
