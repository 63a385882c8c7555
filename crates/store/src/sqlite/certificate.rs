//! The certificates that go with a person's cover, in rows.

use qualification::{
    LimitCertificate, LimitClass, PersonId, SpecificDisease, SpecificDiseaseCertificate,
};
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::failure::{day, no_value, parsed, parsed_if_any};

/// Keeps a limit amount.
pub(super) fn insert_limit(
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

/// The limit amount of a person.
pub(super) fn limit_of(
    file: &Connection,
    person: PersonId,
) -> rusqlite::Result<Option<LimitCertificate>> {
    file.prepare_cached("SELECT * FROM limit_certificate WHERE person = ?1")?
        .query_row([person.0], |row| {
            Ok(LimitCertificate {
                class: parsed(row, "class", LimitClass::from_code)?,
                valid_from: parsed(row, "valid_from", day)?,
                valid_until: parsed(row, "valid_until", day)?,
                long_term_on: parsed_if_any(row, "long_term_on", day)?,
            })
        })
        .optional()
}

/// Keeps the certificate of a specific disease.
pub(super) fn insert_specific_disease(
    file: &Connection,
    person: PersonId,
    certificate: &SpecificDiseaseCertificate,
) -> rusqlite::Result<()> {
    file.prepare_cached(
        "INSERT INTO specific_disease_certificate (person, disease, valid_from, valid_until)
         VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute(params![
        person.0,
        certificate.disease.code(),
        certificate.valid_from.to_string(),
        certificate.valid_until.map(|day| day.to_string()),
    ])
    .map(drop)
}

/// The certificate of a person's specific disease.
pub(super) fn specific_disease_of(
    file: &Connection,
    person: PersonId,
) -> rusqlite::Result<Option<SpecificDiseaseCertificate>> {
    file.prepare_cached("SELECT * FROM specific_disease_certificate WHERE person = ?1")?
        .query_row([person.0], |row| {
            Ok(SpecificDiseaseCertificate {
                disease: disease(row)?,
                valid_from: parsed(row, "valid_from", day)?,
                valid_until: parsed_if_any(row, "valid_until", day)?,
            })
        })
        .optional()
}

fn disease(row: &Row<'_>) -> rusqlite::Result<SpecificDisease> {
    SpecificDisease::from_code(row.get("disease")?)
        .ok_or_else(|| no_value("disease", Type::Integer))
}
