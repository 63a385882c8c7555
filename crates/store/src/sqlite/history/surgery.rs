//! 手術情報, in rows.

use qualification::{HistoryRecord, PersonId, Surgery};
use rusqlite::{Connection, Row, params};

use super::provider;
use crate::sqlite::failure::{day, parsed};

/// Keeps a record.
pub(super) fn keep(
    file: &Connection,
    person: PersonId,
    number: u32,
    it: &Surgery,
) -> rusqlite::Result<()> {
    file.prepare_cached(
        "INSERT INTO surgery (person, number, day, provider, provider_name, code, name)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![
        person.0,
        number,
        it.on.to_string(),
        it.provider.institution.as_str(),
        it.provider.name,
        it.code,
        it.name,
    ])
    .map(drop)
}

/// Reads a record.
pub(super) fn read(
    _file: &Connection,
    _person: PersonId,
    row: &Row<'_>,
) -> rusqlite::Result<HistoryRecord> {
    Ok(HistoryRecord::Surgery(Surgery {
        provider: provider(row, "provider", "provider_name")?,
        on: parsed(row, "day", day)?,
        code: row.get("code")?,
        name: row.get("name")?,
    }))
}
