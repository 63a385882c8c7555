//! Lists of bookings: kept whole, each result once.

use std::sync::Arc;

use jiff::civil::date;
use qualification::{Branch, NumberQuery, ReceiptNumber};
use store::{
    BatchRecord, BatchResult, BatchResults, Booking, NewBatch, Operation, Recorded, Store,
    StoreError,
};
use tokio::task::JoinSet;

use super::records;
use crate::sample::{at, bytes, caller, clinic, effect, late_elderly, pharmacy, the_pharmacy};

const RECEIPT: ReceiptNumber = ReceiptNumber([0xB7; 16]);

pub(super) fn list(key: u64, bookings: u64) -> NewBatch {
    let booking = |number: u64| {
        let document = late_elderly(&format!("{number:08}"));
        Booking {
            id: format!("予約 {number}"),
            query: NumberQuery {
                insurer: document.insurer,
                symbol: number.is_multiple_of(2).then(|| "5021".to_owned()),
                number: document.number,
                branch: number
                    .is_multiple_of(2)
                    .then(|| Branch::parse("02").unwrap()),
                birth: date(1940, 2, 29),
            },
        }
    };
    NewBatch {
        effect: effect(key),
        receipt: RECEIPT,
        as_of: Some(date(2026, 11, 22)),
        bookings: (1..=bookings).map(booking).collect(),
        kept_until: at(1000),
    }
}

fn results(places: &[u32], answer: &str) -> BatchResults {
    let result = |place: &u32| BatchResult {
        place: *place,
        answer: format!("{answer} {place}").into_bytes(),
        person: None,
        result: "CONFIRMED",
    };
    BatchResults {
        caller: caller(),
        receipt: RECEIPT,
        at: at(5),
        monotonic: 9,
        results: places.iter().map(result).collect(),
    }
}

pub(crate) async fn a_list_is_kept_whole_and_read_in_parts(store: Arc<dyn Store>) {
    let new = list(1, 7);
    assert_eq!(store.record_batch(new.clone()).await, Ok(Recorded::Done));
    let retry = store.record_batch(new.clone()).await;
    assert!(matches!(retry, Ok(Recorded::Before(_))));
    let expected = BatchRecord {
        as_of: Some(date(2026, 11, 22)),
        bookings: 7,
        done: 0,
        kept_until: at(1000),
    };
    assert_eq!(
        store.batch(&clinic(), RECEIPT).await.unwrap(),
        Some(expected)
    );
    assert_eq!(store.batch(&pharmacy(), RECEIPT).await.unwrap(), None);
    let never = ReceiptNumber(bytes(1));
    assert_eq!(store.batch(&clinic(), never).await.unwrap(), None);
    for (after, at_most, places) in [(0, 9, 1..8), (0, 3, 1..4), (3, 3, 4..7), (7, 9, 8..8)] {
        let read = store.bookings(RECEIPT, after, at_most).await.unwrap();
        let found: Vec<_> = read.iter().map(|it| it.place).collect();
        assert_eq!(found, places.collect::<Vec<_>>());
        for it in read {
            assert!(it.booking == new.bookings[it.place as usize - 1]);
            assert!(it.answer.is_none());
        }
    }
    let event = store.audit(0, 1).await.unwrap().records.remove(0).event;
    assert_eq!(
        (event.operation, event.detail.as_str()),
        (Operation::SubmitBatch, "bookings=7")
    );
}

pub(crate) async fn a_list_without_a_day_or_a_booking_is_one(store: Arc<dyn Store>) {
    let mut empty = list(1, 0);
    empty.as_of = None;
    store.record_batch(empty).await.unwrap();
    let batch = store.batch(&clinic(), RECEIPT).await.unwrap().unwrap();
    assert_eq!((batch.as_of, batch.bookings, batch.done), (None, 0, 0));
}

pub(crate) async fn a_result_is_made_once_and_audited_once(store: Arc<dyn Store>) {
    store.record_batch(list(1, 4)).await.unwrap();
    let first = store.record_batch_results(results(&[1, 2], "first")).await;
    assert_eq!(first.unwrap(), [b"first 1", b"first 2"]);
    let second = store.record_batch_results(results(&[3, 2], "other")).await;
    assert_eq!(second.unwrap(), [b"other 3", b"first 2"]);
    let batch = store.batch(&clinic(), RECEIPT).await.unwrap().unwrap();
    assert_eq!(batch.done, 3);
    let answers = store.bookings(RECEIPT, 0, 9).await.unwrap();
    let answers: Vec<_> = answers.into_iter().map(|it| it.answer.is_some()).collect();
    assert_eq!(answers, [true, true, true, false]);
    let records = store.audit(1, 9).await.unwrap().records;
    let details: Vec<_> = records.iter().map(|it| it.event.detail.as_str()).collect();
    let receipt = "receipt=b7b7b7b7b7b7b7b7b7b7b7b7b7b7b7b7";
    let places = [1, 2, 3].map(|place| format!("{receipt} place={place}"));
    assert_eq!(details, places);
    assert!(
        records
            .iter()
            .all(|it| it.event.operation == Operation::CheckBatch)
    );
}

pub(crate) async fn followed_by_16_at_once_each_gets_the_same(store: Arc<dyn Store>) {
    store.record_batch(list(1, 20)).await.unwrap();
    let places: Vec<u32> = (1..=20).collect();
    let mut tasks = JoinSet::new();
    for number in 0..16 {
        let (store, places) = (Arc::clone(&store), places.clone());
        tasks.spawn(async move {
            let made = results(&places, &format!("by {number}"));
            store.record_batch_results(made).await.unwrap()
        });
    }
    let all = tasks.join_all().await;
    assert!(all.iter().all(|answers| *answers == all[0]));
    assert_eq!(records(&*store).await, 21);
}

pub(crate) async fn a_result_of_nothing_contradicts_the_store(store: Arc<dyn Store>) {
    store.record_batch(list(1, 2)).await.unwrap();
    let beyond = results(&[1, 3], "first");
    let mut elsewhere = results(&[1], "first");
    elsewhere.caller.party = the_pharmacy();
    let mut unknown = results(&[1], "first");
    unknown.receipt = ReceiptNumber(bytes(1));
    for wrong in [beyond, elsewhere, unknown] {
        let failed = store.record_batch_results(wrong).await;
        assert!(
            matches!(failed, Err(StoreError::Contradiction { .. })),
            "{failed:?}"
        );
    }
    let batch = store.batch(&clinic(), RECEIPT).await.unwrap().unwrap();
    assert_eq!((batch.done, records(&*store).await), (0, 1));
}
