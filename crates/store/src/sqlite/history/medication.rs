//! 薬剤情報, in rows.

use jiff::civil::Date;
use qualification::{Drug, HistoryRecord, Medication, PersonId, Provider, Quantity, Setting};
use rusqlite::{Connection, Row, params};

use super::provider_if_any;
use crate::code::medication_source;
use crate::sqlite::failure::{day, parsed, parsed_if_any};

/// Keeps a record.
pub(super) fn keep(
    file: &Connection,
    person: PersonId,
    number: u32,
    it: &Medication,
) -> rusqlite::Result<()> {
    let code = |provider: &Option<Provider>| {
        let institution = provider.as_ref().map(|it| it.institution.as_str());
        institution.map(str::to_owned)
    };
    let name = |provider: &Option<Provider>| provider.as_ref().map(|it| it.name.clone());
    file.prepare_cached(
        "INSERT INTO medication (person, number, day, source, dispenser, dispenser_name,
             prescriber, prescriber_name, dispensed_on, prescribed_on, setting, drug, drug_name,
             ingredient, amount, unit, usage, times)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
    )?
    .execute(params![
        person.0,
        number,
        it.day().to_string(),
        it.source.code(),
        code(&it.dispensed_by),
        name(&it.dispensed_by),
        code(&it.prescribed_by),
        name(&it.prescribed_by),
        it.dispensed_on.map(|day: Date| day.to_string()),
        it.prescribed_on.map(|day: Date| day.to_string()),
        it.setting.code(),
        it.drug.code,
        it.drug.name,
        it.drug.ingredient,
        it.quantity.amount,
        it.quantity.unit,
        it.usage,
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
    Ok(HistoryRecord::Medication(Medication {
        source: parsed(row, "source", medication_source)?,
        dispensed_by: provider_if_any(row, "dispenser", "dispenser_name")?,
        prescribed_by: provider_if_any(row, "prescriber", "prescriber_name")?,
        dispensed_on: parsed_if_any(row, "dispensed_on", day)?,
        prescribed_on: parsed_if_any(row, "prescribed_on", day)?,
        setting: parsed(row, "setting", Setting::from_code)?,
        drug: Drug {
            code: row.get("drug")?,
            name: row.get("drug_name")?,
            ingredient: row.get("ingredient")?,
        },
        quantity: Quantity {
            amount: row.get("amount")?,
            unit: row.get("unit")?,
        },
        usage: row.get("usage")?,
        times: row.get("times")?,
    }))
}
