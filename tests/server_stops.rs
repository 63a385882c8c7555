//! How a check server says how it is and what it can do, and how it stops: what is
//! under way ends well, and nothing new begins.

use std::time::Duration;

use api::{Client, Kept as _};
use prost::Message as _;
use prost_types::FileDescriptorProto;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{RngCore as _, SeedableRng as _};
use server::Limits;
use store::{ChainVerdict, open_for_reading, verify_chain};
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};
use tokio_stream::once;
use tonic::transport::Channel;
use tonic::{Code, Streaming};
use tonic_health::ServingStatus;
use tonic_health::pb::health_client::HealthClient;
use tonic_health::pb::{HealthCheckRequest, HealthCheckResponse};
use tonic_reflection::pb::v1::ServerReflectionRequest;
use tonic_reflection::pb::v1::server_reflection_client::ServerReflectionClient;
use tonic_reflection::pb::v1::server_reflection_request::MessageRequest;
use tonic_reflection::pb::v1::server_reflection_response::MessageResponse;

use crate::stage::desk::{channel, check, client};
use crate::stage::duplex::{CLINIC, Stage};
use crate::stage::frames::{SERVICE, Unfinished};
use crate::stage::home::Home;
use crate::stage::processes::{Running, SOON, server};
use crate::stage::rounds::{quantile, rounds};

const SERVING: i32 = ServingStatus::Serving as i32;
const NOT_SERVING: i32 = ServingStatus::NotServing as i32;

/// What the server says of itself, from now on.
async fn watch(channel: &Channel) -> Streaming<HealthCheckResponse> {
    let request = HealthCheckRequest {
        service: String::new(),
    };
    let answer = HealthClient::new(channel.clone()).watch(request).await;
    answer.unwrap().into_inner()
}

async fn said(health: &mut Streaming<HealthCheckResponse>) -> i32 {
    let next = timeout(SOON, health.message()).await;
    next.expect("nothing is said").unwrap().unwrap().status
}

/// It says that it does not serve any more, if only after having said again that it does.
async fn assert_said_to_stop(health: &mut Streaming<HealthCheckResponse>) {
    while said(health).await != NOT_SERVING {}
}

/// Waits until nobody listens at that address any more, without knocking: whoever
/// can listen there is alone.
async fn let_go(address: &str) {
    let address = address.trim_start_matches("https://");
    let free = async {
        while TcpListener::bind(address).await.is_err() {
            sleep(Duration::from_millis(5)).await;
        }
    };
    timeout(SOON, free).await.expect("it goes on listening");
}

/// It ended by itself, before the time to drain was over.
fn assert_ended_well(server: &mut Running) {
    let ended = server.end_within(SOON).expect("it does not end");
    assert_eq!(ended.code(), Some(0));
    let said = server.rest();
    assert!(!said.contains("still running"), "{said}");
}

/// A check by number as bytes.
fn check_bytes() -> Vec<u8> {
    api::v1::CheckByNumberRequest::from(check(1)).to_bytes()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn told_to_stop_it_finishes_what_it_has_begun_and_begins_nothing() {
    let home = Home::new();
    let (mut server, address) = server(&home);
    let channel = channel(&home.pki(), &address).await;
    let mut health = watch(&channel).await;
    assert_eq!(said(&mut health).await, SERVING);
    let begun = Unfinished::begin(&channel, "CheckByNumber", &check_bytes()).await;
    // It has arrived when a later one on the same connection has been answered.
    let mut asked = HealthClient::new(channel.clone());
    let service = SERVICE.to_owned();
    let status = asked.check(HealthCheckRequest { service }).await.unwrap();
    assert_eq!(status.into_inner().status, SERVING);

    server.tell_to_end();
    assert_said_to_stop(&mut health).await;
    let_go(&address).await;
    assert_eq!(begun.finish().await.code(), Code::Ok);
    drop((health, channel, asked));
    assert_ended_well(&mut server);
}

/// Asks under ever new keys until there is no answer.
async fn ask(desk: Client, keys: impl Iterator<Item = u64>, answered: mpsc::UnboundedSender<()>) {
    for key in keys {
        match desk.check_by_number(check(key)).await {
            Ok(_) => answered.send(()).unwrap(),
            Err(error) => {
                assert!(error.may_be_repeated(), "{error:?}");
                return;
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn told_to_stop_under_load_it_answers_every_call_that_it_has_begun() {
    let home = Home::new();
    let mut rng = ChaCha20Rng::seed_from_u64(8);
    let (mut all, mut drains) = (0, Vec::new());
    let rounds = rounds(20);
    for round in 0..u64::try_from(rounds).unwrap() {
        let (mut server, address) = server(&home);
        let (sender, mut answered) = mpsc::unbounded_channel();
        let mut desks = JoinSet::new();
        for number in 0..4 {
            let desk = client(&home.pki(), &address).await;
            let keys = (round * 1_000_000 + number..).step_by(4);
            desks.spawn(ask(desk, keys, sender.clone()));
        }
        drop(sender);
        let watcher = channel(&home.pki(), &address).await;
        let mut health = watch(&watcher).await;
        assert_eq!(said(&mut health).await, SERVING);
        for _ in 0..1 + rng.next_u32() % 20 {
            answered.recv().await.unwrap();
            all += 1;
        }
        let told = Instant::now();
        server.tell_to_end();
        assert_said_to_stop(&mut health).await;
        drop((health, watcher));
        while answered.recv().await.is_some() {
            all += 1;
        }
        desks.join_all().await;
        assert_ended_well(&mut server);
        drains.push(told.elapsed());
    }
    // Whatever the server had begun is recorded, and all that is recorded was heard.
    let store = open_for_reading(&home.store_location()).await.unwrap();
    let recorded = match verify_chain(store.as_ref()).await.unwrap() {
        ChainVerdict::Whole { head } => head.number,
        ChainVerdict::Broken { record, flaw } => panic!("record {record}: {flaw:?}"),
    };
    assert_eq!(recorded, all, "a call that was accepted has failed");
    let (median, longest) = (quantile(&mut drains, 0.5), quantile(&mut drains, 1.0));
    eprintln!(
        "{rounds} stops under load: {all} calls accepted, 0 failed; drained within \
         {median:?} (median), {longest:?} (longest)"
    );
    assert!(longest < SOON);
}

#[tokio::test]
async fn whoever_never_lets_go_holds_it_up_no_longer_than_the_time_to_drain() {
    let limits = Limits {
        drain: Duration::from_millis(300),
        ..Limits::default()
    };
    let stage = Stage::with_limits("2026-11-21T09:00:00+09:00", limits).await;
    let channel = stage.channel(CLINIC).await;
    let mut health = watch(&channel).await;
    assert_eq!(said(&mut health).await, SERVING);
    let _begun = Unfinished::begin(&channel, "CheckByNumber", &check_bytes()).await;
    timeout(SOON, stage.stop()).await.expect("held up").unwrap();
    assert_said_to_stop(&mut health).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_nothing_under_way_it_ends_though_a_desk_is_connected() {
    let home = Home::new();
    let (mut server, address) = server(&home);
    let _idle = channel(&home.pki(), &address).await;
    server.tell_to_end();
    assert_ended_well(&mut server);
}

#[tokio::test]
async fn a_store_that_cannot_be_written_is_not_serving_until_it_can() {
    let stage = Stage::at("2026-11-21T09:00:00+09:00").await;
    let channel = stage.channel(CLINIC).await;
    let mut health = watch(&channel).await;
    assert_eq!(said(&mut health).await, SERVING);
    let mut lock = rusqlite::Connection::open(stage.store_file()).unwrap();
    let held = lock.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate);
    while said(&mut health).await == SERVING {}
    drop(held.unwrap());
    while said(&mut health).await == NOT_SERVING {}
}

#[tokio::test]
async fn reflection_tells_any_client_what_the_server_can_do() {
    let stage = Stage::at("2026-11-21T09:00:00+09:00").await;
    let mut reflection = ServerReflectionClient::new(stage.channel(CLINIC).await);
    let mut ask = async |question| {
        let request = ServerReflectionRequest {
            host: String::new(),
            message_request: Some(question),
        };
        let answer = reflection.server_reflection_info(once(request)).await;
        let mut answers = answer.unwrap().into_inner();
        answers.message().await.unwrap().unwrap().message_response
    };
    let listed = ask(MessageRequest::ListServices(String::new())).await;
    let Some(MessageResponse::ListServicesResponse(listed)) = listed else {
        panic!("no list");
    };
    let names: Vec<_> = listed.service.into_iter().map(|it| it.name).collect();
    assert!(names.iter().any(|name| name == SERVICE), "{names:?}");
    let described = ask(MessageRequest::FileContainingSymbol(SERVICE.into())).await;
    let Some(MessageResponse::FileDescriptorResponse(described)) = described else {
        panic!("no description");
    };
    let files = described.file_descriptor_proto.iter();
    let files = files.map(|file| FileDescriptorProto::decode(file.as_slice()).unwrap());
    let ours = files.flat_map(|file| file.service).next().unwrap();
    assert_eq!(ours.method.len(), 6);
}
