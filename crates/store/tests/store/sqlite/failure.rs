//! Nothing is half recorded.

use qualification::Registration;
use store::{Completion, Enrolment, Recorded, RegistrationOffer, StoreError};

use super::{fresh, path, raw};
use crate::sample::{admission, card, closing, completion, cover, person};

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
