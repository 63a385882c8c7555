//! Medical history, in rows: kept when a person is put in, judged and recorded in the
//! transaction that reads it.

mod checkup;
mod medication;
mod surgery;
mod treatment;

use jiff::civil::Date;
use qualification::{Category, HistoryRecord, Institution, PersonId, Provider};
use rusqlite::types::Type;
use rusqlite::{Connection, Row, params};

use super::failure::{no_value, parsed};
use super::{audit, institution, person, staff, visit};
use crate::history::{Judged, Numbered, Standing};
use crate::{HistoryAnswer, HistoryRead};

/// Keeps the whole history of a person who has none yet.
pub(super) fn keep(
    file: &Connection,
    id: PersonId,
    history: &[HistoryRecord],
) -> rusqlite::Result<()> {
    for (number, record) in (0_u32..).zip(history) {
        match record {
            HistoryRecord::Medication(it) => medication::keep(file, id, number, it)?,
            HistoryRecord::Treatment(it) => treatment::keep(file, id, number, it)?,
            HistoryRecord::Surgery(it) => surgery::keep(file, id, number, it)?,
            HistoryRecord::Checkup(it) => checkup::keep(file, id, number, it)?,
        }
    }
    Ok(())
}

/// Forgets the history of a person.
pub(super) fn forget(file: &Connection, id: PersonId) -> rusqlite::Result<()> {
    for forget in [
        "DELETE FROM medication WHERE person = ?1",
        "DELETE FROM treatment WHERE person = ?1",
        "DELETE FROM surgery WHERE person = ?1",
        "DELETE FROM checkup_item WHERE person = ?1",
        "DELETE FROM checkup WHERE person = ?1",
    ] {
        file.prepare_cached(forget)?.execute([id.0])?;
    }
    Ok(())
}

/// Reads one page, if it may be viewed, and records what came of it.
pub(super) fn read(file: &Connection, it: &HistoryRead) -> rusqlite::Result<HistoryAnswer> {
    let (answer, event) = judge(file, it)?;
    audit::append(file, event)?;
    Ok(answer)
}

fn judge(file: &Connection, it: &HistoryRead) -> rusqlite::Result<Judged> {
    let (asking, on_duty) = match it.on_duty() {
        Ok(asking) => asking,
        Err(refusal) => return Ok(it.refused(refusal)),
    };
    let visit = visit::find(file, asking, it.visit)?;
    let disclosure = match &visit {
        Some(visit) => person::disclosure_of(file, visit.person)?,
        None => None,
    };
    let standing = Standing {
        terms: institution::find(file, asking)?,
        account: staff::find(file, asking, &on_duty.id)?,
        visit,
        disclosure,
    };
    let opened = match it.open(standing) {
        Ok(opened) => opened,
        Err(refusal) => return Ok(it.refused(refusal)),
    };
    let begins = it.begins(&opened);
    let all = of_person(file, opened.person(), it.category, begins)?;
    Ok(it.given(&opened, all))
}

/// The records of a category that a person has from a day on.
fn of_person(
    file: &Connection,
    id: PersonId,
    category: Category,
    begins: Date,
) -> rusqlite::Result<Vec<Numbered>> {
    let (table, read): (_, fn(&Connection, PersonId, &Row<'_>) -> _) = match category {
        Category::Medication => ("medication", medication::read),
        Category::Treatment => ("treatment", treatment::read),
        Category::Surgery => ("surgery", surgery::read),
        Category::Checkup => ("checkup", checkup::read),
        // It is told with the limit amount, and is no history.
        Category::SpecificDisease => return Ok(Vec::new()),
    };
    let sql = format!("SELECT * FROM {table} WHERE person = ?1 AND day >= ?2");
    file.prepare_cached(&sql)?
        .query_map(params![id.0, begins.to_string()], |row| {
            Ok((row.get("number")?, read(file, id, row)?))
        })?
        .collect()
}

fn provider(row: &Row<'_>, code: &str, name: &str) -> rusqlite::Result<Provider> {
    Ok(Provider {
        institution: parsed(row, code, |text| Institution::parse(text).ok())?,
        name: row.get(name)?,
    })
}

/// A provider that may not be known: then neither its code nor its name is there.
fn provider_if_any(row: &Row<'_>, code: &str, name: &str) -> rusqlite::Result<Option<Provider>> {
    match (
        row.get::<_, Option<String>>(code)?,
        row.get::<_, Option<String>>(name)?,
    ) {
        (None, None) => Ok(None),
        (Some(_), Some(_)) => provider(row, code, name).map(Some),
        _ => Err(no_value(code, Type::Text)),
    }
}
