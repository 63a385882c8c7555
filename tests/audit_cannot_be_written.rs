//! A store whose audit trail cannot be written: nothing is answered, and nothing done.

use rusqlite::Connection;
use store::{ChainVerdict, verify_chain};
use tonic::{Code, Response, Status};

use crate::stage::duplex::{CLINIC, Stage};
use crate::stage::requests::named;

const MORNING: &str = "2026-11-21T09:00:00+09:00";

fn assert_refused<M>(answer: Result<Response<M>, Status>) {
    let status = answer.err().expect("nothing is answered");
    assert_eq!(
        named(&status),
        (Code::Unavailable, "STORE_UNAVAILABLE".into())
    );
}

#[tokio::test]
async fn t_l8_nothing_is_given_that_cannot_be_recorded() {
    let stage = Stage::at(MORNING).await;
    let mut raw = stage.raw(CLINIC).await;
    let visit = stage.let_in(&mut raw).await;
    let next = stage.card_answers(&mut raw).await;
    let (complete, close, check) = (stage.complete(&visit), stage.close(&visit), stage.check());
    let recorded = stage.records().await;

    let file = Connection::open(stage.store_file()).unwrap();
    file.execute_batch(
        "CREATE TRIGGER audit_is_down BEFORE INSERT ON audit
         BEGIN SELECT RAISE(ABORT, 'the audit trail is down'); END",
    )
    .unwrap();
    assert_refused(raw.check_by_number(check.clone()).await);
    assert_refused(raw.complete(complete.clone()).await);
    assert_refused(raw.close_visit(close.clone()).await);
    assert_refused(raw.authenticate(next.clone()).await);
    assert_eq!(stage.records().await, recorded);
    assert_eq!(
        (stage.rows("visit"), stage.rows("consent")),
        (1, 0),
        "nothing is done"
    );

    // The control: the same calls, once it can be written.
    file.execute_batch("DROP TRIGGER audit_is_down").unwrap();
    raw.check_by_number(check).await.unwrap();
    raw.complete(complete).await.unwrap();
    raw.close_visit(close).await.unwrap();
    raw.authenticate(next).await.unwrap();
    assert_eq!(stage.records().await.len(), recorded.len() + 4);
    let verdict = verify_chain(&*stage.store).await.unwrap();
    assert!(matches!(verdict, ChainVerdict::Whole { .. }));
    eprintln!(
        "T-L8: 4 of 4 calls refused while the audit trail could not be written, 0 of 4 once it could"
    );
}
