//! The one task that writes. What waits is committed together: the chain's head lets
//! one transaction write at a time, so one wait for it and for the disk serves many.

use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::Poll;

use async_trait::async_trait;
use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::sync::{Mutex, oneshot};

use super::audit::{hold_head, keep_head};
use super::failure::{Failure, unavailable};
use super::ledger::{Ledger, Work};
use super::pool::{Connections, PATIENCE, Transaction, within};
use crate::{ChainHead, StoreError};

/// How many writes may wait for the group that is being committed.
const ROOM: usize = 1024;
/// How many writes are committed together.
const GROUP: usize = 64;

/// A write that waits, whatever it answers.
#[async_trait]
trait Job: Send + Sync {
    /// Whether somebody waits for it still.
    fn is_awaited(&self) -> bool;
    /// Performs it, and keeps what it answers.
    async fn perform(&self, ledger: &mut Ledger<'_>) -> Result<(), Failure>;
    /// Forgets what it answers: it was not recorded.
    async fn fail(&self, error: StoreError);
    /// Tells what it answers.
    fn tell(self: Box<Self>);
}

struct Task<W: Work> {
    work: W,
    outcome: Mutex<Result<W::Answer, StoreError>>,
    reply: oneshot::Sender<Result<W::Answer, StoreError>>,
}

#[async_trait]
impl<W: Work> Job for Task<W> {
    fn is_awaited(&self) -> bool {
        !self.reply.is_closed()
    }

    async fn perform(&self, ledger: &mut Ledger<'_>) -> Result<(), Failure> {
        let answer = self.work.perform(ledger).await?;
        *self.outcome.lock().await = Ok(answer);
        Ok(())
    }

    async fn fail(&self, error: StoreError) {
        *self.outcome.lock().await = Err(error);
    }

    fn tell(self: Box<Self>) {
        let _ = self.reply.send(self.outcome.into_inner());
    }
}

/// Writes, in groups. Dropping it lets the task finish what waits.
pub(super) struct Writer(Sender<Box<dyn Job>>);

impl Writer {
    pub(super) fn start(connections: Connections) -> Self {
        let (jobs, waiting) = channel(ROOM);
        tokio::spawn(write_all(connections, waiting));
        Self(jobs)
    }

    /// Does `work`; when this answers, it is durable.
    pub(super) async fn write<W: Work + 'static>(&self, work: W) -> Result<W::Answer, StoreError> {
        let (reply, outcome) = oneshot::channel();
        let job = Box::new(Task {
            work,
            outcome: Mutex::new(Err(stopped())),
            reply,
        });
        self.0.try_send(job).map_err(|error| match error {
            TrySendError::Full(_) => StoreError::Busy,
            TrySendError::Closed(_) => stopped(),
        })?;
        outcome.await.map_err(|_| stopped())?
    }
}

fn stopped() -> StoreError {
    unavailable(&"its task has stopped; start the program again")
}

async fn write_all(connections: Connections, mut jobs: Receiver<Box<dyn Job>>) {
    let mut group = Vec::new();
    while jobs.recv_many(&mut group, GROUP).await > 0 {
        // Whoever has stopped waiting will ask again, with the same key.
        group.retain(|job| job.is_awaited());
        if let Err(error) = within(PATIENCE, || record(&connections, &group)).await {
            // What came meanwhile has waited as well: it does not wait again.
            group.extend(std::iter::from_fn(|| jobs.try_recv().ok()));
            tracing::warn!(writes = group.len(), %error, "a group was not recorded");
            for job in &group {
                job.fail(error.clone()).await;
            }
        }
        group.drain(..).for_each(Job::tell);
    }
}

/// Performs a group of writes in one transaction. Only where one of them cannot be
/// recorded, each is given a savepoint, so that the others can.
///
/// # Errors
/// When nothing of the group was recorded, or, where the connection was lost during
/// the commit, nobody knows.
async fn record(connections: &Connections, group: &[Box<dyn Job>]) -> Result<(), Failure> {
    match commit(connections, group, false).await {
        Err(Failure::Alone(_)) => commit(connections, group, true).await,
        outcome => outcome,
    }
}

async fn commit(
    connections: &Connections,
    group: &[Box<dyn Job>],
    savepoints: bool,
) -> Result<(), Failure> {
    let mut connection = connections.get().await?;
    let mut transaction = connection.transaction().await?;
    let mut head = hold_head(&transaction).await?;
    for job in group {
        head = if savepoints {
            attempt(&mut transaction, head, &**job).await?
        } else {
            let mut ledger = Ledger::new(&transaction, head);
            caught(job.perform(&mut ledger)).await?;
            ledger.head
        };
    }
    keep_head(&transaction, head).await?;
    match transaction.commit().await.map_err(Failure::from) {
        Err(Failure::Again(error)) if error != StoreError::Locked => Err(Failure::Ended(error)),
        committed => committed,
    }
}

/// Performs one write; gives the chain's head after it. What concerns that write alone
/// is undone alone.
async fn attempt(
    transaction: &mut Transaction<'_>,
    head: ChainHead,
    job: &dyn Job,
) -> Result<ChainHead, Failure> {
    let savepoint = transaction.transaction().await?;
    let mut ledger = Ledger::new(&savepoint, head);
    match caught(job.perform(&mut ledger)).await {
        Ok(()) => {
            let head = ledger.head;
            savepoint.commit().await?;
            Ok(head)
        }
        Err(Failure::Alone(error)) => {
            savepoint.rollback().await?;
            job.fail(error).await;
            Ok(head)
        }
        Err(failure) => Err(failure),
    }
}

/// What is being performed.
type Performing<'a> = Pin<Box<dyn Future<Output = Result<(), Failure>> + Send + 'a>>;

/// Performs one write; a panic concerns that write alone. What it leaves half done is
/// undone with the transaction or the savepoint.
async fn caught(mut work: Performing<'_>) -> Result<(), Failure> {
    poll_fn(|context| {
        let polled = catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(context)));
        polled.unwrap_or_else(|_| Poll::Ready(Err(Failure::Alone(StoreError::panicked()))))
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_is_the_failure_of_that_write_alone() {
        let fault = caught(Box::pin(async {
            tokio::task::yield_now().await;
            panic!("injected")
        }));
        let told = fault.await;
        assert!(matches!(
            told,
            Err(Failure::Alone(StoreError::Damaged { .. }))
        ));
        let done = caught(Box::pin(async {
            tokio::task::yield_now().await;
            Ok(())
        }));
        assert!(done.await.is_ok());
    }
}
