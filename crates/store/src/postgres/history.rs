//! Medical history, in rows: kept when a person is put in, and read by category.

mod checkup;
mod medication;
mod surgery;
mod treatment;

use jiff::civil::{Date, date};
use qualification::{Category, HistoryRecord, Institution, PersonId, Provider};
use tokio_postgres::Row;

use super::failure::{Failure, no_value};
use super::pool::Transaction;
use super::row::{get, parsed_if_any, whole};
use super::statement::{execute, rows};
use crate::history::Numbered;

/// Where a record is kept: whose it is, its number among theirs, and its day.
#[derive(Clone, Copy)]
struct Place<'p> {
    person: &'p [u8],
    number: i64,
    day: Date,
}

/// Keeps the whole history of a person who has none yet.
pub(super) async fn keep(
    transaction: &Transaction<'_>,
    id: PersonId,
    history: &[HistoryRecord],
) -> Result<(), Failure> {
    for (number, record) in (0..).zip(history) {
        let place = Place {
            person: &id.0,
            number,
            // PostgreSQL has no day as early as that of a record without one.
            day: record.day().max(date(1, 1, 1)),
        };
        match record {
            HistoryRecord::Medication(it) => medication::keep(transaction, place, it).await?,
            HistoryRecord::Treatment(it) => treatment::keep(transaction, place, it).await?,
            HistoryRecord::Surgery(it) => surgery::keep(transaction, place, it).await?,
            HistoryRecord::Checkup(it) => checkup::keep(transaction, place, it).await?,
        }
    }
    Ok(())
}

/// Forgets the history of a person.
pub(super) async fn forget(transaction: &Transaction<'_>, id: PersonId) -> Result<(), Failure> {
    for forget in [
        "DELETE FROM medication WHERE person = $1",
        "DELETE FROM treatment WHERE person = $1",
        "DELETE FROM surgery WHERE person = $1",
        "DELETE FROM checkup_item WHERE person = $1",
        "DELETE FROM checkup WHERE person = $1",
    ] {
        execute(transaction, forget, &[&id.0.as_slice()]).await?;
    }
    Ok(())
}

/// The records of a category that a person has from a day on.
pub(super) async fn of_person(
    transaction: &Transaction<'_>,
    id: PersonId,
    category: Category,
    begins: Date,
) -> Result<Vec<Numbered>, Failure> {
    let person = id.0.as_slice();
    let (table, read): (_, fn(&Row) -> _) = match category {
        Category::Medication => ("medication", medication::read),
        Category::Treatment => ("treatment", treatment::read),
        Category::Surgery => ("surgery", surgery::read),
        Category::Checkup => ("checkup", checkup::read),
        // It is told with the limit amount, and is no history.
        Category::SpecificDisease => return Ok(Vec::new()),
    };
    let sql = format!("SELECT * FROM {table} WHERE person = $1 AND day >= $2");
    let mut records = Vec::new();
    for row in rows(transaction, &sql, &[&person, &begins]).await? {
        records.push((whole(&row, "number")?, read(&row)?));
    }
    if category == Category::Checkup {
        checkup::fill(transaction, person, &mut records).await?;
    }
    Ok(records)
}

fn provider(row: &Row, code: &str, name: &str) -> Result<Provider, Failure> {
    provider_if_any(row, code, name)?.ok_or_else(|| no_value(code))
}

/// A provider that may not be known: then neither its code nor its name is there.
fn provider_if_any(row: &Row, code: &str, name: &str) -> Result<Option<Provider>, Failure> {
    let institution = parsed_if_any(row, code, |text| Institution::parse(text).ok())?;
    match (institution, get(row, name)?) {
        (None, None) => Ok(None),
        (Some(institution), Some(name)) => Ok(Some(Provider { institution, name })),
        _ => Err(no_value(code)),
    }
}
