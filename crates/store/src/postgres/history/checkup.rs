//! 特定健診等情報, in rows.

use qualification::{Checkup, CheckupItem, HistoryRecord, InsurerNumber};
use tokio_postgres::Row;

use super::Place;
use crate::history::Numbered;
use crate::postgres::failure::Failure;
use crate::postgres::pool::Transaction;
use crate::postgres::row::{get, parsed, whole};
use crate::postgres::statement::{execute, rows};

/// Keeps a record.
pub(super) async fn keep(
    transaction: &Transaction<'_>,
    of: Place<'_>,
    it: &Checkup,
) -> Result<(), Failure> {
    execute(
        transaction,
        "INSERT INTO checkup (person, number, day, insurer) VALUES ($1, $2, $3, $4)",
        &[&of.person, &of.number, &of.day, &it.insurer.as_str()],
    )
    .await?;
    for (place, item) in (0_i64..).zip(&it.items) {
        execute(
            transaction,
            "INSERT INTO checkup_item (person, number, place, code, name, value, unit)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            &[
                &of.person,
                &of.number,
                &place,
                &item.code,
                &item.name,
                &item.value,
                &item.unit,
            ],
        )
        .await?;
    }
    Ok(())
}

/// Reads a record, without what was found: see [`fill`].
pub(super) fn read(row: &Row) -> Result<HistoryRecord, Failure> {
    Ok(HistoryRecord::Checkup(Checkup {
        insurer: parsed(row, "insurer", |text| InsurerNumber::parse(text).ok())?,
        on: get(row, "day")?,
        items: Vec::new(),
    }))
}

/// Puts into each check-up of a person what was found in it.
pub(super) async fn fill(
    transaction: &Transaction<'_>,
    person: &[u8],
    checkups: &mut [Numbered],
) -> Result<(), Failure> {
    let sql = "SELECT * FROM checkup_item WHERE person = $1 ORDER BY number, place";
    for row in rows(transaction, sql, &[&person]).await? {
        let of: u32 = whole(&row, "number")?;
        let checkup = checkups.iter_mut().find(|(number, _)| *number == of);
        if let Some((_, HistoryRecord::Checkup(checkup))) = checkup {
            checkup.items.push(CheckupItem {
                code: get(&row, "code")?,
                name: get(&row, "name")?,
                value: get(&row, "value")?,
                unit: get(&row, "unit")?,
            });
        }
    }
    Ok(())
}
