//! From PostgreSQL's failures to the store's, and what is to be done after each.

use std::error::Error as _;

use deadpool_postgres::{HookError, PoolError};
use tokio_postgres::Error;
use tokio_postgres::error::{DbError, SqlState};

use crate::StoreError;

/// A failure, by whom it concerns.
#[derive(Debug)]
pub(super) enum Failure {
    /// This operation alone; those beside it go on.
    Alone(StoreError),
    /// The whole transaction, through no fault of its own: nothing of it was
    /// recorded, and it may be tried again at once.
    Again(StoreError),
    /// The database, which will not be better at once.
    Ended(StoreError),
}

impl From<Failure> for StoreError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Alone(error) | Failure::Again(error) | Failure::Ended(error) => error,
        }
    }
}

/// The one translation. The message of a failure names tables and rules; a value
/// stands in its details alone, which are left out.
impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error.as_db_error() {
            Some(said) => told(said),
            None => Self::Again(unavailable(&causes(&error))),
        }
    }
}

fn told(said: &DbError) -> Failure {
    let what = said.message().to_owned();
    let code = said.code();
    match *code {
        SqlState::T_R_SERIALIZATION_FAILURE | SqlState::T_R_DEADLOCK_DETECTED => {
            Failure::Again(StoreError::Locked)
        }
        SqlState::ADMIN_SHUTDOWN
        | SqlState::CRASH_SHUTDOWN
        | SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT => Failure::Again(unavailable(&what)),
        SqlState::LOCK_NOT_AVAILABLE => Failure::Ended(StoreError::Locked),
        SqlState::DISK_FULL => Failure::Ended(StoreError::Full),
        SqlState::UNDEFINED_TABLE | SqlState::UNDEFINED_COLUMN => {
            Failure::Ended(StoreError::Damaged { what })
        }
        // A trigger's refusal; integrity constraints; values that no column takes.
        SqlState::RAISE_EXCEPTION => Failure::Alone(StoreError::Contradiction { what }),
        _ if code.code().starts_with("23") || code.code().starts_with("22") => {
            Failure::Alone(StoreError::Contradiction { what })
        }
        // Its own files are damaged.
        _ if code.code().starts_with("XX") => Failure::Ended(StoreError::Damaged { what }),
        _ => Failure::Ended(unavailable(&what)),
    }
}

impl From<PoolError> for Failure {
    fn from(error: PoolError) -> Self {
        match error {
            PoolError::Backend(error) | PoolError::PostCreateHook(HookError::Backend(error)) => {
                error.into()
            }
            other => Self::Ended(unavailable(&other)),
        }
    }
}

pub(super) fn unavailable(reason: &impl ToString) -> StoreError {
    StoreError::Unavailable {
        reason: reason.to_string(),
    }
}

/// The failure of a column whose content is no value of its kind.
pub(super) fn no_value(column: &str) -> Failure {
    Failure::Alone(StoreError::Damaged {
        what: format!("no value of {column}"),
    })
}

/// The failure of what contradicts what is stored, where no rule of the database says so.
pub(super) fn contradiction(what: &str) -> Failure {
    Failure::Alone(StoreError::Contradiction {
        what: what.to_owned(),
    })
}

/// An error with all that caused it.
fn causes(error: &Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.extend([": ", &error.to_string()]);
        cause = error.source();
    }
    text
}
