//! What the operator changes, a desk is answered from the next call on; each is recorded.

use api::admin::{
    ChangeInsurer, ChangeRegistration, EnrolPerson, ListInstitutions, PersonKey, PutInstitution,
    RemoveFault, RenewCard, SetArrears, SetClock,
};
use api::v1::admin_service_client::AdminServiceClient;
use api::{CallError, OperatorClient, v1};
use qualification::{
    CardFingerprint, Category, CategorySet, Cover, Institution, InstitutionTerms, InsurerNumber,
    Party, PersonId, Registration, RegistrationEvent,
};
use store::Operation;
use tonic::Code;
use tonic_types::StatusExt as _;

use crate::stage::duplex::{CLINIC, OTHER_CLINIC, Raw, Stage};
use crate::stage::operator::{INSURED, always};
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

/// The cover by the insurer that the person changes to.
fn new_cover(stage: &Stage) -> Cover {
    Cover {
        insurer: InsurerNumber::parse("439992").unwrap(),
        insurer_name: "窓口シミュレータ国保".into(),
        acquired_on: "2026-11-16".parse().unwrap(),
        linked_on: "2026-11-21".parse().unwrap(),
        ..stage.insured().covers.remove(0)
    }
}

#[tokio::test]
async fn r058_a_change_of_insurer_is_known_when_the_new_insurers_data_have_come() {
    let stage = Stage::at(NOW).await;
    let (mut raw, operator) = (stage.raw(CLINIC).await, stage.operator().await);
    let change = ChangeInsurer {
        person: INSURED,
        cover: new_cover(&stage),
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

/// Every call of the service once, in the order of the protocol.
async fn everything(stage: &Stage, operator: &OperatorClient) -> Result<(), CallError> {
    let key = || stage.fresh_key();
    operator
        .enrol_person(EnrolPerson {
            person: stage.insured(),
            cards: vec![stage.fingerprint()],
            history: Vec::new(),
            key: key(),
        })
        .await?;
    operator.find_person(INSURED, key()).await?.unwrap();
    operator.suspend_card(stage.card_change()).await?;
    operator.lift_card(stage.card_change()).await?;
    operator
        .renew_card(RenewCard {
            old: stage.fingerprint(),
            new: CardFingerprint([7; 32]),
            key: key(),
        })
        .await?;
    operator
        .set_arrears(SetArrears {
            person: INSURED,
            due: None,
            key: key(),
        })
        .await?;
    operator
        .change_insurer(ChangeInsurer {
            person: INSURED,
            cover: new_cover(stage),
            key: key(),
        })
        .await?;
    operator
        .change_registration(ChangeRegistration {
            person: INSURED,
            event: RegistrationEvent::DeregistrationRequested,
            key: key(),
        })
        .await?;
    let (terms, after) = (terms(false), None);
    operator
        .put_institution(PutInstitution { terms, key: key() })
        .await?;
    operator
        .institutions(ListInstitutions { after }, key())
        .await?;
    let now = operator.clock(key()).await?;
    operator.set_clock(SetClock { now, key: key() }).await?;
    stage
        .switch_on(always(api::admin::FaultEffect::DropAfterCommit))
        .await;
    assert_eq!(operator.faults(key()).await?.len(), 1);
    let number = None;
    let removed = operator
        .remove_fault(RemoveFault { number, key: key() })
        .await?;
    assert_eq!(removed, 1);
    Ok(())
}

#[tokio::test]
async fn each_call_of_the_operator_has_one_audit_record() {
    let stage = Stage::for_developers(NOW).await;
    everything(&stage, &stage.operator().await).await.unwrap();
    let records = stage.records().await;
    let operations: Vec<_> = records.iter().map(|it| it.event.operation).collect();
    assert_eq!(
        operations,
        [
            Operation::EnrolPerson,
            Operation::FindPerson,
            Operation::SuspendCard,
            Operation::LiftCard,
            Operation::RenewCard,
            Operation::SetArrears,
            Operation::ChangeInsurer,
            Operation::ChangeRegistration,
            Operation::PutInstitution,
            Operation::ListInstitutions,
            Operation::GetClock,
            Operation::SetClock,
            Operation::PutFault,
            Operation::ListFaults,
            Operation::RemoveFault,
        ]
    );
    for record in records {
        assert_eq!(record.event.party, Party::Operator, "{record:?}");
        assert_eq!(record.event.result, "DONE", "{record:?}");
    }
}

#[tokio::test]
async fn a_call_that_is_made_again_is_answered_again_and_done_once() {
    let stage = Stage::for_developers(NOW).await;
    let operator = stage.operator().await;
    let suspension = stage.card_change();
    let fault = api::admin::PutFault {
        fault: always(api::admin::FaultEffect::DropAfterCommit),
        key: stage.fresh_key(),
    };
    for _ in 0..3 {
        assert_eq!(operator.suspend_card(suspension).await, Ok(true));
        assert_eq!(operator.put_fault(fault.clone()).await, Ok(1));
    }
    assert_eq!(stage.records().await.len(), 2);
    assert_eq!(operator.faults(stage.fresh_key()).await.unwrap().len(), 1);
}

#[tokio::test]
async fn what_is_not_there_is_answered_so_and_recorded() {
    let stage = Stage::at(NOW).await;
    let operator = stage.operator().await;
    let nobody = || PersonKey::Id(PersonId([9; 16]));
    let card = api::admin::OneCard {
        card: CardFingerprint([9; 32]),
        key: stage.fresh_key(),
    };
    assert_eq!(operator.suspend_card(card).await, Ok(false));
    let found = operator.find_person(nobody(), stage.fresh_key()).await;
    assert!(found.unwrap().is_none());
    let change = ChangeInsurer {
        person: nobody(),
        cover: new_cover(&stage),
        key: stage.fresh_key(),
    };
    assert_eq!(operator.change_insurer(change).await, Ok(false));
    let records = stage.records().await;
    let results: Vec<_> = records.iter().map(|it| it.event.result.as_str()).collect();
    assert_eq!(results, ["NOT_FOUND"; 3]);
}

#[tokio::test]
async fn an_institution_may_call_nothing_of_it_and_each_try_is_recorded() {
    let stage = Stage::for_developers(NOW).await;
    let channel = stage.channel(CLINIC).await;
    let mut raw = AdminServiceClient::new(channel);
    macro_rules! refused {
        ($($call:ident($message:ident)),+ $(,)?) => {[$(
            raw.$call(v1::$message::default()).await.map(drop).unwrap_err()
        ),+]};
    }
    let refused = refused![
        enrol_person(EnrolPersonRequest),
        find_person(FindPersonRequest),
        suspend_card(SuspendCardRequest),
        lift_card(LiftCardRequest),
        renew_card(RenewCardRequest),
        set_arrears(SetArrearsRequest),
        change_insurer(ChangeInsurerRequest),
        change_registration(ChangeRegistrationRequest),
        put_institution(PutInstitutionRequest),
        list_institutions(ListInstitutionsRequest),
        get_clock(GetClockRequest),
        set_clock(SetClockRequest),
        put_fault(PutFaultRequest),
        list_faults(ListFaultsRequest),
        remove_fault(RemoveFaultRequest),
    ];
    for status in &refused {
        let expected = (Code::PermissionDenied, "NOT_OPERATOR".to_owned());
        assert_eq!(named(status), expected);
    }
    let records = stage.records().await;
    assert_eq!(records.len(), refused.len());
    assert!(records.iter().all(|it| it.event.result == "NOT_OPERATOR"));
}

#[tokio::test]
async fn clock_and_faults_are_switched_only_where_the_server_is_for_developers() {
    let stage = Stage::at(NOW).await;
    let operator = stage.operator().await;
    let refused = Err(CallError::Precondition("NOT_FOR_DEVELOPERS".into()));
    let (now, key) = ("2026-12-01T00:00:00Z".parse().unwrap(), stage.fresh_key());
    assert_eq!(operator.set_clock(SetClock { now, key }).await, refused);
    let (number, key) = (None, stage.fresh_key());
    let removed = operator.remove_fault(RemoveFault { number, key }).await;
    assert_eq!(removed.map(drop), refused);
    assert_eq!(operator.clock(key).await, Ok(NOW.parse().unwrap()));

    let stage = Stage::for_developers(NOW).await;
    let operator = stage.operator().await;
    operator.set_clock(SetClock { now, key }).await.unwrap();
    assert_eq!(operator.clock(key).await, Ok(now));
}

#[tokio::test]
async fn every_field_that_is_wrong_is_named_where_it_stands() {
    let stage = Stage::for_developers(NOW).await;
    let channel = stage.channel_with(&stage.pki.operator().unwrap()).await;
    let mut raw = AdminServiceClient::new(channel.unwrap());
    let mut person = v1::Person::from(stage.insured());
    person.covers[0].insurer_number = "06439997".into();
    person.birth = None;
    let request = v1::EnrolPersonRequest {
        person: Some(person),
        cards: vec![vec![1; 31]],
        history: vec![v1::HistoryRecord::default()],
        ..v1::EnrolPersonRequest::default()
    };
    let status = raw.enrol_person(request).await.unwrap_err();
    assert_eq!(status.code(), Code::InvalidArgument);
    let details = status.get_error_details();
    let violations = &details.bad_request().unwrap().field_violations;
    let fields: Vec<_> = violations.iter().map(|it| it.field.as_str()).collect();
    assert_eq!(
        fields,
        [
            "person.birth",
            "person.covers[0].insurer_number",
            "cards",
            "history[0].record",
            "idempotency_key",
        ]
    );
    assert!(stage.records().await.is_empty());
}
