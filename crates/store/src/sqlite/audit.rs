//! The audit trail, in rows.

use qualification::{
    CardFingerprint, Category, ConsentId, Party, PersonId, Purpose, StaffId, TerminalId, VisitId,
};
use rusqlite::types::Type;
use rusqlite::{Connection, Row, params};

use super::failure::{instant, is_damage, no_value, parsed, parsed_if_any};
use crate::code::operation;
use crate::{AuditEvent, AuditPage, AuditRecord, ChainHead};

/// Appends the record of `event` to the chain.
pub(super) fn append(file: &Connection, event: AuditEvent) -> rusqlite::Result<()> {
    let record = AuditRecord::after(head(file)?, event);
    let number = signed(record.number);
    let event = &record.event;
    file.prepare_cached(
        "INSERT INTO audit (number, at, monotonic, party, terminal, staff, operation, visit,
             person, card, category, purpose, consent, result, detail, answer, previous, hash)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
    )?
    .execute(params![
        number,
        event.at.as_microsecond(),
        event.monotonic.map(signed),
        event.party.code(),
        event.terminal.as_ref().map(TerminalId::as_str),
        event.staff.as_ref().map(StaffId::as_str),
        operation::code(event.operation),
        event.visit.map(|id| id.0),
        event.person.map(|id| id.0),
        event.card.map(|card| card.0),
        event.category.map(Category::code),
        event.purpose.map(Purpose::code),
        event.consent.map(|consent| consent.0),
        event.result,
        event.detail,
        event.answer,
        record.previous,
        record.hash,
    ])?;
    file.prepare_cached("UPDATE chain_head SET number = ?1, hash = ?2")?
        .execute(params![number, record.hash])
        .map(drop)
}

fn head(file: &Connection) -> rusqlite::Result<ChainHead> {
    file.prepare_cached("SELECT number, hash FROM chain_head")?
        .query_row([], |row| {
            Ok(ChainHead {
                number: number(row)?,
                hash: row.get("hash")?,
            })
        })
}

/// At most `at_most` records after the one numbered `after`.
pub(super) fn page(file: &Connection, after: u64, at_most: usize) -> rusqlite::Result<AuditPage> {
    let mut page = AuditPage {
        records: Vec::new(),
        unreadable: None,
        head: head(file)?,
    };
    // A number below 1 is a forgery, and is to be seen.
    let from = if after == 0 { i64::MIN } else { signed(after) };
    let mut statement =
        file.prepare_cached("SELECT * FROM audit WHERE number > ?1 ORDER BY number LIMIT ?2")?;
    let mut rows = statement.query(params![from, i64::try_from(at_most).unwrap_or(i64::MAX)])?;
    loop {
        let last = page.records.last().map_or(after, |last| last.number);
        let next = last.saturating_add(1);
        let (number, record) = match rows.next() {
            Ok(None) => return Ok(page),
            Ok(Some(row)) => (number(row).unwrap_or(next), read(row)),
            Err(error) => (next, Err(error)),
        };
        match record {
            Ok(record) => page.records.push(record),
            Err(error) if is_damage(&error) => {
                page.unreadable = Some(number);
                return Ok(page);
            }
            Err(error) => return Err(error),
        }
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<AuditRecord> {
    Ok(AuditRecord {
        number: number(row)?,
        event: AuditEvent {
            at: instant(row, "at")?,
            monotonic: monotonic(row)?,
            party: parsed(row, "party", Party::from_code)?,
            terminal: parsed_if_any(row, "terminal", |text| TerminalId::parse(text).ok())?,
            staff: parsed_if_any(row, "staff", |text| StaffId::parse(text).ok())?,
            operation: parsed(row, "operation", operation::value)?,
            visit: row.get::<_, Option<_>>("visit")?.map(VisitId),
            person: row.get::<_, Option<_>>("person")?.map(PersonId),
            card: row.get::<_, Option<_>>("card")?.map(CardFingerprint),
            category: parsed_if_any(row, "category", Category::from_code)?,
            purpose: parsed_if_any(row, "purpose", Purpose::from_code)?,
            consent: row.get::<_, Option<_>>("consent")?.map(ConsentId),
            result: row.get("result")?,
            detail: row.get("detail")?,
            answer: row.get("answer")?,
        },
        previous: row.get("previous")?,
        hash: row.get("hash")?,
    })
}

fn monotonic(row: &Row<'_>) -> rusqlite::Result<Option<u64>> {
    row.get::<_, Option<i64>>("monotonic")?
        .map(|value| u64::try_from(value).map_err(|_| no_value("monotonic", Type::Integer)))
        .transpose()
}

pub(super) fn number(row: &Row<'_>) -> rusqlite::Result<u64> {
    u64::try_from(row.get::<_, i64>("number")?).map_err(|_| no_value("number", Type::Integer))
}

pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
