//! SQLite: the contract, and what a file has of its own to show.

mod damage;
mod failure;
mod kill;
mod lock;
mod migration;
mod opening;
mod plan;
mod schema_4;
mod tampering;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::Connection;
use store::Store;
use tempfile::TempDir;

crate::contract::contract!(fresh);

/// An empty store in a folder of its own.
async fn fresh() -> (TempDir, Arc<dyn Store>) {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&path(&folder)).await;
    (folder, store)
}

fn path(folder: &TempDir) -> PathBuf {
    folder.path().join("madoguchi.db")
}

fn location(path: &Path) -> String {
    format!("sqlite:{}", path.display())
}

async fn open(path: &Path) -> Arc<dyn Store> {
    store::open(&location(path)).await.unwrap()
}

/// The file as another program sees it, which keeps to none of the rules.
fn raw(path: &Path) -> Connection {
    let file = Connection::open(path).unwrap();
    file.execute_batch("PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF")
        .unwrap();
    file
}

/// As [`raw`], without what guards the audit trail.
fn unguarded(path: &Path) -> Connection {
    let file = raw(path);
    file.execute_batch(
        "DROP TRIGGER audit_goes_on_by_one; DROP TRIGGER audit_is_not_rewritten;
         DROP TRIGGER audit_is_not_shortened",
    )
    .unwrap();
    file
}
