//! Changes of the operator and of administrators, in rows.

use jiff::Timestamp;
use jiff::civil::Date;
use qualification::{Cover, PersonId, RegistrationEvent};
use rusqlite::{Connection, params};

use super::effect::once;
use super::{card, institution, person, staff};
use crate::code::registration;
use crate::{Administration, Change, Recorded};

/// What a change concerns: that it was there, and which person, if it is one's.
type Concerned = Option<Option<PersonId>>;

/// Makes a change.
pub(super) fn administer(file: &Connection, it: &Administration) -> rusqlite::Result<Recorded> {
    once(file, &it.effect, || {
        let concerned = make(file, &it.change, it.effect.at)?;
        Ok(concerned
            .map(|person| it.event(person))
            .ok_or(Recorded::NotThere))
    })
}

fn make(file: &Connection, change: &Change, at: Timestamp) -> rusqlite::Result<Concerned> {
    match change {
        Change::Nothing { .. } => Ok(Some(None)),
        Change::EnrolPerson(it) => {
            person::enrol(file, std::slice::from_ref(it))?;
            Ok(Some(Some(it.person.id)))
        }
        Change::SuspendCard(card) => card::suspend(file, *card, at).map(somebodys),
        Change::LiftCard(card) => card::lift(file, *card).map(somebodys),
        Change::RenewCard { old, new } => card::renew(file, *old, *new).map(somebodys),
        Change::SetArrears { person, on, due } => {
            let found = set_arrears(file, *person, *on, *due)?;
            Ok(found.then_some(Some(*person)))
        }
        Change::ChangeInsurer { person, cover } => {
            let found = change_insurer(file, *person, cover)?;
            Ok(found.then_some(Some(*person)))
        }
        Change::ChangeRegistration { person, event } => {
            let possible = change_registration(file, *person, *event)?;
            Ok(possible.then_some(Some(*person)))
        }
        Change::PutInstitution(terms) => {
            institution::put(file, terms)?;
            Ok(Some(None))
        }
        Change::EnrolStaff {
            institution,
            staff,
            role,
            passcode,
        } => {
            staff::enrol(file, institution, staff, *role, passcode)?;
            Ok(Some(None))
        }
        Change::RemoveStaff { institution, staff } => {
            Ok(staff::remove(file, institution, staff)?.then_some(None))
        }
        Change::SignOut { institution, staff } => {
            Ok(staff::sign_out(file, institution, staff)?.then_some(None))
        }
    }
}

fn somebodys(person: Option<PersonId>) -> Concerned {
    person.map(Some)
}

/// Of the cover in force on a day, as far as there is some.
fn set_arrears(
    file: &Connection,
    person: PersonId,
    on: Date,
    due: Option<Date>,
) -> rusqlite::Result<bool> {
    file.prepare_cached(
        "UPDATE cover SET arrears_due = ?3
         WHERE person = ?1 AND acquired_on <= ?2 AND (lost_on IS NULL OR ?2 < lost_on)",
    )?
    .execute(params![
        person.0,
        on.to_string(),
        due.map(|day| day.to_string())
    ])
    .map(|rows| rows > 0)
}

/// Ends what is in force on the first day of `cover`, and adds that.
fn change_insurer(file: &Connection, id: PersonId, cover: &Cover) -> rusqlite::Result<bool> {
    if person::registration_of(file, id)?.is_none() {
        return Ok(false);
    }
    file.prepare_cached(
        "UPDATE cover SET lost_on = ?2
         WHERE person = ?1 AND acquired_on <= ?2 AND (lost_on IS NULL OR ?2 < lost_on)",
    )?
    .execute(params![id.0, cover.acquired_on.to_string()])?;
    let place = file
        .prepare_cached("SELECT coalesce(max(place) + 1, 0) FROM cover WHERE person = ?1")?
        .query_row([id.0], |row| row.get(0))?;
    person::insert_cover(file, id, place, cover)?;
    Ok(true)
}

/// Where it is possible in the state before.
fn change_registration(
    file: &Connection,
    id: PersonId,
    event: RegistrationEvent,
) -> rusqlite::Result<bool> {
    let before = person::registration_of(file, id)?;
    let Some(Ok(after)) = before.map(|before| before.after(event)) else {
        return Ok(false);
    };
    file.prepare_cached("UPDATE person SET registration = ?2 WHERE id = ?1")?
        .execute(params![id.0, registration::code(after)])?;
    Ok(true)
}
