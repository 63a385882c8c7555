//! 診療情報, in rows.

use qualification::{HistoryRecord, PersonId, Quantity, Setting, Treatment};
use rusqlite::types::Type;
use rusqlite::{Connection, Row, params};

use super::provider;
use crate::sqlite::failure::{day, no_value, parsed};

/// Keeps a record.
pub(super) fn keep(
    file: &Connection,
    person: PersonId,
    number: u32,
    it: &Treatment,
) -> rusqlite::Result<()> {
    file.prepare_cached(
        "INSERT INTO treatment (person, number, day, provider, provider_name, setting, code,
             name, amount, unit, times)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?
    .execute(params![
        person.0,
        number,
        it.on.to_string(),
        it.provider.institution.as_str(),
        it.provider.name,
        it.setting.code(),
        it.code,
        it.name,
        it.quantity.as_ref().map(|quantity| &quantity.amount),
        it.quantity.as_ref().map(|quantity| &quantity.unit),
        it.times,
    ])
    .map(drop)
}

/// Reads a record.
pub(super) fn read(
    _file: &Connection,
    _person: PersonId,
    row: &Row<'_>,
) -> rusqlite::Result<HistoryRecord> {
    let quantity = match (row.get("amount")?, row.get("unit")?) {
        (Some(amount), Some(unit)) => Some(Quantity { amount, unit }),
        (None, None) => None,
        _ => return Err(no_value("unit", Type::Text)),
    };
    Ok(HistoryRecord::Treatment(Treatment {
        provider: provider(row, "provider", "provider_name")?,
        on: parsed(row, "day", day)?,
        setting: parsed(row, "setting", Setting::from_code)?,
        code: row.get("code")?,
        name: row.get("name")?,
        quantity,
        times: row.get("times")?,
    }))
}
