//! What helps after an outcome: what to show today, whom to call, and by what somebody
//! is accepted without the online check.

use std::fmt;

use qualification::{Cause, Document, HelpLine, InsurerKind, Opening, Way, visit_date};
use serde_json::{Value, json};

use super::Report;
use super::json::coded;
use crate::Ending;

/// What helps after an outcome.
pub(super) struct Help {
    documents: &'static [Document],
    line: Option<(&'static HelpLine, Opening)>,
    ways: Vec<Way>,
}

impl Report {
    pub(super) fn help(&self) -> Help {
        let reason = self.ending.reason();
        let line = reason.cause().and_then(Cause::help_line);
        Help {
            documents: reason.documents(),
            line: line.map(|line| (line, line.open_at(self.at))),
            ways: self.ways(),
        }
    }

    /// The ways that are open on the day where the check could not be made, in the order
    /// in which they are tried. The desk does not know whose insurer it is: what any
    /// kind of insurer has is named.
    fn ways(&self) -> Vec<Way> {
        let reason = self.ending.reason();
        let Some(cause) = reason.cause().filter(|_| !reason.is_confirmed()) else {
            return Vec::new();
        };
        let day = match &self.ending {
            Ending::Answered(decision) => decision.visit_date,
            Ending::Refused(_) => visit_date(self.at),
        };
        let is_open = |way: &Way| {
            let mut kinds = InsurerKind::ALL.into_iter();
            kinds.any(|kind| way.is_open(day, kind, cause))
        };
        Way::ALL.into_iter().filter(is_open).collect()
    }
}

impl Help {
    pub(super) fn documents_json(&self) -> Vec<Value> {
        let documents = self.documents.iter();
        let named = documents.map(|it| coded(it.code(), it.name()));
        named.collect()
    }

    pub(super) fn ways_json(&self) -> Vec<Value> {
        let ways = self.ways.iter();
        ways.map(|way| coded(way.code(), way.text())).collect()
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
            let name = document.name();
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
        for way in &self.ways {
            let (code, text) = (way.code(), way.text());
            writeln!(f, "  {code}  {}\n      {}", text.ja, text.en)?;
        }
        Ok(())
    }
}
