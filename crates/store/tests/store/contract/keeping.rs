//! What is recorded of those who were not let in, how far the trail was, and what goes.

use std::sync::Arc;

use jiff::Timestamp;
use qualification::{Caller, Party, VisitId};
use store::{
    ChainHead, ChainVerdict, Checkpoint, Denial, Forgetting, Operation, Recorded, Store,
    verify_chain,
};

use super::batch::list;
use crate::sample::{
    admission, at, bytes, clinic, effect, enrol, number_check, physician, refusal, the_clinic,
};

pub(crate) async fn a_denial_is_recorded_and_no_more(store: Arc<dyn Store>) {
    let nobody = Caller {
        party: Party::Nobody,
        terminal: None,
        staff: None,
    };
    for (caller, visit) in [(physician(), Some(VisitId(bytes(1)))), (nobody, None)] {
        let denial = Denial {
            caller: caller.clone(),
            operation: Operation::ReadHistory,
            at: at(1),
            monotonic: 4,
            visit,
            result: "NO_CERTIFICATE",
        };
        store.record_denial(denial).await.unwrap();
        let number = super::records(&*store).await;
        let event = store
            .audit(number - 1, 1)
            .await
            .unwrap()
            .records
            .remove(0)
            .event;
        assert_eq!(
            (event.party, event.terminal),
            (caller.party, caller.terminal)
        );
        assert_eq!(event.staff, caller.staff.map(|staff| staff.id));
        assert_eq!((event.visit, event.monotonic), (visit, Some(4)));
        assert_eq!((event.at, event.result.as_str()), (at(1), "NO_CERTIFICATE"));
    }
    let verdict = verify_chain(&*store).await;
    assert!(matches!(verdict, Ok(ChainVerdict::Whole { head }) if head.number == 2));
}

fn checkpoint(number: u64, byte: u8) -> Checkpoint {
    Checkpoint {
        head: ChainHead {
            number,
            hash: [byte; 32],
        },
        at: at(i64::from(byte)),
        signature: [byte; 64],
    }
}

pub(crate) async fn checkpoints_are_kept_in_order_and_never_replaced(store: Arc<dyn Store>) {
    for (number, byte) in [(0, 9), (20, 2), (10, 1), (30, 3), (20, 7)] {
        store
            .record_checkpoint(checkpoint(number, byte))
            .await
            .unwrap();
    }
    let all = [checkpoint(10, 1), checkpoint(20, 2), checkpoint(30, 3)];
    for (after, at_most, from, until) in [
        (0, 9, 0, 3),
        (0, 2, 0, 2),
        (10, 9, 1, 3),
        (15, 1, 1, 2),
        (u64::MAX, 9, 3, 3),
    ] {
        let page = store.checkpoints(after, at_most).await.unwrap();
        assert_eq!(page, all[from..until], "{after}");
    }
}

fn before(challenges: Timestamp, answers: Timestamp, batches: Timestamp) -> Forgetting {
    Forgetting {
        challenges_before: challenges,
        answers_before: answers,
        batches_before: batches,
    }
}

pub(crate) async fn nothing_is_forgotten_before_its_time(store: Arc<dyn Store>) {
    let microsecond = |at: Timestamp| at + jiff::SignedDuration::from_micros(1);
    enrol(&*store, 1).await;
    store.record_authentication(admission(1, 1)).await.unwrap();
    let start = at(0);
    let edge = before(start, start, at(1000));
    store.record_batch(list(2, 3)).await.unwrap();
    let kept = store.batch(&clinic(), list(2, 3).receipt).await.unwrap();
    assert_eq!(store.forget(edge).await, Ok(0));
    assert_eq!(
        store.record_authentication(refusal(3, 1)).await,
        Ok(Recorded::ChallengeUsed)
    );
    let past = store.answer_before(&the_clinic(), effect(1).key).await;
    assert!(past.unwrap().is_some());
    assert_eq!(
        store.batch(&clinic(), list(2, 3).receipt).await.unwrap(),
        kept
    );

    // Each by its own time alone.
    let challenges = before(microsecond(start), start, start);
    assert_eq!(store.forget(challenges).await, Ok(1));
    assert_eq!(store.forget(challenges).await, Ok(0));
    assert_eq!(
        store.record_authentication(refusal(3, 1)).await,
        Ok(Recorded::Done)
    );
    let batches = before(start, start, microsecond(at(1000)));
    assert_eq!(
        store.forget(batches).await,
        Ok(4),
        "three bookings and their list"
    );
    assert_eq!(
        store.batch(&clinic(), list(2, 3).receipt).await.unwrap(),
        None
    );
    let answers = before(start, microsecond(start), start);
    assert_eq!(store.forget(answers).await, Ok(3));
    let past = store.answer_before(&the_clinic(), effect(1).key).await;
    assert!(past.unwrap().is_none());
    // The visit and the trail stay.
    assert!(
        store
            .visit(&clinic(), VisitId(bytes(1)))
            .await
            .unwrap()
            .is_some()
    );
    assert_eq!(super::records(&*store).await, 3);
}

pub(crate) async fn much_is_forgotten_some_thousand_rows_at_a_time(store: Arc<dyn Store>) {
    store.record_batch(list(2, 6_000)).await.unwrap();
    let mut other = list(2, 3_000);
    other.receipt.0[0] = 1;
    other.effect = effect(3);
    other.kept_until = at(2000);
    store.record_batch(other.clone()).await.unwrap();
    store.record_number_check(number_check(4)).await.unwrap();
    let all = before(at(0), at(0), at(1001));
    let mut gone = Vec::new();
    while gone.last() != Some(&0) {
        gone.push(store.forget(all).await.unwrap());
        // What is going is not given in part.
        let half = store.batch(&clinic(), list(2, 0).receipt).await.unwrap();
        assert_eq!(half, None);
    }
    assert!(gone.iter().all(|rows| *rows <= 5_000), "{gone:?}");
    assert_eq!(gone.iter().sum::<u64>(), 6_001);
    let stays = store.batch(&clinic(), other.receipt).await.unwrap();
    assert_eq!(stays.unwrap().bookings, 3_000);
    assert_eq!(
        store.bookings(other.receipt, 0, 5_000).await.unwrap().len(),
        3_000
    );
}
