//! What helps after an outcome: what to show today, and whom to call.

use std::fmt;

use qualification::{Document, HelpLine, Opening};
use serde_json::{Value, json};
use visit::text;

use super::Report;
use super::json::coded;

/// What helps after an outcome.
pub(super) struct Help {
    documents: &'static [Document],
    line: Option<(&'static HelpLine, Opening)>,
}

impl Report {
    pub(super) fn help(&self) -> Help {
        let reason = self.ending.reason();
        let line = reason.cause().and_then(|cause| cause.help_line());
        Help {
            documents: reason.documents(),
            line: line.map(|line| (line, line.open_at(self.at))),
        }
    }
}

impl Help {
    pub(super) fn documents_json(&self) -> Vec<Value> {
        let documents = self.documents.iter();
        let named = documents.map(|it| coded(it.code(), text::document_name(*it)));
        named.collect()
    }

    pub(super) fn line_json(&self) -> Option<Value> {
        let (line, opening) = self.line?;
        let what = line.what();
        Some(json!({
            "number": line.number(),
            "ja": what.ja,
            "en": what.en,
            "now": match opening {
                Opening::Open => "OPEN",
                Opening::Closed => "CLOSED",
                Opening::Unknown => "UNKNOWN",
            },
        }))
    }
}

impl fmt::Display for Help {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for document in self.documents {
            let name = text::document_name(*document);
            writeln!(
                f,
                "  今日使えるもの / Helps today: {} / {}",
                name.ja, name.en
            )?;
        }
        if let Some((line, opening)) = self.line {
            let what = line.what();
            let now = match opening {
                Opening::Open => "（受付中 / open now）",
                Opening::Closed => "（受付時間外 / closed now）",
                Opening::Unknown => "",
            };
            let number = line.number();
            writeln!(f, "  電話 / Call: {number}{now} {} / {}", what.ja, what.en)?;
        }
        Ok(())
    }
}
