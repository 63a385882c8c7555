//! Every visit begins anew: nothing of an earlier one is carried over.

use api::v1;
use api::v1::complete_response::Answer as Step5;
use tonic::{Code, Response, Status};

use crate::stage::duplex::{CLINIC, OTHER_CLINIC, Stage};
use crate::stage::requests::named;

const MORNING: &str = "2026-11-21T09:00:00+09:00";
const AFTERNOON: &str = "2026-11-21T15:00:00+09:00";

fn assert_not_open(answer: Result<Response<v1::CompleteResponse>, Status>) {
    let status = answer.expect_err("it is refused");
    assert_eq!(
        named(&status),
        (Code::FailedPrecondition, "VISIT_NOT_OPEN".into())
    );
}

#[tokio::test]
async fn r008_the_first_visits_choices_do_not_answer_the_second() {
    let stage = Stage::at(MORNING).await;
    let mut raw = stage.raw(CLINIC).await;
    let first = stage.let_in(&mut raw).await;
    raw.complete(stage.complete(&first)).await.unwrap();
    let second = stage.let_in(&mut raw).await;
    assert_ne!(first, second);

    // One second after: the first visit's token is spent, and stays so.
    stage.clock.set("2026-11-21T09:00:01+09:00");
    assert_not_open(raw.complete(stage.complete(&first)).await);
    let request = v1::CompleteRequest {
        consented: Vec::new(),
        ..stage.complete(&second)
    };
    let answer = raw.complete(request).await.unwrap().into_inner();
    let Some(Step5::Decision(decision)) = answer.answer else {
        panic!("refused");
    };
    assert!(
        decision.consents.is_empty(),
        "the first one's are not carried over"
    );
}

#[tokio::test]
async fn r008_two_visits_of_one_day_are_two() {
    let stage = Stage::at(MORNING).await;
    let mut raw = stage.raw(CLINIC).await;
    let first = stage.let_in(&mut raw).await;
    raw.complete(stage.complete(&first)).await.unwrap();
    raw.close_visit(stage.close(&first)).await.unwrap();
    stage.clock.set(AFTERNOON);
    let second = stage.let_in(&mut raw).await;
    raw.complete(stage.complete(&second)).await.unwrap();
    assert_eq!((stage.rows("visit"), stage.rows("consent")), (2, 8));
}

#[tokio::test]
async fn r008_a_signature_of_the_first_visit_opens_no_second() {
    use api::v1::authenticate_response::Answer as Step2;
    let stage = Stage::at(MORNING).await;
    let mut raw = stage.raw(CLINIC).await;
    let mut request = stage.card_answers(&mut raw).await;
    raw.authenticate(request.clone()).await.unwrap();
    request.idempotency_key = stage.key();
    let answer = raw.authenticate(request).await.unwrap().into_inner();
    let Some(Step2::Refusal(refusal)) = answer.answer else {
        panic!("let in twice with one signature");
    };
    assert_eq!(refusal.reason(), v1::Reason::ChallengeExpired);
    assert_eq!(stage.rows("visit"), 1);
}

#[tokio::test]
async fn r023_a_consent_is_given_to_one_institution() {
    let stage = Stage::at(MORNING).await;
    let mut clinic = stage.raw(CLINIC).await;
    let mut pharmacy = stage.raw(OTHER_CLINIC).await;
    let visit = stage.let_in(&mut clinic).await;
    assert_not_open(pharmacy.complete(stage.complete(&visit)).await);
    assert_eq!(stage.rows("consent"), 0);
    // The pharmacy after the clinic asks for its own.
    clinic.complete(stage.complete(&visit)).await.unwrap();
    let own = stage.let_in(&mut pharmacy).await;
    pharmacy.complete(stage.complete(&own)).await.unwrap();
    assert_eq!(stage.rows("consent"), 8);
}

#[tokio::test]
async fn r023_a_visit_over_midnight_keeps_its_day_and_its_consents() {
    let stage = Stage::at("2026-11-21T23:59:00+09:00").await;
    let mut raw = stage.raw(CLINIC).await;
    let visit = stage.let_in(&mut raw).await;
    stage.clock.set("2026-11-22T00:01:00+09:00");
    let answer = raw.complete(stage.complete(&visit)).await.unwrap();
    let Some(Step5::Decision(decision)) = answer.into_inner().answer else {
        panic!("refused");
    };
    let day = decision.visit_date.unwrap();
    assert_eq!((day.month, day.day), (11, 21), "R001: the day of the card");
    assert_eq!(decision.consents.len(), 4);
    for consent in decision.consents {
        let (granted, until) = (consent.granted_at.unwrap(), consent.until.unwrap());
        assert_eq!(until.seconds - granted.seconds, 24 * 3600);
    }
}

#[tokio::test]
async fn r027_in_the_grace_no_consent_is_kept_whatever_a_desk_claims() {
    // The card's certificate is valid until 2031-02-17.
    let stage = Stage::at(MORNING).await;
    stage.clock.set("2031-02-18T09:00:00+09:00");
    let mut raw = stage.raw(CLINIC).await;
    let visit = stage.let_in(&mut raw).await;
    let answer = raw.complete(stage.complete(&visit)).await.unwrap();
    let Some(Step5::Decision(decision)) = answer.into_inner().answer else {
        panic!("refused");
    };
    assert_eq!(decision.scope(), v1::Scope::EligibilityOnly);
    assert!(decision.consents.is_empty());
    assert_eq!(decision.limit.unwrap().state(), v1::LimitState::NotOffered);
    assert_eq!(stage.rows("consent"), 0);
}
