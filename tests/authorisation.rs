//! Who may call what: every call of the protocol, by everybody who lacks something.

use std::time::Duration;

use api::{Client, Rpc, SignOut};
use pki::claims;
use qualification::{Caller, CategorySet, Institution, Party, Role};
use server::Limits;
use store::{Administration, Change, Effect, InstitutionTerms, Operation};
use tonic::Status;
use tonic::transport::Channel;

use crate::stage::desk::PATIENCE;
use crate::stage::duplex::{CLINIC, Raw, Stage};
use crate::stage::frames;
use crate::stage::requests::named;
use crate::stage::signer::certified;

const MORNING: &str = "2026-11-21T09:00:00+09:00";
const LATER: &str = "2026-11-21T09:30:00+09:00";
const UNTIL: &str = "2035-01-01T00:00:00Z";

/// What a call asks of its caller, as the protocol's files say it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asks {
    Terminal,
    Staff,
    Keeper,
    Operator,
}

fn asks(rpc: Rpc) -> Asks {
    let (_, service) = rpc.path().rsplit_once(".v1.").unwrap();
    match service {
        "StaffService/SignIn" => Asks::Terminal,
        "StaffService/SignOut" => Asks::Staff,
        _ => match service.split('/').next().unwrap() {
            "QualificationService" | "BatchService" => Asks::Terminal,
            "ConsentService" | "HistoryService" => Asks::Staff,
            "StaffService" => Asks::Keeper,
            "AdminService" => Asks::Operator,
            other => panic!("who may call {other}?"),
        },
    }
}

impl Stage {
    async fn stop_institution(&self, clinic: &str) {
        let terms = InstitutionTerms {
            code: Institution::parse(clinic).unwrap(),
            name: "clinic".into(),
            offered: CategorySet::default(),
            stopped: true,
        };
        let effect = Effect {
            caller: Caller {
                party: Party::Operator,
                terminal: None,
                staff: None,
            },
            key: self.idempotency_key(),
            request: [0; 32],
            at: MORNING.parse().unwrap(),
            monotonic: 0,
            answer: Vec::new(),
            result: "PUT",
        };
        let administration = Administration {
            effect,
            operation: Operation::PutInstitution,
            change: Change::PutInstitution(terms),
        };
        self.store
            .record_administration(administration)
            .await
            .unwrap();
    }

    /// The call, with nothing in it; and what was recorded meanwhile.
    async fn call(
        &self,
        channel: &Channel,
        rpc: Rpc,
        token: Option<&str>,
    ) -> (Status, Vec<String>) {
        // So seldom that nobody is blocked.
        self.clock.pass(Duration::from_secs(20));
        let before = self.records().await.len();
        let (status, _) = frames::told(channel, rpc.path(), &[], token).await;
        let records = self.records().await;
        let new = records[before..].iter();
        (status, new.map(|it| it.event.result.clone()).collect())
    }
}

/// A caller who lacks something.
struct Lack {
    what: &'static str,
    channel: Channel,
    token: Option<String>,
    /// The reason, where it applies.
    reason: fn(Rpc) -> Result<&'static str, &'static str>,
}

#[tokio::test]
async fn t_a3_every_call_is_denied_to_everybody_who_lacks_something_and_audited() {
    // Connections of the revoked stay open for long enough to be denied call by call.
    let limits = Limits {
        revocation: Duration::from_secs(3600),
        ..Limits::default()
    };
    let stage = Stage::with_limits(MORNING, limits).await;
    let ours = stage.channel(CLINIC).await;
    let mut lacks = lacks(&stage, &ours).await;
    let (mut cells, mut let_through, mut audited) = (0, Vec::new(), 0);
    let mut table = String::new();
    for lack in lacks.drain(..) {
        if lack.what == "expired token" {
            stage.clock.set(LATER);
        }
        let (mut denied, mut not_applicable) = (0, "");
        for rpc in Rpc::ALL {
            let reason = match (lack.reason)(rpc) {
                Ok(reason) => reason,
                Err(why) => {
                    not_applicable = why;
                    continue;
                }
            };
            cells += 1;
            let (status, records) = stage.call(&lack.channel, rpc, lack.token.as_deref()).await;
            if named(&status).1 == reason {
                denied += 1;
            } else {
                let_through.push(format!("{rpc:?} with {}: {status}", lack.what));
            }
            audited += usize::from(records == [reason]);
        }
        table += &format!("{:32} {denied:3} denied  {not_applicable}\n", lack.what);
    }
    eprintln!(
        "{table}{cells} cells, {} let through, {audited} audited",
        let_through.len()
    );
    assert!(let_through.is_empty(), "{let_through:#?}");
    assert_eq!(audited, cells);
}

async fn lacks(stage: &Stage, ours: &Channel) -> Vec<Lack> {
    for (id, role) in [
        ("ADM", Role::Administrator),
        ("DOC", Role::Physician),
        ("REC", Role::Reception),
        ("OUT", Role::Physician),
    ] {
        stage.enrol_one(CLINIC, id, role).await;
    }
    let nobody = certified(&stage.pki, "the-clinic", UNTIL);
    let nobody = stage.with_credentials(&nobody).await;
    let revoked = certified(&stage.pki, "1310000003", UNTIL);
    let revoked_channel = stage.with_credentials(&revoked).await;
    // Who connects believes to be in before the server has looked: an answer says so.
    let mut raw = Raw::new(revoked_channel.clone());
    raw.check_by_number(stage.check()).await.unwrap();
    let serial = claims(&revoked.certificate).unwrap().serial;
    let now = MORNING.parse().unwrap();
    stage.pki.revoke(&[serial], now).unwrap();
    let stopped = stage.channel("1310000004").await;
    stage.stop_institution("1310000004").await;
    let from = "2024-01-01T00:00:00Z".parse().unwrap();
    let until = UNTIL.parse().unwrap();
    let add = |terminal| {
        stage
            .pki
            .add_institution(CLINIC, terminal, "clinic", from, until)
    };
    add("T02").unwrap();
    let second = stage.pki.institution_at(CLINIC, "T02").unwrap();
    let second = stage.with_credentials(&second).await;
    let mut tokens = Vec::new();
    for id in ["ADM", "DOC", "REC", "OUT"] {
        tokens.push(stage.sign_in(ours, id).await);
    }
    let signed_out = Client::over(ours.clone(), PATIENCE).signed_in(&tokens[3]);
    let key = stage.idempotency_key();
    signed_out.sign_out(SignOut { key }).await.unwrap();
    let token = |at: usize| Some(tokens[at].token.clone());
    let lack = |what, channel: &Channel, token, reason| Lack {
        what,
        channel: channel.clone(),
        token,
        reason,
    };
    vec![
        lack("nobody's certificate", &nobody, None, |_| {
            Ok("NO_INSTITUTION")
        }),
        lack("revoked certificate", &revoked_channel, None, |_| {
            Ok("CERTIFICATE_REVOKED")
        }),
        lack("stopped institution", &stopped, None, |_| {
            Ok("INSTITUTION_STOPPED")
        }),
        lack("not the operator", ours, token(0), |rpc| match asks(rpc) {
            Asks::Operator => Ok("NOT_OPERATOR"),
            _ => Err("elsewhere the operator is not asked for"),
        }),
        lack(
            "no institution, the operator",
            &stage.as_operator().await,
            None,
            |rpc| match asks(rpc) {
                Asks::Terminal | Asks::Staff => Ok("NO_INSTITUTION"),
                _ => Err("elsewhere the operator may"),
            },
        ),
        lack("no staff", ours, None, |rpc| with_token(rpc, "NO_STAFF")),
        lack("no token of ours", ours, Some("00".into()), |rpc| {
            with_token(rpc, "STAFF_TOKEN_INVALID")
        }),
        lack("another terminal's token", &second, token(0), |rpc| {
            with_token(rpc, "STAFF_TOKEN_INVALID")
        }),
        lack("token after sign-out", ours, token(3), |rpc| {
            with_token(rpc, "STAFF_TOKEN_INVALID")
        }),
        lack(
            "the administrator's role",
            ours,
            token(0),
            |rpc| match asks(rpc) {
                Asks::Staff if rpc != Rpc::SignOut => Ok("WRONG_ROLE"),
                _ => Err("elsewhere the administrator may, or no role is asked for"),
            },
        ),
        lack("the reception's role", ours, token(2), |rpc| {
            match (asks(rpc), rpc) {
                (Asks::Keeper, _) | (_, Rpc::ReadHistory) => Ok("WRONG_ROLE"),
                _ => Err("elsewhere the reception may, or no role is asked for"),
            }
        }),
        lack("a clinician's role", ours, token(1), |rpc| {
            match asks(rpc) {
                Asks::Keeper => Ok("WRONG_ROLE"),
                _ => Err("elsewhere a clinician may, or no role is asked for"),
            }
        }),
        lack("expired token", ours, token(0), |rpc| {
            with_token(rpc, "STAFF_TOKEN_INVALID")
        }),
    ]
}

fn with_token(rpc: Rpc, reason: &'static str) -> Result<&'static str, &'static str> {
    match asks(rpc) {
        Asks::Staff | Asks::Keeper => Ok(reason),
        Asks::Terminal | Asks::Operator => Err("elsewhere no token is asked for"),
    }
}
