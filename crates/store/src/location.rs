//! Which store: chosen at run time by where it is.

use std::path::Path;
use std::sync::Arc;

use crate::postgres::{self, PostgresStore};
use crate::sqlite::{self, SqliteStore};
use crate::{Store, StoreError};

/// Where a store is, by the URI's scheme.
enum Location<'a> {
    File(&'a Path),
    Database(&'a str),
}

/// Opens the store at `location`, making or migrating it where needed.
///
/// `sqlite:PATH` is a file; beside it, while it is open, lie `PATH-wal` and
/// `PATH-shm`. Dropping the store ends its threads and closes the file.
///
/// `postgres://USER:PASSWORD@HOST:PORT/DATABASE` is a PostgreSQL database, to be
/// opened within a Tokio runtime. On another machine it is reached by TLS alone, with
/// `?sslmode=verify-full&sslrootcert=FILE`. A role that may not make tables finds
/// them as [`prepare`] made them.
///
/// # Errors
/// [`StoreError::UnknownLocation`] or [`StoreError::Misaddressed`],
/// [`StoreError::Schema`] when the store was written by another version of the
/// program, [`StoreError::Foreign`], or why the database cannot be used.
pub async fn open(location: &str) -> Result<Arc<dyn Store>, StoreError> {
    Ok(match parse(location)? {
        Location::File(path) => Arc::new(SqliteStore::open(path)?),
        Location::Database(uri) => Arc::new(PostgresStore::open(uri).await?),
    })
}

/// Opens the store at `location` to read it, even while a server writes to it and
/// even if it is damaged. Writing fails with [`StoreError::ReadOnly`].
///
/// # Errors
/// As [`open`]; nothing is made or migrated.
pub async fn open_for_reading(location: &str) -> Result<Arc<dyn Store>, StoreError> {
    Ok(match parse(location)? {
        Location::File(path) => Arc::new(SqliteStore::open_for_reading(path)?),
        Location::Database(uri) => Arc::new(PostgresStore::open_for_reading(uri).await?),
    })
}

/// Makes or updates the tables of a PostgreSQL database, whose owner `location` names,
/// and lets `role` do with them what a server does, and no more: of the audit trail it
/// can neither change nor delete a record. A server is then run as that role.
///
/// # Errors
/// As [`open`]; [`StoreError::UnknownLocation`] for a file, which has no roles.
pub async fn prepare(location: &str, role: &str) -> Result<(), StoreError> {
    match parse(location)? {
        Location::File(_) => Err(unknown("sqlite")),
        Location::Database(uri) => postgres::prepare(uri, role).await,
    }
}

/// Whether whoever opens `location` may change or delete what the audit trail says,
/// which only the chain of hashes would then show. Whoever may write a file may;
/// a role that [`prepare`] let in may not.
///
/// # Errors
/// As [`open_for_reading`].
pub async fn may_rewrite_audit(location: &str) -> Result<bool, StoreError> {
    match parse(location)? {
        Location::File(_) => Ok(true),
        Location::Database(uri) => postgres::may_rewrite_audit(uri).await,
    }
}

/// Copies the store at `location`, which may be in use, to a new file: what is recorded
/// at this instant. `reached` is told how many pages are done, of how many. The copy is
/// known to be whole in itself; its chain of audit records is [`crate::verify_chain`]'s.
///
/// # Errors
/// [`StoreError::UnknownLocation`] for a database, which has programs of its own for
/// that; [`StoreError::Damaged`] when the copy is not whole; or why it cannot be made.
pub fn copy(
    location: &str,
    to: &Path,
    reached: &mut dyn FnMut(u64, u64),
) -> Result<(), StoreError> {
    sqlite::copy(file(location)?, to, reached)
}

/// Looks for damage in a file's pages, indexes and references. A database has its own
/// ways to notice.
///
/// # Errors
/// [`StoreError::Damaged`] with the first that was found, or why it cannot be read.
pub fn look_into(location: &str) -> Result<(), StoreError> {
    match parse(location)? {
        Location::File(path) => sqlite::look_into(path),
        Location::Database(_) => Ok(()),
    }
}

/// Makes one single file of a store that is to be put aside.
///
/// # Errors
/// [`StoreError::Locked`] when somebody, such as a server, has it open.
pub fn let_go(location: &str) -> Result<(), StoreError> {
    sqlite::let_go(file(location)?)
}

/// The file of a store that is one.
///
/// # Errors
/// [`StoreError::UnknownLocation`] when it is none.
pub fn file(location: &str) -> Result<&Path, StoreError> {
    match parse(location)? {
        Location::File(path) => Ok(path),
        Location::Database(_) => Err(unknown("postgres")),
    }
}

fn parse(location: &str) -> Result<Location<'_>, StoreError> {
    match location.split_once(':') {
        Some(("sqlite", path)) if !matches!(path, "" | ":memory:") => {
            Ok(Location::File(Path::new(path)))
        }
        Some(("postgres" | "postgresql", _)) => Ok(Location::Database(location)),
        scheme => Err(unknown(scheme.map_or("", |(scheme, _)| scheme))),
    }
}

fn unknown(scheme: &str) -> StoreError {
    StoreError::UnknownLocation {
        scheme: scheme.to_owned(),
    }
}
