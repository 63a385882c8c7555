//! 特定健診等情報, in rows.

use qualification::{Checkup, CheckupItem, HistoryRecord, InsurerNumber, PersonId};
use rusqlite::{Connection, Row, params};

use crate::sqlite::failure::{day, parsed};

/// Keeps a record.
pub(super) fn keep(
    file: &Connection,
    person: PersonId,
    number: u32,
    it: &Checkup,
) -> rusqlite::Result<()> {
    file.prepare_cached(
        "INSERT INTO checkup (person, number, day, insurer) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute(params![
        person.0,
        number,
        it.on.to_string(),
        it.insurer.as_str(),
    ])?;
    for (place, item) in (0_u32..).zip(&it.items) {
        file.prepare_cached(
            "INSERT INTO checkup_item (person, number, place, code, name, value, unit)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![
            person.0, number, place, item.code, item.name, item.value, item.unit,
        ])?;
    }
    Ok(())
}

/// Reads a record.
pub(super) fn read(
    file: &Connection,
    person: PersonId,
    row: &Row<'_>,
) -> rusqlite::Result<HistoryRecord> {
    let number: u32 = row.get("number")?;
    let items = file
        .prepare_cached(
            "SELECT * FROM checkup_item WHERE person = ?1 AND number = ?2 ORDER BY place",
        )?
        .query_map(params![person.0, number], |row| {
            Ok(CheckupItem {
                code: row.get("code")?,
                name: row.get("name")?,
                value: row.get("value")?,
                unit: row.get("unit")?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(HistoryRecord::Checkup(Checkup {
        insurer: parsed(row, "insurer", |text| InsurerNumber::parse(text).ok())?,
        on: parsed(row, "day", day)?,
        items,
    }))
}
