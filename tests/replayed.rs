//! Requests that somebody captured and sends again: nothing comes of them, but the same
//! answer to whoever sent them before.

use std::time::Duration;

use api::v1::authenticate_response::Answer;
use api::{Rpc, v1};
use prost::Message as _;
use tokio::task::JoinSet;
use tonic::{Code, Status};

use crate::stage::duplex::{CLINIC, OTHER_CLINIC, Raw, Stage};
use crate::stage::frames::told;
use crate::stage::requests::named;

const MORNING: &str = "2026-11-21T09:00:00+09:00";
const SIX_MINUTES_LATER: &str = "2026-11-21T09:06:00+09:00";
const VISITS: usize = 10;
const ROUNDS: usize = 20;

/// A call as it was made, and its answer.
struct Captured {
    rpc: Rpc,
    message: Vec<u8>,
    /// The same under a key of the thief's.
    rekeyed: Vec<u8>,
    answer: Vec<u8>,
}

/// What came of replaying.
#[derive(Debug, Default, PartialEq, Eq)]
struct Replays {
    tries: usize,
    /// The very answer of before, to whoever had it, without another effect.
    same: usize,
    refused: usize,
    accepted: usize,
}

macro_rules! capture {
    ($stage:ident, $channel:ident, $rpc:expr, $request:expr) => {{
        let request = $request;
        let mut rekeyed = request.clone();
        rekeyed.idempotency_key = $stage.key();
        let message = request.encode_to_vec();
        let (status, bytes) = told(&$channel, $rpc.path(), &message, None).await;
        assert_eq!(status.code(), Code::Ok, "{status}");
        Captured {
            rpc: $rpc,
            message,
            rekeyed: rekeyed.encode_to_vec(),
            answer: bytes.to_vec(),
        }
    }};
}

/// Whole visits, as somebody on the wire saw them.
async fn captured(stage: &Stage) -> Vec<Captured> {
    let channel = stage.channel(CLINIC).await;
    let mut raw = stage.raw(CLINIC).await;
    let mut captured = Vec::new();
    for _ in 0..VISITS {
        let request = stage.card_answers(&mut raw).await;
        let entry = capture!(stage, channel, Rpc::Authenticate, request);
        let answer = v1::AuthenticateResponse::decode(&entry.answer[5..]).unwrap();
        let Some(Answer::Admission(admission)) = answer.answer else {
            panic!("not let in");
        };
        let visit = admission.visit_id;
        captured.push(entry);
        let request = stage.complete(&visit);
        captured.push(capture!(stage, channel, Rpc::Complete, request));
        let request = stage.close(&visit);
        captured.push(capture!(stage, channel, Rpc::CloseVisit, request));
    }
    captured
}

/// Whether nothing was done: the call is denied, or the person refused.
fn is_refused(rpc: Rpc, status: &Status, bytes: &[u8]) -> bool {
    match status.code() {
        Code::Ok if rpc == Rpc::Authenticate => {
            let answer = v1::AuthenticateResponse::decode(&bytes[5..]).unwrap();
            let reason = v1::Reason::ChallengeExpired.into();
            answer.answer == Some(Answer::Refusal(v1::Refusal { reason }))
        }
        Code::FailedPrecondition => named(status).1 == "VISIT_NOT_OPEN",
        _ => false,
    }
}

/// All three kinds of replay of all that was captured, at that server.
async fn replay(stage: &Stage, captured: &[Captured]) -> Replays {
    let (ours, theirs) = (
        stage.channel(CLINIC).await,
        stage.channel(OTHER_CLINIC).await,
    );
    let effects = (stage.rows("visit"), stage.rows("consent"));
    let records = stage.records().await.len();
    let mut replays = Replays::default();
    for call in captured {
        for (channel, message, owner) in [
            (&ours, &call.message, true),
            (&ours, &call.rekeyed, false),
            (&theirs, &call.message, false),
        ] {
            // So seldom that nobody is blocked.
            stage.clock.pass(Duration::from_secs(20));
            let (status, bytes) = told(channel, call.rpc.path(), message, None).await;
            replays.tries += 1;
            if owner && bytes == call.answer {
                replays.same += 1;
            } else if is_refused(call.rpc, &status, &bytes) {
                replays.refused += 1;
            } else {
                replays.accepted += 1;
            }
        }
    }
    let after = (stage.rows("visit"), stage.rows("consent"));
    assert_eq!(effects, after, "no effect");
    assert!(stage.records().await.len() <= records + replays.refused);
    replays
}

#[tokio::test]
async fn t_a7_a_replayed_request_does_nothing_now_or_later_at_any_server() {
    let stage = Stage::at(MORNING).await;
    let captured = captured(&stage).await;
    let kinds = 3 * captured.len();
    let expected = Replays {
        tries: kinds,
        same: captured.len(),
        refused: kinds - captured.len(),
        accepted: 0,
    };
    let at_once = replay(&stage, &captured).await;
    stage.clock.set(SIX_MINUTES_LATER);
    let later = replay(&stage, &captured).await;
    let beside = stage.beside();
    let elsewhere = replay(&beside, &captured).await;
    drop(beside);
    let restarted = stage.restarted().await;
    let again = replay(&restarted, &captured).await;
    for (when, replays) in [
        ("at once", at_once),
        ("after 6 minutes", later),
        ("at a second server", elsewhere),
        ("after a restart", again),
    ] {
        eprintln!("replayed {when}: {replays:?}");
        assert_eq!(replays, expected, "{when}");
    }
}

/// Whether that use of a challenge lets the person in.
async fn admits(mut raw: Raw, request: v1::AuthenticateRequest) -> bool {
    let answer = raw.authenticate(request).await.unwrap().into_inner();
    let reason = v1::Reason::ChallengeExpired.into();
    match answer.answer.unwrap() {
        Answer::Admission(_) => true,
        refusal => {
            assert_eq!(refusal, Answer::Refusal(v1::Refusal { reason }));
            false
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t_a8_of_sixty_four_uses_at_once_at_two_servers_exactly_one_is_admitted() {
    let stage = Stage::at(MORNING).await;
    let beside = stage.beside();
    let raws = [stage.raw(CLINIC).await, beside.raw(CLINIC).await];
    let mut successes = Vec::new();
    for round in 0..ROUNDS {
        let request = stage.card_answers(&mut raws[round % 2].clone()).await;
        let mut uses = JoinSet::new();
        for a_use in 0..64 {
            let request = v1::AuthenticateRequest {
                idempotency_key: stage.key(),
                ..request.clone()
            };
            uses.spawn(admits(raws[a_use % 2].clone(), request));
        }
        let admitted = uses.join_all().await;
        successes.push(admitted.into_iter().filter(|it| *it).count());
    }
    let all: usize = successes.iter().sum();
    eprintln!("{ROUNDS} challenges, each used 64 times at once: {all} admitted");
    assert_eq!(successes, [1; ROUNDS]);
    assert_eq!(stage.rows("visit"), i64::try_from(ROUNDS).unwrap());
    let records = stage.records().await.len();
    assert_eq!(records, 64 * ROUNDS);
}
