//! Consents after they were given: what a visit has is listed, and taken back once.

use api::v1::Category as Wire;
use api::{CallError, ListConsents, WithdrawConsent};
use qualification::{Category, ConsentId, Role, VisitId};
use store::Operation;

use crate::stage::duplex::{CLINIC, OTHER_CLINIC, Stage};

const MORNING: &str = "2026-11-21T09:00:00+09:00";
const LATER: &str = "2026-11-21T10:00:00+09:00";

fn not_found<T>() -> Result<T, CallError> {
    Err(CallError::Precondition("NOT_FOUND".into()))
}

#[tokio::test]
async fn r022_the_consents_of_a_visit_are_listed_and_that_they_were_is_recorded() {
    let stage = Stage::at(MORNING).await;
    let agreed = [Wire::Medication, Wire::Checkup];
    let visit = stage.consenting(CLINIC, &agreed).await;
    for role in [Role::Reception, Role::Physician, Role::Pharmacist] {
        let staff = stage.on_duty(CLINIC, role).await;
        let list = ListConsents { visit };
        let consents = staff.list_consents(list, stage.idempotency_key()).await;
        let consents = consents.unwrap();
        let categories: Vec<_> = consents.iter().map(|it| it.category).collect();
        assert_eq!(categories, [Category::Checkup, Category::Medication]);
        assert!(consents.iter().all(|it| it.withdrawn_at.is_none()));
    }
    let events = stage.recorded(&[Operation::ListConsents]).await;
    assert_eq!(events.len(), 3);
    for (event, role) in events.iter().zip(["RECEPTION", "PHYSICIAN", "PHARMACIST"]) {
        assert_eq!(event.result, "LISTED");
        assert_eq!(event.detail, format!("visit={visit}"));
        assert_eq!(event.staff.as_ref().unwrap().as_str(), role);
    }
}

#[tokio::test]
async fn r025_a_consent_is_withdrawn_once_however_often_it_is_asked_for() {
    let stage = Stage::at(MORNING).await;
    let visit = stage.consenting(CLINIC, &[Wire::Medication]).await;
    let staff = stage.on_duty(CLINIC, Role::Reception).await;
    let list = || staff.list_consents(ListConsents { visit }, stage.idempotency_key());
    let given = list().await.unwrap()[0];
    let request = WithdrawConsent {
        consent: given.id,
        key: stage.idempotency_key(),
    };
    stage.clock.set("2026-11-21T09:10:00+09:00");
    let ended = staff.withdraw_consent(request.clone()).await.unwrap();
    let at = "2026-11-21T09:10:00+09:00".parse().unwrap();
    assert_eq!(ended, given.withdrawn(at));
    assert_eq!(ended.withdrawn_at, Some(at));

    // The same call again, later: the same answer, and nothing more happens.
    stage.clock.set("2026-11-21T09:20:00+09:00");
    assert_eq!(staff.withdraw_consent(request).await, Ok(ended));
    let withdrawals = stage.recorded(&[Operation::WithdrawConsent]).await;
    assert_eq!(withdrawals.len(), 1);
    assert_eq!(withdrawals[0].result, "WITHDRAWN");
    assert_eq!(withdrawals[0].consent, Some(given.id));
    assert_eq!(withdrawals[0].category, Some(Category::Medication));

    // Another call: it ended before, and that is recorded.
    let again = WithdrawConsent {
        consent: given.id,
        key: stage.idempotency_key(),
    };
    assert_eq!(staff.withdraw_consent(again).await, Ok(ended));
    let withdrawals = stage.recorded(&[Operation::WithdrawConsent]).await;
    assert_eq!(withdrawals.len(), 2);
    assert_eq!(withdrawals[1].result, "ENDED_BEFORE");
    assert_eq!(list().await.unwrap(), [ended]);
}

#[tokio::test]
async fn r023_a_consent_of_elsewhere_is_as_unknown_as_one_that_never_was() {
    let stage = Stage::at(MORNING).await;
    let visit = stage.consenting(CLINIC, &[Wire::Medication]).await;
    let here = stage.on_duty(CLINIC, Role::Reception).await;
    let list = |visit| ListConsents { visit };
    let consents = here
        .list_consents(list(visit), stage.idempotency_key())
        .await;
    let consent = consents.unwrap()[0].id;
    let elsewhere = stage.on_duty(OTHER_CLINIC, Role::Reception).await;
    for consent in [consent, ConsentId([9; 16])] {
        let key = stage.idempotency_key();
        let refused = elsewhere
            .withdraw_consent(WithdrawConsent { consent, key })
            .await;
        assert_eq!(refused, not_found());
    }
    for visit in [visit, VisitId([9; 16])] {
        let key = stage.idempotency_key();
        assert_eq!(elsewhere.list_consents(list(visit), key).await, not_found());
    }
    let both = [Operation::ListConsents, Operation::WithdrawConsent];
    let events = stage.recorded(&both).await;
    let results: Vec<_> = events.iter().map(|it| it.result.as_str()).collect();
    assert_eq!(
        results,
        ["LISTED", "NOT_FOUND", "NOT_FOUND", "NOT_FOUND", "NOT_FOUND"]
    );
    let consents = here
        .list_consents(list(visit), stage.idempotency_key())
        .await;
    assert_eq!(consents.unwrap()[0].withdrawn_at, None);
}

#[tokio::test]
async fn nobody_sees_or_ends_a_consent_who_is_not_signed_in_or_keeps_the_accounts() {
    let stage = Stage::at(MORNING).await;
    let visit = stage.consenting(CLINIC, &[Wire::Medication]).await;
    let terminal = api::Client::over(
        stage.channel(CLINIC).await,
        std::time::Duration::from_secs(10),
    );
    let administrator = stage.on_duty(CLINIC, Role::Administrator).await;
    for (client, lacks) in [(terminal, "NO_STAFF"), (administrator, "WRONG_ROLE")] {
        let list = client.list_consents(ListConsents { visit }, stage.idempotency_key());
        assert_eq!(list.await, Err(CallError::Denied(lacks.into())));
    }
    let staff = stage.on_duty(CLINIC, Role::Reception).await;
    stage.clock.set(LATER);
    let late = staff.list_consents(ListConsents { visit }, stage.idempotency_key());
    let lacks = "STAFF_TOKEN_INVALID".into();
    assert_eq!(late.await, Err(CallError::Denied(lacks)));
    let events = stage.recorded(&[Operation::ListConsents]).await;
    assert_eq!(events.len(), 3, "each denial is recorded");
}
