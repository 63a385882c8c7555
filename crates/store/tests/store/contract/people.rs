//! People go in and come out whole.

use std::sync::Arc;

use jiff::civil::date;
use qualification::{
    Disclosure, InsuredPerson, InsurerNumber, PersonId, Registration, Sex, SpecificDisease,
    SpecificDiseaseCertificate,
};
use store::{Enrolment, Store};

use crate::sample::{bytes, card, cover, late_elderly, person};

async fn enrol(store: &dyn Store, number: u64, covers: Vec<qualification::Cover>, cards: &[u64]) {
    let enrolment = Enrolment {
        person: person(number, covers),
        cards: cards.iter().copied().map(card).collect(),
        history: Vec::new(),
    };
    store.enrol(vec![enrolment]).await.unwrap();
}

pub(crate) async fn what_was_enrolled_is_found_by_handle_and_by_card(store: Arc<dyn Store>) {
    let first = person(1, vec![cover("1234567", "01"), late_elderly("00000017")]);
    let mut second = person(2, Vec::new());
    second.limit = None;
    second.sex = Sex::NotStated;
    second.registration = Registration::NotRegistered;
    let enrolments = vec![
        Enrolment {
            person: first.clone(),
            cards: vec![card(1), card(11)],
            history: Vec::new(),
        },
        Enrolment {
            person: second.clone(),
            cards: vec![card(2)],
            history: Vec::new(),
        },
    ];
    for _ in 0..2 {
        store.enrol(enrolments.clone()).await.unwrap();
        assert!(store.person(first.id).await.unwrap() == Some(first.clone()));
        for (number, whose) in [(1, &first), (11, &first), (2, &second)] {
            let found = store.person_of_card(card(number)).await.unwrap();
            assert!(found.as_ref() == Some(whose), "card {number}");
        }
    }
}

/// A person of whom everything is recorded that can be.
fn with_everything(number: u64) -> InsuredPerson {
    let mut arrears = cover("1234567", "01");
    arrears.arrears_due = Some(date(2026, 10, 31));
    InsuredPerson {
        registration: Registration::Deregistering,
        disclosure: Disclosure::NotDisclosed,
        specific_disease: Some(SpecificDiseaseCertificate {
            disease: SpecificDisease::Haemophilia,
            valid_from: date(2026, 4, 1),
            valid_until: Some(date(2027, 3, 31)),
        }),
        subsidy_certificate: true,
        ..person(number, vec![arrears, late_elderly("00000017")])
    }
}

pub(crate) async fn whatever_is_recorded_of_a_person_comes_back_equal(store: Arc<dyn Store>) {
    let everything = with_everything(1);
    let endless = SpecificDiseaseCertificate {
        disease: SpecificDisease::Dialysis,
        valid_from: date(2026, 4, 1),
        valid_until: None,
    };
    let mut deregistered = everything.clone();
    deregistered.registration = Registration::Deregistered;
    deregistered.specific_disease = Some(endless);
    let plain = person(1, vec![cover("1234567", "01")]);
    for person in [everything, deregistered, plain] {
        let id = person.id;
        let cards = Vec::new();
        let enrolment = Enrolment {
            person: person.clone(),
            cards,
            history: Vec::new(),
        };
        store.enrol(vec![enrolment]).await.unwrap();
        assert!(store.person(id).await.unwrap() == Some(person));
    }
}

pub(crate) async fn enrolling_again_replaces_everything(store: Arc<dyn Store>) {
    let before = vec![cover("1", "01"), cover("2", "01"), cover("3", "01")];
    enrol(&*store, 1, before, &[1, 2]).await;
    let mut after = person(1, vec![late_elderly("4")]);
    after.name = "窓口　●子".into();
    after.limit = None;
    let enrolment = Enrolment {
        person: after.clone(),
        cards: vec![card(2)],
        history: Vec::new(),
    };
    store.enrol(vec![enrolment]).await.unwrap();
    assert!(store.person(after.id).await.unwrap() == Some(after.clone()));
    assert!(store.person_of_card(card(1)).await.unwrap().is_none());
    assert!(store.person_of_card(card(2)).await.unwrap() == Some(after));
}

pub(crate) async fn a_card_is_one_persons(store: Arc<dyn Store>) {
    enrol(&*store, 1, Vec::new(), &[1]).await;
    enrol(&*store, 2, Vec::new(), &[1]).await;
    let found = store.person_of_card(card(1)).await.unwrap().unwrap();
    assert_eq!(found.id, PersonId(bytes(2)));
}

pub(crate) async fn a_number_finds_everyone_under_it_with_their_whole_history(
    store: Arc<dyn Store>,
) {
    let family = [
        person(1, vec![late_elderly("9"), cover("1234567", "01")]),
        person(2, vec![cover("1234567", "02"), cover("1234567", "03")]),
    ];
    let other = person(3, vec![late_elderly("1234567")]);
    for person in family.iter().chain([&other]).cloned() {
        let cards = Vec::new();
        store
            .enrol(vec![Enrolment {
                person,
                cards,
                history: Vec::new(),
            }])
            .await
            .unwrap();
    }
    let found = async |insurer, symbol, number| {
        let insurer = InsurerNumber::parse(insurer).unwrap();
        let people = store.people_with_number(&insurer, symbol, number).await;
        people.unwrap()
    };
    assert!(found("06439996", Some("5021"), "1234567").await == family);
    assert!(found("39439997", None, "1234567").await == [other]);
    for (insurer, symbol, number) in [
        ("06439996", None, "1234567"),
        ("06439996", Some("5022"), "1234567"),
        ("06439996", Some("5021"), "1234568"),
        ("39439997", Some("5021"), "1234567"),
    ] {
        assert!(found(insurer, symbol, number).await.is_empty(), "{number}");
    }
}

pub(crate) async fn a_stranger_is_nobody(store: Arc<dyn Store>) {
    assert!(store.person(PersonId(bytes(1))).await.unwrap().is_none());
    assert!(store.person_of_card(card(1)).await.unwrap().is_none());
}
