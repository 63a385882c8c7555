//! The operator's own calls: each recorded once, made once, and nobody else's.

use api::admin::{
    ChangeInsurer, ChangeRegistration, EnrolPerson, FaultEffect, ListInstitutions, OneCard,
    PersonKey, PutFault, PutInstitution, RemoveFault, RenewCard, SetArrears, SetClock,
};
use api::v1::admin_service_client::AdminServiceClient;
use api::{CallError, OperatorClient, v1};
use qualification::{
    CardFingerprint, CategorySet, Institution, InstitutionTerms, InsuredPerson, Party, PersonId,
    RegistrationEvent,
};
use store::Operation;
use tonic::Code;
use tonic_types::StatusExt as _;

use crate::stage::duplex::{CLINIC, Stage};
use crate::stage::operator::{INSURED, always};
use crate::stage::requests::named;

const NOW: &str = "2026-11-20T10:00:00+09:00";

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
            cover: stage.new_cover(),
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
    let terms = InstitutionTerms {
        code: Institution::parse(CLINIC).unwrap(),
        name: "窓口医院".into(),
        offered: CategorySet::MEDICAL,
        stopped: false,
    };
    let after = None;
    operator
        .put_institution(PutInstitution { terms, key: key() })
        .await?;
    operator
        .institutions(ListInstitutions { after }, key())
        .await?;
    let now = operator.clock(key()).await?;
    operator.set_clock(SetClock { now, key: key() }).await?;
    stage.switch_on(always(FaultEffect::DropAfterCommit)).await;
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
    let fault = PutFault {
        fault: always(FaultEffect::DropAfterCommit),
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
async fn a_key_that_lifted_a_card_suspends_none() {
    let stage = Stage::at(NOW).await;
    let operator = stage.operator().await;
    let change = stage.card_change();
    assert_eq!(operator.lift_card(change).await, Ok(true));
    let reused = Err(CallError::Precondition("KEY_REUSED".into()));
    assert_eq!(operator.suspend_card(change).await, reused);
    assert_eq!(operator.lift_card(change).await, Ok(true));
    assert_eq!(operator.suspend_card(stage.card_change()).await, Ok(true));
}

#[tokio::test]
async fn a_card_is_not_renewed_to_somebody_elses_and_that_is_recorded() {
    let stage = Stage::at(NOW).await;
    let operator = stage.operator().await;
    let (old, new) = (stage.fingerprint(), CardFingerprint([7; 32]));
    let other = EnrolPerson {
        person: InsuredPerson {
            id: PersonId([2; 16]),
            ..stage.insured()
        },
        cards: vec![new],
        history: Vec::new(),
        key: stage.fresh_key(),
    };
    operator.enrol_person(other).await.unwrap();
    let key = stage.fresh_key();
    let renewal = RenewCard { old, new, key };
    for _ in 0..2 {
        assert_eq!(operator.renew_card(renewal).await, Ok(false));
    }
    let records = stage.recorded(&[Operation::RenewCard]).await;
    assert_eq!(records.len(), 1);
    assert_eq!(records[0].result, "UNCHANGED");
    assert_eq!(records[0].detail, format!("card={old} new={new}"));
    for (card, holder) in [(old, [1; 16]), (new, [2; 16])] {
        let found = operator.find_person(PersonKey::Card(card), stage.fresh_key());
        assert_eq!(found.await.unwrap().unwrap().person.id, PersonId(holder));
    }
}

#[tokio::test]
async fn what_is_not_there_is_answered_so_and_recorded() {
    let stage = Stage::at(NOW).await;
    let operator = stage.operator().await;
    let nobody = || PersonKey::Id(PersonId([9; 16]));
    let card = OneCard {
        card: CardFingerprint([9; 32]),
        key: stage.fresh_key(),
    };
    assert_eq!(operator.suspend_card(card).await, Ok(false));
    let found = operator.find_person(nobody(), stage.fresh_key()).await;
    assert!(found.unwrap().is_none());
    let change = ChangeInsurer {
        person: nobody(),
        cover: stage.new_cover(),
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
