//! A copy of the file, made while others write to it, and what a file must be before it
//! takes the place of another.

use std::path::Path;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use super::failure::{store_error, unavailable};
use super::file;
use crate::StoreError;

/// So many pages at a time, between which it is told how far it is.
const PAGES: i32 = 1024;

/// Copies what is committed at this instant, whatever is written meanwhile, to a file
/// that is not there yet or is empty.
pub(crate) fn copy(
    from: &Path,
    to: &Path,
    reached: &mut dyn FnMut(u64, u64),
) -> Result<(), StoreError> {
    let from = file::open_for_reading(from)?;
    file::make_private(to)?;
    let mut write = || -> rusqlite::Result<()> {
        let snapshot = from.unchecked_transaction()?;
        // A snapshot begins when something is read. Without it every write of somebody
        // else would begin the copy anew.
        snapshot.query_row("SELECT number FROM chain_head", [], |_| Ok(()))?;
        let mut copy = Connection::open_with_flags(to, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        let backup = Backup::new(&snapshot, &mut copy)?;
        loop {
            let step = backup.step(PAGES)?;
            let progress = backup.progress();
            let all = u64::try_from(progress.pagecount).unwrap_or(0);
            let left = u64::try_from(progress.remaining).unwrap_or(0);
            reached(all.saturating_sub(left), all);
            if step == StepResult::Done {
                break;
            }
        }
        drop(backup);
        // One file, with nothing beside it.
        copy.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))
    };
    write().map_err(store_error)?;
    std::fs::File::open(to)
        .and_then(|file| file.sync_all())
        .map_err(|error| unavailable(&error))?;
    look_into(to)
}

/// Whether pages, indexes and references of the file are whole.
pub(crate) fn look_into(path: &Path) -> Result<(), StoreError> {
    let connection = file::open_for_reading(path)?;
    let look = || -> rusqlite::Result<Option<String>> {
        let found: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
        if found != "ok" {
            return Ok(Some(found));
        }
        let mut broken = connection.prepare("PRAGMA foreign_key_check")?;
        let table = broken.query_map([], |row| row.get::<_, String>(0))?.next();
        table.transpose()
    };
    match look().map_err(store_error)? {
        None => Ok(()),
        Some(what) => Err(StoreError::Damaged { what }),
    }
}

/// Makes one file of it, which nobody may have open.
pub(crate) fn let_go(path: &Path) -> Result<(), StoreError> {
    let alone = || -> rusqlite::Result<String> {
        let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        connection.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get(0))
    };
    match alone().map_err(store_error)?.as_str() {
        "delete" => Ok(()),
        _ => Err(StoreError::Locked),
    }
}
