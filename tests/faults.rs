//! Faults that a developer switches on: what a desk meets, and that nothing is lost or
//! done twice by it.

use std::time::Duration;

use api::Rpc;
use api::admin::{ChangeInsurer, FaultEffect, PersonKey, RemoveFault, SwitchedFault};
use qualification::{Cover, Institution, PersonId};
use server::Limits;
use tonic::Code;

use crate::stage::duplex::{CLINIC, OTHER_CLINIC, Raw, Stage};
use crate::stage::operator::{INSURED, always};
use crate::stage::requests::named;

const NOW: &str = "2026-11-20T10:00:00+09:00";

/// The code with which a check by number is answered now.
async fn checked(stage: &Stage, raw: &mut Raw) -> Code {
    let answer = raw.check_by_number(stage.check()).await;
    answer.map_or_else(|status| status.code(), |_| Code::Ok)
}

/// How many answers the audit trail has beside the operator's.
async fn answers(stage: &Stage) -> usize {
    let records = stage.records().await;
    let desks = records
        .iter()
        .filter(|it| it.event.party.code() != "OPERATOR");
    desks.count()
}

async fn switch_off(stage: &Stage) {
    let (number, key) = (None, stage.fresh_key());
    let off = stage
        .operator()
        .await
        .remove_fault(RemoveFault { number, key })
        .await;
    assert_eq!(off, Ok(1));
}

#[tokio::test]
async fn a_status_meets_the_institution_and_the_call_that_were_named_and_has_no_effect() {
    let stage = Stage::for_developers(NOW).await;
    let (mut ours, mut theirs) = (stage.raw(CLINIC).await, stage.raw(OTHER_CLINIC).await);
    stage
        .switch_on(SwitchedFault {
            institution: Some(Institution::parse(CLINIC).unwrap()),
            rpc: Some(Rpc::CheckByNumber),
            ..always(FaultEffect::Status(Code::Aborted))
        })
        .await;
    let status = ours.check_by_number(stage.check()).await.unwrap_err();
    assert_eq!(named(&status), (Code::Aborted, "DISTURBED".to_owned()));
    assert_eq!(answers(&stage).await, 0);
    assert_eq!(checked(&stage, &mut theirs).await, Code::Ok);
    stage.let_in(&mut ours).await;
    switch_off(&stage).await;
    assert_eq!(checked(&stage, &mut ours).await, Code::Ok);
    assert_eq!(answers(&stage).await, 3);
}

#[tokio::test]
async fn a_fault_of_one_person_meets_whatever_concerns_them_and_nobody_else() {
    let stage = Stage::for_developers(NOW).await;
    let mut raw = stage.raw(CLINIC).await;
    let mut other = stage.insured();
    other.id = PersonId([2; 16]);
    other.covers[0].number = "7654321".into();
    let people = vec![store::Enrolment {
        person: other,
        cards: Vec::new(),
        history: Vec::new(),
    }];
    stage.store.enrol(people).await.unwrap();
    let visit = stage.let_in(&mut raw).await;
    let card = PersonKey::Card(stage.fingerprint());
    stage
        .switch_on(SwitchedFault {
            person: Some(card),
            ..always(FaultEffect::Status(Code::PermissionDenied))
        })
        .await;
    let before = answers(&stage).await;
    assert_eq!(checked(&stage, &mut raw).await, Code::PermissionDenied);
    let request = stage.card_answers(&mut raw).await;
    let authenticated = raw.authenticate(request).await.unwrap_err();
    assert_eq!(authenticated.code(), Code::PermissionDenied);
    let completed = raw.complete(stage.complete(&visit)).await.unwrap_err();
    assert_eq!(completed.code(), Code::PermissionDenied);
    let closed = raw.close_visit(stage.close(&visit)).await.unwrap_err();
    assert_eq!(closed.code(), Code::PermissionDenied);
    assert_eq!(answers(&stage).await, before, "none had an effect");
    let mut check = stage.check();
    check.number = "7654321".into();
    raw.check_by_number(check).await.unwrap();
    assert_eq!(answers(&stage).await, before + 1);
}

#[tokio::test]
async fn a_lost_answer_has_had_its_effect_and_is_given_again_under_its_key() {
    let stage = Stage::for_developers(NOW).await;
    let mut raw = stage.raw(CLINIC).await;
    let visit = stage.let_in(&mut raw).await;
    stage.switch_on(always(FaultEffect::DropAfterCommit)).await;
    let request = stage.complete(&visit);
    for _ in 0..2 {
        let lost = raw.complete(request.clone()).await.unwrap_err();
        assert_eq!(lost.code(), Code::Unavailable);
        assert_eq!(answers(&stage).await, 2, "it is recorded, once");
    }
    switch_off(&stage).await;
    raw.complete(request).await.unwrap();
    assert_eq!(answers(&stage).await, 2);
}

#[tokio::test]
async fn a_held_back_answer_has_had_its_effect_and_a_slow_store_none_when_the_call_ends_first() {
    let limits = Limits {
        call: Duration::from_millis(1500),
        ..Limits::default()
    };
    for (effect, recorded) in [
        (FaultEffect::Delay(Duration::from_secs(60)), 1),
        (FaultEffect::SlowStore(Duration::from_secs(10)), 0),
    ] {
        let stage = Stage::for_developers_with(NOW, limits).await;
        let mut raw = stage.raw(CLINIC).await;
        stage.switch_on(always(effect)).await;
        assert_ne!(checked(&stage, &mut raw).await, Code::Ok, "{effect:?}");
        assert_eq!(answers(&stage).await, recorded, "{effect:?}");
        switch_off(&stage).await;
        assert_eq!(checked(&stage, &mut raw).await, Code::Ok, "{effect:?}");
    }
}

#[tokio::test]
async fn r058_stale_data_are_those_of_before_the_insurer_changed() {
    let stage = Stage::for_developers(NOW).await;
    let mut raw = stage.raw(CLINIC).await;
    let cover = Cover {
        linked_on: "2026-11-19".parse().unwrap(),
        ..stage.new_cover()
    };
    let change = ChangeInsurer {
        person: INSURED,
        cover,
        key: stage.fresh_key(),
    };
    let changed = stage.operator().await.change_insurer(change).await;
    assert_eq!(changed, Ok(true));
    let mut validity = async || {
        let answer = raw.check_by_number(stage.check()).await.unwrap();
        answer.into_inner().decision.unwrap().validity()
    };
    use api::v1::Validity;
    assert_eq!(validity().await, Validity::InvalidNewExists);
    for (days, told) in [(1, Validity::InvalidNewExists), (2, Validity::Valid)] {
        stage.switch_on(always(FaultEffect::StaleDays(days))).await;
        assert_eq!(validity().await, told, "{days}");
        switch_off(&stage).await;
    }
    assert_eq!(validity().await, Validity::InvalidNewExists);
}

#[tokio::test]
async fn the_same_seed_meets_the_same_calls_and_the_count_says_how_many() {
    let stage = Stage::for_developers(NOW).await;
    let mut raw = stage.raw(CLINIC).await;
    let mut courses = Vec::new();
    for seed in [7, 7, 8] {
        stage
            .switch_on(SwitchedFault {
                per_thousand: 500,
                seed,
                ..always(FaultEffect::Status(Code::Internal))
            })
            .await;
        let mut course = Vec::new();
        for _ in 0..40 {
            course.push(checked(&stage, &mut raw).await == Code::Internal);
        }
        let on = stage.operator().await.faults(stage.fresh_key()).await;
        let met = course.iter().filter(|met| **met).count();
        assert_eq!(on.unwrap()[0].met, u64::try_from(met).unwrap());
        assert!((1..40).contains(&met));
        courses.push(course);
        switch_off(&stage).await;
    }
    assert_eq!(courses[0], courses[1]);
    assert_ne!(courses[0], courses[2]);
}

#[tokio::test]
async fn no_more_than_a_hundred_are_switched_on_at_once() {
    let stage = Stage::for_developers(NOW).await;
    let operator = stage.operator().await;
    for number in 1..=101 {
        let put = api::admin::PutFault {
            fault: always(FaultEffect::StaleDays(1)),
            key: stage.fresh_key(),
        };
        let put = operator.put_fault(put).await;
        assert_eq!(put.is_ok(), number <= 100, "{number}");
    }
}
