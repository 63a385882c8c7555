//! A timeline for a terminal, and as JSON.

use std::fmt;

use serde_json::{Value, json};

use super::{Moment, Timeline};
use crate::Charged;
use crate::explain::json::{charge, outcome};
use crate::words::{Words, limit, scope, share};

const HEADS: [&str; 6] = [
    "  日 day",
    "結果 outcome",
    "負担 share",
    "提供範囲 told",
    "限度額 limit",
    "上限と支払（円） cap, paid (yen)",
];

/// A line of columns for each day; under it what turns, and the documents where they
/// are others than on the line before.
impl fmt::Display for Timeline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let heads = HEADS.map(str::to_owned);
        let rows: Vec<[String; 6]> = self.0.iter().map(row).collect();
        let widths: Vec<usize> = (0..HEADS.len())
            .map(|column| {
                let cells = rows.iter().chain([&heads]);
                let widths = cells.filter_map(|row| row.get(column).map(|cell| width(cell)));
                widths.max().unwrap_or_default()
            })
            .collect();
        let is_charged = self.0.iter().any(|moment| moment.charge.is_some());
        let columns = if is_charged { 6 } else { 5 };
        write!(f, "{}", line(&heads, &widths, columns))?;
        let mut before = None;
        for (moment, row) in self.0.iter().zip(&rows) {
            write!(f, "\n{}", line(row, &widths, columns))?;
            for what in &moment.what {
                write!(f, "\n      {}", Words::from(*what).line())?;
            }
            if before != Some(&moment.documents) {
                let Words { ja, en } = documents(moment);
                write!(f, "\n      {ja}\n      {en}")?;
            }
            before = Some(&moment.documents);
        }
        Ok(())
    }
}

fn row(moment: &Moment) -> [String; 6] {
    let outcome = &moment.outcome;
    let mark = if moment.asked { "▶" } else { " " };
    let none = || "–".to_owned();
    let both = |words: Words| format!("{} {}", words.ja, words.en);
    [
        format!("{mark} {}", moment.date),
        outcome.reason.code().to_owned(),
        outcome.share.map_or_else(none, |it| both(share(it))),
        both(scope(outcome.scope)),
        both(limit(outcome.limit)),
        moment.charge.as_ref().map_or_else(none, amounts),
    ]
}

/// `92,940 → 92,940`: the limit amount, and what is paid.
fn amounts(charged: &Charged) -> String {
    let cap = match charged.charge.cap {
        None if charged.no_table => "表なし no table".to_owned(),
        None => "–".to_owned(),
        Some(cap) => grouped(cap),
    };
    format!("{cap} → {}", grouped(charged.charge.pays))
}

/// `1000000` as `1,000,000`.
fn grouped(yen: u64) -> String {
    let digits = yen.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

fn documents(moment: &Moment) -> Words {
    let named = |language: fn(Words) -> String| {
        let documents = moment.documents.iter();
        let named = documents
            .map(|(it, way)| format!("{} {}", language(it.name().into()), way.code()))
            .collect::<Vec<_>>();
        if named.is_empty() {
            "–".to_owned()
        } else {
            named.join(", ")
        }
    };
    Words::new(
        format!("確認できないとき: {}", named(|it| it.ja)),
        format!("without a check: {}", named(|it| it.en)),
    )
}

/// The first `columns` cells, each as wide as its column.
fn line(cells: &[String], widths: &[usize], columns: usize) -> String {
    let mut line = String::new();
    for (cell, wide) in cells.iter().zip(widths).take(columns) {
        line.push_str(cell);
        line.extend(std::iter::repeat_n(' ', wide - width(cell) + 2));
    }
    line.trim_end().to_owned()
}

/// How many columns of a terminal `text` takes: letters of full width take two.
fn width(text: &str) -> usize {
    let letters = text.chars();
    letters
        .map(|it| if is_full_width(it) { 2 } else { 1 })
        .sum()
}

const fn is_full_width(letter: char) -> bool {
    matches!(letter, '\u{1100}'..='\u{115F}' | '\u{2E80}'..='\u{A4CF}' | '\u{AC00}'..='\u{D7A3}'
        | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE6F}' | '\u{FF00}'..='\u{FF60}'
        | '\u{FFE0}'..='\u{FFE6}' | '\u{20000}'..='\u{3FFFD}')
}

impl Timeline {
    /// The days in order, as JSON.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let days = self.0.iter().map(|moment| {
            let documents = moment.documents.iter();
            let documents =
                documents.map(|(it, way)| json!({ "document": it.code(), "way": way.code() }));
            let what = moment.what.iter().map(|it| json!(Words::from(*it)));
            json!({
                "date": moment.date.to_string(),
                "asked": moment.asked,
                "what": what.collect::<Vec<_>>(),
                "outcome": outcome(&moment.outcome),
                "charge": moment.charge.as_ref().map(charge),
                "documents": documents.collect::<Vec<_>>(),
            })
        });
        Value::Array(days.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_of_full_width_takes_two_columns() {
        for (text, columns) in [
            ("", 0),
            ("▶ 2026", 6),
            ("3割 30 %", 8),
            ("（円）", 6),
            ("ｱ–", 2),
        ] {
            assert_eq!(width(text), columns, "{text}");
        }
    }

    #[test]
    fn yen_are_grouped_by_three() {
        for (yen, written) in [(0, "0"), (999, "999"), (1_000, "1,000"), (92_940, "92,940")] {
            assert_eq!(grouped(yen), written);
        }
    }
}
