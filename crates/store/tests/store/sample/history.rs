//! Medical history, and who asks for it.

use jiff::civil::{Date, date};
use qualification::{
    Category, CategorySet, Checkup, CheckupItem, Drug, HistoryRecord, HistorySource, InsurerNumber,
    Medication, Provider, Purpose, Quantity, Setting, Surgery, Treatment, VisitId,
};
use store::{Completion, Enrolment, HistoryRead, Store};

use super::staff::{changed, hiring};
use super::{
    admission, at, bytes, card, clinic, completion, cover, effect, person, pharmacy, physician,
};

pub(crate) const DRUG: &str = "窓口錠１０ｍｇ";

pub(crate) fn provider() -> Provider {
    Provider {
        institution: clinic(),
        name: "窓口医院".into(),
    }
}

/// A drug that the pharmacy dispensed on that day, as the receipt tells it.
pub(crate) fn dispensed(on: Date) -> Medication {
    Medication {
        source: HistorySource::Receipt,
        dispensed_by: Some(Provider {
            institution: pharmacy(),
            name: "窓口薬局".into(),
        }),
        prescribed_by: Some(provider()),
        dispensed_on: Some(on),
        prescribed_on: Some(on),
        setting: Setting::Outpatient,
        drug: Drug {
            code: "610406079".into(),
            name: DRUG.into(),
            ingredient: Some("窓口塩酸塩".into()),
        },
        quantity: Quantity {
            amount: "1.5".into(),
            unit: "錠".into(),
        },
        usage: "１日１回朝食後".into(),
        times: 28,
    }
}

pub(crate) fn treatment(on: Date, quantity: Option<Quantity>) -> HistoryRecord {
    HistoryRecord::Treatment(Treatment {
        provider: provider(),
        on,
        setting: Setting::Inpatient,
        code: "160000410".into(),
        name: "尿一般".into(),
        quantity,
        times: 65_535,
    })
}

pub(crate) fn surgery(on: Date) -> HistoryRecord {
    HistoryRecord::Surgery(Surgery {
        provider: provider(),
        on,
        code: "150000310".into(),
        name: "創傷処理".into(),
    })
}

pub(crate) fn checkup(on: Date, values: &[&str]) -> HistoryRecord {
    let item = |value: &&str| CheckupItem {
        code: "9A751000000000001".into(),
        name: "収縮期血圧（1回目）".into(),
        value: (*value).to_owned(),
        unit: (*value != "0").then(|| "mmHg".to_owned()),
    };
    HistoryRecord::Checkup(Checkup {
        insurer: InsurerNumber::parse("06439996").unwrap(),
        on,
        items: values.iter().map(item).collect(),
    })
}

/// Medications of September 2026, one a day from the first.
pub(crate) fn september(days: i8) -> Vec<HistoryRecord> {
    (1..=days)
        .map(|day| HistoryRecord::Medication(dispensed(date(2026, 9, day))))
        .collect()
}

/// Puts in person 1 with that history.
pub(crate) async fn enrol_with(store: &dyn Store, history: Vec<HistoryRecord>) {
    let person = person(1, vec![cover("1234567", "01")]);
    let cards = vec![card(1)];
    store
        .enrol(vec![Enrolment {
            person,
            cards,
            history,
        }])
        .await
        .unwrap();
}

/// A completion of visit 1 that consents to all that is asked of everyone.
pub(crate) fn consenting(key: u64) -> Completion {
    let given = completion(key, 1).consents[0];
    let all = Category::MEDICAL.map(|category| qualification::ConsentGrant {
        id: super::consent(1, category),
        category,
        ..given
    });
    Completion {
        consents: all.to_vec(),
        ..completion(key, 1)
    }
}

/// Person 1 with that history is in visit 1 and consented to everything; the clinic
/// has a physician.
pub(crate) async fn in_visit(store: &dyn Store, history: Vec<HistoryRecord>) {
    enrol_with(store, history).await;
    store.record_authentication(admission(1, 1)).await.unwrap();
    store.record_completion(consenting(2)).await.unwrap();
    let role = qualification::Role::Physician;
    changed(store, 3, hiring(&clinic(), "D-01", role)).await;
}

/// The physician asks for a page of visit 1.
pub(crate) fn reading(category: Category) -> HistoryRead {
    HistoryRead {
        caller: physician(),
        at: at(60),
        monotonic: effect(0).monotonic,
        visit: VisitId(bytes(1)),
        category,
        purpose: Purpose::Care,
        offered_by_default: CategorySet::MEDICAL,
        from: None,
        until: None,
        after: None,
        at_most: 100,
    }
}
