//! Nothing is half recorded, and no failure tells what was to be recorded.

use qualification::Registration;
use store::{Completion, Enrolment, Recorded, RegistrationOffer, StoreError};

use super::fresh;
use super::server::raw;
use crate::sample::{admission, card, closing, completion, cover, enrol, person};

#[tokio::test]
async fn a_failure_at_any_table_leaves_no_half_record() {
    let (database, store) = fresh().await;
    let mut unregistered = person(1, vec![cover("1234567", "01")]);
    unregistered.registration = Registration::NotRegistered;
    let enrolment = Enrolment {
        person: unregistered,
        cards: vec![card(1)],
        history: Vec::new(),
    };
    store.enrol(vec![enrolment]).await.unwrap();
    store.record_authentication(admission(1, 1)).await.unwrap();
    enrol(&*store, 2).await;
    let other = raw(&database.owner).await;
    let fault = "CREATE FUNCTION fault() RETURNS trigger LANGUAGE plpgsql AS
         $$ BEGIN RAISE EXCEPTION 'fault'; END $$";
    other.batch_execute(fault).await.unwrap();
    let everything = async || {
        let tables = ["visit", "consent", "challenge", "answer", "audit"];
        let counts = tables.map(|table| format!("(SELECT count(*) FROM {table})"));
        let sql = format!("SELECT ARRAY[{}]", counts.join(","));
        other
            .query_one(&sql, &[])
            .await
            .unwrap()
            .get::<_, Vec<i64>>(0)
    };
    let before = everything().await;
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
        for when in ["", "CONSTRAINT"] {
            // At once, or when it is to be committed.
            let trigger = format!(
                "CREATE {when} TRIGGER fault AFTER {event} {} FOR EACH ROW EXECUTE FUNCTION fault()",
                if when.is_empty() {
                    ""
                } else {
                    "DEFERRABLE INITIALLY DEFERRED"
                }
            );
            other.batch_execute(&trigger).await.unwrap();
            let failed = match operation {
                "authentication" => store.record_authentication(admission(2, 2)).await,
                "completion" => store.record_completion(completion()).await,
                _ => store.record_closing(closing(2, 1)).await,
            };
            let what = format!("{operation} with a {when} fault after {event}");
            assert!(
                matches!(failed, Err(StoreError::Contradiction { .. })),
                "{what}: {failed:?}"
            );
            let table = event.rsplit(' ').next().unwrap();
            let drop = format!("DROP TRIGGER fault ON {table}");
            other.batch_execute(&drop).await.unwrap();
            assert_eq!(everything().await, before, "{what}");
        }
    }
    let completed = store.record_completion(completion()).await;
    assert_eq!(completed, Ok(Recorded::Done));
}

#[tokio::test]
async fn what_contradicts_the_store_is_told_without_its_values() {
    let (_database, store) = fresh().await;
    let failed = store.record_authentication(admission(1, 1)).await;
    let Err(error @ StoreError::Contradiction { .. }) = failed else {
        panic!("{failed:?}");
    };
    let text = error.to_string();
    assert!(text.contains("visit") && !text.contains("Key ("), "{text}");
}
