//! 資格確認できないとき: what to accept when the online check cannot be made, and what to
//! ask for.

use jiff::civil::Date;

use crate::{Cause, Document, InsurerKind, Reason, Rule, Trace, Value};

mod advice;
mod ask;
mod declaration;
mod matrix;
mod way;
mod words;

pub use advice::{Acceptance, CapWithoutData};
pub use ask::Ask;
pub use declaration::declared_share;
pub use matrix::{FallBackCase, fall_back_matrix};
pub use way::Way;
use way::card_counts;

/// The online check cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trouble<'h> {
    /// The day, fixed when the visit began.
    pub visit_date: Date,
    /// Of which kind the person's insurer is, as far as they say.
    pub insurer: InsurerKind,
    /// What the person has in hand, each with whether it is valid on the day: not past its
    /// own end, of this very person (name and 生年月日 as on the card), and legible.
    pub held: &'h [(Document, bool)],
    /// Why the check cannot be made.
    pub cause: Cause,
}

impl Trouble<'_> {
    fn holds(&self, document: Document) -> bool {
        self.held.contains(&(document, true))
    }

    fn shows(&self, document: Document) -> bool {
        self.held.iter().any(|(shown, _)| *shown == document)
    }
}

/// What to do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FallBack {
    /// The way by which the person is accepted.
    pub way: Way,
    /// What to ask for first on that day, and what then.
    pub ask: Ask,
}

impl FallBack {
    /// How the check ends by it: confirmed by a document, or not confirmed.
    #[must_use]
    pub const fn reason(&self) -> Reason {
        match self.way {
            Way::SelfPay => Reason::NotConfirmed,
            Way::F1 | Way::F2 | Way::F3 | Way::F3p | Way::F4 | Way::F5 | Way::F5v => {
                Reason::ConfirmedByDocument
            }
        }
    }
}

/// How to accept someone whose qualification cannot be checked online (FALLBACK): the
/// first way that is open on the day and whose documents are all held and valid. Medical
/// information is told in none of them (FLOW-OLD-CARD), and no limit *data*.
#[must_use]
pub fn fall_back(trouble: &Trouble<'_>, trace: &mut impl Trace) -> FallBack {
    let Trouble {
        visit_date,
        insurer,
        cause,
        ..
    } = *trouble;
    let way = Way::ALL
        .into_iter()
        .find(|way| {
            way.is_open(visit_date, insurer, cause)
                && way.needs().iter().all(|needed| trouble.holds(*needed))
        })
        .unwrap_or(Way::SelfPay);
    tell(trouble, way, trace);
    FallBack {
        way,
        ask: Ask::on(visit_date, insurer, cause),
    }
}

/// Says what spoke: why the card does not count, what became of each document shown, and
/// what decided.
fn tell(trouble: &Trouble<'_>, way: Way, trace: &mut impl Trace) {
    let Trouble { insurer, cause, .. } = *trouble;
    if !card_counts(cause) && trouble.shows(Document::Card) {
        trace.spoke(Rule::EligCause, &[("cause", Value::Code(cause.code()))]);
    }
    if matches!(cause, Cause::ReaderAbsent | Cause::ReaderBroken) {
        trace.spoke(Rule::DocNoreader, &[("cause", Value::Code(cause.code()))]);
    }
    if trouble.shows(Document::OldCard) {
        let until = Value::Day(insurer.old_card_until());
        trace.spoke(Rule::DocOldEnd, &[("until", until)]);
    }
    if trouble.shows(Document::EligibilityCertificate) && way != Way::F1 {
        let accepted = Value::Code(if way == Way::F2 { "VALID" } else { "INVALID" });
        trace.spoke(Rule::DocKakuninValid, &[("certificate", accepted)]);
    }
    if trouble.shows(Document::EligibilityNotice) && matches!(way, Way::F4 | Way::SelfPay) {
        let pair = Value::Code(if way == Way::F4 { "PAIR" } else { "NO_PAIR" });
        trace.spoke(Rule::DocOshirasePair, &[("notice", pair)]);
    }
    trace.spoke(
        Rule::Fallback,
        &[
            ("visit", Value::Day(trouble.visit_date)),
            ("way", Value::Code(way.code())),
        ],
    );
    if way == Way::F2 {
        trace.spoke(Rule::LimitKakuninNote, &[]);
    }
    if way == Way::SelfPay {
        let ask = Ask::on(trouble.visit_date, insurer, cause);
        trace.spoke(Rule::Selfpay10wari, &[("ask", Value::Code(ask.code()))]);
    }
}

#[cfg(test)]
mod tests;
