//! The role that serves cannot rewrite the audit trail; its owner is stopped by a trigger.

use store::{StoreError, may_rewrite_audit, prepare};
use tokio_postgres::error::SqlState;

use super::server::raw;
use super::{ROLE, fresh};
use crate::contract::audit::a_day;
use crate::contract::records;

const REWRITING: [&str; 4] = [
    "UPDATE audit SET result = 'CONFIRMED'",
    "DELETE FROM audit WHERE number = 1",
    "DELETE FROM audit WHERE number > 99",
    "TRUNCATE audit",
];

#[tokio::test]
async fn the_role_that_serves_can_neither_change_nor_delete_an_audit_record() {
    let (database, store) = fresh().await;
    a_day(&*store).await;
    let role = raw(&database.served).await;
    let others = [
        "DELETE FROM chain_head",
        "ALTER TABLE audit DISABLE TRIGGER ALL",
        "DROP TRIGGER audit_is_not_rewritten ON audit",
        "DROP TABLE answer",
        "CREATE TABLE mine (x bigint)",
        "DELETE FROM visit",
    ];
    for statement in REWRITING.iter().chain(&others) {
        let refused = role.batch_execute(statement).await.unwrap_err();
        let code = refused.code().cloned();
        assert_eq!(code, Some(SqlState::INSUFFICIENT_PRIVILEGE), "{statement}");
    }
    assert_eq!(records(&*store).await, 4);
    assert_eq!(may_rewrite_audit(&database.served).await, Ok(false));
}

#[tokio::test]
async fn the_owner_is_stopped_by_a_trigger() {
    let (database, store) = fresh().await;
    a_day(&*store).await;
    let owner = raw(&database.owner).await;
    let twice = "INSERT INTO audit SELECT * FROM audit WHERE number = 1";
    let gap = "INSERT INTO audit (number, at, party, operation, result, detail, answer, previous,
         hash) VALUES (6, 0, '', '', '', '', '', '', '')";
    for statement in REWRITING.into_iter().chain([twice, gap]) {
        let refused = owner.batch_execute(statement).await.unwrap_err();
        let code = refused.code().cloned();
        let rule = SqlState::INTEGRITY_CONSTRAINT_VIOLATION;
        assert_eq!(code, Some(rule), "{statement}");
    }
    assert_eq!(records(&*store).await, 4);
    assert_eq!(may_rewrite_audit(&database.owner).await, Ok(true));
}

#[tokio::test]
async fn a_role_that_is_not_there_is_refused_and_any_name_is_only_a_name() {
    let (database, _store) = fresh().await;
    for role in ["nobody", "desk\"; DROP TABLE audit; --", ""] {
        let refused = prepare(&database.owner, role).await;
        let unavailable = matches!(refused, Err(StoreError::Unavailable { .. }));
        assert!(unavailable, "{role}: {refused:?}");
    }
    assert_eq!(prepare(&database.owner, ROLE).await, Ok(()));
    let file = prepare("sqlite:/tmp/nowhere.db", ROLE).await;
    assert!(matches!(file, Err(StoreError::UnknownLocation { .. })));
    assert_eq!(may_rewrite_audit("sqlite:/tmp/nowhere.db").await, Ok(true));
}
