//! Lists of bookings and their results, in rows.

use async_trait::async_trait;
use qualification::{Branch, Institution, InsurerNumber, NumberQuery, ReceiptNumber};
use tokio_postgres::Row;

use super::failure::{Failure, contradiction};
use super::ledger::{Changed, Keyed, Ledger, Work};
use super::pool::Transaction;
use super::row::{get, instant, parsed, parsed_if_any, whole};
use super::statement::{execute, row, rows};
use crate::{BatchRecord, BatchResult, BatchResults, Booking, Effect, NewBatch, PlacedBooking};

#[async_trait]
impl Keyed for NewBatch {
    fn effect(&self) -> &Effect {
        &self.effect
    }

    async fn change(&self, transaction: &Transaction<'_>) -> Result<Changed, Failure> {
        let receipt = self.receipt.0.as_slice();
        let count = i64::try_from(self.bookings.len()).unwrap_or(i64::MAX);
        execute(
            transaction,
            "INSERT INTO batch (receipt, institution, as_of, bookings, kept_until)
             VALUES ($1, $2, $3, $4, $5)",
            &[
                &receipt,
                &self.effect.caller.party.code(),
                &self.as_of,
                &count,
                &self.kept_until.as_microsecond(),
            ],
        )
        .await?;
        keep_bookings(transaction, receipt, &self.bookings).await?;
        Ok(Ok(self.event()))
    }
}

/// All at once, column by column.
async fn keep_bookings(
    transaction: &Transaction<'_>,
    receipt: &[u8],
    bookings: &[Booking],
) -> Result<(), Failure> {
    fn column<'b, T>(bookings: &'b [Booking], field: impl Fn(&'b Booking) -> T) -> Vec<T> {
        bookings.iter().map(field).collect()
    }
    execute(
        transaction,
        "INSERT INTO booking (receipt, id, insurer, symbol, number, branch, birth, place)
         SELECT $1, it.* FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[],
             $7::date[]) WITH ORDINALITY AS it",
        &[
            &receipt,
            &column(bookings, |it| it.id.as_str()),
            &column(bookings, |it| it.query.insurer.as_str()),
            &column(bookings, |it| it.query.symbol.as_deref()),
            &column(bookings, |it| it.query.number.as_str()),
            &column(bookings, |it| it.query.branch.as_ref().map(Branch::as_str)),
            &column(bookings, |it| it.query.birth),
        ],
    )
    .await
    .map(drop)
}

/// A list of that institution; none while it is being forgotten.
pub(super) async fn find(
    transaction: &Transaction<'_>,
    institution: &Institution,
    receipt: ReceiptNumber,
) -> Result<Option<BatchRecord>, Failure> {
    let found = row(
        transaction,
        "SELECT as_of, bookings, kept_until, count(answer) AS done
         FROM batch LEFT JOIN booking USING (receipt)
         WHERE receipt = $1 AND institution = $2
         GROUP BY receipt HAVING count(place) = bookings",
        &[&receipt.0.as_slice(), &institution.as_str()],
    )
    .await?;
    let read = |row| {
        Ok(BatchRecord {
            as_of: get(&row, "as_of")?,
            bookings: whole(&row, "bookings")?,
            done: whole(&row, "done")?,
            kept_until: instant(&row, "kept_until")?,
        })
    };
    found.map(read).transpose()
}

/// The bookings of a list after a place.
pub(super) async fn bookings(
    transaction: &Transaction<'_>,
    receipt: ReceiptNumber,
    after: u32,
    at_most: usize,
) -> Result<Vec<PlacedBooking>, Failure> {
    let (after, at_most) = (i64::from(after), i64::try_from(at_most).unwrap_or(i64::MAX));
    let found = rows(
        transaction,
        "SELECT * FROM booking WHERE receipt = $1 AND place > $2 ORDER BY place LIMIT $3",
        &[&receipt.0.as_slice(), &after, &at_most],
    )
    .await?;
    found.iter().map(read).collect()
}

fn read(row: &Row) -> Result<PlacedBooking, Failure> {
    Ok(PlacedBooking {
        place: whole(row, "place")?,
        booking: Booking {
            id: get(row, "id")?,
            query: NumberQuery {
                insurer: parsed(row, "insurer", |text| InsurerNumber::parse(text).ok())?,
                symbol: get(row, "symbol")?,
                number: get(row, "number")?,
                branch: parsed_if_any(row, "branch", |text| Branch::parse(text).ok())?,
                birth: get(row, "birth")?,
            },
        },
        answer: get(row, "answer")?,
    })
}

#[async_trait]
impl Work for BatchResults {
    type Answer = Vec<Vec<u8>>;

    async fn perform(&self, ledger: &mut Ledger<'_>) -> Result<Vec<Vec<u8>>, Failure> {
        let theirs = "SELECT 1 FROM batch WHERE receipt = $1 AND institution = $2";
        let (receipt, institution) = (self.receipt.0.as_slice(), self.caller.party.code());
        if row(ledger, theirs, &[&receipt, &institution])
            .await?
            .is_none()
        {
            return Err(contradiction("a result of no list of that institution"));
        }
        let mut answers = Vec::with_capacity(self.results.len());
        for result in &self.results {
            answers.push(keep_result(ledger, self, result).await?);
        }
        Ok(answers)
    }
}

async fn keep_result(
    ledger: &mut Ledger<'_>,
    all: &BatchResults,
    result: &BatchResult,
) -> Result<Vec<u8>, Failure> {
    let (receipt, place) = (all.receipt.0.as_slice(), i64::from(result.place));
    let keep = "UPDATE booking SET answer = $3
                WHERE receipt = $1 AND place = $2 AND answer IS NULL";
    if execute(ledger, keep, &[&receipt, &place, &result.answer]).await? > 0 {
        ledger.append(all.event(result)).await?;
        return Ok(result.answer.clone());
    }
    let kept = "SELECT answer FROM booking WHERE receipt = $1 AND place = $2";
    let kept = row(ledger, kept, &[&receipt, &place]).await?;
    let none = || contradiction("a result of no booking of that list");
    get(&kept.ok_or_else(none)?, "answer")
}
