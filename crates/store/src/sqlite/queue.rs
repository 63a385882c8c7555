//! Threads that work off one bounded queue.

use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{Builder, JoinHandle};

use rusqlite::Connection;

use super::failure::unavailable;
use crate::StoreError;

/// A bounded queue of jobs and the threads that do them. Dropping it lets the
/// threads finish what waits, then ends them and closes their connections.
pub(super) struct Queue<J> {
    jobs: Option<SyncSender<J>>,
    threads: Vec<JoinHandle<()>>,
}

/// The jobs that wait, as a thread sees them.
pub(super) struct Waiting<J>(Arc<Mutex<Receiver<J>>>);

impl<J: Send + 'static> Queue<J> {
    /// Starts one thread for each connection; `room` jobs may wait.
    pub(super) fn start(
        name: &str,
        room: usize,
        connections: Vec<Connection>,
        work: fn(Connection, &Waiting<J>),
    ) -> Result<Self, StoreError> {
        let (jobs, waiting) = sync_channel(room);
        let waiting = Arc::new(Mutex::new(waiting));
        let threads = connections
            .into_iter()
            .map(|connection| {
                let waiting = Waiting(Arc::clone(&waiting));
                Builder::new()
                    .name(name.to_owned())
                    .spawn(move || work(connection, &waiting))
                    .map_err(|error| unavailable(&error))
            })
            .collect::<Result<_, _>>()?;
        Ok(Self {
            jobs: Some(jobs),
            threads,
        })
    }

    /// Lets `job` wait its turn, or refuses it at once.
    pub(super) fn offer(&self, job: J) -> Result<(), StoreError> {
        let jobs = self.jobs.as_ref().ok_or_else(stopped)?;
        jobs.try_send(job).map_err(|error| match error {
            TrySendError::Full(_) => StoreError::Busy,
            TrySendError::Disconnected(_) => stopped(),
        })
    }
}

impl<J> Waiting<J> {
    #[cfg(test)]
    pub(super) fn just(jobs: Vec<J>) -> Self {
        let (queue, waiting) = sync_channel(jobs.len());
        for job in jobs {
            assert!(queue.send(job).is_ok(), "there is room for all");
        }
        Self(Arc::new(Mutex::new(waiting)))
    }

    /// The next job, waited for; none when the queue has ended.
    pub(super) fn next(&self) -> Option<J> {
        self.receiver().recv().ok()
    }

    /// At most `count` jobs that wait already.
    pub(super) fn already(&self, count: usize) -> Vec<J> {
        self.receiver().try_iter().take(count).collect()
    }

    fn receiver(&self) -> MutexGuard<'_, Receiver<J>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<J> Drop for Queue<J> {
    fn drop(&mut self) {
        self.jobs = None;
        for thread in self.threads.drain(..) {
            if thread.join().is_err() {
                tracing::error!("a thread of the store ended by a fault of this program");
            }
        }
    }
}

/// What is said when the threads are gone.
pub(super) fn stopped() -> StoreError {
    unavailable(&"its threads have stopped; start the program again")
}
