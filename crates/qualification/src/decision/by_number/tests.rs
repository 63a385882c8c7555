use super::*;
use crate::cover::tests::cover;
use crate::decision::tests::{TODAY, hidden, insured, resident};
use crate::{Reason, Share, Spoken, Unheard, Validity};
use jiff::civil::date;

fn query(person: &InsuredPerson) -> NumberQuery {
    let cover = person.covers[0].clone();
    NumberQuery {
        insurer: cover.insurer,
        symbol: cover.symbol,
        number: cover.number,
        branch: None,
        birth: person.birth,
    }
}

fn asked(people: &[InsuredPerson], limit: LimitChoice) -> (Decision, Option<PersonId>) {
    check_by_number(
        &query(&people[0]),
        people,
        limit,
        TODAY,
        TODAY,
        &mut Unheard,
    )
}

#[test]
fn r009_a_check_by_number_never_carries_consents_or_history() {
    let (decision, person) = asked(&[insured()], LimitChoice::Provide);
    assert_eq!(person, Some(insured().id));
    assert_eq!(decision.reason, Reason::Confirmed);
    assert!(decision.consents.is_empty() && decision.specific_disease.is_none());
    assert!(matches!(decision.limit, LimitAnswer::Provided(_)));
    let (decision, _) = asked(&[insured()], LimitChoice::Withhold);
    assert_eq!(decision.limit, LimitAnswer::Withheld);
}

#[test]
fn r038_every_outcome_of_a_number_has_its_reason() {
    let lost_on = Some(date(2026, 11, 1));
    let lapsed = InsuredPerson {
        covers: vec![Cover { lost_on, ..cover() }],
        ..insured()
    };
    let changed = InsuredPerson {
        covers: vec![
            Cover { lost_on, ..cover() },
            Cover {
                number: "7654321".into(),
                acquired_on: date(2026, 11, 1),
                linked_on: date(2026, 11, 6),
                ..cover()
            },
        ],
        ..insured()
    };
    let future = InsuredPerson {
        covers: vec![Cover {
            acquired_on: date(2026, 12, 1),
            ..cover()
        }],
        ..insured()
    };
    for (people, validity, reason) in [
        (vec![insured()], Validity::Valid, Reason::Confirmed),
        (vec![lapsed], Validity::Invalid, Reason::Lapsed),
        (
            vec![changed],
            Validity::InvalidNewExists,
            Reason::NewCoverExists,
        ),
        (vec![future], Validity::NotFound, Reason::NotFound),
        (
            vec![insured(), insured()],
            Validity::Multiple,
            Reason::MultipleCovers,
        ),
    ] {
        let (decision, person) = asked(&people, LimitChoice::Provide);
        assert_eq!((decision.validity, decision.reason), (validity, reason));
        let valid = validity == Validity::Valid;
        assert_eq!(decision.qualification.is_some(), valid);
        assert_eq!(person.is_some(), valid);
        assert_eq!(decision.limit == LimitAnswer::NotOffered, !valid);
    }
}

#[test]
fn r082_a_hidden_person_is_answered_by_number_without_an_address() {
    let (decision, _) = asked(&[hidden()], LimitChoice::Provide);
    assert_eq!(decision.reason, Reason::Confirmed);
    let told = decision.qualification.unwrap();
    assert!(told.address.is_none() && told.name == insured().name);
    let (decision, _) = asked(&[insured()], LimitChoice::Provide);
    assert!(decision.qualification.unwrap().address.is_some());
}

#[test]
fn r082_no_word_of_a_check_by_number_tells_who_is_hidden() {
    let words = |person: InsuredPerson| {
        let mut heard: Vec<Spoken> = Vec::new();
        let query = query(&person);
        let limit = LimitChoice::Provide;
        let _ = check_by_number(&query, &[person], limit, TODAY, TODAY, &mut heard);
        heard
    };
    assert_eq!(words(hidden()), words(insured()));
}

#[test]
fn r031_by_number_too_the_limit_cannot_be_used_in_arrears_or_special_care() {
    let due = Some(date(2026, 11, 20));
    for (person, bar, reason) in [
        (resident(due, None), LimitBar::Arrears, Reason::Confirmed),
        (
            resident(due, Some(Share::Whole)),
            LimitBar::SpecialCare,
            Reason::ConfirmedSpecialCare,
        ),
    ] {
        let (decision, _) = asked(&[person], LimitChoice::Provide);
        assert_eq!(decision.limit, LimitAnswer::Unavailable(bar));
        assert_eq!(decision.reason, reason);
    }
}

/// Medical aid, of somebody whose card stands so.
fn on_medical_aid(registration: crate::Registration) -> InsuredPerson {
    InsuredPerson {
        covers: vec![Cover {
            insurer: crate::InsurerNumber::with_check_digit("1213999").unwrap(),
            ..cover()
        }],
        registration,
        ..insured()
    }
}

#[test]
fn r038_each_of_the_six_outcomes_is_reached_by_number() {
    use crate::Registration::{Deregistered, Deregistering, NotRegistered, Registered};
    let insured_by = |registration| InsuredPerson {
        registration,
        ..insured()
    };
    for (registration, with_aid) in [
        (Registered, Validity::Valid),
        (Deregistering, Validity::Valid),
        (NotRegistered, Validity::ValidUnregistered),
        (Deregistered, Validity::ValidUnregistered),
    ] {
        let (told, person) = asked(&[on_medical_aid(registration)], LimitChoice::Withhold);
        assert_eq!(told.validity, with_aid, "{registration:?}");
        assert!(told.qualification.is_some() && person.is_some());
        let (told, _) = asked(&[insured_by(registration)], LimitChoice::Withhold);
        assert_eq!(told.validity, Validity::Valid, "{registration:?}");
    }
    let (told, _) = asked(&[on_medical_aid(NotRegistered)], LimitChoice::Withhold);
    assert_eq!(told.reason, Reason::ConfirmedUnregistered);
}

#[test]
fn r038_a_number_is_checked_as_of_any_day_by_what_is_known_on_the_visits() {
    let lost_on = Some(date(2026, 11, 1));
    let changed = InsuredPerson {
        covers: vec![
            Cover { lost_on, ..cover() },
            Cover {
                number: "7654321".into(),
                acquired_on: date(2026, 11, 1),
                linked_on: date(2026, 11, 6),
                ..cover()
            },
        ],
        ..insured()
    };
    let query = query(&changed);
    let people = [changed];
    for (visit, as_of, validity) in [
        (TODAY, date(2020, 3, 31), Validity::NotFound),
        (TODAY, date(2020, 4, 1), Validity::Valid),
        (TODAY, date(2026, 10, 31), Validity::Valid),
        (TODAY, date(2026, 11, 1), Validity::InvalidNewExists),
        (date(2026, 11, 5), date(2026, 11, 1), Validity::Invalid),
        (date(2026, 10, 31), TODAY, Validity::Invalid),
    ] {
        let limit = LimitChoice::Provide;
        let (told, _) = check_by_number(&query, &people, limit, visit, as_of, &mut Unheard);
        assert_eq!(told.validity, validity, "{visit} {as_of}");
        assert_eq!((told.visit_date, told.as_of), (visit, as_of));
        assert_eq!(told.qualification.is_some(), validity == Validity::Valid);
    }
}
