//! Every effect is in the audit trail, in a chain, and no name is.

use std::sync::Arc;

use qualification::{PersonId, ReaderKind, VisitId};
use ring::digest::{SHA256, digest};
use store::{
    AuditEvent, AuditRecord, ChainHead, ChainVerdict, Operation, RegistrationOffer, Store,
    verify_chain,
};
use tokio::task::JoinSet;

use crate::sample::{
    NAME, admission, assurance, at, bytes, caller, card, closing, completion, each_way, effect,
    enrol, number_check, refusal, the_clinic,
};

/// One visit from beginning to end, and a check by number.
pub(crate) async fn a_day(store: &dyn Store) {
    enrol(store, 1).await;
    store.record_authentication(admission(1, 1)).await.unwrap();
    store.record_completion(completion(2, 1)).await.unwrap();
    store.record_closing(closing(3, 1)).await.unwrap();
    let mut check = number_check(4);
    check.person = Some(PersonId(bytes(1)));
    store.record_number_check(check).await.unwrap();
}

pub(crate) async fn an_empty_chain_is_whole(store: Arc<dyn Store>) {
    let head = ChainHead::START;
    assert_eq!(
        verify_chain(&*store).await,
        Ok(ChainVerdict::Whole { head })
    );
}

pub(crate) async fn r029_the_audit_tells_what_was_done(store: Arc<dyn Store>) {
    a_day(&*store).await;
    let mut head = ChainHead::START;
    let mut expected = Vec::new();
    for (key, operation, detail) in [
        (
            1,
            Operation::Authenticate,
            "method=PIN reader=GENERAL attempts=2",
        ),
        (
            2,
            Operation::Complete,
            "register=NOT_OFFERED chosen=TKK,YZK granted=TKK,YZK \
             consents=544b4ba7a7a7a7a70000000000000001,595a4ba7a7a7a7a70000000000000001 \
             until=2026-11-22T00:00:00.123456Z limit=PROVIDE surface=READER_SCREEN",
        ),
        (3, Operation::Close, "how=FINISHED"),
        (4, Operation::CheckNumber, ""),
    ] {
        let in_visit = operation != Operation::CheckNumber;
        let event = AuditEvent {
            at: at(0),
            monotonic: Some(1_000),
            party: the_clinic(),
            terminal: caller().terminal,
            staff: None,
            operation,
            visit: in_visit.then_some(VisitId(bytes(1))),
            person: Some(PersonId(bytes(1))),
            card: in_visit.then_some(card(1)),
            category: None,
            purpose: None,
            consent: None,
            result: "CONFIRMED".into(),
            detail: detail.into(),
            answer: digest(&SHA256, &effect(key).answer)
                .as_ref()
                .try_into()
                .unwrap(),
        };
        let record = AuditRecord::after(head, event);
        head = record.as_head();
        expected.push(record);
    }
    let page = store.audit(0, 9).await.unwrap();
    assert_eq!(page.records, expected);
    assert_eq!((page.head, page.unreadable), (head, None));
}

pub(crate) async fn the_audit_tells_how_the_person_was_verified(store: Arc<dyn Store>) {
    let details = [
        "method=FACE reader=FACE attempts=2 score_band=NARROW",
        "method=FACE reader=FACE attempts=2 score_band=CLEAR",
        "method=FACE reader=FACE attempts=2 score_band=STRONG",
        "method=PIN reader=FACE attempts=2",
        "method=STAFF_CHECK reader=FACE attempts=2 staff_id=N-07",
    ];
    for (key, verified) in (1..).zip(each_way()) {
        // It is recorded of whoever was refused, too.
        let mut opening = refusal(key, key);
        opening.assurance = assurance(verified, ReaderKind::Face);
        store.record_authentication(opening).await.unwrap();
    }
    let records = store.audit(0, 9).await.unwrap().records;
    let told: Vec<_> = records.iter().map(|it| it.event.detail.as_str()).collect();
    assert_eq!(told, details);
}

pub(crate) async fn r029_the_audit_tells_whether_registration_was_offered_and_what_came_of_it(
    store: Arc<dyn Store>,
) {
    use RegistrationOffer::{Accepted, AcceptedInVain, Declined, NotOffered};
    for (number, registration, code) in [
        (1, NotOffered, "register=NOT_OFFERED "),
        (2, Declined, "register=NO "),
        (3, Accepted, "register=YES "),
        (4, AcceptedInVain, "register=YES "),
    ] {
        enrol(&*store, number).await;
        let opening = admission(number, number);
        store.record_authentication(opening).await.unwrap();
        let mut completion = completion(number + 10, number);
        completion.registration = registration;
        store.record_completion(completion).await.unwrap();
        let last = store.audit(0, 9).await.unwrap().records.pop().unwrap();
        assert!(last.event.detail.starts_with(code), "{}", last.event.detail);
    }
}

pub(crate) async fn r029_the_audit_names_nobody(store: Arc<dyn Store>) {
    a_day(&*store).await;
    let trail = format!("{:?}", store.audit(0, 9).await.unwrap());
    for secret in [NAME, "マドグチ", "1234567", "5021", "架空区", "1950"] {
        assert!(!trail.contains(secret), "{secret}");
    }
}

pub(crate) async fn the_audit_is_read_in_pages(store: Arc<dyn Store>) {
    a_day(&*store).await;
    for (after, at_most, numbers) in [
        (0, 2, vec![1, 2]),
        (2, 2, vec![3, 4]),
        (3, 9, vec![4]),
        (4, 9, vec![]),
        (u64::MAX, 9, vec![]),
        (0, 0, vec![]),
        (0, usize::MAX, vec![1, 2, 3, 4]),
    ] {
        let page = store.audit(after, at_most).await.unwrap();
        let read: Vec<_> = page.records.iter().map(|record| record.number).collect();
        assert_eq!((read, page.head.number), (numbers, 4), "after {after}");
    }
}

pub(crate) async fn the_audit_chain_verifies(store: Arc<dyn Store>) {
    let mut tasks = JoinSet::new();
    for key in 0..1001 {
        let store = Arc::clone(&store);
        tasks.spawn(async move { store.record_number_check(number_check(key)).await.unwrap() });
    }
    tasks.join_all().await;
    let head = store.audit(0, 0).await.unwrap().head;
    assert_eq!(head.number, 1001);
    assert_eq!(
        verify_chain(&*store).await,
        Ok(ChainVerdict::Whole { head })
    );
}

pub(crate) async fn the_audit_chain_verifies_while_it_grows(store: Arc<dyn Store>) {
    let growing = Arc::clone(&store);
    let growth = tokio::spawn(async move {
        for key in 0..300 {
            growing
                .record_number_check(number_check(key))
                .await
                .unwrap();
        }
    });
    while !growth.is_finished() {
        let verdict = verify_chain(&*store).await;
        assert!(
            matches!(verdict, Ok(ChainVerdict::Whole { .. })),
            "{verdict:?}"
        );
    }
    growth.await.unwrap();
}
