//! Nothing is half recorded.

use qualification::{Category, Registration};
use store::{Completion, Enrolment, HistoryAnswer, Recorded, RegistrationOffer, StoreError};

use super::{fresh, path, raw};
use crate::sample::{
    admission, card, closing, completion, cover, in_visit, person, reading, september,
};

#[tokio::test]
async fn a_failure_at_any_table_leaves_no_half_record() {
    let (folder, store) = fresh().await;
    let mut unregistered = person(1, vec![cover("1234567", "01")]);
    unregistered.registration = Registration::NotRegistered;
    let enrolment = Enrolment {
        person: unregistered,
        cards: vec![card(1)],
        history: Vec::new(),
    };
    store.enrol(vec![enrolment]).await.unwrap();
    store.record_authentication(admission(1, 1)).await.unwrap();
    let file = raw(&path(&folder));
    let everything = || -> Vec<(String, i64)> {
        ["visit", "consent", "challenge", "answer", "audit"]
            .map(|table| {
                let sql = format!("SELECT count(*) FROM {table}");
                (
                    table.into(),
                    file.query_row(&sql, [], |row| row.get(0)).unwrap(),
                )
            })
            .into()
    };
    let before = everything();
    let completion = || Completion {
        registration: RegistrationOffer::Accepted,
        ..completion(2, 1)
    };
    for (event, operation) in [
        ("INSERT ON challenge", "authentication"),
        ("INSERT ON visit", "authentication"),
        ("INSERT ON audit", "authentication"),
        ("UPDATE ON chain_head", "authentication"),
        ("INSERT ON answer", "authentication"),
        ("UPDATE ON visit", "completion"),
        ("INSERT ON consent", "completion"),
        ("UPDATE ON person", "completion"),
        ("INSERT ON answer", "completion"),
        ("INSERT ON answer", "closing"),
    ] {
        file.execute_batch(&format!(
            "CREATE TRIGGER fault AFTER {event} BEGIN SELECT RAISE(ABORT, 'fault'); END"
        ))
        .unwrap();
        let failed = match operation {
            "authentication" => store.record_authentication(admission(2, 2)).await,
            "completion" => store.record_completion(completion()).await,
            _ => store.record_closing(closing(2, 1)).await,
        };
        let what = format!("{operation} with a fault after {event}");
        assert!(
            matches!(failed, Err(StoreError::Contradiction { .. })),
            "{what}: {failed:?}"
        );
        file.execute_batch("DROP TRIGGER fault").unwrap();
        assert_eq!(everything(), before, "{what}");
    }
    let completed = store.record_completion(completion()).await;
    assert_eq!(completed, Ok(Recorded::Done));
}

#[tokio::test]
async fn r029_what_cannot_be_recorded_is_not_viewed() {
    let (folder, store) = fresh().await;
    in_visit(&*store, september(2)).await;
    let before = store.audit(0, 0).await.unwrap().head;
    raw(&path(&folder))
        .execute_batch(
            "CREATE TRIGGER fault BEFORE INSERT ON audit WHEN NEW.operation = 'READ_HISTORY'
             BEGIN SELECT RAISE(ABORT, 'no record'); END",
        )
        .unwrap();
    let refused = store.read_history(reading(Category::Medication)).await;
    assert!(matches!(refused, Err(StoreError::Contradiction { .. })));
    raw(&path(&folder))
        .execute_batch("DROP TRIGGER fault")
        .unwrap();
    assert_eq!(store.audit(0, 0).await.unwrap().head, before);
    let read = store.read_history(reading(Category::Medication)).await;
    assert!(matches!(read, Ok(HistoryAnswer::Page { .. })));
}

#[tokio::test]
async fn a_history_that_makes_no_sense_is_damage_and_no_view() {
    let (folder, store) = fresh().await;
    in_visit(&*store, september(1)).await;
    let before = store.audit(0, 0).await.unwrap().head;
    let file = raw(&path(&folder));
    for (damage, mend) in [
        ("setting = 'elsewhere'", "setting = 'outpatient'"),
        ("source = 'RUMOUR'", "source = 'RECEIPT'"),
        ("dispensed_on = '2026-02-30'", "dispensed_on = '2026-09-01'"),
        ("dispenser_name = NULL", "dispenser_name = 'A'"),
        ("times = -1", "times = 28"),
    ] {
        let set = |it: &str| file.execute_batch(&format!("UPDATE medication SET {it}"));
        set(damage).unwrap();
        let read = store.read_history(reading(Category::Medication)).await;
        assert!(matches!(read, Err(StoreError::Damaged { .. })), "{damage}");
        set(mend).unwrap();
    }
    assert_eq!(store.audit(0, 0).await.unwrap().head, before);
    let read = store.read_history(reading(Category::Medication)).await;
    assert!(matches!(read, Ok(HistoryAnswer::Page { .. })));
}
