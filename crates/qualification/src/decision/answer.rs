//! The answer of step 5.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::age::preschool_until;
use crate::cover;
use crate::{
    Admission, Arrival, Category, Choices, ConsentGrant, ConsentId, Cover, Decision, Disclosure,
    InsuredPerson, LimitAnswer, LimitBar, LimitChoice, LimitDirective, Qualification, Reason, Rule,
    Scope, Share, Trace, Validity, Value,
};

/// The answer of step 5, for a person who was let in with that `admission` and has
/// chosen. What may have changed since is looked at again. Each consent is known by a
/// `new_id`, which the caller draws at random.
///
/// Eligibility is the same whatever was chosen (CONSENT-REFUSE; Kumamoto FAQ
/// Q14③: 「同意されない場合は、通常の保険証提示した場合と同様の取り扱い」).
///
/// # Errors
/// [`Reason::NotRegistered`] when registration was offered and declined;
/// [`Reason::CardNotAccepted`] when the card is nobody's, or may no longer be used;
/// [`Reason::Deregistered`] when the registration ended meanwhile.
pub fn decide(
    arrival: &Arrival<'_>,
    admission: &Admission,
    choices: &Choices,
    now: Timestamp,
    new_id: impl FnMut() -> ConsentId,
    trace: &mut impl Trace,
) -> Result<Decision, Reason> {
    let Arrival {
        visit_date, as_of, ..
    } = *arrival;
    let person = arrival.holder()?;
    still_registered(person, admission, choices)?;
    let (validity, cover) = cover::on_day(person, visit_date, as_of);
    spoken(validity, Some(person), cover, visit_date, as_of, trace);
    let full = admission.scope == Scope::Full;
    let (_, covered_now) = cover::on_day(person, visit_date, visit_date);
    let consents = if full && covered_now.is_some() {
        consents(arrival, admission, choices, now, new_id, trace)
    } else {
        Vec::new()
    };
    let agreed = |category| consents.iter().any(|grant| grant.category == category);
    let specific_disease = person
        .specific_disease
        .filter(|disease| agreed(Category::SpecificDisease) && disease.holds_on(as_of));
    let limit = match cover {
        Some(cover) if full => limit_answer(person, cover, admission, choices, as_of, trace),
        _ => LimitAnswer::NotOffered,
    };
    Ok(Decision {
        visit_date,
        as_of,
        validity,
        scope: admission.scope,
        reason: reason_of(validity, cover, admission.scope),
        qualification: cover.map(|cover| qualification(person, cover, as_of)),
        limit,
        specific_disease,
        consents,
        notices: admission.notices.clone(),
        assurance: None,
        reference_number: None,
    })
}

fn still_registered(
    person: &InsuredPerson,
    admission: &Admission,
    choices: &Choices,
) -> Result<(), Reason> {
    match person.registration.refusal() {
        Some(_) if admission.offer_registration && choices.register => Ok(()),
        Some(_) if admission.offer_registration => Err(Reason::NotRegistered),
        Some(unregistered) => Err(unregistered),
        None => Ok(()),
    }
}

fn consents(
    arrival: &Arrival<'_>,
    admission: &Admission,
    choices: &Choices,
    now: Timestamp,
    mut new_id: impl FnMut() -> ConsentId,
    trace: &mut impl Trace,
) -> Vec<ConsentGrant> {
    let asked = admission.ask_consent.iter();
    let given = |category: &Category| {
        ConsentGrant::given(new_id(), *category, choices.surface, arrival.purpose, now)
    };
    let consents: Vec<_> = asked
        .filter(|category| choices.consented.contains(category))
        .filter_map(given)
        .collect();
    if !choices.surface.takes_consent() {
        trace.spoke(Rule::ReaderGenericConsent, &[]);
    } else if consents.is_empty() {
        trace.spoke(Rule::ConsentRefuse, &[]);
    } else {
        let hours = Value::Number(crate::CONSENT_HOURS);
        trace.spoke(Rule::ConsentPerVisit, &[("hours", hours)]);
    }
    consents
}

fn limit_answer(
    person: &InsuredPerson,
    cover: &Cover,
    admission: &Admission,
    choices: &Choices,
    as_of: Date,
    trace: &mut impl Trace,
) -> LimitAnswer {
    if let Some(bar) = LimitBar::of(cover, as_of) {
        if admission.limit != bar.directive() {
            bar.directive().spoken(Some(bar), Some(cover), trace);
        }
        return LimitAnswer::Unavailable(bar);
    }
    match admission.limit {
        LimitDirective::Skip | LimitDirective::Unavailable => LimitAnswer::NotOffered,
        LimitDirective::Ask => recorded_limit(person, choices.limit, as_of),
        LimitDirective::Automatic => recorded_limit(person, LimitChoice::Provide, as_of),
    }
}

/// What is recorded, if it is provided.
pub(super) fn recorded_limit(
    person: &InsuredPerson,
    choice: LimitChoice,
    as_of: Date,
) -> LimitAnswer {
    match (choice, person.limit) {
        (LimitChoice::Withhold, _) => LimitAnswer::Withheld,
        (LimitChoice::Provide, Some(certificate)) if certificate.holds_on(as_of) => {
            LimitAnswer::Provided(certificate)
        }
        (LimitChoice::Provide, _) => LimitAnswer::NotRecorded,
    }
}

/// Why it ended so. Special care is named even within the grace, which a notice
/// tells: it changes what is paid.
pub(super) fn reason_of(validity: Validity, cover: Option<&Cover>, scope: Scope) -> Reason {
    let special = cover.is_some_and(|cover| cover.share == Some(Share::Whole));
    match (validity, scope) {
        (Validity::Valid, _) if special => Reason::ConfirmedSpecialCare,
        (Validity::Valid, Scope::Full) => Reason::Confirmed,
        (Validity::Valid, Scope::EligibilityOnly) => Reason::ConfirmedInGrace,
        (Validity::ValidUnregistered, _) => Reason::ConfirmedUnregistered,
        (Validity::Invalid, _) => Reason::Lapsed,
        (Validity::InvalidNewExists, _) => Reason::NewCoverExists,
        (Validity::NotFound, _) => Reason::NotFound,
        (Validity::Multiple, _) => Reason::MultipleCovers,
    }
}

/// Everything the counter is told of `cover`; no address where it is shown to nobody.
pub(super) fn qualification(person: &InsuredPerson, cover: &Cover, as_of: Date) -> Qualification {
    let disclosed = person.disclosure == Disclosure::Disclosed;
    Qualification {
        cover: cover.clone(),
        name: person.name.clone(),
        kana: person.kana.clone(),
        birth: person.birth,
        sex: person.sex,
        address: disclosed.then(|| person.address.clone()),
        share: Share::at_visit(cover, person.birth, as_of),
        preschool: as_of <= preschool_until(person.birth),
    }
}

/// Says what was found, and what is not here yet.
pub(super) fn spoken(
    validity: Validity,
    person: Option<&InsuredPerson>,
    cover: Option<&Cover>,
    visit_date: Date,
    as_of: Date,
    trace: &mut impl Trace,
) {
    let values = [
        ("day", Value::Day(as_of)),
        ("validity", Value::Code(validity.code())),
    ];
    trace.spoke(Rule::EligStatus, &values);
    let Some(person) = person else { return };
    if let Some(cover) = cover {
        let share = Share::at_visit(cover, person.birth, as_of);
        let percent = Value::Number(share.percent().into());
        trace.spoke(Rule::EligContent, &[("percent", percent)]);
    } else if let Some(linked_on) = cover::awaited(person, visit_date, as_of) {
        trace.spoke(Rule::LagLink, &[("linked", Value::Day(linked_on))]);
    }
}

#[cfg(test)]
mod tests;
