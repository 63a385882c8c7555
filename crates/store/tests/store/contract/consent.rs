//! A consent is found by its institution, and taken back once.

use std::sync::Arc;

use qualification::{Category, ConsentId, VisitId};
use store::{Recorded, Store};

use super::records;
use crate::sample::{
    admission, at, bytes, clinic, closing, completion, consent, enrol, pharmacy, the_pharmacy,
    withdrawal,
};

/// Visit 1 of person 1 with its consents.
async fn consented(store: &dyn Store) {
    enrol(store, 1).await;
    store.record_authentication(admission(1, 1)).await.unwrap();
    store.record_completion(completion(2, 1)).await.unwrap();
}

async fn found(store: &dyn Store, category: Category) -> qualification::ConsentGrant {
    let found = store.consent(&clinic(), consent(1, category)).await;
    let (visit, grant) = found.unwrap().unwrap();
    assert_eq!(visit, VisitId(bytes(1)));
    grant
}

pub(crate) async fn a_consent_is_found_by_its_own_institution(store: Arc<dyn Store>) {
    consented(&*store).await;
    for grant in completion(2, 1).consents {
        assert_eq!(found(&*store, grant.category).await, grant);
        let theirs = store.consent(&pharmacy(), grant.id).await.unwrap();
        assert_eq!(theirs, None);
    }
    let never = store.consent(&clinic(), ConsentId(bytes(99))).await;
    assert_eq!(never.unwrap(), None);
}

pub(crate) async fn r025_a_withdrawal_ends_one_consent_and_is_recorded(store: Arc<dyn Store>) {
    consented(&*store).await;
    let mut withdrawal = withdrawal(3, 1);
    withdrawal.effect.at = at(600);
    assert_eq!(
        store.record_withdrawal(withdrawal.clone()).await,
        Ok(Recorded::Done)
    );
    let ended = found(&*store, Category::Medication).await;
    assert_eq!((ended.until, ended.withdrawn_at), (at(600), Some(at(600))));
    assert!(found(&*store, Category::Checkup).await.holds_at(at(600)));
    let event = store.audit(2, 1).await.unwrap().records.remove(0).event;
    assert_eq!(event.consent, Some(withdrawal.consent.id));
    assert_eq!(event.category, Some(Category::Medication));
    assert_eq!(event.purpose, Some(withdrawal.consent.purpose));
    assert_eq!(event.visit, Some(VisitId(bytes(1))));
    assert!(event.person.is_some() && event.card.is_some());

    let retry = store.record_withdrawal(withdrawal.clone()).await;
    assert!(matches!(retry, Ok(Recorded::Before(_))));
    // Asked for again, it is recorded, and stays as it ended first.
    withdrawal.effect = crate::sample::effect(4);
    withdrawal.effect.at = at(900);
    let again = store.record_withdrawal(withdrawal).await;
    assert_eq!(again, Ok(Recorded::Done));
    assert_eq!(found(&*store, Category::Medication).await, ended);
    assert_eq!(records(&*store).await, 4);
}

pub(crate) async fn a_withdrawal_after_the_visit_changes_nothing(store: Arc<dyn Store>) {
    consented(&*store).await;
    store.record_closing(closing(3, 1)).await.unwrap();
    let ended = found(&*store, Category::Medication).await;
    let mut late = withdrawal(4, 1);
    late.effect.at = at(600);
    assert_eq!(store.record_withdrawal(late).await, Ok(Recorded::Done));
    assert_eq!(found(&*store, Category::Medication).await, ended);
    assert_eq!(ended.withdrawn_at, None);
}

pub(crate) async fn what_is_not_a_consent_of_that_visit_is_not_withdrawn(store: Arc<dyn Store>) {
    consented(&*store).await;
    let mut theirs = withdrawal(3, 1);
    theirs.effect.caller.party = the_pharmacy();
    let mut other_visit = withdrawal(4, 1);
    enrol(&*store, 2).await;
    store.record_authentication(admission(6, 2)).await.unwrap();
    other_visit.visit = VisitId(bytes(2));
    let mut unknown = withdrawal(5, 1);
    unknown.consent.id = ConsentId(bytes(99));
    for wrong in [theirs, other_visit, unknown] {
        let recorded = store.record_withdrawal(wrong).await;
        assert_eq!(recorded, Ok(Recorded::NotThere));
    }
    assert_eq!(records(&*store).await, 3);
    assert!(found(&*store, Category::Medication).await.holds_at(at(600)));
}
