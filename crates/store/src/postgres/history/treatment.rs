//! 診療情報, in rows.

use qualification::{HistoryRecord, Quantity, Setting, Treatment};
use tokio_postgres::Row;

use super::{Place, provider};
use crate::postgres::failure::{Failure, no_value};
use crate::postgres::pool::Transaction;
use crate::postgres::row::{get, parsed, whole};
use crate::postgres::statement::execute;

/// Keeps a record.
pub(super) async fn keep(
    transaction: &Transaction<'_>,
    place: Place<'_>,
    it: &Treatment,
) -> Result<(), Failure> {
    let quantity = it.quantity.as_ref();
    execute(
        transaction,
        "INSERT INTO treatment (person, number, day, provider, provider_name, setting, code, name,
             amount, unit, times)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        &[
            &place.person,
            &place.number,
            &place.day,
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

/// Reads a record.
pub(super) fn read(row: &Row) -> Result<HistoryRecord, Failure> {
    let quantity = match (get(row, "amount")?, get(row, "unit")?) {
        (None, None) => None,
        (Some(amount), Some(unit)) => Some(Quantity { amount, unit }),
        _ => return Err(no_value("unit")),
    };
    Ok(HistoryRecord::Treatment(Treatment {
        provider: provider(row, "provider", "provider_name")?,
        on: get(row, "day")?,
        setting: parsed(row, "setting", Setting::from_code)?,
        code: get(row, "code")?,
        name: get(row, "name")?,
        quantity,
        times: whole(row, "times")?,
    }))
}
