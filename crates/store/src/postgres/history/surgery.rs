//! 手術情報, in rows.

use qualification::{HistoryRecord, Surgery};
use tokio_postgres::Row;

use super::{Place, provider};
use crate::postgres::failure::Failure;
use crate::postgres::pool::Transaction;
use crate::postgres::row::get;
use crate::postgres::statement::execute;

/// Keeps a record.
pub(super) async fn keep(
    transaction: &Transaction<'_>,
    place: Place<'_>,
    it: &Surgery,
) -> Result<(), Failure> {
    execute(
        transaction,
        "INSERT INTO surgery (person, number, day, provider, provider_name, code, name)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &[
            &place.person,
            &place.number,
            &place.day,
            &it.provider.institution.as_str(),
            &it.provider.name,
            &it.code,
            &it.name,
        ],
    )
    .await
    .map(drop)
}

/// Reads a record.
pub(super) fn read(row: &Row) -> Result<HistoryRecord, Failure> {
    Ok(HistoryRecord::Surgery(Surgery {
        provider: provider(row, "provider", "provider_name")?,
        on: get(row, "day")?,
        code: get(row, "code")?,
        name: get(row, "name")?,
    }))
}
