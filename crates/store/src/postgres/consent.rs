//! Consents, in rows.

use async_trait::async_trait;
use jiff::Timestamp;
use qualification::{Category, ConsentGrant, ConsentId, ConsentSurface, Purpose, VisitId};
use tokio_postgres::Row;

use super::failure::Failure;
use super::ledger::{Changed, Keyed};
use super::pool::Transaction;
use super::row::{bytes, instant, instant_if_any, parsed};
use super::statement::{execute, row, rows};
use super::visit;
use crate::{Effect, Recorded, Withdrawal};

/// Keeps a consent.
pub(super) async fn grant(
    transaction: &Transaction<'_>,
    visit: VisitId,
    consent: &ConsentGrant,
) -> Result<(), Failure> {
    execute(
        transaction,
        "INSERT INTO consent (id, visit, category, purpose, surface, granted_at, until,
             withdrawn_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[
            &consent.id.0.as_slice(),
            &visit.0.as_slice(),
            &consent.category.code(),
            &consent.purpose.code(),
            &consent.surface.code(),
            &consent.granted_at.as_microsecond(),
            &consent.until.as_microsecond(),
            &consent.withdrawn_at.map(Timestamp::as_microsecond),
        ],
    )
    .await
    .map(drop)
}

/// Ends what consents of a visit still hold.
pub(super) async fn end_all(
    transaction: &Transaction<'_>,
    visit: VisitId,
    at: Timestamp,
) -> Result<(), Failure> {
    let sql = "UPDATE consent SET until = least(until, $2) WHERE visit = $1";
    execute(
        transaction,
        sql,
        &[&visit.0.as_slice(), &at.as_microsecond()],
    )
    .await
    .map(drop)
}

#[async_trait]
impl Keyed for Withdrawal {
    fn effect(&self) -> &Effect {
        &self.effect
    }

    /// The patient takes a consent back.
    async fn change(&self, transaction: &Transaction<'_>) -> Result<Changed, Failure> {
        let institution = self.effect.caller.party.code();
        let Some((visit, consent)) = find(transaction, institution, self.consent.id).await? else {
            return Ok(Err(Recorded::NotThere));
        };
        let whose = visit::whose_is(transaction, institution, self.visit).await?;
        let Some((person, card)) = whose.filter(|_| visit == self.visit) else {
            return Ok(Err(Recorded::NotThere));
        };
        // As it stands now: what ended since the answer was made stays as it ended.
        let ended = consent.withdrawn(self.effect.at);
        execute(
            transaction,
            "UPDATE consent SET until = $2, withdrawn_at = $3 WHERE id = $1",
            &[
                &consent.id.0.as_slice(),
                &ended.until.as_microsecond(),
                &ended.withdrawn_at.map(Timestamp::as_microsecond),
            ],
        )
        .await?;
        Ok(Ok(self.event(person, card)))
    }
}

/// A consent of a visit of that institution.
pub(super) async fn find(
    transaction: &Transaction<'_>,
    institution: &str,
    id: ConsentId,
) -> Result<Option<(VisitId, ConsentGrant)>, Failure> {
    let found = row(
        transaction,
        "SELECT consent.* FROM consent JOIN visit ON visit.id = consent.visit
         WHERE consent.id = $1 AND visit.institution = $2",
        &[&id.0.as_slice(), &institution],
    )
    .await?;
    found
        .map(|row| Ok((VisitId(bytes(&row, "visit")?), read(&row)?)))
        .transpose()
}

/// The consents of a visit, by category code.
pub(super) async fn of_visit(
    transaction: &Transaction<'_>,
    visit: VisitId,
) -> Result<Vec<ConsentGrant>, Failure> {
    let sql = "SELECT * FROM consent WHERE visit = $1 ORDER BY category";
    let found = rows(transaction, sql, &[&visit.0.as_slice()]).await?;
    found.iter().map(read).collect()
}

fn read(row: &Row) -> Result<ConsentGrant, Failure> {
    Ok(ConsentGrant {
        id: ConsentId(bytes(row, "id")?),
        category: parsed(row, "category", Category::from_code)?,
        surface: parsed(row, "surface", ConsentSurface::from_code)?,
        purpose: parsed(row, "purpose", Purpose::from_code)?,
        granted_at: instant(row, "granted_at")?,
        until: instant(row, "until")?,
        withdrawn_at: instant_if_any(row, "withdrawn_at")?,
    })
}
