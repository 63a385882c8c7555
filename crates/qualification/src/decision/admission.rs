//! Who is let in after step 2, and what may be asked of them next.

use crate::certificate::CertificateAge;
use crate::cover;
use crate::{
    Admission, Arrival, Category, InsuredPerson, LimitBar, LimitDirective, LimitScreen, Notice,
    Reason, Registration, RegistrationWindow, Rule, Scope, Switches, Trace, Value, may_register,
    notice_from, registration_window,
};

/// Who is let in after step 2 (FLOW-DIRECTIVE): a person whose card is registered,
/// or may be here and now, and whose certificate is in its time or its grace.
///
/// A card that is nobody's and one whose data may be shown to nobody are refused
/// alike.
///
/// # Errors
/// The [`Reason`] of the refusal, which is an answer for the desk.
pub fn admit(
    arrival: &Arrival<'_>,
    switches: &Switches,
    trace: &mut impl Trace,
) -> Result<Admission, Reason> {
    let admitted = let_in(arrival, switches, trace);
    spoken(&admitted, trace);
    admitted
}

/// Says how far somebody was let in, or why not.
pub(super) fn spoken(admitted: &Result<Admission, Reason>, trace: &mut impl Trace) {
    let (scope, answer) = match admitted {
        Ok(admission) => (admission.scope.code(), "ADMITTED"),
        Err(reason) => ("NONE", reason.code()),
    };
    let values = [
        ("scope", Value::Code(scope)),
        ("answer", Value::Code(answer)),
    ];
    trace.spoke(Rule::FlowDirective, &values);
}

pub(super) fn let_in(
    arrival: &Arrival<'_>,
    switches: &Switches,
    trace: &mut impl Trace,
) -> Result<Admission, Reason> {
    let (scope, mut notices) = certificate_scope(arrival, switches, trace)?;
    let person = arrival.holder()?;
    let offer_registration = needs_registration(arrival, person, trace)?;
    if person.subsidy_certificate {
        trace.spoke(Rule::LimitOtherSubsidy, &[]);
        notices.push(Notice::SubsidyCertificate);
    }
    Ok(Admission {
        scope,
        ask_consent: categories(arrival, person, scope, switches, trace),
        limit: limit_directive(arrival, person, scope, switches, trace),
        offer_registration,
        notices,
    })
}

fn certificate_scope(
    arrival: &Arrival<'_>,
    switches: &Switches,
    trace: &mut impl Trace,
) -> Result<(Scope, Vec<Notice>), Reason> {
    let dates = arrival.certificate;
    let age = dates.age_on(arrival.visit_date, switches.grace);
    if let CertificateAge::NotYetValid | CertificateAge::Valid { .. } = age {
        let from = ("from", Value::Day(dates.not_before));
        trace.spoke(
            Rule::CertValid,
            &[from, ("until", Value::Day(dates.not_after))],
        );
    } else {
        let until = crate::grace_ends(dates.not_after, switches.grace);
        let expiry = ("expiry", Value::Day(dates.not_after));
        trace.spoke(Rule::CertGrace, &[expiry, ("until", Value::Day(until))]);
    }
    match age {
        CertificateAge::NotYetValid => Err(Reason::CertNotYetValid),
        CertificateAge::Expired => Err(Reason::CertExpired),
        CertificateAge::Valid { renew_soon: false } => Ok((Scope::Full, Vec::new())),
        CertificateAge::Valid { renew_soon: true } => {
            let on = dates.not_after;
            let from = ("from", Value::Day(notice_from(on)));
            trace.spoke(Rule::CertNotice, &[("expiry", Value::Day(on)), from]);
            Ok((Scope::Full, vec![Notice::CertificateExpiring { on }]))
        }
        CertificateAge::InGrace { until } => {
            Ok((Scope::EligibilityOnly, vec![Notice::InGrace { until }]))
        }
    }
}

/// Whether registration must be offered first. Who cannot be registered now is
/// refused: as too close to the certificate's end where that is why, or else simply
/// for what they are.
fn needs_registration(
    arrival: &Arrival<'_>,
    person: &InsuredPerson,
    trace: &mut impl Trace,
) -> Result<bool, Reason> {
    let Some(unregistered) = person.registration.refusal() else {
        trace.spoke(Rule::RegOnce, &[]);
        if person.registration == Registration::Deregistering {
            trace.spoke(Rule::Dereg, &[("state", Value::Code("DEREGISTERING"))]);
        }
        return Ok(false);
    };
    if person.registration == Registration::Deregistered {
        trace.spoke(Rule::Dereg, &[("state", Value::Code("DEREGISTERED"))]);
    }
    let dates = arrival.certificate;
    let window = registration_window(dates.not_after, arrival.visit_date);
    let values = [
        ("expiry", Value::Day(dates.not_after)),
        ("window", Value::Code(window.code())),
    ];
    trace.spoke(Rule::Reg5days, &values);
    if window == RegistrationWindow::Allowed {
        let reader = Value::Code(arrival.reader.code());
        trace.spoke(Rule::RegAtReader, &[("reader", reader)]);
    }
    match may_register(arrival) {
        Ok(()) => Ok(true),
        Err(Reason::RegTooClose) => Err(Reason::RegTooClose),
        Err(_) => Err(unregistered),
    }
}

/// What step 3 asks for.
fn categories(
    arrival: &Arrival<'_>,
    person: &InsuredPerson,
    scope: Scope,
    switches: &Switches,
    trace: &mut impl Trace,
) -> Vec<Category> {
    if scope == Scope::EligibilityOnly {
        trace.spoke(Rule::ConsentGrace, &[]);
        return Vec::new();
    }
    let disease = person.specific_disease;
    let asked = if disease.is_some_and(|it| it.holds_on(arrival.as_of)) {
        switches.consent_categories.with(Category::SpecificDisease)
    } else {
        switches.consent_categories
    };
    let codes = Value::Code(asked.codes());
    trace.spoke(Rule::ConsentCategories, &[("asked", codes)]);
    asked.iter().collect()
}

/// What happens in step 4.
fn limit_directive(
    arrival: &Arrival<'_>,
    person: &InsuredPerson,
    scope: Scope,
    switches: &Switches,
    trace: &mut impl Trace,
) -> LimitDirective {
    let (_, cover) = cover::on_day(person, arrival.visit_date, arrival.as_of);
    let bar = cover.and_then(|cover| LimitBar::of(cover, arrival.as_of));
    let directive = if scope == Scope::EligibilityOnly {
        LimitDirective::Skip
    } else if let Some(bar) = bar {
        bar.directive()
    } else if switches.limit_screen == LimitScreen::Automatic {
        LimitDirective::Automatic
    } else {
        LimitDirective::Ask
    };
    directive.spoken(bar, cover, trace);
    directive
}

#[cfg(test)]
mod tests;
