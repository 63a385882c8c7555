//! 薬剤情報, in rows.

use qualification::{Drug, HistoryRecord, Medication, Quantity, Setting};
use tokio_postgres::Row;

use super::{Place, provider_if_any};
use crate::code::medication_source;
use crate::postgres::failure::Failure;
use crate::postgres::pool::Transaction;
use crate::postgres::row::{get, parsed, whole};
use crate::postgres::statement::execute;

/// Keeps a record.
pub(super) async fn keep(
    transaction: &Transaction<'_>,
    place: Place<'_>,
    it: &Medication,
) -> Result<(), Failure> {
    let (by, from) = (it.dispensed_by.as_ref(), it.prescribed_by.as_ref());
    execute(
        transaction,
        "INSERT INTO medication (person, number, day, source, dispenser, dispenser_name,
             prescriber, prescriber_name, dispensed_on, prescribed_on, setting, drug, drug_name,
             ingredient, amount, unit, usage, times)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
        &[
            &place.person,
            &place.number,
            &place.day,
            &it.source.code(),
            &by.map(|provider| provider.institution.as_str()),
            &by.map(|provider| &provider.name),
            &from.map(|provider| provider.institution.as_str()),
            &from.map(|provider| &provider.name),
            &it.dispensed_on,
            &it.prescribed_on,
            &it.setting.code(),
            &it.drug.code,
            &it.drug.name,
            &it.drug.ingredient,
            &it.quantity.amount,
            &it.quantity.unit,
            &it.usage,
            &i64::from(it.times),
        ],
    )
    .await
    .map(drop)
}

/// Reads a record.
pub(super) fn read(row: &Row) -> Result<HistoryRecord, Failure> {
    Ok(HistoryRecord::Medication(Medication {
        source: parsed(row, "source", medication_source)?,
        dispensed_by: provider_if_any(row, "dispenser", "dispenser_name")?,
        prescribed_by: provider_if_any(row, "prescriber", "prescriber_name")?,
        dispensed_on: get(row, "dispensed_on")?,
        prescribed_on: get(row, "prescribed_on")?,
        setting: parsed(row, "setting", Setting::from_code)?,
        drug: Drug {
            code: get(row, "drug")?,
            name: get(row, "drug_name")?,
            ingredient: get(row, "ingredient")?,
        },
        quantity: Quantity {
            amount: get(row, "amount")?,
            unit: get(row, "unit")?,
        },
        usage: get(row, "usage")?,
        times: whole(row, "times")?,
    }))
}
