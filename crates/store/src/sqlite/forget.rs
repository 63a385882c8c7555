//! What is not needed any more goes, some of it at a time.

use rusqlite::{Connection, params};

use crate::Forgetting;

/// How many rows go at once at most.
const ROWS: usize = 2000;

/// The instant before which it is old, in microseconds.
type Before = fn(&Forgetting) -> i64;

/// The oldest of each kind first. A list of bookings goes when its last booking has.
const OLD: [(&str, Before); 4] = [
    (
        "DELETE FROM challenge WHERE nonce IN
             (SELECT nonce FROM challenge WHERE used_at < ?1 ORDER BY used_at LIMIT ?2)",
        |it| it.challenges_before.as_microsecond(),
    ),
    (
        "DELETE FROM answer WHERE rowid IN
             (SELECT rowid FROM answer WHERE at < ?1 ORDER BY at LIMIT ?2)",
        |it| it.answers_before.as_microsecond(),
    ),
    (
        "DELETE FROM booking WHERE (receipt, place) IN
             (SELECT booking.receipt, place FROM batch
                  JOIN booking ON booking.receipt = batch.receipt
              WHERE kept_until < ?1 ORDER BY kept_until LIMIT ?2)",
        |it| it.batches_before.as_microsecond(),
    ),
    (
        "DELETE FROM batch WHERE receipt IN
             (SELECT receipt FROM batch WHERE kept_until < ?1
                  AND NOT EXISTS (SELECT 1 FROM booking WHERE booking.receipt = batch.receipt)
              ORDER BY kept_until LIMIT ?2)",
        |it| it.batches_before.as_microsecond(),
    ),
];

/// Forgets what is old enough; gives how many rows it were.
pub(super) fn forget(file: &Connection, it: &Forgetting) -> rusqlite::Result<u64> {
    let mut gone = 0;
    for (sql, before) in OLD {
        let room = ROWS.saturating_sub(gone);
        gone += file
            .prepare_cached(sql)?
            .execute(params![before(it), i64::try_from(room).unwrap_or(0)])?;
    }
    Ok(u64::try_from(gone).unwrap_or(u64::MAX))
}
