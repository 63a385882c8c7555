//! The few threads that read.

use std::path::Path;

use rusqlite::Connection;
use tokio::sync::oneshot;

use super::failure::store_error;
use super::file;
use super::queue::{Queue, Waiting, stopped};
use crate::StoreError;

/// How many questions are answered at once; more would not be faster on the few
/// cores of such a server.
const READERS: usize = 4;
/// How many questions may wait.
const ROOM: usize = 1024;

type Question = Box<dyn FnOnce(&Connection) + Send>;

/// Answers questions on connections that cannot write.
pub(super) struct Readers(Queue<Question>);

impl Readers {
    pub(super) fn start(path: &Path) -> Result<Self, StoreError> {
        let connections = (0..READERS)
            .map(|_| file::open_for_reading(path))
            .collect::<Result<_, _>>()?;
        Queue::start("store-reader", ROOM, connections, answer_all).map(Self)
    }

    /// Answers `question` from one snapshot of the file.
    pub(super) async fn read<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (reply, answer) = oneshot::channel();
        self.0.offer(Box::new(move |connection| {
            // Whoever has stopped waiting needs no answer.
            if !reply.is_closed() {
                let _ = reply.send(in_snapshot(connection, question).map_err(store_error));
            }
        }))?;
        answer.await.map_err(|_| stopped())?
    }
}

#[allow(
    clippy::needless_pass_by_value,
    reason = "a thread owns its connection"
)]
fn answer_all(connection: Connection, questions: &Waiting<Question>) {
    while let Some(question) = questions.next() {
        question(&connection);
    }
}

fn in_snapshot<T>(
    connection: &Connection,
    question: impl FnOnce(&Connection) -> rusqlite::Result<T>,
) -> rusqlite::Result<T> {
    let snapshot = connection.unchecked_transaction()?;
    question(&snapshot)
}
