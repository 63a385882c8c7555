//! What the operator changes, each at once and with its record.

use std::sync::Arc;

use jiff::civil::{Date, date};
use qualification::{
    CardFingerprint, Category, CategorySet, Cover, PersonId, Registration, RegistrationEvent,
};
use store::{Change, Enrolment, InstitutionTerms, Recorded, Store};

use super::records;
use crate::sample::{
    at, bytes, card, change, changed, clinic, cover, enrol, late_elderly, person, pharmacy,
    reference, the_pharmacy,
};

async fn suspended(store: &dyn Store, number: u64) -> Option<jiff::Timestamp> {
    store.suspended_since(card(number)).await.unwrap()
}

async fn cards(store: &dyn Store) -> Vec<CardFingerprint> {
    let cards = store.cards(PersonId(bytes(1))).await.unwrap();
    cards.into_iter().map(|(card, _)| card).collect()
}

async fn covers(store: &dyn Store) -> Vec<Cover> {
    let person = store.person(PersonId(bytes(1))).await.unwrap();
    person.unwrap().covers
}

/// Whether nothing of it is done or recorded.
async fn is_not_there(store: &dyn Store, key: u64, what: Change) {
    let before = records(store).await;
    let recorded = store.record_administration(change(key, what)).await;
    assert_eq!(recorded, Ok(Recorded::NotThere), "{key}");
    assert_eq!(records(store).await, before);
}

pub(crate) async fn a_card_is_suspended_until_that_is_lifted(store: Arc<dyn Store>) {
    enrol(&*store, 1).await;
    assert_eq!(suspended(&*store, 1).await, None);
    for (key, seconds) in [(1, 60), (2, 90)] {
        let mut it = change(key, Change::SuspendCard(card(1)));
        it.effect.at = at(seconds);
        assert_eq!(store.record_administration(it).await, Ok(Recorded::Done));
        assert_eq!(suspended(&*store, 1).await, Some(at(60)), "since the first");
    }
    let all = store.cards(PersonId(bytes(1))).await.unwrap();
    assert_eq!(all, [(card(1), Some(at(60)))]);
    let event = store.audit(0, 1).await.unwrap().records.remove(0).event;
    assert_eq!(
        (event.card, event.person),
        (Some(card(1)), Some(PersonId(bytes(1))))
    );
    assert_eq!(event.party.code(), "OPERATOR");
    let retry = store
        .record_administration(change(1, Change::SuspendCard(card(1))))
        .await;
    assert!(matches!(retry, Ok(Recorded::Before(_))));
    changed(&*store, 3, Change::LiftCard(card(1))).await;
    assert_eq!(suspended(&*store, 1).await, None);
    is_not_there(&*store, 4, Change::SuspendCard(card(9))).await;
    is_not_there(&*store, 5, Change::LiftCard(card(9))).await;
    assert_eq!(suspended(&*store, 9).await, None);
}

pub(crate) async fn a_card_that_stays_stays_suspended_when_its_person_is_enrolled_again(
    store: Arc<dyn Store>,
) {
    enrol(&*store, 1).await;
    changed(&*store, 1, Change::SuspendCard(card(1))).await;
    let again = |cards: &[u64]| Enrolment {
        person: person(1, Vec::new()),
        cards: cards.iter().copied().map(card).collect(),
        history: Vec::new(),
    };
    changed(&*store, 2, Change::EnrolPerson(Box::new(again(&[1, 2])))).await;
    assert_eq!(suspended(&*store, 1).await, Some(at(0)));
    assert_eq!(suspended(&*store, 2).await, None);
    store.enrol(vec![again(&[2])]).await.unwrap();
    assert_eq!(cards(&*store).await, [card(2)]);
    let last = store.audit(1, 1).await.unwrap().records.remove(0).event;
    assert_eq!(
        (last.person, last.detail.as_str()),
        (Some(PersonId(bytes(1))), "cards=2 history=0")
    );
}

pub(crate) async fn a_renewed_card_takes_the_place_of_the_old(store: Arc<dyn Store>) {
    enrol(&*store, 1).await;
    enrol(&*store, 2).await;
    changed(&*store, 1, Change::SuspendCard(card(1))).await;
    let (old, new) = (card(1), card(11));
    // Renewed by itself, it would be rid of its suspension.
    changed(&*store, 2, Change::RenewCard { old, new: old }).await;
    assert!(suspended(&*store, 1).await.is_some());
    changed(&*store, 3, Change::RenewCard { old, new }).await;
    assert_eq!(cards(&*store).await, [new]);
    assert_eq!(suspended(&*store, 11).await, None);
    assert!(store.person_of_card(old).await.unwrap().is_none());
    is_not_there(&*store, 4, Change::RenewCard { old, new }).await;
    // Nobody gets another one's card.
    let others = Change::RenewCard {
        old: new,
        new: card(2),
    };
    is_not_there(&*store, 5, others).await;
    assert_eq!(cards(&*store).await, [new]);
}

pub(crate) async fn arrears_are_of_the_cover_in_force_that_day(store: Arc<dyn Store>) {
    // 2020-04-01 to 2026-10-31, and from 2026-11-01.
    let mut next = late_elderly("9");
    next.acquired_on = date(2026, 11, 1);
    let before = person(1, vec![cover("1234567", "01"), next]);
    let (cards, history) = (Vec::new(), Vec::new());
    let enrolment = Enrolment {
        person: before,
        cards,
        history,
    };
    store.enrol(vec![enrolment]).await.unwrap();
    let due = Some(date(2026, 9, 30));
    let of = |person: u64, on: Date, due: Option<Date>| {
        let person = PersonId(bytes(person));
        Change::SetArrears { person, on, due }
    };
    let owed = async || -> Vec<Option<Date>> {
        covers(&*store)
            .await
            .into_iter()
            .map(|it| it.arrears_due)
            .collect()
    };
    changed(&*store, 1, of(1, date(2026, 11, 1), due)).await;
    assert_eq!(owed().await, [None, due]);
    changed(&*store, 2, of(1, date(2026, 10, 31), due)).await;
    assert_eq!(owed().await, [due, due]);
    changed(&*store, 3, of(1, date(2020, 4, 1), None)).await;
    assert_eq!(owed().await, [None, due]);
    is_not_there(&*store, 4, of(1, date(2020, 3, 31), due)).await;
    is_not_there(&*store, 5, of(2, date(2026, 11, 1), due)).await;
    assert_eq!(owed().await, [None, due]);
}

pub(crate) async fn a_new_insurer_ends_the_cover_in_force(store: Arc<dyn Store>) {
    let mut endless = cover("1234567", "01");
    endless.lost_on = None;
    let mut past = cover("7654321", "01");
    (past.acquired_on, past.lost_on) = (date(2010, 4, 1), Some(date(2020, 4, 1)));
    let before = person(1, vec![past.clone(), endless.clone()]);
    let (cards, history) = (Vec::new(), Vec::new());
    let enrolment = Enrolment {
        person: before,
        cards,
        history,
    };
    store.enrol(vec![enrolment]).await.unwrap();
    let mut new = late_elderly("9");
    (new.acquired_on, new.linked_on) = (date(2026, 12, 1), date(2026, 12, 20));
    let to = |person: u64| Change::ChangeInsurer {
        person: PersonId(bytes(person)),
        cover: Box::new(new.clone()),
    };
    changed(&*store, 1, to(1)).await;
    endless.lost_on = Some(new.acquired_on);
    assert!(covers(&*store).await == [past, endless, new.clone()]);
    let found = store.people_with_number(&new.insurer, None, "9").await;
    assert_eq!(found.unwrap().len(), 1);
    is_not_there(&*store, 2, to(2)).await;
}

pub(crate) async fn r054_a_registration_changes_where_it_can(store: Arc<dyn Store>) {
    use Registration::{Deregistered, Deregistering, NotRegistered, Registered};
    use RegistrationEvent::{DeregistrationCompleted, DeregistrationRequested};
    for (number, before) in (1..).zip([Registered, NotRegistered, Deregistering, Deregistered]) {
        let events = [
            RegistrationEvent::Registered,
            DeregistrationRequested,
            DeregistrationCompleted,
        ];
        for (key, event) in (100 * number..).zip(events) {
            let mut it = person(number, Vec::new());
            it.registration = before;
            let (id, cards, history) = (it.id, Vec::new(), Vec::new());
            let enrolment = Enrolment {
                person: it,
                cards,
                history,
            };
            store.enrol(vec![enrolment]).await.unwrap();
            let what = Change::ChangeRegistration { person: id, event };
            match before.after(event) {
                Ok(_) => changed(&*store, key, what).await,
                Err(_) => is_not_there(&*store, key, what).await,
            }
            let now = store.person(id).await.unwrap().unwrap().registration;
            assert_eq!(
                now,
                before.after(event).unwrap_or(before),
                "{before:?} {event:?}"
            );
        }
    }
    let (person, event) = (PersonId(bytes(99)), RegistrationEvent::Registered);
    is_not_there(&*store, 9, Change::ChangeRegistration { person, event }).await;
}

pub(crate) async fn institutions_are_put_in_and_listed(store: Arc<dyn Store>) {
    let terms = |code, offered: CategorySet, stopped| InstitutionTerms {
        code,
        name: "窓口医院".into(),
        offered,
        stopped,
    };
    let nothing = terms(pharmacy(), CategorySet::NONE, true);
    let some = CategorySet::NONE
        .with(Category::Surgery)
        .with(Category::Checkup);
    let first = terms(clinic(), some, false);
    assert_eq!(store.institution(&clinic()).await.unwrap(), None);
    changed(&*store, 1, Change::PutInstitution(nothing.clone())).await;
    changed(&*store, 2, Change::PutInstitution(first.clone())).await;
    assert_eq!(
        store.institution(&clinic()).await.unwrap(),
        Some(first.clone())
    );
    let all = [first, nothing];
    for (after, at_most, from, until) in [
        ("", 9, 0, 2),
        ("", 1, 0, 1),
        (all[0].code.as_str(), 9, 1, 2),
        (all[1].code.as_str(), 9, 2, 2),
    ] {
        let page = store.institutions(after, at_most).await.unwrap();
        assert_eq!(page, all[from..until]);
    }
    let again = terms(clinic(), CategorySet::MEDICAL, true);
    changed(&*store, 3, Change::PutInstitution(again.clone())).await;
    assert_eq!(store.institution(&clinic()).await.unwrap(), Some(again));
    let last = store.audit(2, 1).await.unwrap().records.remove(0).event;
    let detail = "institution=1310000001 offered=SHJ,SRJ,YZK,TKK stopped=YES";
    assert_eq!(last.detail, detail);
}

pub(crate) async fn what_changes_nothing_is_recorded_with_its_codes(store: Arc<dyn Store>) {
    let detail = "found=NO".to_owned();
    changed(&*store, 1, Change::Nothing { detail }).await;
    let event = store.audit(0, 1).await.unwrap().records.remove(0).event;
    assert_eq!(
        (event.detail.as_str(), event.result.as_str()),
        ("found=NO", "DONE")
    );
}

pub(crate) async fn a_reference_number_is_each_institutions_own(store: Arc<dyn Store>) {
    enrol(&*store, 1).await;
    let person = PersonId(bytes(1));
    let kept = async |institution| store.reference_number(&institution, person).await.unwrap();
    assert_eq!(kept(clinic()).await, None);
    for (key, number) in [(1, Some("K-1")), (2, Some("K-2")), (3, None)] {
        let done = store.record_reference_number(reference(key, number)).await;
        assert_eq!(done, Ok(Recorded::Done));
        assert_eq!(kept(clinic()).await.as_deref(), number);
        assert_eq!(kept(pharmacy()).await, None);
    }
    let mut theirs = reference(1, Some("P-1"));
    theirs.effect.caller.party = the_pharmacy();
    store.record_reference_number(theirs).await.unwrap();
    assert_eq!(kept(pharmacy()).await.as_deref(), Some("P-1"));
    // Nobody was found: that is recorded alone.
    let mut nobodys = reference(5, Some("K-9"));
    nobodys.person = None;
    assert_eq!(
        store.record_reference_number(nobodys).await,
        Ok(Recorded::Done)
    );
    assert_eq!(records(&*store).await, 5);
    let trail = format!("{:?}", store.audit(0, 9).await.unwrap());
    assert!(!trail.contains("K-1") && trail.contains("number=KEPT"));
}
