//! The one thread that writes. What waits is committed together, so that one
//! wait for the disk serves many; nobody is answered before that.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use rusqlite::{Connection, ErrorCode, Transaction, TransactionBehavior};
use tokio::sync::oneshot;

use super::failure::store_error;
use super::queue::{Queue, Waiting, stopped};
use crate::StoreError;

/// How many writes may wait for the group that is being committed.
const ROOM: usize = 1024;
/// How many writes are committed together.
const GROUP: usize = 256;

/// A write that waits, whatever it answers.
trait Job: Send {
    /// Whether somebody waits for it still.
    fn is_awaited(&self) -> bool;
    /// Performs it, and keeps what it answers.
    fn perform(&mut self, file: &Connection) -> rusqlite::Result<()>;
    /// Forgets what it answers: it was not recorded.
    fn fail(&mut self, error: StoreError);
    /// Tells what it answers.
    fn tell(self: Box<Self>);
}

struct Task<T, W> {
    work: W,
    outcome: Result<T, StoreError>,
    reply: oneshot::Sender<Result<T, StoreError>>,
}

impl<T, W> Job for Task<T, W>
where
    T: Send,
    W: Fn(&Connection) -> rusqlite::Result<T> + Send,
{
    fn is_awaited(&self) -> bool {
        !self.reply.is_closed()
    }

    fn perform(&mut self, file: &Connection) -> rusqlite::Result<()> {
        self.outcome = Ok((self.work)(file)?);
        Ok(())
    }

    fn fail(&mut self, error: StoreError) {
        self.outcome = Err(error);
    }

    fn tell(self: Box<Self>) {
        let _ = self.reply.send(self.outcome);
    }
}

/// Writes, in groups.
pub(super) struct Writer(Queue<Box<dyn Job>>);

impl Writer {
    pub(super) fn start(connection: Connection) -> Result<Self, StoreError> {
        Queue::start("store-writer", ROOM, vec![connection], write_all).map(Self)
    }

    /// Performs `work` in one transaction; when this answers, it is durable. What it did
    /// is undone if it fails.
    pub(super) async fn write<T: Send + 'static>(
        &self,
        work: impl Fn(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (reply, outcome) = oneshot::channel();
        self.0.offer(job(work, reply))?;
        outcome.await.map_err(|_| stopped())?
    }
}

fn job<T: Send + 'static>(
    work: impl Fn(&Connection) -> rusqlite::Result<T> + Send + 'static,
    reply: oneshot::Sender<Result<T, StoreError>>,
) -> Box<dyn Job> {
    Box::new(Task {
        work,
        outcome: Err(stopped()),
        reply,
    })
}

fn write_all(mut connection: Connection, jobs: &Waiting<Box<dyn Job>>) {
    while let Some(first) = jobs.next() {
        let mut group = vec![first];
        group.extend(jobs.already(GROUP - 1));
        // Whoever has stopped waiting will ask again, with the same key.
        group.retain(|job| job.is_awaited());
        #[expect(
            clippy::disallowed_methods,
            reason = "how long it took is no time of day"
        )]
        let began = Instant::now();
        let committed = commit(&mut connection, &mut group);
        metrics::histogram!("madoguchi_store_commit_seconds").record(began.elapsed());
        metrics::histogram!("madoguchi_store_group").record(size(group.len()));
        if let Err(error) = committed {
            if error == StoreError::Locked {
                // What came meanwhile has waited as well: it does not wait again.
                group.extend(jobs.already(ROOM));
            }
            tracing::warn!(writes = group.len(), %error, "nothing of a group was recorded");
            for job in &mut group {
                job.fail(error.clone());
            }
        }
        group.into_iter().for_each(Job::tell);
    }
}

/// A count as it is measured.
fn size(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Performs a group of writes in one transaction, each in a savepoint of its own.
///
/// # Errors
/// When nothing of the group was recorded.
fn commit(connection: &mut Connection, group: &mut [Box<dyn Job>]) -> Result<(), StoreError> {
    let mut transaction = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(store_error)?;
    for job in group {
        attempt(&mut transaction, &mut **job)?;
    }
    transaction.commit().map_err(store_error)
}

/// Performs one write. A broken rule of the database, a row that makes no sense, or a
/// panic concerns that write alone; any other failure (a full disk, say) concerns
/// the file, and so the group, whose transaction SQLite may have rolled back
/// already.
fn attempt(transaction: &mut Transaction<'_>, job: &mut dyn Job) -> Result<(), StoreError> {
    let mut savepoint = transaction.savepoint().map_err(store_error)?;
    // What a panic leaves half done is undone with the savepoint.
    let error = match catch_unwind(AssertUnwindSafe(|| job.perform(&savepoint))) {
        Ok(Ok(())) => return savepoint.commit().map_err(store_error),
        Ok(Err(error)) if concerns_all(&error) => return Err(store_error(error)),
        Ok(Err(error)) => store_error(error),
        Err(_) => StoreError::panicked(),
    };
    savepoint.rollback().map_err(store_error)?;
    job.fail(error);
    Ok(())
}

fn concerns_all(error: &rusqlite::Error) -> bool {
    error
        .sqlite_error_code()
        .is_some_and(|code| code != ErrorCode::ConstraintViolation)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sqlite::{audit, effect, file};
    use crate::{Effect, IdempotencyKey, NumberCheck, Recorded};
    use jiff::Timestamp;
    use qualification::{Caller, Party};
    use std::sync::atomic::{AtomicUsize, Ordering};
    use tempfile::TempDir;

    fn opened(folder: &TempDir) -> Connection {
        file::open(&folder.path().join("store.db")).unwrap()
    }

    type Outcome = Result<Recorded, StoreError>;
    type Write = Box<dyn Fn(&Connection) -> rusqlite::Result<Recorded> + Send>;

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
        let person = None;
        let check = NumberCheck { effect, person };
        Box::new(move |file| effect::check_number(file, &check))
    }

    fn nothing() -> Write {
        Box::new(|file| effect::check(file).map(|()| Recorded::Done))
    }

    /// Lets `writes` wait together, so that they are one group, then writes them.
    fn written(connection: Connection, writes: Vec<Write>) -> Vec<Outcome> {
        let (jobs, outcomes): (Vec<_>, Vec<_>) = writes
            .into_iter()
            .map(|write| {
                let (reply, outcome) = oneshot::channel();
                (job(write, reply), outcome)
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
            vec![check(1, 9), check(2, 9), check(1, 9), nothing()],
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
    fn a_panic_fails_that_write_alone_and_leaves_nothing_of_it() {
        let folder = tempfile::tempdir().unwrap();
        let faulty: Write = {
            let check = check(2, 9);
            Box::new(move |file| {
                check(file)?;
                panic!("injected")
            })
        };
        let outcomes = written(opened(&folder), vec![check(1, 9), faulty, check(3, 9)]);
        assert!(matches!(
            outcomes.as_slice(),
            [
                Ok(Recorded::Done),
                Err(StoreError::Damaged { .. }),
                Ok(Recorded::Done)
            ]
        ));
        assert_eq!(records(&folder), 2);
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
        write_all(
            opened(&folder),
            &Waiting::just(vec![job(check(1, 9), reply)]),
        );
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
        let writes = std::iter::repeat_with(nothing);
        let outcomes = written(connection, writes.take(GROUP + 9).collect());
        assert_eq!(outcomes, vec![Err(StoreError::Locked); GROUP + 9]);
        assert_eq!(WAITS.load(Ordering::Relaxed), 1);
    }
}
