//! What is opened, and what is refused.

use std::os::unix::fs::PermissionsExt;

use store::{StoreError, verify_chain};

use super::{fresh, location, open, path, raw};
use crate::contract::audit::a_day;
use crate::sample::{NAME, number_check, person};

async fn refusal(location: &str) -> StoreError {
    match store::open(location).await {
        Ok(_) => panic!("{location} was opened"),
        Err(error) => error,
    }
}

#[tokio::test]
async fn what_was_recorded_is_there_after_a_restart() {
    let (folder, store) = fresh().await;
    a_day(&*store).await;
    let before = (store.audit(0, 9).await, verify_chain(&*store).await);
    drop(store);
    let store = open(&path(&folder)).await;
    assert_eq!(
        (store.audit(0, 9).await, verify_chain(&*store).await),
        before
    );
    let person = person(1, Vec::new());
    assert!(store.person(person.id).await.unwrap().unwrap().name == NAME);
}

#[tokio::test]
async fn a_dropped_store_leaves_one_tidy_file() {
    let (folder, store) = fresh().await;
    a_day(&*store).await;
    drop(store);
    let files: Vec<_> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|file| file.unwrap().file_name())
        .collect();
    assert_eq!(files, ["madoguchi.db"]);
}

#[tokio::test]
async fn the_file_is_its_owners_alone() {
    let (folder, _store) = fresh().await;
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let file = file.unwrap();
        let mode = file.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{:?}", file.file_name());
    }
}

#[tokio::test]
async fn an_unknown_location_is_refused_without_repeating_its_password() {
    for location in [
        "mysql://madoguchi:geheim@host/db",
        "madoguchi.db",
        "sqlite:",
        "sqlite::memory:",
    ] {
        let error = refusal(location).await;
        assert!(
            matches!(error, StoreError::UnknownLocation { .. }),
            "{location}"
        );
        let text = error.to_string();
        assert!(
            text.contains("sqlite:PATH") && !text.contains("geheim"),
            "{text}"
        );
    }
}

#[tokio::test]
async fn a_newer_schema_is_refused() {
    let (folder, store) = fresh().await;
    drop(store);
    raw(&path(&folder))
        .execute_batch("PRAGMA user_version = 99")
        .unwrap();
    let newer = StoreError::Schema {
        found: 99,
        known: 4,
    };
    let location = location(&path(&folder));
    assert_eq!(refusal(&location).await, newer);
    assert_eq!(store::open_for_reading(&location).await.err(), Some(newer));
}

#[tokio::test]
async fn another_programs_database_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    raw(&path(&folder))
        .execute_batch("CREATE TABLE theirs (x)")
        .unwrap();
    let before = std::fs::read(path(&folder)).unwrap();
    assert_eq!(
        refusal(&location(&path(&folder))).await,
        StoreError::Foreign
    );
    assert!(std::fs::read(path(&folder)).unwrap() == before);
}

#[tokio::test]
async fn what_is_no_database_is_called_damaged() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(path(&folder), "これはデータベースではありません".repeat(99)).unwrap();
    let error = refusal(&location(&path(&folder))).await;
    assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
}

#[tokio::test]
async fn a_folder_that_is_not_there_is_said_so() {
    let folder = tempfile::tempdir().unwrap();
    let location = location(&folder.path().join("nowhere/madoguchi.db"));
    let error = refusal(&location).await;
    assert!(matches!(error, StoreError::Unavailable { .. }), "{error}");
    let error = store::open_for_reading(&location).await.err();
    assert!(
        matches!(error, Some(StoreError::Unavailable { .. })),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_store_is_read_beside_a_running_server_and_never_written() {
    let (folder, server) = fresh().await;
    let reader = store::open_for_reading(&location(&path(&folder)))
        .await
        .unwrap();
    a_day(&*server).await;
    assert_eq!(verify_chain(&*reader).await, verify_chain(&*server).await);
    assert_eq!(reader.audit(0, 9).await.unwrap().records.len(), 4);
    let written = reader.record_number_check(number_check(9)).await;
    assert_eq!(written, Err(StoreError::ReadOnly));
    assert_eq!(reader.check().await, Err(StoreError::ReadOnly));
}
