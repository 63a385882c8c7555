//! What the operator changes, a desk is answered from the next call on; each is recorded.

use api::admin::{
    ChangeInsurer, ChangeRegistration, ListInstitutions, PersonKey, PutInstitution, RenewCard,
    SetArrears,
};
use api::v1;
use qualification::{
    CardFingerprint, Category, CategorySet, Institution, InstitutionTerms, InsurerNumber, PersonId,
    Registration, RegistrationEvent,
};
use tonic::Code;

use crate::stage::duplex::{CLINIC, OTHER_CLINIC, Raw, Stage};
use crate::stage::operator::INSURED;
use crate::stage::requests::named;

const NOW: &str = "2026-11-20T10:00:00+09:00";

/// The reason with which the card is refused now; nothing where it is let in.
async fn authenticated(stage: &Stage, raw: &mut Raw) -> Option<v1::Reason> {
    use v1::authenticate_response::Answer;
    let request = stage.card_answers(raw).await;
    let answer = raw.authenticate(request).await.unwrap().into_inner();
    match answer.answer.unwrap() {
        Answer::Refusal(refusal) => Some(refusal.reason()),
        Answer::Admission(_) => None,
    }
}

/// The reason with which a visit is not completed; nothing where it is.
async fn completed(stage: &Stage, raw: &mut Raw, visit: &[u8]) -> Option<v1::Reason> {
    use v1::complete_response::Answer;
    let answer = raw.complete(stage.complete(visit)).await.unwrap();
    match answer.into_inner().answer.unwrap() {
        Answer::Refusal(refusal) => Some(refusal.reason()),
        Answer::Decision(_) => None,
    }
}

#[tokio::test]
async fn r055_a_suspended_card_lets_nobody_in_and_completes_no_visit_until_it_is_lifted() {
    let stage = Stage::at(NOW).await;
    let (mut raw, operator) = (stage.raw(CLINIC).await, stage.operator().await);
    let begun = stage.let_in(&mut raw).await;
    assert_eq!(operator.suspend_card(stage.card_change()).await, Ok(true));
    let refused = Some(v1::Reason::CertSuspended);
    assert_eq!(completed(&stage, &mut raw, &begun).await, refused);
    assert_eq!(authenticated(&stage, &mut raw).await, refused);

    let found = operator.find_person(INSURED, stage.fresh_key()).await;
    let since = found.unwrap().unwrap().cards[0].1;
    assert_eq!(since, Some(NOW.parse().unwrap()));

    assert_eq!(operator.lift_card(stage.card_change()).await, Ok(true));
    assert_eq!(authenticated(&stage, &mut raw).await, None);
    let visit = stage.let_in(&mut raw).await;
    assert_eq!(completed(&stage, &mut raw, &visit).await, None);
}

#[tokio::test]
async fn a_renewed_card_takes_the_place_of_the_old_one() {
    let stage = Stage::at(NOW).await;
    let (mut raw, operator) = (stage.raw(CLINIC).await, stage.operator().await);
    let new = CardFingerprint([7; 32]);
    let renewal = |old| RenewCard {
        old,
        new,
        key: stage.fresh_key(),
    };
    let old = stage.fingerprint();
    assert_eq!(operator.renew_card(renewal(old)).await, Ok(true));
    let found = async |card| {
        let key = PersonKey::Card(card);
        let found = operator.find_person(key, stage.fresh_key()).await.unwrap();
        found.map(|found| found.person.id)
    };
    assert_eq!(found(new).await, Some(PersonId([1; 16])));
    assert_eq!(found(old).await, None);
    assert!(authenticated(&stage, &mut raw).await.is_some());
    assert_eq!(operator.renew_card(renewal(old)).await, Ok(false));
}

#[tokio::test]
async fn r031_a_limit_amount_is_not_told_while_a_premium_is_unpaid() {
    let stage = Stage::at(NOW).await;
    let (mut raw, operator) = (stage.raw(CLINIC).await, stage.operator().await);
    let mut person = stage.insured();
    person.covers[0].insurer = InsurerNumber::parse("439992").unwrap();
    stage.enrol(person).await;
    let mut state = async || {
        let mut check = stage.check();
        check.insurer_number = "439992".into();
        let answer = raw.check_by_number(check).await.unwrap().into_inner();
        answer.decision.unwrap().limit.unwrap().state()
    };
    let arrears = |due: Option<&str>| SetArrears {
        person: INSURED,
        due: due.map(|due| due.parse().unwrap()),
        key: stage.fresh_key(),
    };
    assert_eq!(state().await, v1::LimitState::NotRecorded);
    let set = operator.set_arrears(arrears(Some("2026-11-19"))).await;
    assert_eq!(set, Ok(true));
    assert_eq!(state().await, v1::LimitState::UnavailableArrears);
    // On its last day a premium is not late.
    let set = operator.set_arrears(arrears(Some("2026-11-20"))).await;
    assert_eq!(set, Ok(true));
    assert_eq!(state().await, v1::LimitState::NotRecorded);
    assert_eq!(operator.set_arrears(arrears(None)).await, Ok(true));
    assert_eq!(state().await, v1::LimitState::NotRecorded);
}

#[tokio::test]
async fn r058_a_change_of_insurer_is_known_when_the_new_insurers_data_have_come() {
    let stage = Stage::at(NOW).await;
    let (mut raw, operator) = (stage.raw(CLINIC).await, stage.operator().await);
    let change = ChangeInsurer {
        person: INSURED,
        cover: stage.new_cover(),
        key: stage.fresh_key(),
    };
    assert_eq!(operator.change_insurer(change).await, Ok(true));
    let mut told = async |insurer: &str| {
        let mut check = stage.check();
        check.insurer_number = insurer.into();
        let answer = raw.check_by_number(check).await.unwrap().into_inner();
        answer.decision.unwrap().validity()
    };
    for (now, old, new) in [
        ("2026-11-20", v1::Validity::Invalid, v1::Validity::NotFound),
        (
            "2026-11-21",
            v1::Validity::InvalidNewExists,
            v1::Validity::Valid,
        ),
    ] {
        stage.clock.set(&format!("{now}T10:00:00+09:00"));
        assert_eq!(told("06439996").await, old, "{now}");
        assert_eq!(told("439992").await, new, "{now}");
    }
}

#[tokio::test]
async fn r054_a_card_works_while_its_deregistration_is_asked_for_and_not_after() {
    let stage = Stage::at(NOW).await;
    let (mut raw, operator) = (stage.raw(CLINIC).await, stage.operator().await);
    for (event, registration, changed, refused) in [
        (
            RegistrationEvent::DeregistrationRequested,
            Registration::Deregistering,
            true,
            None,
        ),
        (
            RegistrationEvent::Registered,
            Registration::Deregistering,
            false,
            None,
        ),
        (
            RegistrationEvent::DeregistrationCompleted,
            Registration::Deregistered,
            true,
            Some(v1::Reason::Deregistered),
        ),
        (
            RegistrationEvent::Registered,
            Registration::Registered,
            true,
            None,
        ),
    ] {
        let request = ChangeRegistration {
            person: INSURED,
            event,
            key: stage.fresh_key(),
        };
        let stands = operator.change_registration(request).await.unwrap();
        assert_eq!(stands, Some((registration, changed)), "{event:?}");
        assert_eq!(authenticated(&stage, &mut raw).await, refused, "{event:?}");
    }
}

fn terms(stopped: bool) -> InstitutionTerms {
    InstitutionTerms {
        code: Institution::parse(CLINIC).unwrap(),
        name: "窓口医院".into(),
        offered: CategorySet::NONE.with(Category::Medication),
        stopped,
    }
}

#[tokio::test]
async fn an_institution_that_is_stopped_is_shut_out_and_asks_only_for_what_it_offers() {
    use v1::authenticate_response::Answer;
    let stage = Stage::at(NOW).await;
    let (mut raw, operator) = (stage.raw(CLINIC).await, stage.operator().await);
    for stopped in [true, false] {
        let terms = terms(stopped);
        let key = stage.fresh_key();
        let put = operator.put_institution(PutInstitution { terms, key });
        put.await.unwrap();
        let answer = raw.check_by_number(stage.check()).await;
        match answer {
            Err(status) => {
                assert!(stopped, "{status}");
                let expected = (Code::PermissionDenied, "INSTITUTION_STOPPED".to_owned());
                assert_eq!(named(&status), expected);
            }
            Ok(_) => assert!(!stopped),
        }
    }
    let mut other = stage.raw(OTHER_CLINIC).await;
    for (raw, asked) in [(&mut raw, 1), (&mut other, 4)] {
        let request = stage.card_answers(raw).await;
        let answer = raw.authenticate(request).await.unwrap().into_inner();
        let Some(Answer::Admission(admission)) = answer.answer else {
            panic!("not let in");
        };
        assert_eq!(admission.ask_consent.len(), asked);
    }
    let after = None;
    let list = operator.institutions(ListInstitutions { after }, stage.fresh_key());
    let list = list.await.unwrap();
    assert_eq!((list.some, list.more), (vec![terms(false)], false));
}
