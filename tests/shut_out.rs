//! Who is shut out: the revoked, who guesses visits, and who guesses passcodes.

use std::time::Duration;

use api::{Client, Passcode, SignIn, SignInRefusal};
use pki::claims;
use qualification::{Role, VisitId};
use server::Limits;
use tonic::Code;
use tonic_types::StatusExt as _;

use crate::stage::desk::PATIENCE;
use crate::stage::duplex::{CLINIC, OTHER_CLINIC, Raw, Stage};
use crate::stage::requests::named;
use crate::stage::signer::certified;
use crate::stage::staff::{PASSCODE, staff};

const MORNING: &str = "2026-11-21T09:00:00+09:00";
const UNTIL: &str = "2035-01-01T00:00:00Z";

#[tokio::test]
async fn t_p4_a_connection_ends_when_its_certificate_is_revoked_and_no_new_one_begins() {
    let limits = Limits {
        revocation: Duration::from_millis(10),
        ..Limits::default()
    };
    let stage = Stage::with_limits(MORNING, limits).await;
    let lost = certified(&stage.pki, CLINIC, UNTIL);
    let (mut ours, mut theirs) = (stage.raw(CLINIC).await, stage.raw(OTHER_CLINIC).await);
    let channel = stage.with_credentials(&lost).await;
    let mut revoked = Raw::new(channel);
    revoked.check_by_number(stage.check()).await.unwrap();
    let serial = claims(&lost.certificate).unwrap().serial;
    let now = MORNING.parse().unwrap();
    stage.pki.revoke(&[serial], now).unwrap();
    let ended = revoked.check_by_number(stage.check()).await.unwrap_err();
    let code = named(&ended);
    let denied = code == (Code::Unauthenticated, "CERTIFICATE_REVOKED".into());
    assert!(
        denied || code.0 == Code::Unknown || code.0 == Code::Unavailable,
        "{ended}"
    );
    let again = stage.channel_with(&lost).await;
    if let Ok(channel) = again {
        let mut late = Raw::new(channel);
        late.check_by_number(stage.check()).await.unwrap_err();
    }
    ours.check_by_number(stage.check()).await.unwrap();
    theirs.check_by_number(stage.check()).await.unwrap();
}

#[tokio::test]
async fn t_a4_guessing_visits_tells_nothing_and_blocks_the_institution_alone() {
    let stage = Stage::at(MORNING).await;
    let mut victim = stage.raw(OTHER_CLINIC).await;
    let theirs = stage.let_in(&mut victim).await;
    let mut guessing = stage.raw(CLINIC).await;
    let (mut denied, mut blocked, mut hits) = (0, 0, 0);
    let mut seen = None;
    for guess in 0..2000u32 {
        let visit = match guess % 2 {
            0 => theirs.clone(),
            _ => VisitId([guess.to_le_bytes()[0]; 16]).0.to_vec(),
        };
        match guessing.complete(stage.complete(&visit)).await {
            Ok(_) => hits += 1,
            Err(status) if named(&status).1 == "BLOCKED" => {
                assert_eq!(status.code(), Code::ResourceExhausted);
                let details = status.get_error_details();
                assert!(details.retry_info().and_then(|it| it.retry_delay).is_some());
                blocked += 1;
            }
            Err(status) => {
                denied += 1;
                let said = (
                    status.code(),
                    status.message().to_owned(),
                    status.details().to_vec(),
                );
                let known = seen.get_or_insert_with(|| said.clone());
                assert_eq!(
                    *known, said,
                    "whether it exists elsewhere makes no difference"
                );
            }
        }
    }
    eprintln!("2000 guesses: {hits} hits, {denied} denied, {blocked} blocked");
    assert_eq!((hits, denied, blocked), (0, 20, 1980));
    victim.complete(stage.complete(&theirs)).await.unwrap();
    stage.clock.pass(Duration::from_secs(300));
    guessing.check_by_number(stage.check()).await.unwrap();
}

#[tokio::test]
async fn five_wrong_passcodes_lock_an_account_and_one_that_is_not_there_answers_the_same() {
    let stage = Stage::at(MORNING).await;
    stage.enrol_one(CLINIC, "DOC", Role::Physician).await;
    let client = Client::over(stage.channel(CLINIC).await, PATIENCE);
    let try_as = |id, passcode| {
        let (client, name) = (client.clone(), stage.idempotency_key());
        let passcode = Passcode::parse(passcode).unwrap();
        let staff = staff(id);
        async move {
            client
                .sign_in(SignIn { staff, passcode }, name)
                .await
                .unwrap()
                .err()
        }
    };
    assert_eq!(try_as("NOT", PASSCODE).await, Some(SignInRefusal::Wrong));
    assert_eq!(try_as("DOC", PASSCODE).await, None);
    for _ in 0..5 {
        assert_eq!(try_as("DOC", "mado-2027").await, Some(SignInRefusal::Wrong));
    }
    let locked = try_as("DOC", PASSCODE).await;
    assert!(
        matches!(locked, Some(SignInRefusal::Locked { .. })),
        "{locked:?}"
    );
}
