//! A desk that heard no answer asks again under the same key: one effect, and the
//! same answer to the byte.

use std::sync::Arc;

use api::admin::{FaultEffect, SwitchedFault};
use api::v1::complete_response::Answer;
use api::{Kept, v1};
use tonic::{Code, Response, Status};

use crate::stage::duplex::{CLINIC, OTHER_CLINIC, Raw, Stage};
use crate::stage::operator::always;
use crate::stage::requests::named;
use crate::stage::rounds::rounds;

const MORNING: &str = "2026-11-21T09:00:00+09:00";
const NEXT_DAY: &str = "2026-11-22T09:00:00+09:00";

fn bytes<M: Kept>(answer: Result<Response<M>, Status>) -> Vec<u8> {
    answer.unwrap().into_inner().to_bytes()
}

fn assert_named<M>(answer: Result<Response<M>, Status>, reason: &str) {
    let status = answer.err().expect("it is refused");
    assert_eq!(named(&status), (Code::FailedPrecondition, reason.into()));
}

/// Sends `$request` twice, the second time a day later, then `$other` under its key.
macro_rules! assert_one_effect {
    ($stage:ident, $raw:ident . $call:ident, $request:expr, $other:expr) => {{
        let (request, mut other) = ($request, $other);
        let records = $stage.records().await.len();
        $stage.clock.set(MORNING);
        let first = bytes($raw.$call(request.clone()).await);
        $stage.clock.set(NEXT_DAY);
        assert!(
            first == bytes($raw.$call(request.clone()).await),
            "the same answer"
        );
        other.idempotency_key = request.idempotency_key;
        assert_named($raw.$call(other).await, "KEY_REUSED");
        let records = $stage.records().await.split_off(records);
        let results: Vec<_> = records.iter().map(|it| it.event.result.as_str()).collect();
        assert_eq!(results.len(), 2, "one effect, one denial: {results:?}");
        assert_eq!(results[1], "KEY_REUSED");
        $stage.clock.set(MORNING);
        first
    }};
}

async fn stage() -> (Stage, Raw) {
    let stage = Stage::at(MORNING).await;
    let raw = stage.raw(CLINIC).await;
    (stage, raw)
}

#[tokio::test]
async fn r041_an_authentication_asked_again_opens_one_visit() {
    let (stage, mut raw) = stage().await;
    let request = stage.card_answers(&mut raw).await;
    let other = stage.card_answers(&mut raw).await;
    // A day later the challenge has long ended, but it was used in time.
    assert_one_effect!(stage, raw.authenticate, request, other);
    assert_eq!(stage.rows("visit"), 1);
}

#[tokio::test]
async fn a_refused_authentication_asked_again_stays_refused() {
    let (stage, mut raw) = stage().await;
    let mut request = stage.card_answers(&mut raw).await;
    request.signature.reverse();
    let other = stage.card_answers(&mut raw).await;
    assert_one_effect!(stage, raw.authenticate, request, other);
    assert_eq!(stage.rows("visit"), 0);
}

#[tokio::test]
async fn r041_a_completion_asked_again_grants_once() {
    let (stage, mut raw) = stage().await;
    let visit = stage.let_in(&mut raw).await;
    let request = stage.complete(&visit);
    let fewer = v1::CompleteRequest {
        consented: vec![1],
        ..request.clone()
    };
    assert_one_effect!(stage, raw.complete, request, fewer);
    assert_eq!(stage.rows("consent"), 4);
}

#[tokio::test]
async fn a_closing_asked_again_closes_once() {
    let (stage, mut raw) = stage().await;
    let visit = stage.let_in(&mut raw).await;
    let request = stage.close(&visit);
    let otherwise = v1::CloseVisitRequest {
        ending: v1::Ending::Abandoned.into(),
        ..request.clone()
    };
    assert_one_effect!(stage, raw.close_visit, request, otherwise);
}

#[tokio::test]
async fn a_check_by_number_asked_again_is_one_check() {
    let (stage, mut raw) = stage().await;
    let request = stage.check();
    let other = v1::CheckByNumberRequest {
        number: "7654321".into(),
        ..request.clone()
    };
    let ours = assert_one_effect!(stage, raw.check_by_number, request.clone(), other);
    // The key is the institution's own: another one's call is another call.
    let mut theirs = stage.raw(OTHER_CLINIC).await;
    stage.clock.set(NEXT_DAY);
    assert!(bytes(theirs.check_by_number(request).await) != ours);
    assert_eq!(stage.records().await.len(), 3);
}

#[tokio::test]
async fn a_key_is_not_used_again_for_another_kind_of_call() {
    let (stage, mut raw) = stage().await;
    let visit = stage.let_in(&mut raw).await;
    let complete = stage.complete(&visit);
    let mut close = stage.close(&visit);
    close.idempotency_key.clone_from(&complete.idempotency_key);
    raw.complete(complete).await.unwrap();
    assert_named(raw.close_visit(close).await, "KEY_REUSED");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_request_sent_many_times_at_once_has_one_effect() {
    let (stage, raw) = stage().await;
    let request = stage.check();
    let sends = std::iter::repeat_with(|| {
        let (mut raw, request) = (raw.clone(), request.clone());
        tokio::spawn(async move { bytes(raw.check_by_number(request).await) })
    });
    let sends: Vec<_> = sends.take(32).collect();
    let mut answers = Vec::new();
    for send in sends {
        answers.push(send.await.unwrap());
    }
    answers.dedup();
    assert_eq!(answers.len(), 1);
    assert_eq!(stage.records().await.len(), 1);
}

#[tokio::test]
async fn a_visit_is_completed_once() {
    let (stage, mut raw) = stage().await;
    let visit = stage.let_in(&mut raw).await;
    raw.complete(stage.complete(&visit)).await.unwrap();
    assert_named(raw.complete(stage.complete(&visit)).await, "VISIT_NOT_OPEN");
    assert_eq!(stage.rows("consent"), 4);
}

#[tokio::test]
async fn r023_a_closed_visit_is_neither_completed_nor_closed_again() {
    let (stage, mut raw) = stage().await;
    let visit = stage.let_in(&mut raw).await;
    raw.close_visit(stage.close(&visit)).await.unwrap();
    assert_named(raw.complete(stage.complete(&visit)).await, "VISIT_NOT_OPEN");
    assert_named(raw.close_visit(stage.close(&visit)).await, "VISIT_NOT_OPEN");
    assert_eq!(stage.rows("consent"), 0);
}

#[tokio::test]
async fn r023_another_institutions_visit_is_as_unknown_as_one_that_never_was() {
    let (stage, mut ours) = stage().await;
    let mut theirs = stage.raw(OTHER_CLINIC).await;
    let visit = stage.let_in(&mut ours).await;
    let told = |status: Status| {
        let details = status.details().to_vec();
        (status.code(), status.message().to_owned(), details)
    };
    let mut complete = Vec::new();
    let mut close = Vec::new();
    for id in [visit.as_slice(), &[0xEE; 16]] {
        complete.push(told(theirs.complete(stage.complete(id)).await.unwrap_err()));
        close.push(told(theirs.close_visit(stage.close(id)).await.unwrap_err()));
    }
    assert_eq!(complete[0], complete[1]);
    assert_eq!(close[0], close[1]);
    ours.complete(stage.complete(&visit)).await.unwrap();
}

#[tokio::test]
async fn r055_a_card_suspended_before_the_end_is_refused_and_no_consent_holds() {
    let (stage, mut raw) = stage().await;
    let visit = stage.let_in(&mut raw).await;
    let serial = pki::claims(&stage.certificate()).unwrap().serial;
    let next = "2036-01-01T00:00:00Z".parse().unwrap();
    let now = MORNING.parse().unwrap();
    stage.pki.suspend(&[serial], now, next).unwrap();
    let request = stage.complete(&visit);
    let answer = raw.complete(request.clone()).await.unwrap().into_inner();
    let Some(Answer::Refusal(refusal)) = &answer.answer else {
        panic!("a decision was given");
    };
    assert_eq!(refusal.reason(), v1::Reason::CertSuspended);
    assert_eq!(stage.rows("consent"), 0);
    assert_eq!(stage.records().await[1].event.result, "CERT_SUSPENDED");
    // Lifting it does not bring the visit back.
    stage.pki.suspend(&[], now, next).unwrap();
    assert!(answer == raw.complete(request).await.unwrap().into_inner());
    assert_named(raw.complete(stage.complete(&visit)).await, "VISIT_NOT_OPEN");
    assert_eq!(stage.rows("consent"), 0);
}

/// Asks by number until an answer is heard; gives it, and how many were lost before.
async fn heard(
    raw: &mut Raw,
    mut request: impl FnMut() -> v1::CheckByNumberRequest,
) -> (Vec<u8>, u32) {
    let mut lost = 0;
    loop {
        match raw.check_by_number(request()).await {
            Ok(answer) => return (answer.into_inner().to_bytes(), lost),
            Err(status) => {
                assert_eq!(status.code(), Code::Unavailable, "{status}");
                lost += 1;
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_answers_that_were_lost_have_one_effect_each() {
    /// So many calls are under way at once.
    const DESKS: usize = 10;
    let stage = Arc::new(Stage::for_developers(MORNING).await);
    stage
        .switch_on(SwitchedFault {
            per_thousand: 500,
            seed: 9,
            ..always(FaultEffect::DropAfterCommit)
        })
        .await;
    let before = stage.rows("audit");
    let each = rounds(1000) / DESKS;
    let desks = (0..DESKS).map(|_| {
        let stage = Arc::clone(&stage);
        tokio::spawn(async move {
            let mut raw = stage.raw(CLINIC).await;
            let mut lost = 0;
            for _ in 0..each {
                let request = stage.check();
                let (first, again) = (
                    heard(&mut raw, || request.clone()).await,
                    heard(&mut raw, || request.clone()).await,
                );
                assert!(first.0 == again.0, "the same answer");
                lost += first.1 + again.1;
            }
            lost
        })
    });
    let mut lost = 0;
    for desk in desks.collect::<Vec<_>>() {
        lost += desk.await.unwrap();
    }
    let effects = stage.rows("audit") - before;
    eprintln!(
        "{} keys: {lost} answers lost, {effects} effects",
        each * DESKS
    );
    assert!(
        usize::try_from(lost).unwrap() > each * DESKS,
        "answers were lost"
    );
    assert_eq!(effects, i64::try_from(each * DESKS).unwrap());

    // The control: under a key of its own, each try has an effect.
    let mut raw = stage.raw(CLINIC).await;
    let mut lost = 0;
    for _ in 0..20 {
        lost += heard(&mut raw, || stage.check()).await.1;
    }
    assert!(lost > 0);
    let doubled = stage.rows("audit") - before - effects;
    assert_eq!(doubled, i64::from(20 + lost));
}
