//! The tables: how they are made, brought up to date, and kept from who serves.
//!
//! A library for this would bring more than the few lines it replaces, and none
//! lets one of several servers that start at once go first.

use tokio_postgres::types::FromSqlOwned;

use super::failure::Failure;
use super::pool::{Connection, Transaction};
use crate::StoreError;

const MIGRATIONS: &[&str] = &[include_str!("migrations/1-the-first-tables.sql")];
/// As many as there are migrations.
const SCHEMA: i64 = 1;

/// Whoever migrates goes first, the others find it done. The number is "MDGC".
const GO_FIRST: &str = "
    SET LOCAL statement_timeout = 0;
    SET LOCAL lock_timeout = '30s';
    SELECT pg_advisory_xact_lock(1296320323)";

/// What the role that serves may do, and no more.
const GRANTS: &str = include_str!("grants.sql");

/// Makes sure that the tables are those of this program; makes or updates them
/// where the role may.
pub(super) async fn open(connection: &mut Connection) -> Result<(), Failure> {
    let transaction = connection.transaction().await?;
    let mut found = version(&transaction).await?;
    let may = "SELECT has_schema_privilege(current_schema(), 'CREATE')";
    if found < SCHEMA && one(&transaction, may).await? {
        found = migrate(&transaction).await?;
    }
    transaction.commit().await?;
    expect(found)
}

/// Makes sure that the tables are those of this program; changes nothing.
pub(super) async fn open_for_reading(connection: &mut Connection) -> Result<(), Failure> {
    let snapshot = connection.snapshot().await?;
    expect(version(&snapshot).await?)
}

/// Makes or updates the tables, and lets `role` do with them what a server does.
pub(super) async fn prepare(connection: &mut Connection, role: &str) -> Result<(), Failure> {
    let transaction = connection.transaction().await?;
    expect(migrate(&transaction).await?)?;
    let role = format!("\"{}\"", role.replace('"', "\"\""));
    let grants = GRANTS.replace("THE_ROLE", &role);
    transaction.batch_execute(&grants).await?;
    Ok(transaction.commit().await?)
}

/// Whether this role may change or delete what the audit trail says: with a trigger
/// in its way that it may drop, if it is the owner.
pub(super) async fn may_rewrite_audit(connection: &mut Connection) -> Result<bool, Failure> {
    let snapshot = connection.snapshot().await?;
    let may = "SELECT has_table_privilege('audit', 'UPDATE, DELETE, TRUNCATE')";
    one(&snapshot, may).await
}

/// Which version the tables are of, from 1; 0 when there are none.
async fn version(transaction: &Transaction<'_>) -> Result<i64, Failure> {
    let mine = "SELECT to_regclass('madoguchi_schema') IS NOT NULL";
    if one(transaction, mine).await? {
        return one(transaction, "SELECT version FROM madoguchi_schema").await;
    }
    let theirs = "SELECT EXISTS (SELECT 1 FROM pg_tables WHERE schemaname = current_schema())";
    if one(transaction, theirs).await? {
        return Err(Failure::Ended(StoreError::Foreign));
    }
    Ok(0)
}

async fn migrate(transaction: &Transaction<'_>) -> Result<i64, Failure> {
    transaction.batch_execute(GO_FIRST).await?;
    let found = version(transaction).await?;
    for (version, migration) in (1..).zip(MIGRATIONS) {
        if version > found {
            transaction.batch_execute(migration).await?;
            let done = format!("UPDATE madoguchi_schema SET version = {version}");
            transaction.batch_execute(&done).await?;
        }
    }
    Ok(found.max(SCHEMA))
}

fn expect(found: i64) -> Result<(), Failure> {
    let known = SCHEMA;
    if found == known {
        return Ok(());
    }
    Err(Failure::Ended(StoreError::Schema { found, known }))
}

async fn one<T: FromSqlOwned>(transaction: &Transaction<'_>, sql: &str) -> Result<T, Failure> {
    Ok(transaction.query_one(sql, &[]).await?.try_get(0)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_migrations_are_counted() {
        assert_eq!(i64::try_from(MIGRATIONS.len()), Ok(SCHEMA));
    }
}
