//! From SQLite's failures to the store's, and how columns are read.

use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::ffi::SQLITE_ERROR;
use rusqlite::types::Type;
use rusqlite::{Error, ErrorCode, Row};

use crate::StoreError;

/// The one translation. SQLite's texts name tables and columns, never values.
#[allow(
    clippy::needless_pass_by_value,
    reason = "it is what map_err hands over"
)]
pub(super) fn store_error(error: Error) -> StoreError {
    let Some(cause) = error.sqlite_error() else {
        return damaged(&error);
    };
    match cause.code {
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => StoreError::Locked,
        ErrorCode::DiskFull => StoreError::Full,
        ErrorCode::ConstraintViolation => StoreError::Contradiction {
            what: error.to_string(),
        },
        ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => damaged(&error),
        // The statements are this program's own, so the tables are not.
        _ if cause.extended_code == SQLITE_ERROR => damaged(&error),
        _ => unavailable(&error),
    }
}

/// Whether it says that stored bytes make no sense, rather than that they cannot
/// be had now.
pub(super) fn is_damage(error: &Error) -> bool {
    error
        .sqlite_error_code()
        .is_none_or(|code| code == ErrorCode::DatabaseCorrupt)
}

fn damaged(error: &impl ToString) -> StoreError {
    StoreError::Damaged {
        what: error.to_string(),
    }
}

pub(super) fn unavailable(error: &impl ToString) -> StoreError {
    StoreError::Unavailable {
        reason: error.to_string(),
    }
}

/// Reads the text of a column as a value.
pub(super) fn parsed<T>(
    row: &Row<'_>,
    column: &str,
    parse: impl FnOnce(&str) -> Option<T>,
) -> rusqlite::Result<T> {
    parse(&row.get::<_, String>(column)?).ok_or_else(|| no_value(column, Type::Text))
}

/// Reads the text of a column that may be null as a value.
pub(super) fn parsed_if_any<T>(
    row: &Row<'_>,
    column: &str,
    parse: impl FnOnce(&str) -> Option<T>,
) -> rusqlite::Result<Option<T>> {
    row.get::<_, Option<String>>(column)?
        .map(|text| parse(&text).ok_or_else(|| no_value(column, Type::Text)))
        .transpose()
}

/// A day, `YYYY-MM-DD`.
pub(super) fn day(text: &str) -> Option<Date> {
    text.parse().ok()
}

/// Reads an instant, in microseconds.
pub(super) fn instant(row: &Row<'_>, column: &str) -> rusqlite::Result<Timestamp> {
    Timestamp::from_microsecond(row.get(column)?).map_err(|_| no_value(column, Type::Integer))
}

/// Reads an instant that may be null.
pub(super) fn instant_if_any(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<Timestamp>> {
    row.get::<_, Option<i64>>(column)?
        .map(|at| Timestamp::from_microsecond(at).map_err(|_| no_value(column, Type::Integer)))
        .transpose()
}

/// The failure of a column whose content is no value of its kind.
pub(super) fn no_value(column: &str, kind: Type) -> Error {
    Error::FromSqlConversionFailure(0, kind, format!("no value of {column}").into())
}

/// The failure of what contradicts the rows without breaking a rule of the database.
pub(super) fn contradiction(what: &str) -> Error {
    let broken = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CONSTRAINT);
    Error::SqliteFailure(broken, Some(what.to_owned()))
}
