//! A visit goes its way once, at its own institution.

use std::sync::Arc;

use qualification::{ConsentGrant, Disclosure, PersonId, ReaderKind, Registration, Scope, VisitId};
use store::{
    Ending, Enrolment, Entry, NewVisit, Recorded, RegistrationOffer, Store, VisitRecord, VisitState,
};
use tokio::task::JoinSet;

use super::records;
use crate::sample::{
    admission, assurance, at, bytes, card, clinic, closing, completion, cover, each_way, enrol,
    new_visit, person, pharmacy, the_pharmacy,
};

/// Opens visit 1 of person 1.
async fn open(store: &dyn Store) {
    enrol(store, 1).await;
    let opened = store.record_authentication(admission(1, 1)).await;
    assert_eq!(opened, Ok(Recorded::Done));
}

async fn visit(store: &dyn Store) -> VisitRecord {
    let visit = store.visit(&clinic(), VisitId(bytes(1))).await.unwrap();
    visit.unwrap()
}

pub(crate) async fn a_visit_is_remembered_as_it_was_opened(store: Arc<dyn Store>) {
    enrol(&*store, 1).await;
    let mut opening = admission(1, 1);
    opening.entry = Entry::Admitted(NewVisit {
        offered_registration: true,
        ..new_visit(1, 1)
    });
    store.record_authentication(opening).await.unwrap();
    let expected = VisitRecord {
        id: VisitId(bytes(1)),
        person: PersonId(bytes(1)),
        card: card(1),
        card_serial: new_visit(1, 1).card_serial,
        certificate: new_visit(1, 1).certificate,
        visit_date: new_visit(1, 1).visit_date,
        opened_at: at(0),
        assurance: Some(admission(1, 1).assurance),
        offered_registration: true,
        scope: Scope::Full,
        state: VisitState::Open,
        consents: Vec::new(),
    };
    assert_eq!(visit(&*store).await, expected);
    store.record_completion(completion(2, 1)).await.unwrap();
    let completed = VisitRecord {
        state: VisitState::Completed,
        consents: completion(2, 1).consents,
        ..expected
    };
    assert_eq!(visit(&*store).await, completed);
}

pub(crate) async fn how_the_person_was_verified_is_remembered_whole(store: Arc<dyn Store>) {
    for (number, verified) in (1..).zip(each_way()) {
        enrol(&*store, number).await;
        let mut opening = admission(number, number);
        opening.assurance = assurance(verified, ReaderKind::Face);
        let asserted = opening.assurance.clone();
        store.record_authentication(opening).await.unwrap();
        let visit = store.visit(&clinic(), VisitId(bytes(number))).await;
        assert_eq!(visit.unwrap().unwrap().assurance, Some(asserted));
    }
}

pub(crate) async fn r051_only_an_accepted_registration_registers_the_card_and_only_once(
    store: Arc<dyn Store>,
) {
    use RegistrationOffer::{Accepted, AcceptedInVain, Declined, NotOffered};
    for (number, registration, is) in [
        (1, NotOffered, Registration::Deregistered),
        (2, Declined, Registration::Deregistered),
        (3, Accepted, Registration::Registered),
        (4, AcceptedInVain, Registration::Deregistered),
    ] {
        let mut before = person(number, vec![cover("1234567", "01")]);
        before.registration = Registration::Deregistered;
        let enrolment = Enrolment {
            person: before.clone(),
            cards: vec![card(number)],
            history: Vec::new(),
        };
        store.enrol(vec![enrolment]).await.unwrap();
        let opening = admission(number, number);
        store.record_authentication(opening).await.unwrap();
        let mut completion = completion(number + 10, number);
        completion.registration = registration;
        let done = store.record_completion(completion.clone()).await;
        assert_eq!(done, Ok(Recorded::Done));
        let now = store.person(before.id).await.unwrap().unwrap();
        assert_eq!(now.registration, is, "{registration:?}");
        // Nothing else of the person changed.
        before.registration = is;
        assert!(now == before, "{registration:?}");

        // A retry does not register again what was deregistered meanwhile.
        before.registration = Registration::Deregistered;
        let enrolment = Enrolment {
            person: before.clone(),
            cards: vec![card(number)],
            history: Vec::new(),
        };
        store.enrol(vec![enrolment]).await.unwrap();
        let again = store.record_completion(completion).await;
        assert!(matches!(again, Ok(Recorded::Before(_))));
        assert!(store.person(before.id).await.unwrap() == Some(before));
    }
}

pub(crate) async fn r054_who_cannot_be_registered_any_more_stays_as_they_are(
    store: Arc<dyn Store>,
) {
    use Disclosure::{Disclosed, NotDisclosed};
    use Registration::{Deregistered, Deregistering, NotRegistered, Registered};
    for (number, registration, disclosure) in [
        (1, Registered, Disclosed),
        (2, Deregistering, Disclosed),
        (3, NotRegistered, NotDisclosed),
        (4, Deregistered, NotDisclosed),
    ] {
        let mut stays = person(number, vec![cover("1234567", "01")]);
        (stays.registration, stays.disclosure) = (registration, disclosure);
        let enrolment = Enrolment {
            person: stays.clone(),
            cards: vec![card(number)],
            history: Vec::new(),
        };
        store.enrol(vec![enrolment]).await.unwrap();
        let opening = admission(number, number);
        store.record_authentication(opening).await.unwrap();
        let mut completion = completion(number + 10, number);
        completion.registration = RegistrationOffer::Accepted;
        // That it was accepted is recorded, and is no error.
        let done = store.record_completion(completion).await;
        assert_eq!(done, Ok(Recorded::Done));
        let last = store.audit(0, 9).await.unwrap().records.pop().unwrap();
        assert!(last.event.detail.starts_with("register=YES "));
        let now = store.person(stays.id).await.unwrap();
        assert!(now == Some(stays), "{registration:?}, {disclosure:?}");
    }
}

pub(crate) async fn a_visit_completes_once(store: Arc<dyn Store>) {
    open(&*store).await;
    for (key, outcome) in [(2, Recorded::Done), (3, Recorded::VisitNotOpen)] {
        let mut again = completion(key, 1);
        if key == 3 {
            again.consents.clear();
        }
        assert_eq!(store.record_completion(again).await, Ok(outcome));
    }
    assert_eq!(visit(&*store).await.consents.len(), 2);
    assert_eq!(records(&*store).await, 2);
    let never = store.record_completion(completion(4, 9)).await;
    assert_eq!(never, Ok(Recorded::VisitNotOpen));
}

pub(crate) async fn a_visit_completes_once_for_64_at_once(store: Arc<dyn Store>) {
    open(&*store).await;
    let mut tasks = JoinSet::new();
    for key in 2..66 {
        let store = Arc::clone(&store);
        tasks.spawn(async move { store.record_completion(completion(key, 1)).await.unwrap() });
    }
    let outcomes = tasks.join_all().await;
    let done = outcomes.iter().filter(|it| **it == Recorded::Done).count();
    let closed = outcomes
        .iter()
        .filter(|it| **it == Recorded::VisitNotOpen)
        .count();
    assert_eq!((done, closed), (1, 63));
}

pub(crate) async fn r023_another_institutions_visit_is_unknown(store: Arc<dyn Store>) {
    open(&*store).await;
    let id = VisitId(bytes(1));
    assert_eq!(store.visit(&pharmacy(), id).await.unwrap(), None);
    let mut completion = completion(2, 1);
    completion.effect.caller.party = the_pharmacy();
    let completed = store.record_completion(completion).await;
    assert_eq!(completed, Ok(Recorded::VisitNotOpen));
    let mut closing = closing(3, 1);
    closing.effect.caller.party = the_pharmacy();
    let closed = store.record_closing(closing).await;
    assert_eq!(closed, Ok(Recorded::VisitNotOpen));
    assert_eq!(visit(&*store).await.state, VisitState::Open);
    assert_eq!(records(&*store).await, 1);
}

pub(crate) async fn r023_consents_end_when_the_visit_closes(store: Arc<dyn Store>) {
    open(&*store).await;
    store.record_completion(completion(2, 1)).await.unwrap();
    let holding = |visit: &VisitRecord, seconds| {
        let holds = |consent: &&ConsentGrant| consent.holds_at(at(seconds));
        visit.consents.iter().filter(holds).count()
    };
    assert_eq!(holding(&visit(&*store).await, 600), 2);
    let mut closing = closing(3, 1);
    closing.effect.at = at(600);
    store.record_closing(closing).await.unwrap();
    let closed = visit(&*store).await;
    assert_eq!(closed.state, VisitState::Closed(Ending::Finished));
    assert_eq!((holding(&closed, 599), holding(&closed, 600)), (2, 0));
}

pub(crate) async fn r023_closing_does_not_prolong_a_consent(store: Arc<dyn Store>) {
    open(&*store).await;
    store.record_completion(completion(2, 1)).await.unwrap();
    let mut closing = closing(3, 1);
    closing.effect.at = at(48 * 3600);
    store.record_closing(closing).await.unwrap();
    assert_eq!(visit(&*store).await.consents, completion(2, 1).consents);
}

pub(crate) async fn an_open_visit_can_be_abandoned(store: Arc<dyn Store>) {
    open(&*store).await;
    let mut closing = closing(2, 1);
    closing.how = Ending::Abandoned;
    assert_eq!(store.record_closing(closing).await, Ok(Recorded::Done));
    let state = visit(&*store).await.state;
    assert_eq!(state, VisitState::Closed(Ending::Abandoned));
}

pub(crate) async fn a_closed_visit_stays_closed(store: Arc<dyn Store>) {
    open(&*store).await;
    store.record_closing(closing(2, 1)).await.unwrap();
    let again = store.record_closing(closing(3, 1)).await;
    assert_eq!(again, Ok(Recorded::VisitNotOpen));
    let completed = store.record_completion(completion(4, 1)).await;
    assert_eq!(completed, Ok(Recorded::VisitNotOpen));
    assert!(visit(&*store).await.consents.is_empty());
    assert_eq!(records(&*store).await, 2);
}
