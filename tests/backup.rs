//! A store is copied while a server writes to it, and takes the place of another.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use rusqlite::Connection;
use tokio::time::interval;

use crate::stage::desk::{check, client};
use crate::stage::home::Home;
use crate::stage::processes::{madoguchi, run, server, server_at, words};

/// So many writes a second.
const LOAD: Duration = Duration::from_millis(20);

fn store(arguments: &[&str], file: &Path, location: &str) -> Output {
    let mut command = madoguchi();
    command.arg("store").args(arguments).arg(file);
    run(command.args(["--store", location]), "")
}

fn assert_done(output: &Output) {
    assert!(output.status.success(), "{}", words(output));
}

fn verified(location: &str) -> Output {
    run(
        madoguchi().args(["audit", "verify", "--store", location]),
        "",
    )
}

/// The keys of what was answered, as that store knows them.
fn keys(store: &Path) -> Vec<Vec<u8>> {
    let store = Connection::open(store).unwrap();
    let mut keys = store.prepare("SELECT key FROM answer").unwrap();
    let keys = keys.query_map([], |row| row.get(0)).unwrap();
    keys.map(Result::unwrap).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_under_load_has_every_write_that_was_answered_before_it_began() {
    let home = Home::new();
    let (_server, address) = server(&home);
    let client = client(&home.pki(), &address).await;
    let (answered, stop) = (
        Arc::new(AtomicU64::new(0)),
        Arc::new(AtomicBool::new(false)),
    );
    let load = {
        let (answered, stop) = (Arc::clone(&answered), Arc::clone(&stop));
        tokio::spawn(async move {
            let mut next = interval(LOAD);
            while !stop.load(Ordering::Relaxed) {
                next.tick().await;
                let key = answered.load(Ordering::Relaxed) + 1;
                client.check_by_number(check(key)).await.unwrap();
                answered.store(key, Ordering::Relaxed);
            }
        })
    };
    let backup = home.path().join("backup.db");
    let mut told = Vec::new();
    for round in 1..=3_u64 {
        while answered.load(Ordering::Relaxed) < 20 * round {
            tokio::time::sleep(LOAD).await;
        }
        let before = answered.load(Ordering::Relaxed);
        let (file, location) = (backup.clone(), home.store_location());
        let made = tokio::task::spawn_blocking(move || store(&["backup"], &file, &location));
        assert_done(&made.await.unwrap());
        let restored = home.path().join(format!("elsewhere-{round}.db"));
        let location = format!("sqlite:{}", restored.display());
        assert_done(&store(&["restore"], &backup, &location));
        assert_done(&verified(&location));
        let there = keys(&restored);
        for key in 1..=before {
            let key = u128::from(key).to_be_bytes().to_vec();
            assert!(there.contains(&key), "a write is lost in round {round}");
        }
        told.push((before, there.len(), answered.load(Ordering::Relaxed)));
    }
    stop.store(true, Ordering::Relaxed);
    load.await.unwrap();
    eprintln!("writes answered before, in the backup, answered after: {told:?}");
    let mode = fs::metadata(&backup).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let beside = fs::read_dir(home.path()).unwrap();
    let names = beside.map(|it| it.unwrap().file_name().into_string().unwrap());
    let left: Vec<_> = names.filter(|it| it.starts_with(".madoguchi-")).collect();
    assert!(left.is_empty(), "{left:?}");
}

/// A home with a backup of its store, which has gone on since.
fn backed_up() -> (Home, PathBuf) {
    let home = Home::new();
    let witness = home.path().join("witness.log");
    let day = || {
        let (mut server, address) = server_at(
            &home,
            "127.0.0.1:0",
            &["--witness", witness.to_str().unwrap()],
        );
        let visit = crate::stage::desk::visit(&home.pki(), &address);
        assert!(visit.status.success(), "{}", words(&visit));
        assert!(server.terminate().success());
    };
    day();
    let backup = home.path().join("backup.db");
    assert_done(&store(&["backup"], &backup, &home.store_location()));
    day();
    (home, backup)
}

#[test]
fn a_store_is_replaced_only_when_it_is_meant_and_nobody_uses_it() {
    let (home, backup) = backed_up();
    let location = home.store_location();
    let refused = store(&["restore"], &backup, &location);
    assert_eq!(refused.status.code(), Some(40));
    assert!(words(&refused).contains("--replace"), "{}", words(&refused));
    let before = keys(&home.store()).len();
    let (mut server, _) = server(&home);
    let refused = store(&["restore", "--replace"], &backup, &location);
    assert_eq!(refused.status.code(), Some(40), "{}", words(&refused));
    assert!(
        words(&refused).contains("stop the server"),
        "{}",
        words(&refused)
    );
    assert!(server.terminate().success());
    assert_eq!(keys(&home.store()).len(), before);
    assert_done(&store(&["restore", "--replace"], &backup, &location));
    assert!(keys(&home.store()).len() < before);
    let aside = home.path().join("store.db.replaced");
    assert_eq!(keys(&aside).len(), before);
}

#[test]
fn an_older_store_than_the_witness_knows_is_restored_only_when_it_is_meant() {
    let (home, backup) = backed_up();
    let pki = home.pki();
    let witness = home.path().join("witness.log");
    let with_witness = [
        "restore",
        "--replace",
        "--pki",
        pki.to_str().unwrap(),
        "--witness",
        witness.to_str().unwrap(),
    ];
    let refused = store(&with_witness, &backup, &home.store_location());
    assert_eq!(refused.status.code(), Some(40), "{}", words(&refused));
    assert!(
        words(&refused).contains("--accept-rollback"),
        "{}",
        words(&refused)
    );
    let accepted = [&with_witness[..], &["--accept-rollback"]].concat();
    assert_done(&store(&accepted, &backup, &home.store_location()));
}

#[test]
fn a_backup_that_is_not_whole_is_not_restored() {
    let (home, backup) = backed_up();
    let elsewhere = home.path().join("elsewhere.db");
    let location = format!("sqlite:{}", elsewhere.display());
    let spoilt = Connection::open(&backup).unwrap();
    spoilt
        .execute_batch(
            "DROP TRIGGER audit_is_not_rewritten; UPDATE audit SET result = 'X' WHERE number = 1",
        )
        .unwrap();
    drop(spoilt);
    let refused = store(&["restore"], &backup, &location);
    assert_eq!(refused.status.code(), Some(40), "{}", words(&refused));
    assert!(!elsewhere.exists());
    fs::write(&backup, "no store").unwrap();
    let refused = store(&["restore"], &backup, &location);
    assert_eq!(refused.status.code(), Some(40), "{}", words(&refused));
    assert!(!elsewhere.exists());
}
