//! Statements of how far the audit trail was, in rows.

use rusqlite::{Connection, Row, params};

use super::audit::{number, signed};
use super::failure::instant;
use crate::{ChainHead, Checkpoint};

/// Keeps a statement; the first of two for the same record stays.
pub(super) fn record(file: &Connection, it: &Checkpoint) -> rusqlite::Result<()> {
    file.prepare_cached(
        "INSERT INTO checkpoint (number, hash, at, signature) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (number) DO NOTHING",
    )?
    .execute(params![
        signed(it.head.number),
        it.head.hash,
        it.at.as_microsecond(),
        it.signature,
    ])
    .map(drop)
}

/// Some statements, in order.
pub(super) fn page(
    file: &Connection,
    after: u64,
    at_most: usize,
) -> rusqlite::Result<Vec<Checkpoint>> {
    let at_most = i64::try_from(at_most).unwrap_or(i64::MAX);
    file.prepare_cached("SELECT * FROM checkpoint WHERE number > ?1 ORDER BY number LIMIT ?2")?
        .query_map(params![signed(after), at_most], read)?
        .collect()
}

fn read(row: &Row<'_>) -> rusqlite::Result<Checkpoint> {
    Ok(Checkpoint {
        head: ChainHead {
            number: number(row)?,
            hash: row.get("hash")?,
        },
        at: instant(row, "at")?,
        signature: row.get("signature")?,
    })
}
