//! A staff token in the wrong hands, or at the wrong time, reads nothing.

use std::time::Duration;

use api::v1;
use prost::Message as _;
use qualification::Role;
use tonic::Code;
use tonic::transport::Channel;

use crate::stage::duplex::{CLINIC, OTHER_CLINIC, Stage};
use crate::stage::duty::{medication, medications};
use crate::stage::frames::told;
use crate::stage::grant::{reason, tells_history};
use crate::stage::signer::certified;

const MORNING: &str = "2026-11-21T09:00:00+09:00";
const LATER: &str = "2026-11-21T09:30:00+09:00";
const UNTIL: &str = "2035-01-01T00:00:00Z";
const TRIES: usize = 60;

#[tokio::test]
async fn t_a6_a_stolen_token_reads_nothing_elsewhere_later_or_after_the_visit() {
    let stage = Stage::at(MORNING).await;
    stage.enrol_history(medications(3)).await;
    let open = stage.consenting(CLINIC, &[v1::Category::Medication]).await;
    let closed = stage.consenting(CLINIC, &[v1::Category::Medication]).await;
    let mut raw = stage.raw(CLINIC).await;
    raw.close_visit(stage.close(&closed.0)).await.unwrap();
    stage.enrol_one(CLINIC, "DOC", Role::Physician).await;
    let ours = stage.channel(CLINIC).await;
    let token = stage.sign_in(&ours, "DOC").await.token;
    let question = |visit| v1::ReadHistoryRequest::from(medication(visit)).encode_to_vec();
    let path = api::Rpc::ReadHistory.path();

    let used = told(&ours, path, &question(open), Some(&token)).await;
    assert_eq!(used.0.code(), Code::Ok);
    assert!(tells_history(&used.1), "its owner reads");

    let renewed = certified(&stage.pki, CLINIC, UNTIL);
    let thefts: [(&str, Channel, _, &str); 5] = [
        (
            "another institution's certificate",
            stage.channel(OTHER_CLINIC).await,
            open,
            "STAFF_TOKEN_INVALID",
        ),
        (
            "another certificate in the same name",
            stage.with_credentials(&renewed).await,
            open,
            "STAFF_TOKEN_INVALID",
        ),
        (
            "the operator's certificate",
            stage.as_operator().await,
            open,
            "NO_INSTITUTION",
        ),
        (
            "after the visit's end",
            ours.clone(),
            closed,
            "CONSENT_EXPIRED",
        ),
        ("after its expiry", ours, open, "STAFF_TOKEN_INVALID"),
    ];
    let (mut tries, mut read) = (0, 0);
    let mut table = String::new();
    for (case, channel, visit, expected) in thefts {
        if case == "after its expiry" {
            stage.clock.set(LATER);
        }
        let before = stage.records().await.len();
        for _ in 0..TRIES {
            // So seldom that nobody is blocked.
            stage.clock.pass(Duration::from_secs(20));
            let (status, bytes) = told(&channel, path, &question(visit), Some(&token)).await;
            read += usize::from(tells_history(&bytes));
            assert_eq!(reason(&status, &bytes), expected, "{case}");
            tries += 1;
        }
        let records = stage.records().await.split_off(before);
        let recorded = records.iter().filter(|it| it.event.result == expected);
        assert_eq!((records.len(), recorded.count()), (TRIES, TRIES), "{case}");
        table += &format!("{case:38} {TRIES} × {expected}\n");
    }
    eprintln!("{table}{tries} uses of a stolen token: {read} read anything");
    assert_eq!((tries, read), (300, 0));
}
