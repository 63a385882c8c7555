//! A server with more to do than it may: it says so at once, and goes on with what
//! it has.

use std::time::Duration;

use api::{CallError, Client, Kept as _};
use server::Limits;
use tokio::time::timeout;
use tonic::Code;
use tonic::transport::Channel;

use crate::stage::desk::{PATIENCE, check};
use crate::stage::duplex::{CLINIC, OTHER_CLINIC, Stage};
use crate::stage::frames::Unfinished;
use crate::stage::processes::SOON;

const MORNING: &str = "2026-11-21T09:00:00+09:00";

/// A call to the server that it is too busy for: told so, and not kept waiting.
async fn assert_shed(channel: Channel) {
    let desk = Client::over(channel, PATIENCE);
    let shed = timeout(SOON, desk.check_by_number(check(1))).await.unwrap();
    assert_eq!(shed.err(), Some(CallError::Busy));
}

async fn assert_served(channel: Channel) {
    let desk = Client::over(channel, PATIENCE);
    desk.check_by_number(check(1)).await.unwrap();
}

#[tokio::test]
async fn calls_beyond_the_limit_of_all_are_shed_at_once() {
    let limits = Limits {
        calls: 1,
        ..Limits::default()
    };
    let stage = Stage::with_limits(MORNING, limits).await;
    let (ours, theirs) = (
        stage.channel(CLINIC).await,
        stage.channel(OTHER_CLINIC).await,
    );
    let slow = Unfinished::begin(&ours, "CheckByNumber", &stage.check().to_bytes()).await;
    for _ in 0..20 {
        assert_shed(ours.clone()).await;
        assert_shed(theirs.clone()).await;
    }
    assert!(
        stage.records().await.is_empty(),
        "what is shed has no effect"
    );
    assert_eq!(slow.finish().await.code(), Code::Ok);
    assert_served(theirs).await;
    assert_eq!(stage.records().await.len(), 2);
}

#[tokio::test]
async fn calls_beyond_the_limit_of_one_connection_leave_the_others_alone() {
    let limits = Limits {
        calls_in_connection: 1,
        ..Limits::default()
    };
    let stage = Stage::with_limits(MORNING, limits).await;
    let (ours, theirs) = (
        stage.channel(CLINIC).await,
        stage.channel(OTHER_CLINIC).await,
    );
    let slow = Unfinished::begin(&ours, "CheckByNumber", &stage.check().to_bytes()).await;
    assert_shed(ours.clone()).await;
    assert_served(theirs).await;
    assert_eq!(slow.finish().await.code(), Code::Ok);
    assert_served(ours).await;
}

#[tokio::test]
async fn a_call_that_takes_too_long_is_ended_and_frees_its_place() {
    let limits = Limits {
        call: Duration::from_secs(1),
        calls: 1,
        ..Limits::default()
    };
    let stage = Stage::with_limits(MORNING, limits).await;
    let channel = stage.channel(CLINIC).await;
    let slow = Unfinished::begin(&channel, "CheckByNumber", &stage.check().to_bytes()).await;
    let ended = slow.ended().await;
    assert_eq!(ended.code(), Code::Cancelled, "{ended}");
    assert_served(channel).await;
}

#[tokio::test]
async fn a_desk_with_little_patience_is_told_that_time_is_over() {
    let stage = Stage::at(MORNING).await;
    let mut lock = rusqlite::Connection::open(stage.store_file()).unwrap();
    let held = lock.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate);
    let channel = stage.channel(CLINIC).await;
    let desk = Client::over(channel.clone(), Duration::from_millis(200));
    let late = desk.check_by_number(check(1)).await;
    assert_eq!(late.err(), Some(CallError::TimedOut));
    drop(held.unwrap());
    // The outcome was not known; asking again under the same key makes it so.
    assert_served(channel).await;
    assert_eq!(stage.records().await.len(), 1);
}
