//! People, their cover and their cards, in rows.

use qualification::{
    Branch, CardFingerprint, Cover, Disclosure, InsuredPerson, InsurerNumber, LimitCertificate,
    LimitClass, PersonId, Share,
};
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::failure::{day, no_value, parsed, parsed_if_any};
use crate::Enrolment;
use crate::code::{registration, relation, sex};

/// Puts people in.
pub(super) fn enrol(file: &Connection, people: &[Enrolment]) -> rusqlite::Result<()> {
    for Enrolment { person, cards } in people {
        let id = person.id.0;
        file.prepare_cached(
            "INSERT INTO person (id, name, kana, birth, sex, address, registration)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (id) DO UPDATE SET name = excluded.name, kana = excluded.kana,
                 birth = excluded.birth, sex = excluded.sex, address = excluded.address,
                 registration = excluded.registration",
        )?
        .execute(params![
            id,
            person.name,
            person.kana,
            person.birth.to_string(),
            sex::code(person.sex),
            person.address,
            registration::code(person.registration),
        ])?;
        for forget in [
            "DELETE FROM cover WHERE person = ?1",
            "DELETE FROM limit_certificate WHERE person = ?1",
            "DELETE FROM card WHERE person = ?1",
        ] {
            file.prepare_cached(forget)?.execute([id])?;
        }
        for (place, cover) in (0_i64..).zip(&person.covers) {
            insert_cover(file, person.id, place, cover)?;
        }
        if let Some(limit) = &person.limit {
            insert_limit(file, person.id, limit)?;
        }
        for card in cards {
            file.prepare_cached(
                "INSERT INTO card (fingerprint, person) VALUES (?1, ?2)
                 ON CONFLICT (fingerprint) DO UPDATE SET person = excluded.person",
            )?
            .execute(params![card.0, id])?;
        }
    }
    Ok(())
}

fn insert_cover(
    file: &Connection,
    person: PersonId,
    place: i64,
    cover: &Cover,
) -> rusqlite::Result<()> {
    file.prepare_cached(
        "INSERT INTO cover (person, place, insurer, insurer_name, symbol, number, branch,
             relation, acquired_on, lost_on, linked_on, share)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
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
    ])
    .map(drop)
}

fn insert_limit(
    file: &Connection,
    person: PersonId,
    limit: &LimitCertificate,
) -> rusqlite::Result<()> {
    file.prepare_cached(
        "INSERT INTO limit_certificate (person, class, valid_from, valid_until, long_term_on)
         VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![
        person.0,
        limit.class.code(),
        limit.valid_from.to_string(),
        limit.valid_until.to_string(),
        limit.long_term_on.map(|day| day.to_string()),
    ])
    .map(drop)
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
                disclosure: Disclosure::Disclosed,
                covers: Vec::new(),
                limit: None,
                specific_disease: None,
                subsidy_certificate: false,
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
    person.limit = file
        .prepare_cached("SELECT * FROM limit_certificate WHERE person = ?1")?
        .query_row([id.0], read_limit)
        .optional()?;
    Ok(Some(person))
}

/// Whose card it is.
pub(super) fn of_card(
    file: &Connection,
    card: CardFingerprint,
) -> rusqlite::Result<Option<InsuredPerson>> {
    let id = file
        .prepare_cached("SELECT person FROM card WHERE fingerprint = ?1")?
        .query_row([card.0], |row| row.get(0))
        .optional()?;
    id.map_or(Ok(None), |id| find(file, PersonId(id)))
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
        arrears_due: None,
    })
}

fn read_limit(row: &Row<'_>) -> rusqlite::Result<LimitCertificate> {
    Ok(LimitCertificate {
        class: parsed(row, "class", LimitClass::from_code)?,
        valid_from: parsed(row, "valid_from", day)?,
        valid_until: parsed(row, "valid_until", day)?,
        long_term_on: parsed_if_any(row, "long_term_on", day)?,
    })
}
