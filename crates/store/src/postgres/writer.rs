//! The one task that writes. What waits is committed together: the chain's head lets
//! one transaction write at a time, so one wait for it and for the disk serves many.

use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::sync::oneshot;

use super::audit::{hold_head, keep_head};
use super::effect::{Write, perform};
use super::failure::{Failure, unavailable};
use super::pool::{Connections, PATIENCE, Transaction, within};
use crate::{ChainHead, Recorded, StoreError};

/// How many writes may wait for the group that is being committed.
const ROOM: usize = 1024;
/// How many writes are committed together.
const GROUP: usize = 64;

type Outcome = Result<Recorded, StoreError>;

struct Job {
    write: Write,
    reply: oneshot::Sender<Outcome>,
}

/// Writes, in groups. Dropping it lets the task finish what waits.
pub(super) struct Writer(Sender<Job>);

impl Writer {
    pub(super) fn start(connections: Connections) -> Self {
        let (jobs, waiting) = channel(ROOM);
        tokio::spawn(write_all(connections, waiting));
        Self(jobs)
    }

    /// Performs `write`; when this answers, it is durable.
    pub(super) async fn write(&self, write: Write) -> Outcome {
        let (reply, outcome) = oneshot::channel();
        let offered = self.0.try_send(Job { write, reply });
        offered.map_err(|error| match error {
            TrySendError::Full(_) => StoreError::Busy,
            TrySendError::Closed(_) => stopped(),
        })?;
        outcome.await.map_err(|_| stopped())?
    }
}

fn stopped() -> StoreError {
    unavailable(&"its task has stopped; start the program again")
}

async fn write_all(connections: Connections, mut jobs: Receiver<Job>) {
    let mut group = Vec::new();
    while jobs.recv_many(&mut group, GROUP).await > 0 {
        // Whoever has stopped waiting will ask again, with the same key.
        group.retain(|job| !job.reply.is_closed());
        let outcomes = match within(PATIENCE, || record(&connections, &group)).await {
            Ok(outcomes) => outcomes,
            Err(error) => {
                // What came meanwhile has waited as well: it does not wait again.
                group.extend(std::iter::from_fn(|| jobs.try_recv().ok()));
                tracing::warn!(writes = group.len(), %error, "a group was not recorded");
                vec![Err(error); group.len()]
            }
        };
        for (job, outcome) in group.drain(..).zip(outcomes) {
            let _ = job.reply.send(outcome);
        }
    }
}

/// Performs a group of writes in one transaction. Only where one of them cannot be
/// recorded, each is given a savepoint, so that the others can.
///
/// # Errors
/// When nothing of the group was recorded, or, where the connection was lost during
/// the commit, nobody knows.
async fn record(connections: &Connections, group: &[Job]) -> Result<Vec<Outcome>, Failure> {
    match commit(connections, group, false).await {
        Err(Failure::Alone(_)) => commit(connections, group, true).await,
        outcomes => outcomes,
    }
}

async fn commit(
    connections: &Connections,
    group: &[Job],
    savepoints: bool,
) -> Result<Vec<Outcome>, Failure> {
    let mut connection = connections.get().await?;
    let mut transaction = connection.transaction().await?;
    let mut head = hold_head(&transaction).await?;
    let mut outcomes = Vec::with_capacity(group.len());
    for Job { write, .. } in group {
        outcomes.push(if savepoints {
            attempt(&mut transaction, &mut head, write).await?
        } else {
            Ok(perform(&transaction, &mut head, write).await?)
        });
    }
    keep_head(&transaction, head).await?;
    match transaction.commit().await.map_err(Failure::from) {
        Err(Failure::Again(error)) if error != StoreError::Locked => Err(Failure::Ended(error)),
        committed => committed.map(|()| outcomes),
    }
}

/// Performs one write. What concerns that write alone is undone alone.
async fn attempt(
    transaction: &mut Transaction<'_>,
    head: &mut ChainHead,
    write: &Write,
) -> Result<Outcome, Failure> {
    let before = *head;
    let savepoint = transaction.transaction().await?;
    match perform(&savepoint, head, write).await {
        Ok(recorded) => {
            savepoint.commit().await?;
            Ok(Ok(recorded))
        }
        Err(Failure::Alone(error)) => {
            savepoint.rollback().await?;
            *head = before;
            Ok(Err(error))
        }
        Err(failure) => Err(failure),
    }
}
