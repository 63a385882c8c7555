//! What stands in the store when a history is read decides, whatever the clock of who
//! asks says and whatever was looked at before.

use std::sync::Arc;

use jiff::civil::date;
use qualification::{Category, CategorySet, HistoryRecord, HistorySource, Medication, ViewDenial};
use store::{Change, HistoryAnswer, HistoryRead, InstitutionTerms, Store, StoreError};

use super::records;
use crate::sample::{
    at, changed, clinic, closing, dispensed, in_visit, reading, september, surgery, withdrawal,
};

/// Whether `read` is answered with `expected` and recorded with that result.
async fn is_answered(store: &dyn Store, read: HistoryRead, expected: HistoryAnswer, code: &str) {
    assert!(
        store.read_history(read).await.unwrap() == expected,
        "{code}"
    );
    let last = records(store).await - 1;
    let record = store.audit(last, 1).await.unwrap().records.remove(0);
    assert_eq!(record.event.result, code);
}

/// A reading that waited, or is asked by a clock that is behind.
fn reading_at(category: Category, seconds: i64) -> HistoryRead {
    HistoryRead {
        at: at(seconds),
        ..reading(category)
    }
}

pub(crate) async fn r025_nothing_is_given_after_a_withdrawal_by_an_earlier_clock(
    store: Arc<dyn Store>,
) {
    in_visit(&*store, september(1)).await;
    let mut withdrawal = withdrawal(11, 1);
    withdrawal.effect.at = at(3601);
    store.record_withdrawal(withdrawal).await.unwrap();
    for seconds in [0, 3600, 3601] {
        let read = reading_at(Category::Medication, seconds);
        let denied = HistoryAnswer::Denied(ViewDenial::ConsentWithdrawn);
        is_answered(&*store, read, denied, "CONSENT_WITHDRAWN").await;
    }
    let other = store
        .read_history(reading_at(Category::Surgery, 3600))
        .await;
    assert!(matches!(other, Ok(HistoryAnswer::Page { .. })));
}

pub(crate) async fn r023_nothing_is_given_after_the_closing_by_an_earlier_clock(
    store: Arc<dyn Store>,
) {
    in_visit(&*store, september(1)).await;
    let mut closing = closing(11, 1);
    closing.effect.at = at(3601);
    store.record_closing(closing).await.unwrap();
    for seconds in [0, 3600, 3601] {
        let read = reading_at(Category::Medication, seconds);
        let denied = HistoryAnswer::Denied(ViewDenial::ConsentExpired);
        is_answered(&*store, read, denied, "CONSENT_EXPIRED").await;
    }
}

pub(crate) async fn an_institution_that_was_stopped_views_nothing(store: Arc<dyn Store>) {
    in_visit(&*store, september(1)).await;
    let terms = |stopped| {
        Change::PutInstitution(InstitutionTerms {
            code: clinic(),
            name: "窓口医院".into(),
            offered: CategorySet::MEDICAL,
            stopped,
        })
    };
    changed(&*store, 11, terms(true)).await;
    let read = || reading(Category::Medication);
    let stopped = HistoryAnswer::InstitutionStopped;
    is_answered(&*store, read(), stopped, "INSTITUTION_STOPPED").await;
    changed(&*store, 12, terms(false)).await;
    let seen = store.read_history(read()).await;
    assert!(matches!(seen, Ok(HistoryAnswer::Page { .. })));
}

pub(crate) async fn a_medication_of_an_insurer_is_damage_to_who_reads_it_alone(
    store: Arc<dyn Store>,
) {
    let of_an_insurer = HistoryRecord::Medication(Medication {
        source: HistorySource::Insurer,
        ..dispensed(date(2026, 9, 1))
    });
    in_visit(&*store, vec![of_an_insurer, surgery(date(2026, 9, 2))]).await;
    let seen = store.read_history(reading(Category::Medication)).await;
    assert!(matches!(seen, Err(StoreError::Damaged { what }) if what.contains("source")));
    let seen = store.read_history(reading(Category::Surgery)).await;
    assert!(matches!(seen, Ok(HistoryAnswer::Page { .. })));
}
