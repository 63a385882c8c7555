//! Institutions and their own numbers for people, in rows.

use qualification::{Institution, PersonId};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::effect::once;
use super::failure::parsed;
use crate::code::offered;
use crate::{InstitutionTerms, Recorded, ReferenceNumber};

/// Puts an institution in.
pub(super) fn put(file: &Connection, terms: &InstitutionTerms) -> rusqlite::Result<()> {
    file.prepare_cached(
        "INSERT INTO institution (code, name, offered, stopped) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (code) DO UPDATE SET name = excluded.name, offered = excluded.offered,
             stopped = excluded.stopped",
    )?
    .execute(params![
        terms.code.as_str(),
        terms.name,
        offered::code(terms.offered),
        terms.stopped,
    ])
    .map(drop)
}

/// What an institution offers.
pub(super) fn find(
    file: &Connection,
    code: &Institution,
) -> rusqlite::Result<Option<InstitutionTerms>> {
    file.prepare_cached("SELECT * FROM institution WHERE code = ?1")?
        .query_row([code.as_str()], read)
        .optional()
}

/// The institutions after a code.
pub(super) fn page(
    file: &Connection,
    after: &str,
    at_most: usize,
) -> rusqlite::Result<Vec<InstitutionTerms>> {
    let at_most = i64::try_from(at_most).unwrap_or(i64::MAX);
    file.prepare_cached("SELECT * FROM institution WHERE code > ?1 ORDER BY code LIMIT ?2")?
        .query_map(params![after, at_most], read)?
        .collect()
}

fn read(row: &Row<'_>) -> rusqlite::Result<InstitutionTerms> {
    Ok(InstitutionTerms {
        code: parsed(row, "code", |text| Institution::parse(text).ok())?,
        name: row.get("name")?,
        offered: parsed(row, "offered", offered::value)?,
        stopped: row.get("stopped")?,
    })
}

/// Keeps or forgets an institution's own number for a person.
pub(super) fn refer(file: &Connection, it: &ReferenceNumber) -> rusqlite::Result<Recorded> {
    once(file, &it.effect, || {
        let institution = it.effect.caller.party.code();
        match (it.person, &it.number) {
            (Some(person), Some(number)) => file
                .prepare_cached(
                    "INSERT INTO reference_number (institution, person, number)
                     VALUES (?1, ?2, ?3)
                     ON CONFLICT (institution, person) DO UPDATE SET number = excluded.number",
                )?
                .execute(params![institution, person.0, number])?,
            (Some(person), None) => file
                .prepare_cached(
                    "DELETE FROM reference_number WHERE institution = ?1 AND person = ?2",
                )?
                .execute(params![institution, person.0])?,
            (None, _) => 0,
        };
        Ok(Ok(it.event()))
    })
}

/// An institution's own number for a person.
pub(super) fn reference_number(
    file: &Connection,
    institution: &Institution,
    person: PersonId,
) -> rusqlite::Result<Option<String>> {
    file.prepare_cached(
        "SELECT number FROM reference_number WHERE institution = ?1 AND person = ?2",
    )?
    .query_row(params![institution.as_str(), person.0], |row| row.get(0))
    .optional()
}
