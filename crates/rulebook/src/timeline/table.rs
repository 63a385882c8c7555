//! A timeline as a table, and as JSON.

use std::fmt;

use serde_json::{Value, json};

use super::{Moment, Timeline};
use crate::explain::json::outcome;
use crate::words::{Words, document, limit, scope, share};

impl fmt::Display for Timeline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "| 日 / day | 結果 / outcome | 負担 / share | 範囲 / told | 限度額 / limit | \
             確認できないとき使える書類 / documents | 何の日か / what turns |"
        )?;
        write!(f, "|---|---|---|---|---|---|---|")?;
        for moment in &self.0 {
            write!(f, "\n{}", row(moment))?;
        }
        Ok(())
    }
}

fn row(moment: &Moment) -> String {
    let outcome = &moment.outcome;
    let mark = if moment.asked { "▶ " } else { "" };
    let paid = outcome
        .share
        .map_or_else(|| "–".to_owned(), |it| share(it).ja);
    let documents = moment.documents.iter();
    let documents: Vec<String> = documents
        .map(|(it, way)| format!("{}（{}）", document(*it).ja, way.code()))
        .collect();
    let what: Vec<String> = moment
        .what
        .iter()
        .map(|it| Words::from(*it).line())
        .collect();
    format!(
        "| {mark}{} | {} | {paid} | {} | {} | {} | {} |",
        moment.date,
        outcome.reason.code(),
        scope(outcome.scope).ja,
        limit(outcome.limit).ja,
        documents.join("、"),
        what.join("; ")
    )
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
                "documents": documents.collect::<Vec<_>>(),
            })
        });
        Value::Array(days.collect())
    }
}
