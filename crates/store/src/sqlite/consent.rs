//! Consents, in rows.

use jiff::Timestamp;
use qualification::{
    Category, ConsentGrant, ConsentId, ConsentSurface, Institution, Purpose, VisitId,
};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::effect::{Change, once};
use super::failure::{instant, instant_if_any, parsed};
use super::visit;
use crate::{Recorded, Withdrawal};

/// Keeps a consent.
pub(super) fn grant(
    file: &Connection,
    visit: VisitId,
    consent: &ConsentGrant,
) -> rusqlite::Result<()> {
    file.prepare_cached(
        "INSERT INTO consent (id, visit, category, purpose, surface, granted_at, until,
             withdrawn_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![
        consent.id.0,
        visit.0,
        consent.category.code(),
        consent.purpose.code(),
        consent.surface.code(),
        consent.granted_at.as_microsecond(),
        consent.until.as_microsecond(),
        consent.withdrawn_at.map(Timestamp::as_microsecond),
    ])
    .map(drop)
}

/// Ends what consents of a visit still hold.
pub(super) fn end_all(file: &Connection, visit: VisitId, at: Timestamp) -> rusqlite::Result<()> {
    file.prepare_cached("UPDATE consent SET until = min(until, ?2) WHERE visit = ?1")?
        .execute(params![visit.0, at.as_microsecond()])
        .map(drop)
}

/// The patient takes a consent back.
pub(super) fn withdraw(file: &Connection, it: &Withdrawal) -> rusqlite::Result<Recorded> {
    once(file, &it.effect, || end(file, it))
}

fn end(file: &Connection, it: &Withdrawal) -> rusqlite::Result<Change> {
    let institution = it.effect.caller.party.code();
    let Some((visit, consent)) = find(file, institution, it.consent.id)? else {
        return Ok(Err(Recorded::NotThere));
    };
    let whose = visit::whose_is(file, institution, it.visit)?;
    let Some((person, card)) = whose.filter(|_| visit == it.visit) else {
        return Ok(Err(Recorded::NotThere));
    };
    // As it stands now: what ended since the answer was made stays as it ended.
    let ended = consent.withdrawn(it.effect.at);
    file.prepare_cached("UPDATE consent SET until = ?2, withdrawn_at = ?3 WHERE id = ?1")?
        .execute(params![
            consent.id.0,
            ended.until.as_microsecond(),
            ended.withdrawn_at.map(Timestamp::as_microsecond),
        ])?;
    Ok(Ok(it.event(person, card)))
}

/// A consent of a visit of that institution.
pub(super) fn of_institution(
    file: &Connection,
    institution: &Institution,
    id: ConsentId,
) -> rusqlite::Result<Option<(VisitId, ConsentGrant)>> {
    find(file, institution.as_str(), id)
}

fn find(
    file: &Connection,
    institution: &str,
    id: ConsentId,
) -> rusqlite::Result<Option<(VisitId, ConsentGrant)>> {
    file.prepare_cached(
        "SELECT consent.* FROM consent JOIN visit ON visit.id = consent.visit
         WHERE consent.id = ?1 AND visit.institution = ?2",
    )?
    .query_row(params![id.0, institution], |row| {
        Ok((VisitId(row.get("visit")?), read(row)?))
    })
    .optional()
}

/// The consents of a visit, by category code.
pub(super) fn of_visit(file: &Connection, visit: VisitId) -> rusqlite::Result<Vec<ConsentGrant>> {
    file.prepare_cached("SELECT * FROM consent WHERE visit = ?1 ORDER BY category")?
        .query_map([visit.0], read)?
        .collect()
}

fn read(row: &Row<'_>) -> rusqlite::Result<ConsentGrant> {
    Ok(ConsentGrant {
        id: ConsentId(row.get("id")?),
        category: parsed(row, "category", Category::from_code)?,
        surface: parsed(row, "surface", ConsentSurface::from_code)?,
        purpose: parsed(row, "purpose", Purpose::from_code)?,
        granted_at: instant(row, "granted_at")?,
        until: instant(row, "until")?,
        withdrawn_at: instant_if_any(row, "withdrawn_at")?,
    })
}
