//! Statements, each prepared once on a connection.

use tokio_postgres::Row;
use tokio_postgres::types::ToSql;

use super::failure::Failure;
use super::pool::Transaction;

type Parameters<'a> = &'a [&'a (dyn ToSql + Sync)];

/// Executes a statement; tells how many rows it concerned.
pub(super) async fn execute(
    transaction: &Transaction<'_>,
    sql: &str,
    parameters: Parameters<'_>,
) -> Result<u64, Failure> {
    let statement = transaction.prepare_cached(sql).await?;
    Ok(transaction.execute(&statement, parameters).await?)
}

/// The one row, if there is one.
pub(super) async fn row(
    transaction: &Transaction<'_>,
    sql: &str,
    parameters: Parameters<'_>,
) -> Result<Option<Row>, Failure> {
    let statement = transaction.prepare_cached(sql).await?;
    Ok(transaction.query_opt(&statement, parameters).await?)
}

/// All rows.
pub(super) async fn rows(
    transaction: &Transaction<'_>,
    sql: &str,
    parameters: Parameters<'_>,
) -> Result<Vec<Row>, Failure> {
    let statement = transaction.prepare_cached(sql).await?;
    Ok(transaction.query(&statement, parameters).await?)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_level_at_which_the_driver_writes_down_what_is_stored_is_compiled_out() {
        assert_eq!(log::STATIC_MAX_LEVEL, log::LevelFilter::Info);
    }
}
