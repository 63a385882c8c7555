//! A server with more to do than it may: it says so at once, and goes on with what
//! it has.

use std::time::Duration;

use api::{CallError, Client, Kept as _};
use server::Limits;
use tokio::time::timeout;
use tonic::transport::Channel;
use tonic::{Code, Status};
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_client::HealthClient;
use tonic_types::StatusExt as _;

use crate::stage::desk::{PATIENCE, check};
use crate::stage::duplex::{CLINIC, OTHER_CLINIC, Raw, Stage};
use crate::stage::frames::Unfinished;
use crate::stage::processes::SOON;
use crate::stage::requests::named;

const MORNING: &str = "2026-11-21T09:00:00+09:00";

/// A call to the server that it is too busy for: told so, and not kept waiting.
async fn assert_shed(channel: Channel) {
    let desk = Client::over(channel, PATIENCE);
    let shed = timeout(SOON, desk.check_by_number(check(1))).await.unwrap();
    let shed = shed.err().expect("not shed");
    assert!(shed.retry_after().is_some(), "{shed:?}");
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

/// The status of a call that is shed, which says why and when to come again.
async fn shed(stage: &Stage, channel: Channel) -> Status {
    let shed = Raw::new(channel).check_by_number(stage.check()).await;
    let status = shed.expect_err("not shed");
    assert!(
        status.get_error_details().retry_info().is_some(),
        "{status}"
    );
    status
}

#[tokio::test]
async fn an_institution_that_has_its_share_is_told_so_and_the_others_have_theirs() {
    let limits = Limits {
        calls: 8,
        calls_per_institution: 2,
        ..Limits::default()
    };
    let stage = Stage::with_limits(MORNING, limits).await;
    let ours = stage.channel(CLINIC).await;
    // The share is the institution's, whichever of its connections the calls use.
    let ours_too = stage.channel(CLINIC).await;
    let check = stage.check().to_bytes();
    let first = Unfinished::begin(&ours, "CheckByNumber", &check).await;
    let second = Unfinished::begin(&ours_too, "CheckByNumber", &check).await;
    for channel in [&ours, &ours_too] {
        let status = shed(&stage, channel.clone()).await;
        let expected = (Code::ResourceExhausted, "SHARE_USED_UP".to_owned());
        assert_eq!(named(&status), expected);
    }
    assert_served(stage.channel(OTHER_CLINIC).await).await;
    assert_eq!(first.finish().await.code(), Code::Ok);
    assert_served(ours).await;
    assert_eq!(second.finish().await.code(), Code::Ok);
}

#[tokio::test]
async fn the_last_place_is_for_who_has_none_and_then_all_are_told_that_it_is_busy() {
    let limits = Limits {
        calls: 3,
        ..Limits::default()
    };
    let stage = Stage::with_limits(MORNING, limits).await;
    let (ours, theirs) = (
        stage.channel(CLINIC).await,
        stage.channel(OTHER_CLINIC).await,
    );
    let check = stage.check().to_bytes();
    let first = Unfinished::begin(&ours, "CheckByNumber", &check).await;
    let second = Unfinished::begin(&ours, "CheckByNumber", &check).await;
    let refused = named(&shed(&stage, ours.clone()).await).1;
    assert_eq!(refused, "SHARE_USED_UP");
    let third = Unfinished::begin(&theirs, "CheckByNumber", &check).await;
    for channel in [ours, theirs] {
        assert_eq!(named(&shed(&stage, channel).await).1, "BUSY");
    }
    for begun in [first, second, third] {
        assert_eq!(begun.finish().await.code(), Code::Ok);
    }
}

#[tokio::test]
async fn a_certificate_with_too_many_connections_is_sent_away_and_no_other() {
    let limits = Limits {
        connections: 4,
        connections_per_certificate: 2,
        ..Limits::default()
    };
    let stage = Stage::with_limits(MORNING, limits).await;
    let first = stage.channel(CLINIC).await;
    let second = stage.channel(CLINIC).await;
    assert_served(first.clone()).await;
    assert_served(second.clone()).await;
    let sent_away = async {
        // It is told as soon as it is connected, or by its first call.
        let Ok(third) = stage.try_channel(CLINIC).await else {
            return true;
        };
        let third = Client::over(third, PATIENCE);
        third.check_by_number(check(2)).await.is_err()
    };
    assert!(timeout(SOON, sent_away).await.unwrap());
    assert_served(stage.channel(OTHER_CLINIC).await).await;
    assert_served(second).await;
    // A place that is given back is free.
    drop(first);
    let again = async {
        loop {
            if let Ok(third) = stage.try_channel(CLINIC).await {
                let third = Client::over(third, PATIENCE);
                if third.check_by_number(check(1)).await.is_ok() {
                    break;
                }
            }
        }
    };
    timeout(SOON, again).await.expect("no place is given back");
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
    assert_eq!(ended.code(), Code::DeadlineExceeded, "{ended}");
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

#[tokio::test]
async fn who_watches_health_has_a_place_in_the_connection_and_not_for_ever() {
    let limits = Limits {
        calls_in_connection: 1,
        age: (Duration::from_secs(2), Duration::from_secs(30)),
        ..Limits::default()
    };
    let stage = Stage::with_limits(MORNING, limits).await;
    let ours = stage.channel(CLINIC).await;
    let mut health = HealthClient::new(ours.clone());
    let service = "x".repeat(17 * 1024);
    let long = health.check(HealthCheckRequest { service }).await;
    assert_eq!(long.unwrap_err().code(), Code::OutOfRange);
    let all = HealthCheckRequest::default();
    let mut watched = health.watch(all.clone()).await.unwrap().into_inner();
    watched.message().await.unwrap();
    let refused = health.check(all).await.unwrap_err();
    assert_eq!(refused.code(), Code::ResourceExhausted, "{refused}");
    let to_the_end = async {
        loop {
            if let Err(ended) = watched.message().await {
                break ended;
            }
        }
    };
    let ended = timeout(SOON, to_the_end).await.expect("watched for ever");
    assert_eq!(ended.code(), Code::DeadlineExceeded, "{ended}");
}
