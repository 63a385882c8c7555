//! The one thread that writes. What waits is committed together, so that one
//! wait for the disk serves many; nobody is answered before that.

use rusqlite::{Connection, ErrorCode, Transaction, TransactionBehavior};
use tokio::sync::oneshot;

use super::effect::{Write, perform};
use super::failure::store_error;
use super::queue::{Queue, Waiting, stopped};
use crate::{Recorded, StoreError};

/// How many writes may wait for the group that is being committed.
const ROOM: usize = 1024;
/// How many writes are committed together.
const GROUP: usize = 256;

type Outcome = Result<Recorded, StoreError>;

struct Job {
    write: Write,
    reply: oneshot::Sender<Outcome>,
}

/// Writes, in groups.
pub(super) struct Writer(Queue<Job>);

impl Writer {
    pub(super) fn start(connection: Connection) -> Result<Self, StoreError> {
        Queue::start("store-writer", ROOM, vec![connection], write_all).map(Self)
    }

    /// Performs `write`; when this answers, it is durable.
    pub(super) async fn write(&self, write: Write) -> Outcome {
        let (reply, outcome) = oneshot::channel();
        self.0.offer(Job { write, reply })?;
        outcome.await.map_err(|_| stopped())?
    }
}

fn write_all(mut connection: Connection, jobs: &Waiting<Job>) {
    while let Some(first) = jobs.next() {
        let mut group = vec![first];
        group.extend(jobs.already(GROUP - 1));
        // Whoever has stopped waiting will ask again, with the same key.
        group.retain(|job| !job.reply.is_closed());
        let outcomes = match commit(&mut connection, &group) {
            Ok(outcomes) => outcomes,
            Err(error) => {
                if error == StoreError::Locked {
                    // What came meanwhile has waited as well: it does not wait again.
                    group.extend(jobs.already(ROOM));
                }
                tracing::warn!(writes = group.len(), %error, "nothing of a group was recorded");
                vec![Err(error); group.len()]
            }
        };
        for (job, outcome) in group.into_iter().zip(outcomes) {
            let _ = job.reply.send(outcome);
        }
    }
}

/// Performs a group of writes in one transaction, each in a savepoint of its own.
///
/// # Errors
/// When nothing of the group was recorded.
fn commit(connection: &mut Connection, group: &[Job]) -> Result<Vec<Outcome>, StoreError> {
    let mut transaction = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(store_error)?;
    let outcomes = group
        .iter()
        .map(|job| attempt(&mut transaction, &job.write))
        .collect::<Result<_, _>>()?;
    transaction.commit().map_err(store_error)?;
    Ok(outcomes)
}

/// Performs one write. A broken rule of the database, or a row that makes no
/// sense, concerns that write alone; any other failure (a full disk, say) concerns
/// the file, and so the group, whose transaction SQLite may have rolled back
/// already.
fn attempt(transaction: &mut Transaction<'_>, write: &Write) -> Result<Outcome, StoreError> {
    let mut savepoint = transaction.savepoint().map_err(store_error)?;
    match perform(&savepoint, write) {
        Ok(recorded) => {
            savepoint.commit().map_err(store_error)?;
            Ok(Ok(recorded))
        }
        Err(error) => {
            let alone = error
                .sqlite_error_code()
                .is_none_or(|code| code == ErrorCode::ConstraintViolation);
            let error = store_error(error);
            if !alone {
                return Err(error);
            }
            savepoint.rollback().map_err(store_error)?;
            Ok(Err(error))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sqlite::{audit, file};
    use crate::{Effect, IdempotencyKey, NumberCheck};
    use jiff::Timestamp;
    use qualification::{Caller, Party};
    use std::sync::atomic::{AtomicUsize, Ordering};
    use tempfile::TempDir;

    fn opened(folder: &TempDir) -> Connection {
        file::open(&folder.path().join("store.db")).unwrap()
    }

    /// A check by number with an answer of `length` bytes.
    fn check(key: u8, length: usize) -> Write {
        let effect = Effect {
            caller: Caller {
                party: Party::from_code("1310000001").unwrap(),
                terminal: None,
                staff: None,
            },
            key: IdempotencyKey([key; 16]),
            request: [key; 32],
            at: Timestamp::UNIX_EPOCH,
            monotonic: 7,
            answer: vec![key; length],
            result: "CONFIRMED",
        };
        Write::NumberCheck(NumberCheck {
            effect,
            person: None,
        })
    }

    /// Lets `writes` wait together, so that they are one group, then writes them.
    fn written(connection: Connection, writes: Vec<Write>) -> Vec<Outcome> {
        let (jobs, outcomes): (Vec<_>, Vec<_>) = writes
            .into_iter()
            .map(|write| {
                let (reply, outcome) = oneshot::channel();
                (Job { write, reply }, outcome)
            })
            .unzip();
        write_all(connection, &Waiting::just(jobs));
        let answered = |mut outcome: oneshot::Receiver<Outcome>| outcome.try_recv().unwrap();
        outcomes.into_iter().map(answered).collect()
    }

    fn records(folder: &TempDir) -> u64 {
        audit::page(&opened(folder), 0, 0).unwrap().head.number
    }

    #[test]
    fn a_group_is_done_in_order() {
        let folder = tempfile::tempdir().unwrap();
        let outcomes = written(
            opened(&folder),
            vec![check(1, 9), check(2, 9), check(1, 9), Write::Nothing],
        );
        assert!(matches!(
            outcomes.as_slice(),
            [
                Ok(Recorded::Done),
                Ok(Recorded::Done),
                Ok(Recorded::Before(_)),
                Ok(Recorded::Done)
            ]
        ));
        assert_eq!(records(&folder), 2);
    }

    #[test]
    fn a_row_that_makes_no_sense_concerns_only_who_needs_it() {
        let folder = tempfile::tempdir().unwrap();
        written(opened(&folder), vec![check(1, 9)]);
        let connection = opened(&folder);
        connection
            .execute_batch(
                "PRAGMA ignore_check_constraints = ON; UPDATE answer SET request = x'00'",
            )
            .unwrap();
        let outcomes = written(connection, vec![check(1, 9), check(2, 9)]);
        assert!(matches!(
            outcomes.as_slice(),
            [Err(StoreError::Damaged { .. }), Ok(Recorded::Done)]
        ));
    }

    #[test]
    fn when_the_commit_fails_nobody_is_told_that_it_is_done() {
        let folder = tempfile::tempdir().unwrap();
        let connection = opened(&folder);
        connection
            .execute_batch(
                "CREATE TABLE trap (person BLOB REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED);
                 CREATE TRIGGER fault AFTER INSERT ON audit WHEN NEW.number = 2
                 BEGIN INSERT INTO trap VALUES (x'00'); END",
            )
            .unwrap();
        let outcomes = written(connection, vec![check(1, 9), check(2, 9), check(3, 9)]);
        for outcome in outcomes {
            assert!(matches!(outcome, Err(StoreError::Contradiction { .. })));
        }
        assert_eq!(records(&folder), 0);
    }

    #[test]
    fn a_full_disk_fails_the_whole_group_and_ends_with_it() {
        let folder = tempfile::tempdir().unwrap();
        let connection = opened(&folder);
        connection
            .execute_batch("PRAGMA max_page_count = 40")
            .unwrap();
        let writes = || vec![check(1, 9), check(2, 1_000_000), check(3, 9)];
        let outcomes = written(connection, writes());
        assert_eq!(outcomes, vec![Err(StoreError::Full); 3]);
        assert_eq!(records(&folder), 0);
        let outcomes = written(opened(&folder), writes());
        assert_eq!(outcomes, vec![Ok(Recorded::Done); 3]);
    }

    #[test]
    fn whoever_stopped_waiting_before_their_turn_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let (reply, outcome) = oneshot::channel();
        drop(outcome);
        let job = Job {
            write: check(1, 9),
            reply,
        };
        write_all(opened(&folder), &Waiting::just(vec![job]));
        assert_eq!(records(&folder), 0);
    }

    #[test]
    fn what_waits_behind_a_lock_does_not_wait_again() {
        static WAITS: AtomicUsize = AtomicUsize::new(0);
        let wait = |_| WAITS.fetch_add(1, Ordering::Relaxed) == usize::MAX;
        let folder = tempfile::tempdir().unwrap();
        let connection = opened(&folder);
        connection.busy_handler(Some(wait)).unwrap();
        let other = opened(&folder);
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        let writes = std::iter::repeat_with(|| Write::Nothing);
        let outcomes = written(connection, writes.take(GROUP + 9).collect());
        assert_eq!(outcomes, vec![Err(StoreError::Locked); GROUP + 9]);
        assert_eq!(WAITS.load(Ordering::Relaxed), 1);
    }
}
