//! Visits, in rows.

use qualification::{
    Assurance, CardFingerprint, CertificateDates, Institution, Method, PersonId, ReaderKind, Scope,
    ScoreBand, StaffId, Verified, VisitId,
};
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::consent;
use super::failure::{day, instant, no_value, parsed, parsed_if_any};
use crate::code::{ending, visit_state};
use crate::{Authentication, Ending, NewVisit, VisitRecord};

/// Opens a visit.
pub(super) fn open(file: &Connection, it: &Authentication, new: &NewVisit) -> rusqlite::Result<()> {
    let verified = it.assurance.verified();
    file.prepare_cached(
        "INSERT INTO visit (id, institution, person, card, card_serial, certificate_from,
             certificate_until, visit_date, opened_at, method, reader, attempts, score_band,
             staff_id, offered_registration, scope, state)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, 'OPEN')",
    )?
    .execute(params![
        new.id.0,
        it.effect.caller.party.code(),
        new.person.0,
        it.card.0,
        new.card_serial,
        new.certificate.not_before.to_string(),
        new.certificate.not_after.to_string(),
        new.visit_date.to_string(),
        it.effect.at.as_microsecond(),
        verified.method().code(),
        it.assurance.reader().code(),
        it.assurance.attempts(),
        verified.band().map(ScoreBand::code),
        verified.staff().map(StaffId::as_str),
        new.offered_registration,
        new.scope.code(),
    ])
    .map(drop)
}

/// Completes a visit if it is that institution's and open; tells whose it is.
pub(super) fn complete(
    file: &Connection,
    institution: &str,
    id: VisitId,
) -> rusqlite::Result<Option<(PersonId, CardFingerprint)>> {
    file.prepare_cached(
        "UPDATE visit SET state = 'COMPLETED'
         WHERE id = ?1 AND institution = ?2 AND state = 'OPEN' RETURNING person, card",
    )?
    .query_row(params![id.0, institution], whose)
    .optional()
}

/// Closes a visit if it is that institution's and not closed; tells whose it is.
pub(super) fn close(
    file: &Connection,
    institution: &str,
    id: VisitId,
    how: Ending,
) -> rusqlite::Result<Option<(PersonId, CardFingerprint)>> {
    file.prepare_cached(
        "UPDATE visit SET state = ?3
         WHERE id = ?1 AND institution = ?2 AND state IN ('OPEN', 'COMPLETED')
         RETURNING person, card",
    )?
    .query_row(params![id.0, institution, ending::code(how)], whose)
    .optional()
}

/// Whose a visit of that institution is, and with which card it was begun.
pub(super) fn whose_is(
    file: &Connection,
    institution: &str,
    id: VisitId,
) -> rusqlite::Result<Option<(PersonId, CardFingerprint)>> {
    file.prepare_cached("SELECT person, card FROM visit WHERE id = ?1 AND institution = ?2")?
        .query_row(params![id.0, institution], whose)
        .optional()
}

fn whose(row: &Row<'_>) -> rusqlite::Result<(PersonId, CardFingerprint)> {
    Ok((
        PersonId(row.get("person")?),
        CardFingerprint(row.get("card")?),
    ))
}

/// A visit of that institution.
pub(super) fn find(
    file: &Connection,
    institution: &Institution,
    id: VisitId,
) -> rusqlite::Result<Option<VisitRecord>> {
    let visit = file
        .prepare_cached("SELECT * FROM visit WHERE id = ?1 AND institution = ?2")?
        .query_row(params![id.0, institution.as_str()], |row| {
            Ok(VisitRecord {
                id,
                person: PersonId(row.get("person")?),
                card: CardFingerprint(row.get("card")?),
                card_serial: row.get("card_serial")?,
                certificate: CertificateDates {
                    not_before: parsed(row, "certificate_from", day)?,
                    not_after: parsed(row, "certificate_until", day)?,
                },
                visit_date: parsed(row, "visit_date", day)?,
                opened_at: instant(row, "opened_at")?,
                assurance: assurance(row)?,
                offered_registration: row.get("offered_registration")?,
                scope: parsed_if_any(row, "scope", Scope::from_code)?.unwrap_or(Scope::Full),
                state: parsed(row, "state", visit_state)?,
                consents: Vec::new(),
            })
        })
        .optional()?;
    let Some(mut visit) = visit else {
        return Ok(None);
    };
    visit.consents = consent::of_visit(file, id)?;
    Ok(Some(visit))
}

/// How the person was verified. A face or a staff check of schema 1 has nothing
/// beside it, and is no assurance by today's words.
fn assurance(row: &Row<'_>) -> rusqlite::Result<Option<Assurance>> {
    let method = parsed(row, "method", Method::from_code)?;
    let band = parsed_if_any(row, "score_band", ScoreBand::from_code)?;
    let staff = parsed_if_any(row, "staff_id", |id| StaffId::parse(id).ok())?;
    let verified = match (method, band, staff) {
        (Method::Pin, None, None) => Verified::Pin,
        (Method::Face, Some(band), None) => Verified::Face { band },
        (Method::StaffCheck, None, Some(staff)) => Verified::StaffCheck { staff },
        (Method::Face | Method::StaffCheck, None, None) => return Ok(None),
        _ => return Err(no_value("method", Type::Text)),
    };
    let reader = parsed(row, "reader", ReaderKind::from_code)?;
    Assurance::new(verified, reader, row.get("attempts")?)
        .map(Some)
        .map_err(|_| no_value("attempts", Type::Integer))
}
