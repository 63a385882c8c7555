//! What helps after an outcome: what to show today, whom to call, and by what somebody
//! is accepted without the online check.

use std::fmt;

use jiff::civil::Date;
use qualification::{Cause, Document, HelpLine, InsurerKind, Opening, Way, visit_date};
use serde_json::{Value, json};

use super::Report;
use super::json::{both, coded};
use crate::Ending;

/// What helps after an outcome.
pub(super) struct Help {
    documents: Vec<Document>,
    line: Option<(&'static HelpLine, Opening)>,
    /// The ways to be accepted, in the order in which they are tried; [`Way::SelfPay`]
    /// is none.
    ways: Vec<Way>,
}

impl Report {
    pub(super) fn help(&self) -> Help {
        let line = self.cause().and_then(Cause::help_line);
        Help {
            documents: self.documents(),
            line: line.map(|line| (line, line.open_at(self.at))),
            ways: self.ways(),
        }
    }

    fn cause(&self) -> Option<Cause> {
        self.ending.reason().cause()
    }

    fn day(&self) -> Date {
        match &self.ending {
            Ending::Answered(decision) => decision.visit_date,
            Ending::Refused(_) => visit_date(self.at),
        }
    }

    /// Whether that way is open on the day. The desk does not know whose insurer it is:
    /// what any kind of insurer has counts; and so does what follows any cause, where
    /// the outcome has none.
    fn is_open(&self, way: Way) -> bool {
        let (cause, day) = (self.cause(), self.day());
        let mut causes = Cause::ALL
            .iter()
            .filter(|it| cause.is_none_or(|cause| cause == **it));
        causes.any(|cause| {
            let mut kinds = InsurerKind::ALL.into_iter();
            kinds.any(|kind| way.is_open(day, kind, *cause))
        })
    }

    /// What helps with this outcome and exists on the day. An old card does what the
    /// certificate of eligibility does, which took its place.
    fn documents(&self) -> Vec<Document> {
        let named = self.ending.reason().documents();
        let replaced = named.contains(&Document::EligibilityCertificate);
        let old = replaced.then_some(Document::OldCard);
        let exists = |document: &Document| {
            let mut ways = Way::ALL.into_iter();
            ways.any(|way| way.needs().contains(document) && self.is_open(way))
        };
        let all = old.into_iter().chain(named.iter().copied());
        all.filter(exists).collect()
    }

    /// The ways to be accepted that are open where the check could not be made.
    fn ways(&self) -> Vec<Way> {
        if self.cause().is_none() || self.ending.reason().is_confirmed() {
            return Vec::new();
        }
        let accepted = Way::ALL.into_iter().filter(|way| *way != Way::SelfPay);
        accepted.filter(|way| self.is_open(*way)).collect()
    }
}

impl Help {
    pub(super) fn documents_json(&self) -> Vec<Value> {
        let documents = self.documents.iter();
        let named = documents.map(|it| {
            let name = it.name();
            json!({ "code": it.code(), "ja": name.ja, "en": name.en, "with_card": with_card(*it) })
        });
        named.collect()
    }

    pub(super) fn ways_json(&self) -> Vec<Value> {
        let ways = self.ways.iter();
        ways.map(|way| coded(way.code(), way.text())).collect()
    }

    /// What follows where none of the ways can be taken.
    pub(super) fn self_pay_json(&self) -> Option<Value> {
        (!self.ways.is_empty()).then(|| both(Way::SelfPay.text()))
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

/// Whether it helps only together with the card.
fn with_card(document: Document) -> bool {
    let mut ways = Way::ALL.into_iter();
    ways.any(|way| way.needs() == [Document::Card, document])
}

impl fmt::Display for Help {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for document in &self.documents {
            let name = document.name();
            let (ja, en) = match with_card(*document) {
                true => ("（カードと一緒に）", ", with the card"),
                false => ("", ""),
            };
            let (told, told_en) = (name.ja, name.en);
            writeln!(
                f,
                "  今日使えるもの / Helps today: {told}{ja} / {told_en}{en}"
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
        if self.ways.is_empty() {
            return Ok(());
        }
        writeln!(
            f,
            "\nオンラインで確認できないとき / When it cannot be checked online"
        )?;
        for way in &self.ways {
            let (code, text) = (way.code(), way.text());
            writeln!(f, "  {code:<3} {}\n      {}", text.ja, text.en)?;
        }
        let text = Way::SelfPay.text();
        writeln!(f, "  どれもできないとき / When none of them can be taken:")?;
        writeln!(f, "      {}\n      {}", text.ja, text.en)
    }
}
