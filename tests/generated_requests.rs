//! Requests that nobody would think of, made from the descriptors: each is answered by a
//! status that says whose fault it is, and one that is refused leaves nothing behind.

use std::collections::BTreeMap;

use api::{Client, EnrolStaff, Passcode, SignIn, StaffToken};
use http_body_util::Full;
use qualification::{Institution, Role, StaffId};
use rusqlite::Connection;
use tokio::task::JoinSet;
use tonic::Code;
use tonic::body::Body;
use tonic::codegen::Bytes;
use tonic::transport::Channel;

use crate::stage::desk::PATIENCE;
use crate::stage::duplex::{CLINIC, Stage};
use crate::stage::frames::{at, framed};
use crate::stage::generated::Generator;
use crate::stage::rounds::rounds;

const MORNING: &str = "2026-11-21T09:00:00+09:00";
/// So many requests …
const REQUESTS: usize = 50_000;
/// … so many at once.
const TOGETHER: usize = 20;

/// Who calls: a connection, and perhaps a token.
#[derive(Clone)]
struct Who {
    channel: Channel,
    authorization: Option<String>,
}

impl Who {
    async fn call(&self, path: &str, bytes: Vec<u8>) -> Code {
        let token = self.authorization.as_deref();
        let headers: Vec<_> = token
            .map(|token| ("authorization", token))
            .into_iter()
            .collect();
        let body = Body::new(Full::new(Bytes::from(bytes)));
        at(&self.channel, path, body, &headers).await.code()
    }
}

/// Those who call: a terminal, somebody of the staff in each of three roles, and the
/// operator.
async fn everybody(stage: &Stage) -> Vec<Who> {
    let channel = stage.channel(CLINIC).await;
    let credentials = stage.pki.operator().unwrap();
    let operator = stage.channel_with(&credentials).await.unwrap();
    let keeper = Client::over(operator.clone(), PATIENCE);
    let desk = Client::over(channel.clone(), PATIENCE);
    let mut all = vec![Who {
        channel: channel.clone(),
        authorization: None,
    }];
    for (id, role) in [
        ("M0001", Role::Physician),
        ("M0002", Role::Administrator),
        ("M0003", Role::Reception),
    ] {
        let staff = StaffId::parse(id).unwrap();
        let enrol = EnrolStaff {
            institution: Some(Institution::parse(CLINIC).unwrap()),
            staff: staff.clone(),
            role,
            passcode: Passcode::parse("quiet-harbour-7").unwrap(),
            key: stage.fresh_key(),
        };
        keeper.enrol_staff(enrol).await.unwrap();
        let sign_in = SignIn {
            staff,
            passcode: Passcode::parse("quiet-harbour-7").unwrap(),
        };
        let token: StaffToken = desk
            .sign_in(sign_in, stage.fresh_key())
            .await
            .unwrap()
            .unwrap();
        all.push(Who {
            channel: channel.clone(),
            authorization: Some(format!("Bearer {}", token.token)),
        });
    }
    all.push(Who {
        channel: operator,
        authorization: None,
    });
    all
}

/// Who of them may call that.
fn right_one(service: &str, path: &str) -> usize {
    match service {
        "HistoryService" => 1,
        "StaffService" if path.ends_with("SignOut") => 3,
        "StaffService" if !path.ends_with("SignIn") => 2,
        "ConsentService" => 1,
        "AdminService" => 4,
        _ => 0,
    }
}

/// Sends them all at once; gives the codes in their order.
async fn send(calls: &[(Who, String, Vec<u8>)]) -> Vec<Code> {
    let mut sent = JoinSet::new();
    for (number, (who, path, bytes)) in calls.iter().cloned().enumerate() {
        sent.spawn(async move { (number, who.call(&path, bytes).await) });
    }
    let mut codes = sent.join_all().await;
    codes.sort_by_key(|(number, _)| *number);
    codes.into_iter().map(|(_, code)| code).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_thousand_generated_requests_never_shake_the_server() {
    let stage = Stage::at(MORNING).await;
    let everybody = everybody(&stage).await;
    let mut made = Generator::from(50_000);
    let file = Connection::open(stage.store_file()).unwrap();
    // It changes whenever anybody else writes anything.
    let version = || -> i64 {
        file.query_row("PRAGMA data_version", [], |row| row.get(0))
            .unwrap()
    };
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut refused_alone = 0;
    let rounds = rounds(REQUESTS) / TOGETHER;
    for round in 0..rounds {
        // Whoever is denied too often is blocked for a while.
        stage.clock.pass(std::time::Duration::from_mins(6));
        let mut calls = Vec::new();
        for _ in 0..TOGETHER {
            let method = round % made.methods.len();
            let (path, right) = {
                let method = &made.methods[method];
                (
                    method.path.clone(),
                    right_one(&method.service, &method.path),
                )
            };
            let who = if made.once_in(50) {
                made.below(5)
            } else {
                right
            };
            let many = if made.methods[method].streams {
                made.below(4)
            } else {
                1
            };
            let frames = (0..many).flat_map(|_| framed(&made.request(method)));
            let frames = frames.collect();
            calls.push((everybody[who].clone(), path, frames));
        }
        let before = version();
        let codes = send(&calls).await;
        for ((_, path, bytes), code) in calls.iter().zip(&codes) {
            let bad = matches!(code, Code::Unknown | Code::Internal);
            assert!(!bad, "round {round}: {code:?} to {path}: {bytes:02x?}");
            *counts.entry(format!("{code:?}")).or_default() += 1;
        }
        // Those that were refused, without those that were not.
        let refused = |code: &Code| *code == Code::InvalidArgument;
        if codes.iter().all(refused) {
            assert_eq!(version(), before, "round {round}: something was stored");
        } else {
            let mut codes = codes.iter();
            calls.retain(|_| codes.next().is_some_and(refused));
            // Whoever has signed out is denied from then on.
            calls.retain(|(_, path, _)| !path.ends_with("SignOut"));
            let before = version();
            let again = send(&calls).await;
            assert!(again.iter().all(refused), "round {round}: {again:?}");
            assert_eq!(version(), before, "round {round}: something was stored");
        }
        refused_alone += calls.len();
    }
    eprintln!("{} requests: {counts:?}", rounds * TOGETHER);
    assert!(refused_alone > rounds * TOGETHER / 4, "they have faults");
    assert!(counts["Ok"] > rounds, "and some have none");
    assert!(!stage.records().await.is_empty(), "and the trail is whole");
}
