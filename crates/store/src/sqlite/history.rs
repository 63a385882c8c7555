//! Medical history, in rows: kept when a person is put in, judged and recorded in the
//! transaction that reads it.

mod checkup;
mod medication;
mod surgery;
mod treatment;

use jiff::civil::Date;
use qualification::{
    Category, Disclosure, HistoryRecord, Institution, PersonId, Provider, Viewing, view,
};
use rusqlite::types::Type;
use rusqlite::{Connection, Row, params};

use super::failure::{no_value, parsed};
use super::{audit, institution, person, staff, visit};
use crate::history::Numbered;
use crate::{AuditEvent, HistoryAnswer, HistoryRead, VisitRecord};

/// Keeps the whole history of a person who has none yet.
pub(super) fn keep(
    file: &Connection,
    id: PersonId,
    history: &[HistoryRecord],
) -> rusqlite::Result<()> {
    for (number, record) in (0_u32..).zip(history) {
        match record {
            HistoryRecord::Medication(it) => medication::keep(file, id, number, it)?,
            HistoryRecord::Treatment(it) => treatment::keep(file, id, number, it)?,
            HistoryRecord::Surgery(it) => surgery::keep(file, id, number, it)?,
            HistoryRecord::Checkup(it) => checkup::keep(file, id, number, it)?,
        }
    }
    Ok(())
}

/// Forgets the history of a person.
pub(super) fn forget(file: &Connection, id: PersonId) -> rusqlite::Result<()> {
    for forget in [
        "DELETE FROM medication WHERE person = ?1",
        "DELETE FROM treatment WHERE person = ?1",
        "DELETE FROM surgery WHERE person = ?1",
        "DELETE FROM checkup_item WHERE person = ?1",
        "DELETE FROM checkup WHERE person = ?1",
    ] {
        file.prepare_cached(forget)?.execute([id.0])?;
    }
    Ok(())
}

/// Reads one page, if it may be viewed, and records what came of it.
pub(super) fn read(file: &Connection, it: &HistoryRead) -> rusqlite::Result<HistoryAnswer> {
    let (answer, event) = judge(file, it)?;
    audit::append(file, event)?;
    Ok(answer)
}

fn judge(file: &Connection, it: &HistoryRead) -> rusqlite::Result<(HistoryAnswer, AuditEvent)> {
    let Some((asking, on_duty)) = it.on_duty() else {
        return Ok((HistoryAnswer::StaffNotOnDuty, it.not_on_duty()));
    };
    let account = staff::find(file, asking, &on_duty.id)?;
    if account.is_none_or(|now| (now.role, now.session) != (on_duty.role, on_duty.session)) {
        return Ok((HistoryAnswer::StaffNotOnDuty, it.not_on_duty()));
    }
    let Some(visit) = disclosed_visit(file, it, asking)? else {
        return Ok((HistoryAnswer::NoVisit, it.no_visit()));
    };
    let terms = institution::find(file, asking)?;
    let viewing = Viewing {
        role: on_duty.role,
        purpose: it.purpose,
        institution: asking,
        offered: terms.map_or(it.offered_by_default, |terms| terms.offered),
        category: it.category,
        grants: &visit.consents,
        scope: visit.scope,
        at: it.at,
    };
    let consent = match view(&viewing) {
        Ok(consent) => consent,
        Err(denial) => {
            let event = it.denied(visit.person, denial);
            return Ok((HistoryAnswer::Denied(denial), event));
        }
    };
    let begins = it.begins(visit.visit_date);
    let all = of_person(file, visit.person, it.category, begins)?;
    let (page, next) = it.page(all, visit.visit_date);
    let event = it.viewed(visit.person, consent.id, &page);
    let records = page.into_iter().map(|(_, record)| record).collect();
    Ok((HistoryAnswer::Page { records, next }, event))
}

/// The visit, unless the data of whose it is may be shown to nobody.
fn disclosed_visit(
    file: &Connection,
    it: &HistoryRead,
    asking: &Institution,
) -> rusqlite::Result<Option<VisitRecord>> {
    let Some(visit) = visit::find(file, asking, it.visit)? else {
        return Ok(None);
    };
    let disclosure = person::disclosure_of(file, visit.person)?;
    Ok((disclosure == Some(Disclosure::Disclosed)).then_some(visit))
}

/// The records of a category that a person has from a day on.
fn of_person(
    file: &Connection,
    id: PersonId,
    category: Category,
    begins: Date,
) -> rusqlite::Result<Vec<Numbered>> {
    let (table, read): (_, fn(&Connection, PersonId, &Row<'_>) -> _) = match category {
        Category::Medication => ("medication", medication::read),
        Category::Treatment => ("treatment", treatment::read),
        Category::Surgery => ("surgery", surgery::read),
        Category::Checkup => ("checkup", checkup::read),
        // It is told with the limit amount, and is no history.
        Category::SpecificDisease => return Ok(Vec::new()),
    };
    let sql = format!("SELECT * FROM {table} WHERE person = ?1 AND day >= ?2");
    file.prepare_cached(&sql)?
        .query_map(params![id.0, begins.to_string()], |row| {
            Ok((row.get("number")?, read(file, id, row)?))
        })?
        .collect()
}

fn provider(row: &Row<'_>, code: &str, name: &str) -> rusqlite::Result<Provider> {
    Ok(Provider {
        institution: parsed(row, code, |text| Institution::parse(text).ok())?,
        name: row.get(name)?,
    })
}

/// A provider that may not be known: then neither its code nor its name is there.
fn provider_if_any(row: &Row<'_>, code: &str, name: &str) -> rusqlite::Result<Option<Provider>> {
    match (
        row.get::<_, Option<String>>(code)?,
        row.get::<_, Option<String>>(name)?,
    ) {
        (None, None) => Ok(None),
        (Some(_), Some(_)) => provider(row, code, name).map(Some),
        _ => Err(no_value(code, Type::Text)),
    }
}
