//! How columns are read.

use jiff::Timestamp;
use tokio_postgres::Row;
use tokio_postgres::types::FromSql;

use super::failure::{Failure, no_value};

/// Reads a column.
pub(super) fn get<'a, T: FromSql<'a>>(row: &'a Row, column: &str) -> Result<T, Failure> {
    row.try_get(column).map_err(|_| no_value(column))
}

/// Reads the text of a column as a value.
pub(super) fn parsed<T>(
    row: &Row,
    column: &str,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Result<T, Failure> {
    parse(get(row, column)?).ok_or_else(|| no_value(column))
}

/// Reads the text of a column that may be null as a value.
pub(super) fn parsed_if_any<T>(
    row: &Row,
    column: &str,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Result<Option<T>, Failure> {
    get::<Option<&str>>(row, column)?
        .map(|text| parse(text).ok_or_else(|| no_value(column)))
        .transpose()
}

/// Reads a handle, a fingerprint or a digest.
pub(super) fn bytes<const N: usize>(row: &Row, column: &str) -> Result<[u8; N], Failure> {
    let bytes: &[u8] = get(row, column)?;
    bytes.try_into().map_err(|_| no_value(column))
}

/// Reads a handle, a fingerprint or a digest that may be null.
pub(super) fn bytes_if_any<const N: usize>(
    row: &Row,
    column: &str,
) -> Result<Option<[u8; N]>, Failure> {
    get::<Option<&[u8]>>(row, column)?
        .map(|bytes| bytes.try_into().map_err(|_| no_value(column)))
        .transpose()
}

/// Reads a whole number of a narrower kind than the column's.
pub(super) fn whole<T: TryFrom<i64>>(row: &Row, column: &str) -> Result<T, Failure> {
    T::try_from(get(row, column)?).map_err(|_| no_value(column))
}

/// Reads a whole number of a narrower kind than the column's that may be null.
pub(super) fn whole_if_any<T: TryFrom<i64>>(row: &Row, column: &str) -> Result<Option<T>, Failure> {
    get::<Option<i64>>(row, column)?
        .map(|number| T::try_from(number).map_err(|_| no_value(column)))
        .transpose()
}

/// Reads an instant, in microseconds.
pub(super) fn instant(row: &Row, column: &str) -> Result<Timestamp, Failure> {
    Timestamp::from_microsecond(get(row, column)?).map_err(|_| no_value(column))
}

/// Reads an instant that may be null.
pub(super) fn instant_if_any(row: &Row, column: &str) -> Result<Option<Timestamp>, Failure> {
    get::<Option<i64>>(row, column)?
        .map(|at| Timestamp::from_microsecond(at).map_err(|_| no_value(column)))
        .transpose()
}
