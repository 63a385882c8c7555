//! The certificates that go with a person's cover, in rows.

use qualification::{
    LimitCertificate, LimitClass, PersonId, SpecificDisease, SpecificDiseaseCertificate,
};

use super::failure::{Failure, no_value};
use super::pool::Transaction;
use super::row::{get, parsed, whole};
use super::statement::{execute, row};

/// Keeps a limit amount.
pub(super) async fn insert_limit(
    transaction: &Transaction<'_>,
    person: PersonId,
    limit: &LimitCertificate,
) -> Result<(), Failure> {
    execute(
        transaction,
        "INSERT INTO limit_certificate (person, class, valid_from, valid_until, long_term_on)
         VALUES ($1, $2, $3, $4, $5)",
        &[
            &person.0.as_slice(),
            &limit.class.code(),
            &limit.valid_from,
            &limit.valid_until,
            &limit.long_term_on,
        ],
    )
    .await
    .map(drop)
}

/// The limit amount of a person.
pub(super) async fn limit_of(
    snapshot: &Transaction<'_>,
    person: PersonId,
) -> Result<Option<LimitCertificate>, Failure> {
    let sql = "SELECT * FROM limit_certificate WHERE person = $1";
    let found = row(snapshot, sql, &[&person.0.as_slice()]).await?;
    let read = |row| {
        Ok(LimitCertificate {
            class: parsed(&row, "class", LimitClass::from_code)?,
            valid_from: get(&row, "valid_from")?,
            valid_until: get(&row, "valid_until")?,
            long_term_on: get(&row, "long_term_on")?,
        })
    };
    found.map(read).transpose()
}

/// Keeps the certificate of a specific disease.
pub(super) async fn insert_specific_disease(
    transaction: &Transaction<'_>,
    person: PersonId,
    certificate: &SpecificDiseaseCertificate,
) -> Result<(), Failure> {
    execute(
        transaction,
        "INSERT INTO specific_disease_certificate (person, disease, valid_from, valid_until)
         VALUES ($1, $2, $3, $4)",
        &[
            &person.0.as_slice(),
            &i64::from(certificate.disease.code()),
            &certificate.valid_from,
            &certificate.valid_until,
        ],
    )
    .await
    .map(drop)
}

/// The certificate of a person's specific disease.
pub(super) async fn specific_disease_of(
    snapshot: &Transaction<'_>,
    person: PersonId,
) -> Result<Option<SpecificDiseaseCertificate>, Failure> {
    let sql = "SELECT * FROM specific_disease_certificate WHERE person = $1";
    let found = row(snapshot, sql, &[&person.0.as_slice()]).await?;
    let read = |row| {
        let disease = SpecificDisease::from_code(whole(&row, "disease")?);
        Ok(SpecificDiseaseCertificate {
            disease: disease.ok_or_else(|| no_value("disease"))?,
            valid_from: get(&row, "valid_from")?,
            valid_until: get(&row, "valid_until")?,
        })
    };
    found.map(read).transpose()
}
