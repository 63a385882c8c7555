//! What stands in the histories of the tests.

use super::*;
use crate::{Institution, InsurerNumber, Setting};
use jiff::civil::Date;

pub(super) fn provider(code: &str) -> Provider {
    Provider {
        institution: Institution::parse(code).unwrap(),
        name: "窓口シミュレータ医院".into(),
    }
}

/// A drug that a clinic prescribed and a pharmacy dispensed, as that source tells it.
pub(super) fn medication(
    source: HistorySource,
    prescribed_on: Option<Date>,
    dispensed_on: Option<Date>,
) -> Medication {
    Medication {
        source,
        dispensed_by: dispensed_on.map(|_| provider("1340000002")),
        prescribed_by: prescribed_on.map(|_| provider("1310000001")),
        dispensed_on,
        prescribed_on,
        setting: Setting::Outpatient,
        drug: Drug {
            code: "610406079".into(),
            name: "窓口錠１０ｍｇ".into(),
            ingredient: None,
        },
        quantity: Quantity {
            amount: "1.5".into(),
            unit: "錠".into(),
        },
        usage: "１日１回朝食後".into(),
        times: 28,
    }
}

pub(super) fn treatment(on: Date) -> HistoryRecord {
    HistoryRecord::Treatment(Treatment {
        provider: provider("1310000001"),
        on,
        setting: Setting::Outpatient,
        code: "160000410".into(),
        name: "尿一般".into(),
        quantity: None,
        times: 1,
    })
}

pub(super) fn surgery(on: Date) -> HistoryRecord {
    HistoryRecord::Surgery(Surgery {
        provider: provider("1310000001"),
        on,
        code: "150000310".into(),
        name: "創傷処理".into(),
    })
}

pub(super) fn checkup(insurer: &str, on: Date) -> HistoryRecord {
    HistoryRecord::Checkup(Checkup {
        insurer: InsurerNumber::parse(insurer).unwrap(),
        on,
        items: vec![CheckupItem {
            code: "9A751000000000001".into(),
            name: "収縮期血圧（1回目）".into(),
            value: "118".into(),
            unit: Some("mmHg".into()),
        }],
    })
}
