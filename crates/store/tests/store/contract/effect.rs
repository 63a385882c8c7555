//! One key, one effect, one answer.

use std::sync::Arc;

use qualification::VisitId;
use store::{PastAnswer, Recorded, Store, StoreError};
use tokio::task::JoinSet;

use super::records;
use crate::sample::{
    admission, bytes, clinic, closing, completion, effect, enrol, number_check, refusal,
    the_clinic, the_pharmacy,
};

fn past(key: u64) -> PastAnswer {
    PastAnswer {
        request: effect(key).request,
        answer: effect(key).answer,
    }
}

pub(crate) async fn r041_a_retry_gives_the_same_answer_and_one_effect(store: Arc<dyn Store>) {
    enrol(&*store, 1).await;
    for (attempt, expected) in [
        (
            "first",
            [
                Recorded::Done,
                Recorded::Done,
                Recorded::Done,
                Recorded::Done,
            ],
        ),
        ("retry", [1, 2, 3, 4].map(|key| Recorded::Before(past(key)))),
    ] {
        // A retry may have computed another answer; the first one counts.
        let again = |mut effect: store::Effect| {
            if attempt == "retry" {
                effect.answer = b"another".to_vec();
            }
            effect
        };
        let mut authentication = admission(1, 1);
        authentication.effect = again(authentication.effect);
        let mut completion = completion(2, 1);
        completion.effect = again(completion.effect);
        let mut closing = closing(3, 1);
        closing.effect = again(closing.effect);
        let mut check = number_check(4);
        check.effect = again(check.effect);
        let outcomes = [
            store.record_authentication(authentication).await.unwrap(),
            store.record_completion(completion).await.unwrap(),
            store.record_closing(closing).await.unwrap(),
            store.record_number_check(check).await.unwrap(),
        ];
        assert_eq!(outcomes, expected, "{attempt}");
        assert_eq!(records(&*store).await, 4, "{attempt}");
    }
    for key in 1..=4 {
        let answer = store.answer_before(&the_clinic(), effect(key).key).await;
        assert_eq!(answer.unwrap(), Some(past(key)));
    }
    assert_eq!(
        store
            .answer_before(&the_clinic(), effect(5).key)
            .await
            .unwrap(),
        None
    );
}

pub(crate) async fn one_key_used_by_64_at_once_has_one_effect(store: Arc<dyn Store>) {
    let mut tasks = JoinSet::new();
    for _ in 0..64 {
        let store = Arc::clone(&store);
        tasks.spawn(async move { store.record_number_check(number_check(1)).await.unwrap() });
    }
    let outcomes = tasks.join_all().await;
    let done = outcomes.iter().filter(|it| **it == Recorded::Done).count();
    let before = Recorded::Before(past(1));
    let same = outcomes.iter().filter(|it| **it == before).count();
    assert_eq!((done, same), (1, 63));
    assert_eq!(records(&*store).await, 1);
}

pub(crate) async fn another_institutions_key_is_its_own(store: Arc<dyn Store>) {
    store.record_number_check(number_check(1)).await.unwrap();
    let key = effect(1).key;
    assert_eq!(
        store.answer_before(&the_pharmacy(), key).await.unwrap(),
        None
    );
    let mut check = number_check(1);
    check.effect.caller.party = the_pharmacy();
    check.effect.answer = b"theirs".to_vec();
    assert_eq!(
        store.record_number_check(check).await.unwrap(),
        Recorded::Done
    );
    let theirs = store.answer_before(&the_pharmacy(), key).await.unwrap();
    assert_eq!(theirs.unwrap().answer, b"theirs");
    assert_eq!(
        store.answer_before(&the_clinic(), key).await.unwrap(),
        Some(past(1))
    );
}

pub(crate) async fn a_challenge_is_used_once_by_64_at_once(store: Arc<dyn Store>) {
    enrol(&*store, 1).await;
    let mut tasks = JoinSet::new();
    for key in 0..64 {
        let store = Arc::clone(&store);
        let mut authentication = admission(key, 1);
        authentication.entry = store::Entry::Admitted(crate::sample::new_visit(100 + key, 1));
        tasks.spawn(async move {
            (
                key,
                store.record_authentication(authentication).await.unwrap(),
            )
        });
    }
    let outcomes = tasks.join_all().await;
    let (done, used): (Vec<_>, Vec<_>) = outcomes
        .into_iter()
        .partition(|(_, it)| *it == Recorded::Done);
    assert_eq!((done.len(), used.len()), (1, 63));
    assert_eq!(records(&*store).await, 1);
    for (key, outcome) in used {
        assert_eq!(outcome, Recorded::ChallengeUsed);
        let visit = store.visit(&clinic(), VisitId(bytes(100 + key))).await;
        assert_eq!(visit.unwrap(), None);
        let answer = store.answer_before(&the_clinic(), effect(key).key).await;
        assert_eq!(answer.unwrap(), None);
    }
}

pub(crate) async fn a_refusal_is_recorded_without_a_visit(store: Arc<dyn Store>) {
    enrol(&*store, 1).await;
    let refused = store.record_authentication(refusal(1, 1)).await.unwrap();
    assert_eq!(refused, Recorded::Done);
    let record = store.audit(0, 9).await.unwrap().records.remove(0);
    assert_eq!(record.event.result, "COVER_NOT_FOUND");
    assert_eq!(record.event.visit, None);
    let again = store.record_authentication(admission(2, 1)).await.unwrap();
    assert_eq!(again, Recorded::ChallengeUsed);
    assert_eq!(
        store.visit(&clinic(), VisitId(bytes(1))).await.unwrap(),
        None
    );
}

pub(crate) async fn what_contradicts_the_store_leaves_no_trace(store: Arc<dyn Store>) {
    let failed = store.record_authentication(admission(1, 1)).await;
    assert!(
        matches!(failed, Err(StoreError::Contradiction { .. })),
        "{failed:?}"
    );
    assert_eq!(records(&*store).await, 0);
    enrol(&*store, 1).await;
    let retried = store.record_authentication(admission(1, 1)).await.unwrap();
    assert_eq!(retried, Recorded::Done);
}

pub(crate) async fn a_failed_write_does_not_harm_those_beside_it(store: Arc<dyn Store>) {
    let mut tasks = JoinSet::new();
    for key in 0..200 {
        let store = Arc::clone(&store);
        tasks.spawn(async move {
            if key % 2 == 0 {
                let done = store.record_number_check(number_check(key)).await;
                assert_eq!(done, Ok(Recorded::Done));
            } else {
                let failed = store.record_authentication(admission(key, key)).await;
                assert!(matches!(failed, Err(StoreError::Contradiction { .. })));
            }
        });
    }
    tasks.join_all().await;
    assert_eq!(records(&*store).await, 100);
}

pub(crate) async fn the_store_can_be_checked(store: Arc<dyn Store>) {
    assert_eq!(store.check().await, Ok(()));
    assert_eq!(records(&*store).await, 0);
}
