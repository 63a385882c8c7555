//! The file: how it is opened, set up and brought up to date.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};
use rusqlite_migration::{M, Migrations};

use super::failure::{store_error, unavailable};
use crate::StoreError;

/// How long a lock that another program holds is waited for.
const LOCK_WAIT: Duration = Duration::from_secs(2);
/// Marks the file as this program's; the first migration writes it.
const APPLICATION_ID: i64 = 0x4D44_4743;
/// More than there are different statements, so that each is prepared once.
const STATEMENTS: usize = 128;

const MIGRATIONS: &[M<'_>] = &[
    M::up(include_str!("migrations/1-the-first-tables.sql")),
    M::up(include_str!("migrations/2-how-and-where.sql")),
    M::up(include_str!("migrations/3-what-the-rules-ask.sql")),
    M::up(include_str!("migrations/4-who-asks-and-what-is-viewed.sql")),
];
/// As many as there are migrations.
const SCHEMA: i64 = 4;

/// Opens the file for writing; makes it, and brings its tables up to date.
pub(super) fn open(path: &Path) -> Result<Connection, StoreError> {
    make_private(path)?;
    let mut connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let (application, schema) = identity(&connection).map_err(store_error)?;
    let tables: i64 = connection
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
        .map_err(store_error)?;
    if application != APPLICATION_ID && tables > 0 {
        return Err(StoreError::Foreign);
    }
    if schema > SCHEMA {
        return Err(other_schema(schema));
    }
    connection
        .execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
        .map_err(store_error)?;
    Migrations::from_slice(MIGRATIONS)
        .to_latest(&mut connection)
        .map_err(|error| match error {
            rusqlite_migration::Error::RusqliteError { err, .. } => store_error(err),
            other => unavailable(&other),
        })?;
    Ok(connection)
}

/// Opens the file for reading only; it must be up to date.
pub(super) fn open_for_reading(path: &Path) -> Result<Connection, StoreError> {
    let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    match identity(&connection).map_err(store_error)? {
        (APPLICATION_ID, SCHEMA) => Ok(connection),
        (APPLICATION_ID, schema) => Err(other_schema(schema)),
        _ => Err(StoreError::Foreign),
    }
}

fn connect(path: &Path, access: OpenFlags) -> Result<Connection, StoreError> {
    let set_up = || {
        let connection =
            Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        connection.busy_timeout(LOCK_WAIT)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        connection.execute_batch(
            "PRAGMA foreign_keys = ON;
             PRAGMA trusted_schema = OFF;
             PRAGMA secure_delete = ON;
             PRAGMA cell_size_check = ON",
        )?;
        Ok(connection)
    };
    set_up().map_err(store_error)
}

/// The marks that SQLite keeps in the file's header for its user.
fn identity(connection: &Connection) -> rusqlite::Result<(i64, i64)> {
    let mark = |sql| connection.query_row(sql, [], |row| row.get(0));
    Ok((mark("PRAGMA application_id")?, mark("PRAGMA user_version")?))
}

fn other_schema(found: i64) -> StoreError {
    StoreError::Schema {
        found,
        known: SCHEMA,
    }
}

/// Makes the file, if there is none, so that its owner alone can read it: it will
/// hold names. SQLite gives the files beside it the same rights.
pub(super) fn make_private(path: &Path) -> Result<(), StoreError> {
    let mut options = std::fs::OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let made = options.open(path).map_err(|error| unavailable(&error))?;
    drop(made);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_migrations_are_sound_and_counted() {
        Migrations::from_slice(MIGRATIONS).validate().unwrap();
        assert_eq!(i64::try_from(MIGRATIONS.len()), Ok(SCHEMA));
    }

    #[test]
    fn a_write_waits_for_the_disk() {
        let folder = tempfile::tempdir().unwrap();
        let connection = open(&folder.path().join("store.db")).unwrap();
        let setting = |name: &str| -> String {
            connection
                .pragma_query_value(None, name, |row| row.get::<_, rusqlite::types::Value>(0))
                .map(|value| format!("{value:?}"))
                .unwrap()
        };
        for (name, value) in [
            ("journal_mode", r#"Text("wal")"#),
            ("synchronous", "Integer(2)"),
            ("foreign_keys", "Integer(1)"),
            ("trusted_schema", "Integer(0)"),
            ("secure_delete", "Integer(1)"),
            ("busy_timeout", "Integer(2000)"),
        ] {
            assert_eq!(setting(name), value, "{name}");
        }
    }
}
