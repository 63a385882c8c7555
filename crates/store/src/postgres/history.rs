//! Medical history, in rows.

use jiff::civil::{Date, date};
use qualification::{
    Category, Checkup, CheckupItem, Drug, HistoryRecord, HistorySource, Institution, InsurerNumber,
    Medication, PersonId, Provider, Quantity, Setting, Surgery, Treatment,
};
use tokio_postgres::Row;

use super::failure::{Failure, no_value};
use super::pool::Transaction;
use super::row::{get, parsed, parsed_if_any, whole};
use super::statement::{execute, rows};
use crate::history::Numbered;

/// Keeps one record of a person.
pub(super) async fn insert(
    transaction: &Transaction<'_>,
    person: PersonId,
    number: u32,
    record: &HistoryRecord,
) -> Result<(), Failure> {
    // PostgreSQL has no day as early as that of a record without one.
    let day = record.day().max(date(1, 1, 1));
    let (person, number) = (person.0.as_slice(), i64::from(number));
    match record {
        HistoryRecord::Medication(it) => {
            insert_medication(transaction, (&person, number, day), it).await
        }
        HistoryRecord::Treatment(it) => {
            let quantity = it.quantity.as_ref();
            execute(
                transaction,
                "INSERT INTO treatment (person, number, day, provider, provider_name, setting,
                     code, name, amount, unit, times)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
                &[
                    &person,
                    &number,
                    &day,
                    &it.provider.institution.as_str(),
                    &it.provider.name,
                    &it.setting.code(),
                    &it.code,
                    &it.name,
                    &quantity.map(|quantity| &quantity.amount),
                    &quantity.map(|quantity| &quantity.unit),
                    &i64::from(it.times),
                ],
            )
            .await
            .map(drop)
        }
        HistoryRecord::Surgery(it) => execute(
            transaction,
            "INSERT INTO surgery (person, number, day, provider, provider_name, code, name)
                 VALUES ($1, $2, $3, $4, $5, $6, $7)",
            &[
                &person,
                &number,
                &day,
                &it.provider.institution.as_str(),
                &it.provider.name,
                &it.code,
                &it.name,
            ],
        )
        .await
        .map(drop),
        HistoryRecord::Checkup(it) => {
            execute(
                transaction,
                "INSERT INTO checkup (person, number, day, insurer) VALUES ($1, $2, $3, $4)",
                &[&person, &number, &day, &it.insurer.as_str()],
            )
            .await?;
            for (place, item) in (0_i64..).zip(&it.items) {
                execute(
                    transaction,
                    "INSERT INTO checkup_item (person, number, place, code, name, value, unit)
                     VALUES ($1, $2, $3, $4, $5, $6, $7)",
                    &[
                        &person,
                        &number,
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
    }
}

async fn insert_medication(
    transaction: &Transaction<'_>,
    (person, number, day): (&&[u8], i64, Date),
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
            person,
            &number,
            &day,
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

/// Forgets a person's whole history.
pub(super) async fn forget(transaction: &Transaction<'_>, person: PersonId) -> Result<(), Failure> {
    for sql in [
        "DELETE FROM medication WHERE person = $1",
        "DELETE FROM treatment WHERE person = $1",
        "DELETE FROM surgery WHERE person = $1",
        "DELETE FROM checkup_item WHERE person = $1",
        "DELETE FROM checkup WHERE person = $1",
    ] {
        execute(transaction, sql, &[&person.0.as_slice()]).await?;
    }
    Ok(())
}

/// The records of one category of a person from the day `begins`, each with its number
/// among all of theirs.
pub(super) async fn of_person(
    transaction: &Transaction<'_>,
    person: PersonId,
    category: Category,
    begins: Date,
) -> Result<Vec<Numbered>, Failure> {
    let (sql, read): (_, fn(&Row) -> Result<HistoryRecord, Failure>) = match category {
        Category::Medication => (
            "SELECT * FROM medication WHERE person = $1 AND day >= $2",
            |row| read_medication(row).map(HistoryRecord::Medication),
        ),
        Category::Treatment => (
            "SELECT * FROM treatment WHERE person = $1 AND day >= $2",
            |row| read_treatment(row).map(HistoryRecord::Treatment),
        ),
        Category::Surgery => (
            "SELECT * FROM surgery WHERE person = $1 AND day >= $2",
            |row| read_surgery(row).map(HistoryRecord::Surgery),
        ),
        Category::Checkup => (
            "SELECT * FROM checkup WHERE person = $1 AND day >= $2",
            |row| read_checkup(row).map(HistoryRecord::Checkup),
        ),
        // Asked for with the limit amount; it has no history.
        Category::SpecificDisease => return Ok(Vec::new()),
    };
    let person = person.0.as_slice();
    let mut records = Vec::new();
    for row in rows(transaction, sql, &[&person, &begins]).await? {
        records.push((whole(&row, "number")?, read(&row)?));
    }
    if category == Category::Checkup {
        fill(transaction, person, &mut records).await?;
    }
    Ok(records)
}

/// Gives each check-up of a person what was found in it.
async fn fill(
    transaction: &Transaction<'_>,
    person: &[u8],
    records: &mut [Numbered],
) -> Result<(), Failure> {
    let sql = "SELECT * FROM checkup_item WHERE person = $1 ORDER BY number, place";
    for row in rows(transaction, sql, &[&person]).await? {
        let of: u32 = whole(&row, "number")?;
        let checkup = records.iter_mut().find(|(number, _)| *number == of);
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

fn read_medication(row: &Row) -> Result<Medication, Failure> {
    Ok(Medication {
        source: parsed(row, "source", HistorySource::from_code)?,
        dispensed_by: provider(row, "dispenser", "dispenser_name")?,
        prescribed_by: provider(row, "prescriber", "prescriber_name")?,
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
    })
}

fn read_treatment(row: &Row) -> Result<Treatment, Failure> {
    let quantity = match (get(row, "amount")?, get(row, "unit")?) {
        (Some(amount), Some(unit)) => Some(Quantity { amount, unit }),
        (None, None) => None,
        _ => return Err(no_value("unit")),
    };
    Ok(Treatment {
        provider: the_provider(row)?,
        on: get(row, "day")?,
        setting: parsed(row, "setting", Setting::from_code)?,
        code: get(row, "code")?,
        name: get(row, "name")?,
        quantity,
        times: whole(row, "times")?,
    })
}

fn read_surgery(row: &Row) -> Result<Surgery, Failure> {
    Ok(Surgery {
        provider: the_provider(row)?,
        on: get(row, "day")?,
        code: get(row, "code")?,
        name: get(row, "name")?,
    })
}

fn read_checkup(row: &Row) -> Result<Checkup, Failure> {
    Ok(Checkup {
        insurer: parsed(row, "insurer", |text| InsurerNumber::parse(text).ok())?,
        on: get(row, "day")?,
        items: Vec::new(),
    })
}

fn the_provider(row: &Row) -> Result<Provider, Failure> {
    provider(row, "provider", "provider_name")?.ok_or_else(|| no_value("provider"))
}

fn provider(row: &Row, code: &str, name: &str) -> Result<Option<Provider>, Failure> {
    let institution = parsed_if_any(row, code, |text| Institution::parse(text).ok())?;
    match (institution, get(row, name)?) {
        (Some(institution), Some(name)) => Ok(Some(Provider { institution, name })),
        (None, None) => Ok(None),
        _ => Err(no_value(name)),
    }
}
