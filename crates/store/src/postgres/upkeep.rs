//! What keeps the store itself: denials, checkpoints, forgetting, and a probe.

use async_trait::async_trait;
use jiff::Timestamp;

use super::failure::Failure;
use super::ledger::{Ledger, Work};
use super::pool::Transaction;
use super::row::{bytes, instant, whole};
use super::statement::{execute, rows};
use crate::{ChainHead, Checkpoint, Denial, Forgetting};

/// How many rows are forgotten at once at most.
const ROWS: i64 = 2000;

/// The instant before which it is old.
type Before = fn(&Forgetting) -> Timestamp;

/// What is forgotten, the oldest of each kind first. A list of bookings
/// goes when its last booking has.
const OLD: [(&str, Before); 4] = [
    (
        "DELETE FROM challenge WHERE nonce IN
             (SELECT nonce FROM challenge WHERE used_at < $1 ORDER BY used_at LIMIT $2)",
        |it| it.challenges_before,
    ),
    (
        "DELETE FROM answer WHERE (party, key) IN
             (SELECT party, key FROM answer WHERE at < $1 ORDER BY at LIMIT $2)",
        |it| it.answers_before,
    ),
    (
        "DELETE FROM booking WHERE (receipt, place) IN
             (SELECT receipt, place FROM batch JOIN booking USING (receipt)
              WHERE kept_until < $1 ORDER BY kept_until LIMIT $2)",
        |it| it.batches_before,
    ),
    (
        "DELETE FROM batch WHERE receipt IN
             (SELECT receipt FROM batch WHERE kept_until < $1
                  AND NOT EXISTS (SELECT 1 FROM booking WHERE booking.receipt = batch.receipt)
              ORDER BY kept_until LIMIT $2)",
        |it| it.batches_before,
    ),
];

#[async_trait]
impl Work for Denial {
    type Answer = ();

    async fn perform(&self, ledger: &mut Ledger<'_>) -> Result<(), Failure> {
        ledger.append(self.event()).await
    }
}

/// Proves that something could be written.
pub(super) struct Probe;

#[async_trait]
impl Work for Probe {
    type Answer = ();

    /// The head is held for writing already.
    async fn perform(&self, _: &mut Ledger<'_>) -> Result<(), Failure> {
        Ok(())
    }
}

/// Keeps a statement of how far the trail is; the first of two for the same record stays.
pub(super) async fn keep_checkpoint(
    transaction: &Transaction<'_>,
    it: &Checkpoint,
) -> Result<(), Failure> {
    execute(
        transaction,
        "INSERT INTO checkpoint (number, hash, at, signature) VALUES ($1, $2, $3, $4)
         ON CONFLICT DO NOTHING",
        &[
            &i64::try_from(it.head.number).unwrap_or(i64::MAX),
            &it.head.hash.as_slice(),
            &it.at.as_microsecond(),
            &it.signature.as_slice(),
        ],
    )
    .await
    .map(drop)
}

/// The statements after a record.
pub(super) async fn checkpoints(
    transaction: &Transaction<'_>,
    after: u64,
    at_most: usize,
) -> Result<Vec<Checkpoint>, Failure> {
    let after = i64::try_from(after).unwrap_or(i64::MAX);
    let at_most = i64::try_from(at_most).unwrap_or(i64::MAX);
    let sql = "SELECT * FROM checkpoint WHERE number > $1 ORDER BY number LIMIT $2";
    let found = rows(transaction, sql, &[&after, &at_most]).await?;
    found
        .iter()
        .map(|row| {
            Ok(Checkpoint {
                head: ChainHead {
                    number: whole(row, "number")?,
                    hash: bytes(row, "hash")?,
                },
                at: instant(row, "at")?,
                signature: bytes(row, "signature")?,
            })
        })
        .collect()
}

/// Forgets what is old enough, some of it; gives how many rows it were.
pub(super) async fn forget(transaction: &Transaction<'_>, it: &Forgetting) -> Result<u64, Failure> {
    let mut gone = 0;
    for (sql, before) in OLD {
        let room = ROWS.saturating_sub_unsigned(gone);
        gone += execute(transaction, sql, &[&before(it).as_microsecond(), &room]).await?;
    }
    Ok(gone)
}
