//! Why a visit ends as it does: the rules that spoke, and what would change it.

mod charged;
pub(crate) mod documents;
mod facts;
pub(crate) mod json;
mod printed;
pub(crate) mod said;

use qualification::{
    Cause, Disclosure, FallBack, InsurerKind, InsurerPolicy, Reason, Rule, Spoken, Trace, Trouble,
    Value, fall_back, late_elderly_from, share_from_70,
};

use crate::case::InHand;
use crate::{Case, Outcome, WhatIf};

pub use charged::{Charged, KnownBy};
pub use documents::{Documents, End};

/// A visit, explained. No `Debug`: a person of the shelf has a name.
pub struct Explanation {
    case: Case,
    /// How it ends; when the online check cannot be made, by what is accepted then.
    pub outcome: Outcome,
    /// The rules of the online check that spoke, in order.
    pub spoken: Vec<Spoken>,
    /// What would change the online check.
    pub what_if: Vec<WhatIf>,
    /// What to accept in place of the online check, and the rules of that.
    pub fall_back: Option<(FallBack, Vec<Spoken>)>,
    /// What is paid.
    pub charge: Option<Charged>,
    /// What the person should hold; `None` for whoever is not covered that day.
    pub documents: Option<Documents>,
}

/// Explains the visit of `case`.
///
/// Of a card that is not accepted nothing is explained: why is said to nobody.
#[must_use]
pub fn explain(case: &Case) -> Explanation {
    let mut spoken = Vec::new();
    let online = Outcome::of(case, &mut spoken);
    let is_told = online.reason != Reason::CardNotAccepted;
    let fall_back = case
        .trouble
        .as_ref()
        .map(|it| fallen_back(case, &online, it));
    let taken = fall_back.as_ref().map(|(taken, _)| *taken);
    let is_online = taken.is_none();
    if online.share.is_some() || online.reason == Reason::Lapsed {
        of_the_age(case, &mut spoken);
    }
    spoken.retain(|it| is_online && is_told && may_be_said(case, it.rule));
    let outcome = taken.map_or(online, |taken| Outcome::by(&taken, case));
    let charge = case
        .care
        .map(|care| Charged::of(case, &outcome, taken, care));
    Explanation {
        what_if: if is_told && is_online {
            WhatIf::of(case)
        } else {
            Vec::new()
        },
        documents: if is_told { Documents::of(case) } else { None },
        case: case.clone(),
        outcome,
        spoken,
        fall_back,
        charge,
    }
}

/// Says which age decided, where nothing is recorded (AGE70, AGE75).
fn of_the_age(case: &Case, trace: &mut impl Trace) {
    let (day, birth) = (case.visit_date, case.person.birth);
    let (from_70, from_75) = (share_from_70(birth), late_elderly_from(birth));
    let ended_at_75 = case.cover().is_some_and(|it| it.lost_on == Some(from_75));
    if ended_at_75 && day >= from_75 {
        trace.spoke(Rule::Age75, &[("from", Value::Day(from_75))]);
    }
    let by_age = case.cover_in_force().filter(|it| it.share.is_none());
    let kind = by_age.map(|it| InsurerPolicy::of(&it.insurer).kind);
    if kind.is_some_and(|it| it != InsurerKind::LateElderly) && day >= from_70 {
        trace.spoke(Rule::Age70, &[("from", Value::Day(from_70))]);
    }
}

/// Of someone whose data is shown to nobody, no rule is told that names that.
fn may_be_said(case: &Case, rule: Rule) -> bool {
    case.person.disclosure == Disclosure::Disclosed
        || !matches!(rule, Rule::DvNodisclose | Rule::FlowDirective)
}

fn fallen_back(case: &Case, online: &Outcome, in_hand: &InHand) -> (FallBack, Vec<Spoken>) {
    let is_told = online.reason != Reason::CardNotAccepted;
    let cause = online.cause().filter(|_| !is_told).unwrap_or(in_hand.cause);
    let insurer = case.cover().map_or(InsurerKind::Employees, |cover| {
        InsurerPolicy::of(&cover.insurer).kind
    });
    let trouble = Trouble {
        visit_date: case.visit_date,
        insurer,
        held: &in_hand.held,
        cause,
    };
    let mut spoken = Vec::new();
    let fallen_back = fall_back(&trouble, &mut spoken);
    // The rule of that cause would say why.
    let may_say_cause = is_told && cause != Cause::NotDisclosed;
    spoken.retain(|it| may_say_cause || it.rule != Rule::EligCause);
    (fallen_back, spoken)
}

#[cfg(test)]
mod tests;
