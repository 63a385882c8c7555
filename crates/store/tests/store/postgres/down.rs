//! A database that cannot be reached is said to be so within 2 s, and used again as soon
//! as it is there.

use std::time::Duration;

use store::{Recorded, Store, StoreError};
use tokio::time::{sleep, timeout};

use super::server::{Server, sql};
use super::{Database, ROLE, database, fresh, without_tables};
use crate::sample::number_check;

/// Twice the 2 s that are waited for, so that a busy machine is no failure.
const BOUND: Duration = Duration::from_secs(4);
/// Twice the 5 s within which it works again.
const BACK: Duration = Duration::from_secs(10);

/// Asks and writes side by side; both are to say that it is down, and why.
async fn is_down(store: &dyn Store) -> String {
    let both = async { tokio::join!(store.audit(0, 1), store.check()) };
    match timeout(BOUND, both).await.expect("too long") {
        (Err(StoreError::Unavailable { .. }), Err(StoreError::Unavailable { reason })) => reason,
        (read, written) => panic!("{read:?}, {written:?}"),
    }
}

async fn is_back(store: &dyn Store) {
    let works = async {
        while store.check().await.is_err() || store.audit(0, 1).await.is_err() {
            sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(BACK, works).await.expect("it does not recover");
}

/// What cuts all connections of a database.
async fn cut(database: &Database) {
    let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid()";
    sql(&database.owner, cut).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_stopped_killed_or_frozen_is_said_to_be_and_used_again() {
    let mut server = Server::start(&[]);
    let database = without_tables(&server).await;
    server.told("stop");
    let late = timeout(BOUND, store::open(&database.owner)).await;
    let late = late.expect("too long").err();
    assert!(matches!(late, Some(StoreError::Unavailable { .. })));
    server.told("start");
    let store = store::open(&database.owner).await.unwrap();
    for (down, up, key) in [
        ("stop", "start", 1),
        ("kill", "start", 2),
        ("freeze", "thaw", 3),
        ("freeze", "thaw", 4),
    ] {
        server.told(down);
        let reason = is_down(&*store).await;
        let lost = timeout(BOUND, store.record_number_check(number_check(key))).await;
        assert!(lost.expect("too long").is_err(), "{down}");
        server.told(up);
        is_back(&*store).await;
        // Frozen, it may have had what was sent to it all the same.
        let again = store.record_number_check(number_check(key)).await;
        let once = matches!(again, Ok(Recorded::Done | Recorded::Before(_)));
        assert!(once, "{down}: {again:?}");
        println!("{down}: {reason}");
    }
    assert_eq!(store.audit(0, 0).await.unwrap().head.number, 4);
}

#[tokio::test]
async fn a_password_that_was_changed_is_said_so_without_either() {
    let (database, store) = fresh().await;
    // A role of its own: other tests use that of the contract.
    drop(store);
    let role = "CREATE ROLE night LOGIN PASSWORD 'geheim'";
    sql(&database.owner, role).await;
    store::prepare(&database.owner, "night").await.unwrap();
    let location = database.owner.replace("//madoguchi@", "//night:geheim@");
    let store = store::open(&location).await.unwrap();
    sql(&database.owner, "ALTER ROLE night PASSWORD 'anders'").await;
    cut(&database).await;
    let reason = is_down(&*store).await;
    assert!(
        reason.contains("password authentication failed"),
        "{reason}"
    );
    assert!(!reason.contains("geheim") && !reason.contains("anders"));
    sql(&database.owner, "ALTER ROLE night PASSWORD 'geheim'").await;
    is_back(&*store).await;
}

#[tokio::test]
async fn a_server_with_no_connection_left_is_said_so() {
    let (database, store) = fresh().await;
    let name = database.owner.rsplit('/').next().unwrap();
    let limit = async |at_most: i32| {
        let limit = format!("ALTER DATABASE {name} CONNECTION LIMIT {at_most}");
        sql(&database.owner, &limit).await;
    };
    limit(0).await;
    cut(&database).await;
    let reason = is_down(&*store).await;
    assert!(reason.contains("too many connections"), "{reason}");
    limit(-1).await;
    is_back(&*store).await;
}

#[tokio::test]
async fn a_host_without_a_name_is_said_so() {
    let database = database().await;
    let (_, name) = database.owner.rsplit_once('/').unwrap();
    let nowhere = format!("postgres://{ROLE}@%2Fnowhere/{name}");
    let refused = timeout(BOUND, store::open(&nowhere)).await;
    let refused = refused.expect("too long").err();
    assert!(matches!(refused, Some(StoreError::Unavailable { .. })));
}
