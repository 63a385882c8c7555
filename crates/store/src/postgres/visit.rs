//! Visits, in rows.

use qualification::{
    Assurance, CardFingerprint, CertificateDates, Institution, Method, PersonId, ReaderKind, Scope,
    ScoreBand, StaffId, Verified, VisitId,
};
use tokio_postgres::Row;

use super::consent;
use super::failure::{Failure, no_value};
use super::pool::Transaction;
use super::row::{bytes, get, instant, parsed, parsed_if_any, whole};
use super::statement::{execute, row};
use crate::code::{ending, visit_state};
use crate::{Authentication, Ending, NewVisit, VisitRecord};

/// Opens a visit.
pub(super) async fn open(
    held: &Transaction<'_>,
    it: &Authentication,
    new: &NewVisit,
) -> Result<(), Failure> {
    let verified = it.assurance.verified();
    execute(
        held,
        "INSERT INTO visit (id, institution, person, card, card_serial, certificate_from,
             certificate_until, visit_date, opened_at, method, reader, attempts, score_band,
             staff_id, offered_registration, scope, state)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
             'OPEN')",
        &[
            &new.id.0.as_slice(),
            &it.effect.caller.party.code(),
            &new.person.0.as_slice(),
            &it.card.0.as_slice(),
            &new.card_serial,
            &new.certificate.not_before,
            &new.certificate.not_after,
            &new.visit_date,
            &it.effect.at.as_microsecond(),
            &verified.method().code(),
            &it.assurance.reader().code(),
            &i64::from(it.assurance.attempts()),
            &verified.band().map(ScoreBand::code),
            &verified.staff().map(StaffId::as_str),
            &new.offered_registration,
            &new.scope.code(),
        ],
    )
    .await
    .map(drop)
}

/// Completes a visit if it is that institution's and open; tells whose it is.
pub(super) async fn complete(
    held: &Transaction<'_>,
    institution: &str,
    id: VisitId,
) -> Result<Option<(PersonId, CardFingerprint)>, Failure> {
    let updated = row(
        held,
        "UPDATE visit SET state = 'COMPLETED'
         WHERE id = $1 AND institution = $2 AND state = 'OPEN' RETURNING person, card",
        &[&id.0.as_slice(), &institution],
    )
    .await?;
    updated.as_ref().map(whose).transpose()
}

/// Closes a visit if it is that institution's and not closed; tells whose it is.
pub(super) async fn close(
    held: &Transaction<'_>,
    institution: &str,
    id: VisitId,
    how: Ending,
) -> Result<Option<(PersonId, CardFingerprint)>, Failure> {
    let updated = row(
        held,
        "UPDATE visit SET state = $3
         WHERE id = $1 AND institution = $2 AND state IN ('OPEN', 'COMPLETED')
         RETURNING person, card",
        &[&id.0.as_slice(), &institution, &ending::code(how)],
    )
    .await?;
    updated.as_ref().map(whose).transpose()
}

fn whose(row: &Row) -> Result<(PersonId, CardFingerprint), Failure> {
    Ok((
        PersonId(bytes(row, "person")?),
        CardFingerprint(bytes(row, "card")?),
    ))
}

/// Whose a visit of that institution is, and with which card it was begun.
pub(super) async fn whose_is(
    transaction: &Transaction<'_>,
    institution: &str,
    id: VisitId,
) -> Result<Option<(PersonId, CardFingerprint)>, Failure> {
    let sql = "SELECT person, card FROM visit WHERE id = $1 AND institution = $2";
    let found = row(transaction, sql, &[&id.0.as_slice(), &institution]).await?;
    found.as_ref().map(whose).transpose()
}

/// A visit of that institution.
pub(super) async fn find(
    snapshot: &Transaction<'_>,
    institution: &Institution,
    id: VisitId,
) -> Result<Option<VisitRecord>, Failure> {
    let found = row(
        snapshot,
        "SELECT * FROM visit WHERE id = $1 AND institution = $2",
        &[&id.0.as_slice(), &institution.as_str()],
    )
    .await?;
    let Some(row) = found else {
        return Ok(None);
    };
    Ok(Some(VisitRecord {
        id,
        person: PersonId(bytes(&row, "person")?),
        card: CardFingerprint(bytes(&row, "card")?),
        card_serial: get(&row, "card_serial")?,
        certificate: CertificateDates {
            not_before: get(&row, "certificate_from")?,
            not_after: get(&row, "certificate_until")?,
        },
        visit_date: get(&row, "visit_date")?,
        opened_at: instant(&row, "opened_at")?,
        assurance: assurance(&row)?,
        offered_registration: get(&row, "offered_registration")?,
        scope: parsed(&row, "scope", Scope::from_code)?,
        state: parsed(&row, "state", visit_state)?,
        consents: consent::of_visit(snapshot, id).await?,
    }))
}

fn assurance(row: &Row) -> Result<Option<Assurance>, Failure> {
    let method = parsed(row, "method", Method::from_code)?;
    let band = parsed_if_any(row, "score_band", ScoreBand::from_code)?;
    let staff = parsed_if_any(row, "staff_id", |id| StaffId::parse(id).ok())?;
    let verified = match (method, band, staff) {
        (Method::Pin, None, None) => Verified::Pin,
        (Method::Face, Some(band), None) => Verified::Face { band },
        (Method::StaffCheck, None, Some(staff)) => Verified::StaffCheck { staff },
        _ => return Err(no_value("method")),
    };
    let reader = parsed(row, "reader", ReaderKind::from_code)?;
    Assurance::new(verified, reader, whole(row, "attempts")?)
        .map(Some)
        .map_err(|_| no_value("attempts"))
}
