//! Which store: chosen at run time by where it is.

use std::path::Path;
use std::sync::Arc;

use crate::sqlite::SqliteStore;
use crate::{Store, StoreError};

/// Opens the store at `location`, making or migrating it where needed.
///
/// `sqlite:PATH` is a file; beside it, while it is open, lie `PATH-wal` and
/// `PATH-shm`. Dropping the store ends its threads and closes the file.
///
/// # Errors
/// [`StoreError::UnknownLocation`], [`StoreError::Schema`] when the store was
/// written by a newer program, [`StoreError::Foreign`], or why the database
/// cannot be used.
pub async fn open(location: &str) -> Result<Arc<dyn Store>, StoreError> {
    Ok(Arc::new(SqliteStore::open(sqlite_path(location)?)?))
}

/// Opens the store at `location` to read it, even while a server writes to it and
/// even if it is damaged. Writing fails with [`StoreError::ReadOnly`].
///
/// # Errors
/// As [`open`]; nothing is made or migrated.
pub async fn open_for_reading(location: &str) -> Result<Arc<dyn Store>, StoreError> {
    Ok(Arc::new(SqliteStore::open_for_reading(sqlite_path(
        location,
    )?)?))
}

fn sqlite_path(location: &str) -> Result<&Path, StoreError> {
    match location.split_once(':') {
        Some(("sqlite", path)) if !matches!(path, "" | ":memory:") => Ok(Path::new(path)),
        scheme => Err(StoreError::UnknownLocation {
            scheme: scheme.map_or("", |(scheme, _)| scheme).to_owned(),
        }),
    }
}
