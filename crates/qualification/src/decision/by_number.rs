//! The answer to a check by the number on a document.

use jiff::civil::Date;

use super::answer::{qualification, reason_of, recorded_limit, spoken};
use crate::{
    Cover, Decision, InsuredPerson, LimitAnswer, LimitBar, LimitChoice, LimitDirective,
    NumberQuery, PersonId, Rule, Scope, Trace,
};

/// The answer to a check by the number on a document (照会区分 2): eligibility, and
/// the limit amount if the patient agreed orally; never medical information
/// (Kumamoto FAQ Q23). Beside it, for the records, whose cover was found.
///
/// `people` are those who ever had that number. The answer is for the day `as_of`,
/// mostly the visit's own, by what the check server knows on the day of the visit.
#[must_use]
pub fn check_by_number(
    query: &NumberQuery,
    people: &[InsuredPerson],
    limit_choice: LimitChoice,
    visit_date: Date,
    as_of: Date,
    trace: &mut impl Trace,
) -> (Decision, Option<PersonId>) {
    trace.spoke(Rule::FlowOldCard, &[]);
    let (validity, found) = query.find(people, visit_date, as_of);
    let (person, cover) = found.unzip();
    spoken(validity, person, cover, visit_date, as_of, trace);
    let limit = found.map_or(LimitAnswer::NotOffered, |(person, cover)| {
        limit(person, cover, limit_choice, as_of, trace)
    });
    let decision = Decision {
        visit_date,
        as_of,
        validity,
        scope: Scope::Full,
        reason: reason_of(validity, cover, Scope::Full),
        qualification: found.map(|(person, cover)| qualification(person, cover, as_of)),
        limit,
        specific_disease: None,
        consents: Vec::new(),
        notices: Vec::new(),
        assurance: None,
        reference_number: None,
    };
    (decision, person.map(|person| person.id))
}

fn limit(
    person: &InsuredPerson,
    cover: &Cover,
    choice: LimitChoice,
    as_of: Date,
    trace: &mut impl Trace,
) -> LimitAnswer {
    let bar = LimitBar::of(cover, as_of);
    let directive = bar.map_or(LimitDirective::Ask, |_| LimitDirective::Unavailable);
    directive.spoken(bar, Some(cover), trace);
    bar.map_or_else(
        || recorded_limit(person, choice, as_of),
        LimitAnswer::Unavailable,
    )
}

#[cfg(test)]
mod tests;
