//! Another program's lock and a full queue are answers within their bound.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use store::{Recorded, StoreError};
use tokio::time::timeout;

use super::{fresh, path, raw};
use crate::contract::records;
use crate::sample::number_check;

#[tokio::test]
async fn a_locked_database_is_an_error_within_its_bound_and_recovers() {
    let (folder, store) = fresh().await;
    let other = raw(&path(&folder));
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    // Twice the 2 s that are waited for, so that a busy machine is no failure.
    let bound = Duration::from_secs(4);
    let locked = timeout(bound, async { tokio::join!(store.check(), store.check()) }).await;
    assert_eq!(
        locked,
        Ok((Err(StoreError::Locked), Err(StoreError::Locked)))
    );
    let read = timeout(bound, store.audit(0, 1)).await;
    assert!(
        read.unwrap().is_ok(),
        "a lock for writing does not keep readers out"
    );
    other.execute_batch("COMMIT").unwrap();
    assert_eq!(store.check().await, Ok(()));
    let recorded = store.record_number_check(number_check(1)).await;
    assert_eq!(recorded, Ok(Recorded::Done));
}

#[tokio::test]
async fn a_full_queue_is_refused_not_waited_for() {
    let (folder, store) = fresh().await;
    let other = raw(&path(&folder));
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let mut waiting = Vec::new();
    let mut refused = 0;
    for key in 0..2000 {
        let mut record = store.record_number_check(number_check(key));
        match pin!(&mut record).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Pending => waiting.push(record),
            Poll::Ready(outcome) => {
                assert_eq!(outcome, Err(StoreError::Busy));
                refused += 1;
            }
        }
    }
    // 1024 wait in the queue and at most 256 more are being written.
    assert!((720..=976).contains(&refused), "{refused}");
    other.execute_batch("COMMIT").unwrap();
    let accepted = waiting.len();
    for record in waiting {
        assert_eq!(record.await, Ok(Recorded::Done));
    }
    assert_eq!(records(&*store).await, u64::try_from(accepted).unwrap());
}
