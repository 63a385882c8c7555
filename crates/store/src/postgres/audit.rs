//! The audit trail, in rows.

use qualification::{
    CardFingerprint, Category, ConsentId, Party, PersonId, Purpose, StaffId, TerminalId, VisitId,
};
use tokio_postgres::Row;

use super::failure::{Failure, no_value};
use super::pool::Transaction;
use super::row::{bytes, bytes_if_any, get, instant, parsed, parsed_if_any, whole, whole_if_any};
use super::statement::{execute, row, rows};
use crate::code::operation;
use crate::{AuditEvent, AuditPage, AuditRecord, ChainHead};

/// The chain's head, held until the transaction ends: what is appended goes on from
/// it, whichever server appends.
pub(super) async fn hold_head(held: &Transaction<'_>) -> Result<ChainHead, Failure> {
    head(held, "SELECT number, hash FROM chain_head FOR UPDATE").await
}

async fn head(transaction: &Transaction<'_>, sql: &str) -> Result<ChainHead, Failure> {
    let row = row(transaction, sql, &[]).await?;
    let row = row.ok_or_else(|| no_value("chain_head"))?;
    Ok(ChainHead {
        number: whole(&row, "number")?,
        hash: bytes(&row, "hash")?,
    })
}

/// Leaves `head` as the chain's head.
pub(super) async fn keep_head(held: &Transaction<'_>, head: ChainHead) -> Result<(), Failure> {
    let sql = "UPDATE chain_head SET number = $1, hash = $2";
    let hash = head.hash.as_slice();
    execute(held, sql, &[&signed(head.number), &hash])
        .await
        .map(drop)
}

/// Keeps a record that goes on from the chain's head.
pub(super) async fn insert(held: &Transaction<'_>, record: &AuditRecord) -> Result<(), Failure> {
    let event = &record.event;
    execute(
        held,
        "INSERT INTO audit (number, at, monotonic, party, terminal, staff, operation, visit,
             person, card, category, purpose, consent, result, detail, answer, previous, hash)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
        &[
            &signed(record.number),
            &event.at.as_microsecond(),
            &event.monotonic.map(signed),
            &event.party.code(),
            &event.terminal.as_ref().map(TerminalId::as_str),
            &event.staff.as_ref().map(StaffId::as_str),
            &operation::code(event.operation),
            &event.visit.as_ref().map(|id| id.0.as_slice()),
            &event.person.as_ref().map(|id| id.0.as_slice()),
            &event.card.as_ref().map(|card| card.0.as_slice()),
            &event.category.map(Category::code),
            &event.purpose.map(Purpose::code),
            &event.consent.as_ref().map(|id| id.0.as_slice()),
            &event.result,
            &event.detail,
            &event.answer.as_slice(),
            &record.previous.as_slice(),
            &record.hash.as_slice(),
        ],
    )
    .await
    .map(drop)
}

/// At most `at_most` records after the one numbered `after`.
pub(super) async fn page(
    snapshot: &Transaction<'_>,
    after: u64,
    at_most: usize,
) -> Result<AuditPage, Failure> {
    let mut page = AuditPage {
        records: Vec::new(),
        unreadable: None,
        head: head(snapshot, "SELECT number, hash FROM chain_head").await?,
    };
    // A number below 1 is a forgery, and is to be seen.
    let from = if after == 0 { i64::MIN } else { signed(after) };
    let at_most = i64::try_from(at_most).unwrap_or(i64::MAX);
    let sql = "SELECT * FROM audit WHERE number > $1 ORDER BY number LIMIT $2";
    for row in rows(snapshot, sql, &[&from, &at_most]).await? {
        let Ok(record) = read(&row) else {
            let last = page.records.last().map_or(after, |last| last.number);
            page.unreadable = Some(whole(&row, "number").unwrap_or(last.saturating_add(1)));
            break;
        };
        page.records.push(record);
    }
    Ok(page)
}

fn read(row: &Row) -> Result<AuditRecord, Failure> {
    Ok(AuditRecord {
        number: whole(row, "number")?,
        event: AuditEvent {
            at: instant(row, "at")?,
            monotonic: whole_if_any(row, "monotonic")?,
            party: parsed(row, "party", Party::from_code)?,
            terminal: parsed_if_any(row, "terminal", |id| TerminalId::parse(id).ok())?,
            staff: parsed_if_any(row, "staff", |id| StaffId::parse(id).ok())?,
            operation: parsed(row, "operation", operation::value)?,
            visit: bytes_if_any(row, "visit")?.map(VisitId),
            person: bytes_if_any(row, "person")?.map(PersonId),
            card: bytes_if_any(row, "card")?.map(CardFingerprint),
            category: parsed_if_any(row, "category", Category::from_code)?,
            purpose: parsed_if_any(row, "purpose", Purpose::from_code)?,
            consent: bytes_if_any(row, "consent")?.map(ConsentId),
            result: get(row, "result")?,
            detail: get(row, "detail")?,
            answer: bytes(row, "answer")?,
        },
        previous: bytes(row, "previous")?,
        hash: bytes(row, "hash")?,
    })
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
