//! How the person was verified, and where they consented, goes whole from the desk to
//! the records and into the answer; and it opens no visit by itself.

use api::v1::authenticate_response;
use api::v1::complete_response::Answer;
use api::{Kept, v1};

use crate::stage::duplex::{CLINIC, Raw, Stage};

const MORNING: &str = "2026-11-21T09:00:00+09:00";

/// Each way, the staff's own eyes at a reader without a camera, and what the audit
/// trail says of it.
fn each_way() -> [(v1::Assurance, &'static str); 3] {
    let pin = v1::Assurance {
        method: v1::Method::Pin.into(),
        reader_kind: v1::ReaderKind::Face.into(),
        attempts: 2,
        score_band: v1::ScoreBand::Unspecified.into(),
        staff_id: None,
    };
    let face = v1::Assurance {
        method: v1::Method::Face.into(),
        score_band: v1::ScoreBand::Strong.into(),
        ..pin.clone()
    };
    let staff_check = v1::Assurance {
        method: v1::Method::StaffCheck.into(),
        reader_kind: v1::ReaderKind::General.into(),
        staff_id: Some("N-07".into()),
        ..pin.clone()
    };
    [
        (pin, "method=PIN reader=FACE attempts=2"),
        (face, "method=FACE reader=FACE attempts=2 score_band=STRONG"),
        (
            staff_check,
            "method=STAFF_CHECK reader=GENERAL attempts=2 staff_id=N-07",
        ),
    ]
}

async fn stage() -> (Stage, Raw) {
    let stage = Stage::at(MORNING).await;
    let raw = stage.raw(CLINIC).await;
    (stage, raw)
}

#[tokio::test]
async fn whatever_a_desk_asserts_without_the_cards_signature_there_is_no_visit() {
    let (stage, mut raw) = stage().await;
    for (assurance, detail) in each_way() {
        let mut request = stage.card_answers(&mut raw).await;
        request.assurance = Some(assurance);
        request.signature.reverse();
        let answer = raw.authenticate(request).await.unwrap().into_inner();
        let Some(authenticate_response::Answer::Refusal(refusal)) = answer.answer else {
            panic!("let in: {detail}");
        };
        assert_eq!(refusal.reason(), v1::Reason::SignatureInvalid, "{detail}");
        assert_eq!(stage.rows("visit"), 0, "{detail}");
        let event = stage.records().await.pop().unwrap().event;
        assert_eq!(event.result, "SIGNATURE_INVALID");
        assert_eq!(event.detail, detail, "what was asserted is recorded");
    }
}

#[tokio::test]
async fn how_and_where_comes_back_in_the_answer_and_stays_in_the_records() {
    let (stage, mut raw) = stage().await;
    for (assurance, detail) in each_way() {
        let (surface, code) = match assurance.reader_kind() {
            v1::ReaderKind::Face => (v1::ConsentSurface::ReaderScreen, "READER_SCREEN"),
            _ => (v1::ConsentSurface::DeskScreen, "DESK_SCREEN"),
        };
        let mut request = stage.card_answers(&mut raw).await;
        request.assurance = Some(assurance.clone());
        let visit = stage.admitted(&mut raw, request).await;
        let event = stage.records().await.pop().unwrap().event;
        assert_eq!(event.detail, detail);

        let mut request = stage.complete(&visit);
        request.consent_surface = surface.into();
        let answer = raw.complete(request.clone()).await.unwrap().into_inner();
        let again = raw.complete(request).await.unwrap().into_inner();
        assert!(answer.to_bytes() == again.to_bytes(), "{detail}");
        let Some(Answer::Decision(decision)) = answer.answer else {
            panic!("no decision: {detail}");
        };
        assert_eq!(decision.assurance, Some(assurance));
        assert_eq!(decision.consents.len(), 4);
        assert!(decision.consents.iter().all(|it| it.surface() == surface));
        let event = stage.records().await.pop().unwrap().event;
        assert!(
            event.detail.ends_with(&format!(" surface={code}")),
            "{}",
            event.detail
        );
    }
    assert_eq!(
        stage.records().await.len(),
        6,
        "a retry is no second effect"
    );
}

#[tokio::test]
async fn a_desk_that_does_not_say_where_is_answered_as_at_its_screen_and_again_the_same() {
    let (stage, mut raw) = stage().await;
    let visit = stage.let_in(&mut raw).await;
    let mut request = stage.complete(&visit);
    request.consent_surface = v1::ConsentSurface::Unspecified.into();
    let answer = raw.complete(request.clone()).await.unwrap().into_inner();
    let again = raw.complete(request).await.unwrap().into_inner();
    assert!(answer.to_bytes() == again.to_bytes());
    let event = stage.records().await.pop().unwrap().event;
    assert!(
        event.detail.ends_with(" surface=DESK_SCREEN"),
        "{}",
        event.detail
    );
}

#[tokio::test]
async fn orally_the_limit_amount_is_answered_and_nothing_is_consented() {
    let (stage, mut raw) = stage().await;
    let visit = stage.let_in(&mut raw).await;
    let mut request = stage.complete(&visit);
    request.consent_surface = v1::ConsentSurface::Oral.into();
    request.consented.clear();
    let answer = raw.complete(request).await.unwrap().into_inner();
    let Some(Answer::Decision(decision)) = answer.answer else {
        panic!("no decision");
    };
    assert_eq!(decision.consents, []);
    let limit = decision.limit.unwrap();
    assert_eq!(
        limit.state(),
        v1::LimitState::NotRecorded,
        "it was looked up"
    );
    let event = stage.records().await.pop().unwrap().event;
    assert_eq!(
        event.detail,
        "register=NOT_OFFERED chosen= granted= limit=PROVIDE surface=ORAL"
    );
}

#[tokio::test]
async fn nobody_chooses_on_the_screen_of_a_reader_that_has_none() {
    let (stage, mut raw) = stage().await;
    let visit = stage.let_in(&mut raw).await;
    let mut request = stage.complete(&visit);
    request.consent_surface = v1::ConsentSurface::ReaderScreen.into();
    let refused = raw.complete(request.clone()).await.unwrap_err();
    assert_eq!(refused.code(), tonic::Code::InvalidArgument);
    assert!(refused.message().contains("consent_surface"), "{refused}");
    request.consent_surface = v1::ConsentSurface::DeskScreen.into();
    assert!(
        raw.complete(request).await.is_ok(),
        "the visit is still open"
    );
}

#[tokio::test]
async fn a_check_by_number_verifies_nobody() {
    let (stage, mut raw) = stage().await;
    let answer = raw.check_by_number(stage.check()).await.unwrap();
    let decision = answer.into_inner().decision.unwrap();
    assert_eq!(decision.reason(), v1::Reason::Confirmed);
    assert_eq!(decision.assurance, None);
}
