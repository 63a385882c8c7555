//! Another program's lock, a full queue and few connections are answers within their bound.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use qualification::PersonId;
use store::{Recorded, StoreError};
use tokio::task::JoinSet;
use tokio::time::timeout;

use super::fresh;
use super::server::{raw, sql};
use crate::contract::records;
use crate::sample::{bytes, enrol, number_check};

/// Twice the 2 s that are waited for, so that a busy machine is no failure.
const BOUND: Duration = Duration::from_secs(4);

#[tokio::test]
async fn a_locked_database_is_an_error_within_its_bound_and_recovers() {
    let (database, store) = fresh().await;
    enrol(&*store, 1).await;
    let other = raw(&database.owner).await;
    let lock = "BEGIN; SELECT FROM chain_head FOR UPDATE; LOCK TABLE person";
    other.batch_execute(lock).await.unwrap();
    let locked = timeout(BOUND, async {
        let read = store.person(PersonId(bytes(1)));
        let (read, one, other) = tokio::join!(read, store.check(), store.check());
        assert_eq!(read.err(), Some(StoreError::Locked));
        (one, other)
    });
    let locked = locked.await.unwrap();
    assert_eq!(locked, (Err(StoreError::Locked), Err(StoreError::Locked)));
    let read = timeout(BOUND, store.audit(0, 1)).await;
    assert!(
        read.unwrap().is_ok(),
        "a lock for writing does not keep readers out"
    );
    other.batch_execute("COMMIT").await.unwrap();
    assert_eq!(store.check().await, Ok(()));
    let recorded = store.record_number_check(number_check(1)).await;
    assert_eq!(recorded, Ok(Recorded::Done));
}

#[tokio::test]
async fn a_full_queue_is_refused_not_waited_for() {
    let (_database, store) = fresh().await;
    let mut waiting = Vec::new();
    let mut refused = 0;
    for key in 0..2000 {
        let mut record = store.record_number_check(number_check(key));
        match pin!(&mut record).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Pending => waiting.push(record),
            Poll::Ready(outcome) => {
                assert_eq!(outcome, Err(StoreError::Busy));
                refused += 1;
            }
        }
    }
    // 1024 wait in the queue; nobody had a turn yet.
    assert_eq!(refused, 976);
    for record in waiting {
        assert_eq!(record.await, Ok(Recorded::Done));
    }
    assert_eq!(records(&*store).await, 1024);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn however_many_ask_there_are_nine_connections_at_most() {
    let (database, store) = fresh().await;
    let other = raw(&database.owner).await;
    let mut tasks = JoinSet::new();
    for key in 0..300 {
        let store = Arc::clone(&store);
        tasks.spawn(async move {
            store.audit(0, 9).await.unwrap();
            store.record_number_check(number_check(key)).await.unwrap();
        });
    }
    let mut most = 0;
    let count = "SELECT count(*) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid()";
    while !tasks.is_empty() {
        most = most.max(other.query_one(count, &[]).await.unwrap().get::<_, i64>(0));
        while tasks.try_join_next().is_some() {}
    }
    assert!((2..=9).contains(&most), "{most}");
}

#[tokio::test]
async fn what_is_written_waits_for_the_disk_and_for_nothing_too_long() {
    let (database, store) = fresh().await;
    let watched = [
        ("synchronous_commit", "on"),
        ("statement_timeout", "2s"),
        ("lock_timeout", "1500ms"),
        ("idle_in_transaction_session_timeout", "5s"),
        ("application_name", "madoguchi"),
    ];
    let settings: Vec<_> = watched
        .iter()
        .map(|(name, _)| format!("'{name}'"))
        .collect();
    let watch = format!(
        "ALTER DATABASE {} SET synchronous_commit = off;
         CREATE TABLE seen (name text, value text);
         GRANT INSERT ON seen TO PUBLIC;
         CREATE FUNCTION watch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
             INSERT INTO seen SELECT name, current_setting(name)
             FROM unnest(ARRAY[{}]) AS name;
             RETURN NULL;
         END $$;
         CREATE TRIGGER watch AFTER INSERT ON audit EXECUTE FUNCTION watch()",
        database.owner.rsplit('/').next().unwrap(),
        settings.join(",")
    );
    sql(&database.owner, &watch).await;
    store.record_number_check(number_check(1)).await.unwrap();
    let other = raw(&database.owner).await;
    for (name, value) in watched {
        let seen = "SELECT value FROM seen WHERE name = $1";
        let seen = other.query_one(seen, &[&name]).await;
        assert_eq!(seen.unwrap().get::<_, &str>(0), value, "{name}");
    }
}
