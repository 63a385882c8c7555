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
            "{} {:22} {:10} {}  {}",
            number(*rule),
            rule.name(),
            rule.evidence().code(),
            Words::from(rule.title()).line(),
            places(*rule)
        )
        .trim_end()
        .to_owned()
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

/// Each place once, and a document once for the questions that follow each other in it,
/// by its Japanese name alone: a line stays short.
fn places(rule: Rule) -> String {
    let mut places = String::new();
    let mut before: Option<&Source> = None;
    for (index, source) in rule.sources().iter().enumerate() {
        let same =
            |it: &Source| (it.document.key, it.question) == (source.document.key, source.question);
        if rule.sources().iter().take(index).any(same) {
            continue;
        }
        let document = source.document;
        let _ = match before {
            Some(it) if it.document == document => write!(places, "・{}", source.question),
            Some(_) => write!(places, "、{} {}", document.name.ja, source.question),
            None => write!(places, "{} {}", document.name.ja, source.question),
        };
        before = Some(source);
    }
    places
}

/// `健保 Q&A / health insurance society Q&A Q3`.
fn place(source: &Source) -> String {
    format!(
        "{} {}",
        Words::from(source.document.name).line(),
        source.question
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_names_each_place_once() {
        for rule in Rule::ALL {
            let places = places(*rule);
            let mut said: Vec<&str> = places.split(['、', '・']).collect();
            let all = said.len();
            said.sort_unstable();
            said.dedup();
            assert!(said.len() == all, "{places}");
        }
        assert_eq!(
            places(Rule::Dereg).matches("Q&A").count(),
            1,
            "{}",
            places(Rule::Dereg)
        );
    }
}
