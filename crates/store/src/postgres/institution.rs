//! Institutions and their own numbers for people, in rows.

use async_trait::async_trait;
use qualification::{Institution, PersonId};
use tokio_postgres::Row;

use super::failure::Failure;
use super::ledger::{Changed, Keyed};
use super::pool::Transaction;
use super::row::{get, parsed};
use super::statement::{execute, row, rows};
use crate::code::offered;
use crate::{Effect, InstitutionTerms, ReferenceNumber};

/// Puts an institution in.
pub(super) async fn put(
    transaction: &Transaction<'_>,
    terms: &InstitutionTerms,
) -> Result<(), Failure> {
    execute(
        transaction,
        "INSERT INTO institution (code, name, offered, stopped) VALUES ($1, $2, $3, $4)
         ON CONFLICT (code) DO UPDATE SET name = excluded.name, offered = excluded.offered,
             stopped = excluded.stopped",
        &[
            &terms.code.as_str(),
            &terms.name,
            &offered::code(terms.offered),
            &terms.stopped,
        ],
    )
    .await
    .map(drop)
}

/// What an institution offers.
pub(super) async fn find(
    transaction: &Transaction<'_>,
    code: &Institution,
) -> Result<Option<InstitutionTerms>, Failure> {
    let sql = "SELECT * FROM institution WHERE code = $1";
    let found = row(transaction, sql, &[&code.as_str()]).await?;
    found.as_ref().map(read).transpose()
}

/// The institutions after a code.
pub(super) async fn page(
    transaction: &Transaction<'_>,
    after: &str,
    at_most: usize,
) -> Result<Vec<InstitutionTerms>, Failure> {
    let at_most = i64::try_from(at_most).unwrap_or(i64::MAX);
    let sql = "SELECT * FROM institution WHERE code > $1 ORDER BY code LIMIT $2";
    let found = rows(transaction, sql, &[&after, &at_most]).await?;
    found.iter().map(read).collect()
}

fn read(row: &Row) -> Result<InstitutionTerms, Failure> {
    Ok(InstitutionTerms {
        code: parsed(row, "code", |text| Institution::parse(text).ok())?,
        name: get(row, "name")?,
        offered: parsed(row, "offered", offered::value)?,
        stopped: get(row, "stopped")?,
    })
}

#[async_trait]
impl Keyed for ReferenceNumber {
    fn effect(&self) -> &Effect {
        &self.effect
    }

    async fn change(&self, transaction: &Transaction<'_>) -> Result<Changed, Failure> {
        let institution = self.effect.caller.party.code();
        let person = self.person.as_ref().map(|person| person.0.as_slice());
        match (person, &self.number) {
            (Some(person), Some(number)) => {
                let sql = "INSERT INTO reference_number (institution, person, number)
                     VALUES ($1, $2, $3)
                     ON CONFLICT (institution, person) DO UPDATE SET number = excluded.number";
                execute(transaction, sql, &[&institution, &person, number]).await?;
            }
            (Some(person), None) => {
                let sql = "DELETE FROM reference_number WHERE institution = $1 AND person = $2";
                execute(transaction, sql, &[&institution, &person]).await?;
            }
            (None, _) => {}
        }
        Ok(Ok(self.event()))
    }
}

/// An institution's own number for a person.
pub(super) async fn reference_number(
    transaction: &Transaction<'_>,
    institution: &Institution,
    person: PersonId,
) -> Result<Option<String>, Failure> {
    let found = row(
        transaction,
        "SELECT number FROM reference_number WHERE institution = $1 AND person = $2",
        &[&institution.as_str(), &person.0.as_slice()],
    )
    .await?;
    found.map(|row| get(&row, "number")).transpose()
}
