//! Which store: chosen at run time by where it is.

use std::path::Path;
use std::sync::Arc;

use crate::postgres::{self, PostgresStore};
use crate::sqlite::SqliteStore;
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
