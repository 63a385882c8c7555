//! People, their cover and their cards, in rows.

use qualification::{
    Branch, CardFingerprint, Cover, Disclosure, InsuredPerson, InsurerNumber, PersonId,
    Registration, Share,
};
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::certificate::{insert_limit, insert_specific_disease, limit_of, specific_disease_of};
use super::failure::{day, no_value, parsed, parsed_if_any};
use super::{card, history};
use crate::Enrolment;
use crate::code::{disclosure, registration, relation, sex};

/// Puts people in.
pub(super) fn enrol(file: &Connection, people: &[Enrolment]) -> rusqlite::Result<()> {
    for Enrolment {
        person,
        cards,
        history,
    } in people
    {
        let id = person.id.0;
        let is_new = registration_of(file, person.id)?.is_none();
        file.prepare_cached(
            "INSERT INTO person (id, name, kana, birth, sex, address, registration, disclosure,
                 subsidy_certificate)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
             ON CONFLICT (id) DO UPDATE SET name = excluded.name, kana = excluded.kana,
                 birth = excluded.birth, sex = excluded.sex, address = excluded.address,
                 registration = excluded.registration, disclosure = excluded.disclosure,
                 subsidy_certificate = excluded.subsidy_certificate",
        )?
        .execute(params![
            id,
            person.name,
            person.kana,
            person.birth.to_string(),
            sex::code(person.sex),
            person.address,
            registration::code(person.registration),
            disclosure::code(person.disclosure),
            person.subsidy_certificate,
        ])?;
        if !is_new {
            for forget in [
                "DELETE FROM cover WHERE person = ?1",
                "DELETE FROM limit_certificate WHERE person = ?1",
                "DELETE FROM specific_disease_certificate WHERE person = ?1",
            ] {
                file.prepare_cached(forget)?.execute([id])?;
            }
            history::forget(file, person.id)?;
        }
        for (place, cover) in (0_i64..).zip(&person.covers) {
            insert_cover(file, person.id, place, cover)?;
        }
        if let Some(limit) = &person.limit {
            insert_limit(file, person.id, limit)?;
        }
        if let Some(certificate) = &person.specific_disease {
            insert_specific_disease(file, person.id, certificate)?;
        }
        card::replace(file, person.id, cards)?;
        history::keep(file, person.id, history)?;
    }
    Ok(())
}

/// Adds cover at a place of a person's history of cover.
pub(super) fn insert_cover(
    file: &Connection,
    person: PersonId,
    place: i64,
    cover: &Cover,
) -> rusqlite::Result<()> {
    file.prepare_cached(
        "INSERT INTO cover (person, place, insurer, insurer_name, symbol, number, branch,
             relation, acquired_on, lost_on, linked_on, share, arrears_due)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
    )?
    .execute(params![
        person.0,
        place,
        cover.insurer.as_str(),
        cover.insurer_name,
        cover.symbol,
        cover.number,
        cover.branch.as_ref().map(Branch::as_str),
        relation::code(cover.relation),
        cover.acquired_on.to_string(),
        cover.lost_on.map(|day| day.to_string()),
        cover.linked_on.to_string(),
        cover.share.map(Share::percent),
        cover.arrears_due.map(|day| day.to_string()),
    ])
    .map(drop)
}

/// The card of a person was registered as insurance card, unless what was recorded
/// since it was offered forbids it.
pub(super) fn register(file: &Connection, id: PersonId) -> rusqlite::Result<()> {
    file.prepare_cached(
        "UPDATE person SET registration = ?2 WHERE id = ?1 AND disclosure = 'DISCLOSED'
             AND registration IN ('NOT_REGISTERED', 'DEREGISTERED')",
    )?
    .execute(params![id.0, registration::code(Registration::Registered)])
    .map(drop)
}

/// How the registration of a person stands; `None`: there is no such person.
pub(super) fn registration_of(
    file: &Connection,
    id: PersonId,
) -> rusqlite::Result<Option<Registration>> {
    file.prepare_cached("SELECT registration FROM person WHERE id = ?1")?
        .query_row([id.0], |row| {
            parsed(row, "registration", registration::value)
        })
        .optional()
}

/// Whether the data of a person may be shown; `None`: there is no such person.
pub(super) fn disclosure_of(
    file: &Connection,
    id: PersonId,
) -> rusqlite::Result<Option<Disclosure>> {
    file.prepare_cached("SELECT disclosure FROM person WHERE id = ?1")?
        .query_row([id.0], |row| parsed(row, "disclosure", disclosure::value))
        .optional()
}

/// The person of a handle.
pub(super) fn find(file: &Connection, id: PersonId) -> rusqlite::Result<Option<InsuredPerson>> {
    let person = file
        .prepare_cached("SELECT * FROM person WHERE id = ?1")?
        .query_row([id.0], |row| {
            Ok(InsuredPerson {
                id,
                name: row.get("name")?,
                kana: row.get("kana")?,
                birth: parsed(row, "birth", day)?,
                sex: parsed(row, "sex", sex::value)?,
                address: row.get("address")?,
                registration: parsed(row, "registration", registration::value)?,
                disclosure: parsed(row, "disclosure", disclosure::value)?,
                covers: Vec::new(),
                limit: None,
                specific_disease: None,
                subsidy_certificate: row.get("subsidy_certificate")?,
            })
        })
        .optional()?;
    let Some(mut person) = person else {
        return Ok(None);
    };
    person.covers = file
        .prepare_cached("SELECT * FROM cover WHERE person = ?1 ORDER BY place")?
        .query_map([id.0], read_cover)?
        .collect::<Result<_, _>>()?;
    person.limit = limit_of(file, id)?;
    person.specific_disease = specific_disease_of(file, id)?;
    Ok(Some(person))
}

/// Whose card it is.
pub(super) fn of_card(
    file: &Connection,
    card: CardFingerprint,
) -> rusqlite::Result<Option<InsuredPerson>> {
    card::whose(file, card)?.map_or(Ok(None), |id| find(file, id))
}

/// Everyone with that number, now or before.
pub(super) fn with_number(
    file: &Connection,
    insurer: &InsurerNumber,
    symbol: Option<&str>,
    number: &str,
) -> rusqlite::Result<Vec<InsuredPerson>> {
    let ids = file
        .prepare_cached(
            "SELECT DISTINCT person FROM cover
             WHERE insurer = ?1 AND number = ?2 AND symbol IS ?3 ORDER BY person",
        )?
        .query_map(params![insurer.as_str(), number, symbol], |row| row.get(0))?
        .collect::<Result<Vec<_>, _>>()?;
    ids.into_iter()
        .filter_map(|id| find(file, PersonId(id)).transpose())
        .collect()
}

fn read_cover(row: &Row<'_>) -> rusqlite::Result<Cover> {
    let share =
        |percent: u8| Share::from_percent(percent).ok_or_else(|| no_value("share", Type::Integer));
    Ok(Cover {
        insurer: parsed(row, "insurer", |text| InsurerNumber::parse(text).ok())?,
        insurer_name: row.get("insurer_name")?,
        symbol: row.get("symbol")?,
        number: row.get("number")?,
        branch: parsed_if_any(row, "branch", |text| Branch::parse(text).ok())?,
        relation: parsed(row, "relation", relation::value)?,
        acquired_on: parsed(row, "acquired_on", day)?,
        lost_on: parsed_if_any(row, "lost_on", day)?,
        linked_on: parsed(row, "linked_on", day)?,
        share: row.get::<_, Option<u8>>("share")?.map(share).transpose()?,
        arrears_due: parsed_if_any(row, "arrears_due", day)?,
    })
}
