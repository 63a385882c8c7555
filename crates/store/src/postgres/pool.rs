//! Connections: few, each set up alike, and a bound for all that is asked of them.

use std::time::Duration;

use deadpool_postgres::{
    Hook, HookError, Manager, ManagerConfig, Object, Pool, RecyclingMethod, Runtime,
};
use tokio::time::timeout;
use tokio_postgres::{IsolationLevel, NoTls};

use super::address::Address;
use super::failure::{Failure, unavailable};
use crate::StoreError;

/// How long an operation may take in all, waiting for a connection included.
pub(super) const PATIENCE: Duration = Duration::from_secs(2);
/// How often an operation is tried that fails through no fault of its own.
const TRIES: usize = 4;
/// How many may wait for a connection.
const ROOM: usize = 1024;

/// How every session is set up. A database that was told to wait for more than its
/// own disk (`remote_apply`) is not asked for less.
const SET_UP: &str = "
    SET statement_timeout = '2s';
    SET lock_timeout = '1500ms';
    SET idle_in_transaction_session_timeout = '5s';
    SELECT set_config('synchronous_commit', 'on', false)
    WHERE current_setting('synchronous_commit') IN ('off', 'local', 'remote_write')";

/// At most so many connections to one database.
pub(super) struct Connections(Pool);

impl Connections {
    /// Nothing is connected before it is needed.
    pub(super) fn new(address: &Address, at_most: usize) -> Result<Self, StoreError> {
        // A connection that was closed is not used again; that it is open is not
        // asked each time, for it may be closed a moment later all the same.
        let kept = ManagerConfig {
            recycling_method: RecyclingMethod::Fast,
        };
        let config = address.config.clone();
        let manager = match &address.tls {
            Some(tls) => Manager::from_config(config, tls.clone(), kept),
            None => Manager::from_config(config, NoTls, kept),
        };
        let set_up = Hook::async_fn(|client: &mut deadpool_postgres::ClientWrapper, _| {
            Box::pin(async move {
                let done = client.batch_execute(SET_UP).await;
                done.map_err(HookError::Backend)
            })
        });
        Pool::builder(manager)
            .max_size(at_most)
            .runtime(Runtime::Tokio1)
            .post_create(set_up)
            .build()
            .map(Self)
            .map_err(|error| unavailable(&error))
    }

    /// A connection, waited for; it goes back when it is dropped.
    pub(super) async fn get(&self) -> Result<Connection, Failure> {
        if self.0.status().waiting >= ROOM {
            return Err(Failure::Ended(StoreError::Busy));
        }
        Ok(Connection(self.0.get().await?))
    }
}

/// One connection, for as long as it is needed.
pub(super) struct Connection(Object);

/// A transaction, undone unless it is committed.
pub(super) type Transaction<'a> = deadpool_postgres::Transaction<'a>;

impl Connection {
    /// A transaction that sees what others committed before each statement.
    pub(super) async fn transaction(&mut self) -> Result<Transaction<'_>, Failure> {
        let beginning = self.0.build_transaction();
        let level = IsolationLevel::ReadCommitted;
        Ok(beginning.isolation_level(level).start().await?)
    }

    /// A transaction that only reads, everything at the same instant.
    pub(super) async fn snapshot(&mut self) -> Result<Transaction<'_>, Failure> {
        let beginning = self.0.build_transaction();
        let level = IsolationLevel::RepeatableRead;
        let beginning = beginning.isolation_level(level).read_only(true);
        Ok(beginning.start().await?)
    }
}

/// Tries `operation` until it succeeds or fails for good, within `limit`.
pub(super) async fn within<T, F>(
    limit: Duration,
    operation: impl Fn() -> F,
) -> Result<T, StoreError>
where
    F: Future<Output = Result<T, Failure>>,
{
    let tried = async {
        for _ in 1..TRIES {
            match operation().await {
                Err(Failure::Again(_)) => {}
                other => return other,
            }
        }
        operation().await
    };
    match timeout(limit, tried).await {
        Ok(outcome) => outcome.map_err(StoreError::from),
        Err(_) => Err(unavailable(&format!("no answer within {limit:?}"))),
    }
}
