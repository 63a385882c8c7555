//! 資格確認できないとき: what to accept when the online check cannot be made, and what to
//! ask for.

use jiff::civil::Date;

use crate::{Cause, Document, InsurerKind, Rule, Trace, Value};

mod advice;
mod matrix;
mod way;

pub use advice::{Acceptance, Ask, CapWithoutData};
pub use matrix::{Case, fall_back_matrix};
pub use way::{Way, card_counts};

/// The online check cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trouble<'h> {
    /// The day, fixed when the visit began.
    pub visit_date: Date,
    /// Of which kind the person's insurer is, as far as they say.
    pub insurer: InsurerKind,
    /// What the person has in hand, each with whether it is valid on the day. A card is
    /// valid when its face can be read and it is this person's.
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

/// How to accept someone whose qualification cannot be checked online (FALLBACK): the
/// first way that is open on the day and whose documents are all held and valid. Medical
/// information is never told in any of them (FLOW-OLD-CARD), and no limit *data*.
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

/// Says what spoke: why the card does not count, why what was shown is not enough, and
/// what decided.
fn tell(trouble: &Trouble<'_>, way: Way, trace: &mut impl Trace) {
    let Trouble {
        visit_date,
        insurer,
        cause,
        ..
    } = *trouble;
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
    if trouble.shows(Document::EligibilityNotice) && way == Way::SelfPay {
        trace.spoke(Rule::DocOshirasePair, &[]);
    }
    trace.spoke(
        Rule::Fallback,
        &[
            ("visit", Value::Day(visit_date)),
            ("way", Value::Code(way.code())),
        ],
    );
    trace.spoke(way.rule(), &[("way", Value::Code(way.code()))]);
}

#[cfg(test)]
mod tests;
