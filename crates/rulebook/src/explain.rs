//! Why a visit ends as it does: the rules that spoke, and what would change it.

mod facts;
pub(crate) mod json;
mod printed;
pub(crate) mod said;

use qualification::{
    Acceptance, Bill, Cause, Charge, Disclosure, FallBack, InsurerKind, InsurerPolicy, LimitAnswer,
    Meals, MonthToDate, Reason, Rule, Share, Spoken, Trouble, charge, fall_back,
};

use crate::case::{Care, InHand};
use crate::{Case, Outcome, WhatIf};

/// A visit, explained. No `Debug`: a person of the shelf has a name.
pub struct Explanation {
    case: Case,
    /// How it ends.
    pub outcome: Outcome,
    /// The rules that spoke, in order.
    pub spoken: Vec<Spoken>,
    /// What would change it.
    pub what_if: Vec<WhatIf>,
    /// What to accept in place of the online check, and the rules of that.
    pub fall_back: Option<(FallBack, Vec<Spoken>)>,
    /// What is paid, and the rules of that.
    pub charge: Option<(Charge, Vec<Spoken>)>,
}

/// Explains the visit of `case`.
///
/// Of a card that is not accepted nothing is explained: why is said to nobody.
#[must_use]
pub fn explain(case: &Case) -> Explanation {
    let mut spoken = Vec::new();
    let outcome = Outcome::of(case, &mut spoken);
    let is_told = outcome.reason != Reason::CardNotAccepted;
    spoken.retain(|it| is_told && may_be_said(case, it.rule));
    let fall_back = case.trouble.as_ref().map(|it| fallen_back(case, it));
    let share = share(case, &outcome, fall_back.as_ref().map(|(it, _)| it));
    let charge = case.care.map(|care| charged(case, &outcome, share, care));
    Explanation {
        what_if: if is_told {
            WhatIf::of(case)
        } else {
            Vec::new()
        },
        case: case.clone(),
        outcome,
        spoken,
        fall_back,
        charge,
    }
}

/// Of someone whose data is shown to nobody, no rule is told that names that.
fn may_be_said(case: &Case, rule: Rule) -> bool {
    case.person.disclosure == Disclosure::Disclosed
        || !matches!(rule, Rule::DvNodisclose | Rule::FlowDirective)
}

fn fallen_back(case: &Case, in_hand: &InHand) -> (FallBack, Vec<Spoken>) {
    let insurer = case.cover().map_or(InsurerKind::Employees, |cover| {
        InsurerPolicy::of(&cover.insurer).kind
    });
    let trouble = Trouble {
        visit_date: case.visit_date,
        insurer,
        held: &in_hand.held,
        cause: in_hand.cause,
    };
    let mut spoken = Vec::new();
    let fallen_back = fall_back(&trouble, &mut spoken);
    // The rule of that cause would say why.
    spoken.retain(|it| in_hand.cause != Cause::NotDisclosed || it.rule != Rule::EligCause);
    (fallen_back, spoken)
}

/// The share that is paid; `None` when nothing confirmed the cover.
fn share(case: &Case, outcome: &Outcome, fall_back: Option<&FallBack>) -> Option<Share> {
    match fall_back.map(FallBack::acceptance) {
        None => outcome.share,
        Some(Acceptance::SelfPay) => None,
        Some(Acceptance::OrdinaryShare) => case
            .cover()
            .map(|cover| Share::at_visit(cover, case.person.birth, case.visit_date)),
    }
}

fn charged(
    case: &Case,
    outcome: &Outcome,
    share: Option<Share>,
    care: Care,
) -> (Charge, Vec<Spoken>) {
    let provided = match outcome.limit {
        Some(LimitAnswer::Provided(limit)) if case.trouble.is_none() => Some(limit.class),
        _ => None,
    };
    let bill = Bill {
        medical: care.medical,
        visit_date: case.visit_date,
        birth: case.person.birth,
        share,
        limit: provided,
        setting: care.setting,
        many_times: care.many_times,
        before: MonthToDate::default(),
        specific_disease: None,
        meals: Meals::default(),
    };
    let mut spoken = Vec::new();
    let charge = charge(&bill, &mut spoken);
    (charge, spoken)
}

#[cfg(test)]
mod tests;
