//! Medical history is viewed by whoever may, and each view and each denial is recorded
//! before it is answered.

use std::sync::Arc;

use jiff::civil::date;
use qualification::{
    Category, CategorySet, Disclosure, HistoryRecord, HistorySource, Medication, Purpose, Quantity,
    Role, Scope, ViewDenial, VisitId,
};
use ring::digest::{SHA256, digest};
use store::{
    AuditEvent, Change, Enrolment, Entry, HistoryAnswer, HistoryPosition, HistoryRead,
    InstitutionTerms, NewVisit, Operation, Store,
};
use tokio::task::JoinSet;

use super::records;
use crate::sample::{
    DRUG, admission, at, bytes, card, changed, checkup, clinic, closing, completion, consent,
    cover, dispensed, enrol_with, hiring, in_visit, new_visit, on_duty, person, physician, reading,
    september, staff_id, surgery, the_pharmacy, treatment, withdrawal,
};

async fn page(
    store: &dyn Store,
    read: HistoryRead,
) -> (Vec<HistoryRecord>, Option<HistoryPosition>) {
    match store.read_history(read).await.unwrap() {
        HistoryAnswer::Page { records, next } => (records, next),
        HistoryAnswer::Denied(denial) => panic!("{denial:?}"),
        HistoryAnswer::NoVisit => panic!("no visit"),
        HistoryAnswer::InstitutionStopped => panic!("stopped"),
        HistoryAnswer::StaffNotOnDuty => panic!("not on duty"),
    }
}

async fn last(store: &dyn Store) -> AuditEvent {
    let number = records(store).await;
    store
        .audit(number - 1, 1)
        .await
        .unwrap()
        .records
        .remove(0)
        .event
}

/// Whether `read` is answered with `expected` and leaves one record with that result.
async fn is_answered(store: &dyn Store, read: HistoryRead, expected: &HistoryAnswer, code: &str) {
    let before = records(store).await;
    let answer = store.read_history(read).await.unwrap();
    assert!(answer == *expected, "{code}");
    assert_eq!(records(store).await, before + 1, "{code}");
    assert_eq!(last(store).await.result, code);
}

pub(crate) async fn whatever_is_in_a_history_is_viewed_whole(store: Arc<dyn Store>) {
    let barely = Medication {
        source: HistorySource::Prescribing,
        dispensed_by: None,
        dispensed_on: None,
        prescribed_on: Some(date(2026, 11, 20)),
        ..dispensed(date(2026, 9, 1))
    };
    let amount = Quantity {
        amount: "0.5".into(),
        unit: "mL".into(),
    };
    let history = vec![
        HistoryRecord::Medication(dispensed(date(2026, 9, 1))),
        treatment(date(2026, 9, 1), Some(amount)),
        surgery(date(2026, 9, 2)),
        checkup(date(2026, 6, 1), &["118", "0", "119"]),
        HistoryRecord::Medication(barely),
        treatment(date(2026, 8, 1), None),
        checkup(date(2025, 6, 1), &[]),
    ];
    in_visit(&*store, history.clone()).await;
    for (category, numbers) in [
        (Category::Medication, vec![4, 0]),
        (Category::Treatment, vec![1, 5]),
        (Category::Surgery, vec![2]),
        (Category::Checkup, vec![3, 6]),
    ] {
        let expected: Vec<_> = numbers
            .into_iter()
            .map(|it: usize| history[it].clone())
            .collect();
        let (records, next) = page(&*store, reading(category)).await;
        assert!(records == expected && next.is_none(), "{category:?}");
    }
}

pub(crate) async fn enrolling_again_replaces_the_history(store: Arc<dyn Store>) {
    in_visit(&*store, september(3)).await;
    enrol_with(&*store, vec![surgery(date(2026, 9, 2))]).await;
    assert!(
        page(&*store, reading(Category::Medication))
            .await
            .0
            .is_empty()
    );
    assert_eq!(last(&*store).await.detail, "records=0");
    assert_eq!(page(&*store, reading(Category::Surgery)).await.0.len(), 1);
}

pub(crate) async fn a_view_is_recorded_without_what_was_seen(store: Arc<dyn Store>) {
    in_visit(&*store, september(5)).await;
    let mut read = reading(Category::Medication);
    read.at_most = 3;
    page(&*store, read).await;
    let numbers: Vec<u8> = [4_u32, 3, 2]
        .into_iter()
        .flat_map(u32::to_be_bytes)
        .collect();
    let expected = AuditEvent {
        at: at(60),
        monotonic: Some(1_000),
        party: physician().party,
        terminal: physician().terminal,
        staff: Some(staff_id("D-01")),
        operation: Operation::ReadHistory,
        visit: Some(VisitId(bytes(1))),
        person: Some(person(1, Vec::new()).id),
        card: None,
        category: Some(Category::Medication),
        purpose: Some(Purpose::Care),
        consent: Some(consent(1, Category::Medication)),
        result: "VIEWED".into(),
        detail: "records=3 first=4 last=2".into(),
        answer: digest(&SHA256, &numbers).as_ref().try_into().unwrap(),
    };
    assert_eq!(last(&*store).await, expected);
    let trail = format!("{:?}", store.audit(0, 99).await.unwrap());
    for secret in [DRUG, "610406079", "2026-09", "窓口"] {
        assert!(!trail.contains(secret), "{secret}");
    }
}

pub(crate) async fn what_was_seen_cannot_be_guessed_from_its_digest(store: Arc<dyn Store>) {
    in_visit(&*store, september(2)).await;
    page(&*store, reading(Category::Medication)).await;
    let of_a_drug = last(&*store).await;
    let mut other = dispensed(date(2026, 8, 8));
    other.drug.code = "620000001".into();
    let other = [date(2026, 8, 8), date(2026, 8, 9)].map(|on| {
        HistoryRecord::Medication(Medication {
            dispensed_on: Some(on),
            ..other.clone()
        })
    });
    enrol_with(&*store, other.to_vec()).await;
    page(&*store, reading(Category::Medication)).await;
    assert_eq!(last(&*store).await, of_a_drug);
}

pub(crate) async fn pages_give_each_record_once_the_newest_first(store: Arc<dyn Store>) {
    // Two of each day, out of order.
    let mut history = september(9);
    history.extend(september(9));
    in_visit(&*store, history).await;
    let whole = page(&*store, reading(Category::Medication)).await.0;
    let days: Vec<_> = whole.iter().map(HistoryRecord::day).collect();
    assert!(days.is_sorted_by(|one, other| one >= other), "{days:?}");
    assert_eq!(whole.len(), 18);
    for at_most in [1, 4, 9, 17, 18, 19] {
        let (mut all, mut details, mut after) = (Vec::new(), Vec::new(), None);
        loop {
            let mut read = reading(Category::Medication);
            (read.after, read.at_most) = (after, at_most);
            let (records, next) = page(&*store, read).await;
            assert!(!records.is_empty());
            all.extend(records);
            details.push(last(&*store).await.detail);
            after = next;
            if after.is_none() {
                break;
            }
        }
        assert!(all == whole, "{at_most}");
        assert_eq!(details.len(), 18_usize.div_ceil(at_most));
    }
    // A page of nothing would never come to an end.
    let mut read = reading(Category::Medication);
    read.at_most = 0;
    assert_eq!(page(&*store, read).await.0.len(), 1);
}

pub(crate) async fn days_can_be_asked_for_both_included(store: Arc<dyn Store>) {
    in_visit(&*store, september(9)).await;
    let day = |day| Some(date(2026, 9, day));
    for (from, until, count) in [
        (None, None, 9),
        (day(4), None, 6),
        (None, day(4), 4),
        (day(4), day(4), 1),
        (day(5), day(4), 0),
    ] {
        let mut read = reading(Category::Medication);
        (read.from, read.until) = (from, until);
        let (records, next) = page(&*store, read).await;
        assert_eq!((records.len(), next), (count, None), "{from:?} {until:?}");
    }
}

pub(crate) async fn what_is_not_published_or_superseded_is_not_seen(store: Arc<dyn Store>) {
    let on = date(2026, 9, 10);
    let receipt = dispensed(on);
    let slip = Medication {
        source: HistorySource::Dispensing,
        ..receipt.clone()
    };
    let prescription = Medication {
        source: HistorySource::Prescribing,
        dispensed_by: None,
        dispensed_on: None,
        ..receipt.clone()
    };
    let unpublished = dispensed(date(2026, 11, 19));
    let history = [prescription, unpublished, slip, receipt.clone()];
    in_visit(&*store, history.map(HistoryRecord::Medication).to_vec()).await;
    let seen = [HistoryRecord::Medication(receipt)];
    // Neither is a page cut before, nor do the days that are asked for bring it back.
    let mut read = reading(Category::Medication);
    (read.at_most, read.until) = (1, Some(on));
    let (records, next) = page(&*store, read).await;
    assert!(records == seen && next.is_none());
    assert_eq!(last(&*store).await.detail, "records=1 first=3 last=3");
}

pub(crate) async fn each_denial_is_given_by_its_own_code(store: Arc<dyn Store>) {
    in_visit(&*store, september(1)).await;
    changed(&*store, 11, hiring(&clinic(), "R-01", Role::Reception)).await;
    let read = || reading(Category::Medication);
    let mut of_reception = read();
    of_reception.caller = on_duty("R-01", Role::Reception, 1);
    let mut dispensing = read();
    dispensing.purpose = Purpose::Dispensing;
    let mut not_offered = read();
    not_offered.offered_by_default = CategorySet::NONE.with(Category::Checkup);
    let mut too_late = read();
    too_late.at = at(24 * 3600);
    for (read, denial) in [
        (of_reception, ViewDenial::WrongRole),
        (dispensing, ViewDenial::WrongPurpose),
        (not_offered, ViewDenial::NotOffered),
        (reading(Category::SpecificDisease), ViewDenial::NotOffered),
        (too_late, ViewDenial::ConsentExpired),
    ] {
        is_answered(&*store, read, &HistoryAnswer::Denied(denial), denial.code()).await;
        let event = last(&*store).await;
        assert_eq!(event.person, Some(person(1, Vec::new()).id));
        assert_eq!((event.consent, event.detail.as_str()), (None, ""));
    }
    let taken_back = HistoryAnswer::Denied(ViewDenial::ConsentWithdrawn);
    store.record_withdrawal(withdrawal(12, 1)).await.unwrap();
    is_answered(&*store, read(), &taken_back, "CONSENT_WITHDRAWN").await;
    // That concerns the one consent alone.
    page(&*store, reading(Category::Treatment)).await;
    store.record_closing(closing(13, 1)).await.unwrap();
    let ended = HistoryAnswer::Denied(ViewDenial::ConsentExpired);
    is_answered(
        &*store,
        reading(Category::Treatment),
        &ended,
        "CONSENT_EXPIRED",
    )
    .await;
}

pub(crate) async fn what_an_institution_offers_is_asked_as_it_stands(store: Arc<dyn Store>) {
    in_visit(&*store, september(1)).await;
    let terms = |offered| {
        Change::PutInstitution(InstitutionTerms {
            code: clinic(),
            name: "窓口医院".into(),
            offered,
            stopped: false,
        })
    };
    let nothing = HistoryAnswer::Denied(ViewDenial::NotOffered);
    changed(&*store, 11, terms(CategorySet::NONE)).await;
    is_answered(
        &*store,
        reading(Category::Medication),
        &nothing,
        "NOT_OFFERED",
    )
    .await;
    changed(
        &*store,
        12,
        terms(CategorySet::NONE.with(Category::Medication)),
    )
    .await;
    page(&*store, reading(Category::Medication)).await;
}

pub(crate) async fn before_consent_and_in_grace_nothing_is_seen(store: Arc<dyn Store>) {
    enrol_with(&*store, september(1)).await;
    changed(&*store, 3, hiring(&clinic(), "D-01", Role::Physician)).await;
    store.record_authentication(admission(1, 1)).await.unwrap();
    let none = HistoryAnswer::Denied(ViewDenial::NotConsented);
    is_answered(
        &*store,
        reading(Category::Medication),
        &none,
        "NOT_CONSENTED",
    )
    .await;
    store.record_completion(completion(2, 1)).await.unwrap();
    is_answered(&*store, reading(Category::Surgery), &none, "NOT_CONSENTED").await;

    let mut opening = admission(4, 2);
    opening.card = card(1);
    opening.entry = Entry::Admitted(NewVisit {
        scope: Scope::EligibilityOnly,
        ..new_visit(2, 1)
    });
    store.record_authentication(opening).await.unwrap();
    store.record_completion(completion(5, 2)).await.unwrap();
    let mut read = reading(Category::Medication);
    read.visit = VisitId(bytes(2));
    let grace = HistoryAnswer::Denied(ViewDenial::InGrace);
    is_answered(&*store, read, &grace, "IN_GRACE").await;
}

pub(crate) async fn a_visit_elsewhere_and_one_of_nobody_to_be_shown_are_answered_alike(
    store: Arc<dyn Store>,
) {
    in_visit(&*store, september(1)).await;
    let mut unknown = reading(Category::Medication);
    unknown.visit = VisitId(bytes(9));
    is_answered(&*store, unknown, &HistoryAnswer::NoVisit, "NOT_FOUND").await;
    let of_unknown = last(&*store).await;
    assert_eq!(
        (of_unknown.visit, of_unknown.person),
        (Some(VisitId(bytes(9))), None)
    );

    let mut person = person(1, vec![cover("1234567", "01")]);
    person.disclosure = Disclosure::NotDisclosed;
    let hidden = Enrolment {
        person,
        cards: vec![card(1)],
        history: september(1),
    };
    store.enrol(vec![hidden]).await.unwrap();
    let read = reading(Category::Medication);
    is_answered(&*store, read, &HistoryAnswer::NoVisit, "NOT_FOUND").await;
    let mut of_hidden = last(&*store).await;
    of_hidden.visit = of_unknown.visit;
    assert_eq!(of_hidden, of_unknown);

    let elsewhere = qualification::Institution::parse("1340000002").unwrap();
    let hiring = hiring(&elsewhere, "D-01", Role::Physician);
    changed(&*store, 11, hiring).await;
    let mut theirs = reading(Category::Medication);
    theirs.caller.party = the_pharmacy();
    is_answered(&*store, theirs, &HistoryAnswer::NoVisit, "NOT_FOUND").await;
}

pub(crate) async fn whoever_is_not_on_duty_any_more_views_nothing(store: Arc<dyn Store>) {
    in_visit(&*store, september(1)).await;
    let off = HistoryAnswer::StaffNotOnDuty;
    let with = |caller| HistoryRead {
        caller,
        ..reading(Category::Medication)
    };
    let nobody = crate::sample::caller();
    let another_role = on_duty("D-01", Role::Dentist, 1);
    let another_session = on_duty("D-01", Role::Physician, 2);
    let another_account = on_duty("D-02", Role::Physician, 1);
    for caller in [nobody, another_role, another_session, another_account] {
        is_answered(&*store, with(caller), &off, "STAFF_TOKEN_INVALID").await;
    }
    page(&*store, with(physician())).await;
    let (institution, staff) = (clinic(), staff_id("D-01"));
    changed(&*store, 11, Change::SignOut { institution, staff }).await;
    is_answered(&*store, with(physician()), &off, "STAFF_TOKEN_INVALID").await;
    assert_eq!(last(&*store).await.person, None);
    page(&*store, with(on_duty("D-01", Role::Physician, 2))).await;
}

pub(crate) async fn r029_each_of_64_views_at_once_has_its_record(store: Arc<dyn Store>) {
    in_visit(&*store, september(2)).await;
    let before = records(&*store).await;
    let mut tasks = JoinSet::new();
    for _ in 0..64 {
        let store = Arc::clone(&store);
        tasks.spawn(async move { page(&*store, reading(Category::Medication)).await.0.len() });
    }
    assert_eq!(tasks.join_all().await, vec![2; 64]);
    assert_eq!(records(&*store).await, before + 64);
}
