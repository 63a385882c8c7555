//! Lists of bookings and their results, in rows.

use jiff::civil::Date;
use qualification::{Branch, Institution, InsurerNumber, NumberQuery, ReceiptNumber};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::audit;
use super::effect::once;
use super::failure::{contradiction, day, instant, parsed, parsed_if_any};
use crate::{BatchRecord, BatchResult, BatchResults, Booking, NewBatch, PlacedBooking, Recorded};

/// Keeps a list.
pub(super) fn record(file: &Connection, it: &NewBatch) -> rusqlite::Result<Recorded> {
    once(file, &it.effect, || {
        file.prepare_cached(
            "INSERT INTO batch (receipt, institution, as_of, bookings, kept_until)
             VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![
            it.receipt.0,
            it.effect.caller.party.code(),
            it.as_of.map(|day: Date| day.to_string()),
            u32::try_from(it.bookings.len()).unwrap_or(u32::MAX),
            it.kept_until.as_microsecond(),
        ])?;
        for (place, booking) in (1_u32..).zip(&it.bookings) {
            insert(file, it.receipt, place, booking)?;
        }
        Ok(Ok(it.event()))
    })
}

fn insert(
    file: &Connection,
    receipt: ReceiptNumber,
    place: u32,
    Booking { id, query }: &Booking,
) -> rusqlite::Result<()> {
    file.prepare_cached(
        "INSERT INTO booking (receipt, place, id, insurer, symbol, number, branch, birth)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![
        receipt.0,
        place,
        id,
        query.insurer.as_str(),
        query.symbol,
        query.number,
        query.branch.as_ref().map(Branch::as_str),
        query.birth.to_string(),
    ])
    .map(drop)
}

/// A list of that institution; none while it is being forgotten.
pub(super) fn find(
    file: &Connection,
    institution: &Institution,
    receipt: ReceiptNumber,
) -> rusqlite::Result<Option<BatchRecord>> {
    let found = file
        .prepare_cached("SELECT * FROM batch WHERE receipt = ?1 AND institution = ?2")?
        .query_row(params![receipt.0, institution.as_str()], |row| {
            Ok(BatchRecord {
                as_of: parsed_if_any(row, "as_of", day)?,
                bookings: row.get("bookings")?,
                done: 0,
                kept_until: instant(row, "kept_until")?,
            })
        })
        .optional()?;
    let Some(batch) = found else {
        return Ok(None);
    };
    let (there, done): (u32, u32) = file
        .prepare_cached("SELECT count(*), count(answer) FROM booking WHERE receipt = ?1")?
        .query_row([receipt.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok((there == batch.bookings).then_some(BatchRecord { done, ..batch }))
}

/// Some bookings of a list, in order.
pub(super) fn bookings(
    file: &Connection,
    receipt: ReceiptNumber,
    after: u32,
    at_most: usize,
) -> rusqlite::Result<Vec<PlacedBooking>> {
    let at_most = i64::try_from(at_most).unwrap_or(i64::MAX);
    file.prepare_cached(
        "SELECT * FROM booking WHERE receipt = ?1 AND place > ?2 ORDER BY place LIMIT ?3",
    )?
    .query_map(params![receipt.0, after, at_most], read)?
    .collect()
}

fn read(row: &Row<'_>) -> rusqlite::Result<PlacedBooking> {
    Ok(PlacedBooking {
        place: row.get("place")?,
        booking: Booking {
            id: row.get("id")?,
            query: NumberQuery {
                insurer: parsed(row, "insurer", |text| InsurerNumber::parse(text).ok())?,
                symbol: row.get("symbol")?,
                number: row.get("number")?,
                branch: parsed_if_any(row, "branch", |text| Branch::parse(text).ok())?,
                birth: parsed(row, "birth", day)?,
            },
        },
        answer: row.get("answer")?,
    })
}

/// Keeps results where there are none, with a record of each; gives what stands then.
pub(super) fn record_results(
    file: &Connection,
    it: &BatchResults,
) -> rusqlite::Result<Vec<Vec<u8>>> {
    let institution = it.caller.party.code();
    let theirs = file
        .prepare_cached("SELECT 1 FROM batch WHERE receipt = ?1 AND institution = ?2")?
        .exists(params![it.receipt.0, institution])?;
    if !theirs {
        return Err(contradiction("a result of no list of that institution"));
    }
    let results = it.results.iter();
    results.map(|of| record_result(file, it, of)).collect()
}

fn record_result(
    file: &Connection,
    it: &BatchResults,
    of: &BatchResult,
) -> rusqlite::Result<Vec<u8>> {
    let first = file
        .prepare_cached(
            "UPDATE booking SET answer = ?3 WHERE receipt = ?1 AND place = ?2 AND answer IS NULL",
        )?
        .execute(params![it.receipt.0, of.place, of.answer])?;
    if first > 0 {
        audit::append(file, it.event(of))?;
        return Ok(of.answer.clone());
    }
    file.prepare_cached("SELECT answer FROM booking WHERE receipt = ?1 AND place = ?2")?
        .query_row(params![it.receipt.0, of.place], |row| row.get(0))
        .optional()?
        .ok_or_else(|| contradiction("a result of no booking of that list"))
}
