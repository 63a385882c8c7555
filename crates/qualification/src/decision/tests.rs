use super::*;
use crate::cover::tests::{cover, person};
use crate::{
    Choices, ConsentSurface, LimitChoice, LimitClass, NumberQuery, Registration, Switches, Unheard,
};
use jiff::Timestamp;
use jiff::civil::date;
use proptest::prelude::*;

const TODAY: Date = date(2026, 11, 21);

fn certificate(not_after: Date) -> CertificateDates {
    CertificateDates {
        not_before: date(2024, 1, 1),
        not_after,
    }
}

fn insured() -> InsuredPerson {
    InsuredPerson {
        limit: Some(LimitCertificate {
            class: LimitClass::U,
            valid_from: date(2026, 8, 1),
            valid_until: date(2027, 7, 31),
            long_term_on: None,
        }),
        ..person(vec![cover()])
    }
}

fn now() -> Timestamp {
    "2026-11-21T00:30:00Z".parse().unwrap()
}

fn everything() -> Choices {
    Choices {
        consented: Category::ALL.to_vec(),
        limit: LimitChoice::Provide,
        register: false,
        surface: ConsentSurface::Desk,
    }
}

fn arrival<'p>(certificate: CertificateDates, person: Option<&'p InsuredPerson>) -> Arrival<'p> {
    Arrival {
        certificate,
        person,
        reader: ReaderKind::General,
        visit_date: TODAY,
    }
}

fn admitted(
    certificate: CertificateDates,
    person: Option<&InsuredPerson>,
) -> Result<Admission, Reason> {
    admit(
        &arrival(certificate, person),
        &Switches::DEFAULT,
        &mut Unheard,
    )
}

fn answered(person: &InsuredPerson, admission: &Admission, choices: &Choices) -> Decision {
    let arrival = arrival(certificate(date(2028, 2, 17)), Some(person));
    decide(&arrival, admission, choices, now(), &mut Unheard).unwrap()
}

#[test]
fn the_certificate_decides_before_the_person_is_looked_at() {
    let unregistered = InsuredPerson {
        registration: Registration::NotRegistered,
        ..insured()
    };
    let registered = insured();
    let valid = certificate(date(2028, 2, 17));
    let table = [
        ("nobody's card", valid, None, Err(Reason::CardNotAccepted)),
        (
            "not registered",
            valid,
            Some(&unregistered),
            Err(Reason::NotRegistered),
        ),
        (
            "expired",
            certificate(date(2026, 7, 31)),
            Some(&registered),
            Err(Reason::CertExpired),
        ),
        (
            "expired and nobody's",
            certificate(date(2026, 7, 31)),
            None,
            Err(Reason::CertExpired),
        ),
        (
            "in grace, not registered",
            certificate(date(2026, 8, 1)),
            Some(&unregistered),
            Err(Reason::NotRegistered),
        ),
        (
            "in grace",
            certificate(date(2026, 8, 1)),
            Some(&registered),
            Ok(Scope::EligibilityOnly),
        ),
        ("valid", valid, Some(&registered), Ok(Scope::Full)),
    ];
    for (name, dates, person, want) in table {
        let got = admitted(dates, person).map(|admission| admission.scope);
        assert_eq!(got, want, "{name}");
    }
    let young = CertificateDates {
        not_before: date(2026, 11, 22),
        not_after: date(2030, 1, 1),
    };
    assert_eq!(
        admitted(young, Some(&registered)),
        Err(Reason::CertNotYetValid)
    );
}

#[test]
fn in_grace_neither_consent_nor_limit_is_asked_or_given() {
    let person = insured();
    let admission = admitted(certificate(date(2026, 8, 31)), Some(&person)).unwrap();
    assert!(admission.ask_consent.is_empty() && admission.limit == LimitDirective::Skip);
    assert_eq!(
        admission.notices,
        [Notice::InGrace {
            until: date(2026, 11, 30)
        }]
    );
    let decision = answered(&person, &admission, &everything());
    assert_eq!(decision.reason, Reason::ConfirmedInGrace);
    assert_eq!(decision.limit, LimitAnswer::NotOffered);
    assert!(decision.consents.is_empty());
    assert!(decision.qualification.is_some());
}

#[test]
fn what_is_agreed_to_is_given_and_nothing_else() {
    let person = insured();
    let admission = admitted(certificate(date(2028, 2, 17)), Some(&person)).unwrap();
    let choices = Choices {
        consented: vec![Category::Medication],
        limit: LimitChoice::Provide,
        register: false,
        surface: ConsentSurface::Reader,
    };
    let decision = answered(&person, &admission, &choices);
    let given: Vec<_> = decision
        .consents
        .iter()
        .map(|grant| (grant.category, grant.surface))
        .collect();
    assert_eq!(given, [(Category::Medication, ConsentSurface::Reader)]);
    assert!(matches!(decision.limit, LimitAnswer::Provided(_)));
}

#[test]
fn orally_the_limit_amount_alone_is_answered() {
    let person = insured();
    let admission = admitted(certificate(date(2028, 2, 17)), Some(&person)).unwrap();
    let orally = Choices {
        surface: ConsentSurface::Oral,
        ..everything()
    };
    let decision = answered(&person, &admission, &orally);
    assert!(decision.consents.is_empty());
    assert!(matches!(decision.limit, LimitAnswer::Provided(_)));
}

#[test]
fn every_way_of_having_no_limit_is_told_apart() {
    let admission = admitted(certificate(date(2028, 2, 17)), Some(&insured())).unwrap();
    let limit = |person: &InsuredPerson, limit| {
        let choices = Choices {
            limit,
            ..Choices::nothing(ConsentSurface::Desk)
        };
        answered(&person, &admission, &choices).limit
    };
    let unrecorded = person(vec![cover()]);
    let uncovered = person(vec![]);
    assert_eq!(
        limit(&insured(), LimitChoice::Withhold),
        LimitAnswer::Withheld
    );
    assert_eq!(
        limit(&unrecorded, LimitChoice::Provide),
        LimitAnswer::NotRecorded
    );
    assert_eq!(
        limit(&uncovered, LimitChoice::Provide),
        LimitAnswer::NotOffered
    );
}

#[test]
fn without_cover_nothing_is_consented() {
    let lapsed = person(vec![Cover {
        lost_on: Some(date(2026, 11, 1)),
        ..cover()
    }]);
    let admission = admitted(certificate(date(2028, 2, 17)), Some(&lapsed)).unwrap();
    let decision = answered(&lapsed, &admission, &everything());
    assert_eq!(
        (decision.validity, decision.reason),
        (Validity::Invalid, Reason::Lapsed)
    );
    assert!(decision.consents.is_empty() && decision.qualification.is_none());
}

#[test]
fn a_check_by_number_never_carries_consents() {
    let query = NumberQuery {
        insurer: cover().insurer,
        symbol: cover().symbol,
        number: cover().number,
        branch: None,
        birth: insured().birth,
    };
    let (decision, person) = check_by_number(
        &query,
        &[insured()],
        LimitChoice::Provide,
        TODAY,
        &mut Unheard,
    );
    assert_eq!(person, Some(insured().id));
    assert_eq!(decision.reason, Reason::Confirmed);
    assert!(decision.consents.is_empty());
    assert!(matches!(decision.limit, LimitAnswer::Provided(_)));
}

proptest! {
    /// Refusing costs nothing but the data refused.
    #[test]
    fn eligibility_refused_equals_eligibility_consented(
        lost in proptest::option::of(-400_i32..400),
        ends in -200_i32..400,
        chosen in proptest::sample::subsequence(Category::ALL.to_vec(), 0..=4),
        provide in any::<bool>(),
    ) {
        let day = |days: i32| TODAY.saturating_add(jiff::Span::new().days(days));
        let person = InsuredPerson {
            covers: vec![Cover { lost_on: lost.map(day), ..cover() }],
            ..insured()
        };
        let choices = Choices {
            consented: chosen,
            limit: if provide { LimitChoice::Provide } else { LimitChoice::Withhold },
            register: false,
            surface: ConsentSurface::Desk,
        };
        let nothing = Choices::nothing(ConsentSurface::Desk);
        if let Ok(admission) = admitted(certificate(day(ends)), Some(&person)) {
            let chosen = answered(&person, &admission, &choices);
            let refused = answered(&person, &admission, &nothing);
            prop_assert!(chosen.qualification == refused.qualification);
            prop_assert_eq!(chosen.reason, refused.reason);
            prop_assert_eq!(chosen.validity, refused.validity);
        }
    }
}
