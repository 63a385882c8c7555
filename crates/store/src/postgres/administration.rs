//! Changes of the operator and of administrators, in rows.

use async_trait::async_trait;
use jiff::Timestamp;
use jiff::civil::Date;
use qualification::{Cover, PersonId, RegistrationEvent};

use super::failure::{Failure, no_value};
use super::ledger::{Changed, Keyed};
use super::pool::Transaction;
use super::row::whole;
use super::statement::{execute, row};
use super::{card, institution, person, staff};
use crate::code::registration;
use crate::{Administration, Change, Effect, Recorded};

/// What a change concerns: that it was there, and which person, if it is one's.
type Concerned = Option<Option<PersonId>>;

#[async_trait]
impl Keyed for Administration {
    fn effect(&self) -> &Effect {
        &self.effect
    }

    async fn change(&self, transaction: &Transaction<'_>) -> Result<Changed, Failure> {
        let concerned = make(transaction, &self.change, self.effect.at).await?;
        Ok(concerned
            .map(|person| self.event(person))
            .ok_or(Recorded::NotThere))
    }
}

async fn make(
    transaction: &Transaction<'_>,
    change: &Change,
    at: Timestamp,
) -> Result<Concerned, Failure> {
    Ok(match change {
        Change::Nothing { .. } => Some(None),
        Change::EnrolPerson(it) => {
            person::enrol(transaction, std::slice::from_ref(it)).await?;
            Some(Some(it.person.id))
        }
        Change::SuspendCard(card) => card::suspend(transaction, *card, at).await?.map(Some),
        Change::LiftCard(card) => card::lift(transaction, *card).await?.map(Some),
        Change::RenewCard { old, new } => card::renew(transaction, *old, *new).await?.map(Some),
        Change::SetArrears { person, on, due } => set_arrears(transaction, *person, *on, *due)
            .await?
            .then_some(Some(*person)),
        Change::ChangeInsurer { person, cover } => change_insurer(transaction, *person, cover)
            .await?
            .then_some(Some(*person)),
        Change::ChangeRegistration { person, event } => {
            change_registration(transaction, *person, *event)
                .await?
                .then_some(Some(*person))
        }
        Change::PutInstitution(terms) => {
            institution::put(transaction, terms).await?;
            Some(None)
        }
        Change::EnrolStaff {
            institution,
            staff,
            role,
            passcode,
        } => {
            staff::enrol(transaction, institution, staff, *role, passcode).await?;
            Some(None)
        }
        Change::RemoveStaff { institution, staff } => {
            let was_there = staff::remove(transaction, institution, staff).await?;
            was_there.then_some(None)
        }
        Change::SignOut { institution, staff } => {
            let was_there = staff::sign_out(transaction, institution, staff).await?;
            was_there.then_some(None)
        }
    })
}

/// Of the cover in force on a day, as far as there is some.
async fn set_arrears(
    transaction: &Transaction<'_>,
    person: PersonId,
    on: Date,
    due: Option<Date>,
) -> Result<bool, Failure> {
    execute(
        transaction,
        "UPDATE cover SET arrears_due = $3
         WHERE person = $1 AND acquired_on <= $2 AND (lost_on IS NULL OR $2 < lost_on)",
        &[&person.0.as_slice(), &on, &due],
    )
    .await
    .map(|rows| rows > 0)
}

/// Ends what is in force on the first day of `cover`, and adds that.
async fn change_insurer(
    transaction: &Transaction<'_>,
    id: PersonId,
    cover: &Cover,
) -> Result<bool, Failure> {
    if person::registration(transaction, id).await?.is_none() {
        return Ok(false);
    }
    let key = id.0.as_slice();
    execute(
        transaction,
        "UPDATE cover SET lost_on = $2
         WHERE person = $1 AND acquired_on <= $2 AND (lost_on IS NULL OR $2 < lost_on)",
        &[&key, &cover.acquired_on],
    )
    .await?;
    let next = "SELECT coalesce(max(place) + 1, 0) AS place FROM cover WHERE person = $1";
    let next = row(transaction, next, &[&key]).await?;
    let place = whole(&next.ok_or_else(|| no_value("place"))?, "place")?;
    person::insert_cover(transaction, id, place, cover).await?;
    Ok(true)
}

/// Where it is possible in the state before.
async fn change_registration(
    transaction: &Transaction<'_>,
    id: PersonId,
    event: RegistrationEvent,
) -> Result<bool, Failure> {
    let before = person::registration(transaction, id).await?;
    let Some(Ok(after)) = before.map(|before| before.after(event)) else {
        return Ok(false);
    };
    let sql = "UPDATE person SET registration = $2 WHERE id = $1";
    let key = id.0.as_slice();
    execute(transaction, sql, &[&key, &registration::code(after)]).await?;
    Ok(true)
}
