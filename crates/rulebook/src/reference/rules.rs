//! Every rule: what it says, on whose word, and how well that is known.

use std::fmt::Write as _;

use qualification::{Rule, Source};
use serde_json::{Value, json};

use crate::explain::said::number;
use crate::words::Words;

/// Every rule on one line: number, name, title, evidence, source.
#[must_use]
pub fn rules() -> String {
    let lines = Rule::ALL.iter().map(|rule| {
        format!(
            "{} {:22} {:10} {}  [{}]",
            number(*rule),
            rule.name(),
            rule.evidence().code(),
            Words::from(rule.title()).line(),
            places(*rule)
        )
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The same as JSON, with what each says.
#[must_use]
pub fn rules_json() -> Value {
    let rules = Rule::ALL.iter().map(|rule| {
        let sources = rule.sources().iter().map(|it| {
            json!({
                "document": Words::from(it.document.name),
                "question": it.question,
                "quote": it.quote,
            })
        });
        json!({
            "number": number(*rule),
            "name": rule.name(),
            "title": Words::from(rule.title()),
            "says": Words::from(rule.says()),
            "evidence": rule.evidence().code(),
            "sources": sources.collect::<Vec<_>>(),
            "differs": rule.differs().map(Words::from),
            "unverified": rule.unverified().map(Words::from),
        })
    });
    Value::Array(rules.collect())
}

/// The rules as a part of the page.
pub(super) fn page() -> String {
    let mut page = "## 規則 / Rules".to_owned();
    for rule in Rule::ALL {
        let _ = write!(page, "\n\n{}", section(*rule));
    }
    page
}

fn section(rule: Rule) -> String {
    let (title, says) = (Words::from(rule.title()), Words::from(rule.says()));
    let evidence = rule.evidence();
    let mut section = format!(
        "### {} {} — {}\n\n{}<br>\n{}\n\n- 根拠 / evidence: {} ({})",
        number(rule),
        rule.name(),
        title.line(),
        says.ja,
        says.en,
        evidence.code(),
        Words::from(evidence.text()).line()
    );
    for source in rule.sources() {
        let quote = source
            .quote
            .map_or_else(String::new, |it| format!(" 「{it}」"));
        let _ = write!(section, "\n- 出典 / source: {}{quote}", place(source));
    }
    if let Some(differs) = rule.differs() {
        let differs = Words::from(differs).line();
        let _ = write!(section, "\n- 資料の違い / where sources differ: {differs}");
    }
    if let Some(unverified) = rule.unverified() {
        let unverified = Words::from(unverified).line();
        let _ = write!(section, "\n- **UNVERIFIED**: {unverified}");
    }
    section
}

/// Each place once, by its Japanese name alone, so that a line stays short.
fn places(rule: Rule) -> String {
    let mut places: Vec<String> = Vec::new();
    for source in rule.sources() {
        let place = format!("{} {}", source.document.name.ja, source.question);
        if !places.contains(&place) {
            places.push(place);
        }
    }
    places.join("、")
}

/// `健保 Q&A / health insurance society Q&A Q3`.
fn place(source: &Source) -> String {
    format!(
        "{} {}",
        Words::from(source.document.name).line(),
        source.question
    )
}
