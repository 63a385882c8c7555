//! Time travel for one person: the answer on each day on which it may turn.

mod table;

use jiff::civil::Date;
use qualification::{
    Cause, Disclosure, Document, InsurerPolicy, Text, Trouble, Unheard, Way, fall_back,
    old_card_usable,
};

use crate::explain::documents::is_over;
use crate::turning_day::TurningDay;
use crate::{Case, Charged, Outcome};

/// One day of a timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// The day.
    pub date: Date,
    /// Whether it is the day that was asked for.
    pub asked: bool,
    /// What turns on it.
    pub what: Vec<Text>,
    /// How a visit ends.
    pub outcome: Outcome,
    /// What is paid, where a cost of the care is said.
    pub charge: Option<Charged>,
    /// What would be accepted in place of the online check, and how: after what stopped
    /// it, or were the server down.
    pub documents: Vec<(Document, Way)>,
}

/// Days in order, each with its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline(pub Vec<Moment>);

/// The answer to `case` on its day and on every day on which it may turn.
#[must_use]
pub fn on(case: &Case) -> Timeline {
    let asked = case.visit_date;
    let turning = TurningDay::of(case);
    let mut days: Vec<Date> = turning.iter().map(|day| day.date).collect();
    days.push(case.visit_date);
    days.sort_unstable();
    days.dedup();
    let moments = days.into_iter().map(|date| {
        let case = case.on(date);
        let outcome = Outcome::of(&case, &mut Unheard);
        Moment {
            date,
            asked: date == asked,
            what: turning
                .iter()
                .filter(|day| day.date == date)
                .map(|day| day.what)
                .collect(),
            charge: case
                .care
                .map(|care| Charged::of(&case, &outcome, None, care)),
            documents: documents(&case, outcome.cause().unwrap_or(Cause::ServerDown)),
            outcome,
        }
    });
    Timeline(moments.collect())
}

/// What would be accepted that day: each document by itself, or with the card where it
/// needs the card; none of a cover that is lost, and none past its own end. Of someone
/// whose data is shown to nobody, the person's own days are not looked at.
fn documents(case: &Case, cause: Cause) -> Vec<(Document, Way)> {
    let is_disclosed = case.person.disclosure == Disclosure::Disclosed;
    let cover = if is_disclosed {
        case.cover_in_force()
    } else {
        case.cover()
    };
    let Some(cover) = cover else {
        return Vec::new();
    };
    let policy = InsurerPolicy::of(&cover.insurer);
    let accepted = Document::ALL.into_iter().filter_map(|document| {
        let valid = match document {
            Document::OldCard => old_card_usable(Some(policy.old_card_until), case.visit_date),
            _ => !is_disclosed || !is_over(policy, document, case),
        };
        let alone = [(document, valid)];
        let with_card = [(document, valid), (Document::Card, true)];
        let needs_card = !matches!(
            document,
            Document::OldCard | Document::EligibilityCertificate
        );
        let trouble = Trouble {
            visit_date: case.visit_date,
            insurer: policy.kind,
            held: if needs_card { &with_card } else { &alone },
            cause,
        };
        let way = fall_back(&trouble, &mut Unheard).way;
        (way != Way::SelfPay).then_some((document, way))
    });
    accepted.collect()
}

#[cfg(test)]
mod tests;
