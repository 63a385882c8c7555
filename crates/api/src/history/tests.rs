use super::*;
use crate::v1::history_record::Record;
use qualification::{HistorySource, Institution};

fn day(year: i32, month: i32, day: i32) -> Option<v1::CivilDate> {
    Some(v1::CivilDate { year, month, day })
}

fn provider() -> Option<v1::Provider> {
    Some(v1::Provider {
        institution_code: "1310000001".into(),
        name: "窓口シミュレータ医院".into(),
    })
}

fn quantity(amount: &str) -> Option<v1::Quantity> {
    Some(v1::Quantity {
        amount: amount.into(),
        unit: "錠".into(),
    })
}

fn medication() -> v1::Medication {
    v1::Medication {
        source: v1::HistorySource::Prescribing.into(),
        dispensed_by: None,
        prescribed_by: provider(),
        dispensed_on: None,
        prescribed_on: day(2026, 11, 20),
        setting: v1::CareSetting::Outpatient.into(),
        drug_code: "610000001".into(),
        drug_name: "窓口錠１０ｍｇ".into(),
        ingredient: Some("マドグチニウム".into()),
        quantity: quantity("1.5"),
        usage: "１日１回朝食後".into(),
        times: 28,
    }
}

fn treatment() -> v1::Treatment {
    v1::Treatment {
        provider: provider(),
        on: day(2026, 10, 1),
        setting: v1::CareSetting::Inpatient.into(),
        code: "160000001".into(),
        name: "見本検査".into(),
        quantity: quantity("2"),
        times: 1,
    }
}

fn surgery() -> v1::Surgery {
    v1::Surgery {
        provider: provider(),
        on: day(2025, 3, 31),
        code: "150000001".into(),
        name: "見本手術".into(),
    }
}

fn checkup() -> v1::Checkup {
    v1::Checkup {
        insurer_number: "06439996".into(),
        on: day(2026, 6, 2),
        items: vec![v1::CheckupItem {
            code: "9A751000000000001".into(),
            name: "収縮期血圧（1回目）".into(),
            value: "118".into(),
            unit: Some("mmHg".into()),
        }],
    }
}

fn of(record: Record) -> v1::HistoryRecord {
    v1::HistoryRecord {
        record: Some(record),
    }
}

fn every_kind() -> [v1::HistoryRecord; 4] {
    [
        of(Record::Medication(medication())),
        of(Record::Treatment(treatment())),
        of(Record::Surgery(surgery())),
        of(Record::Checkup(checkup())),
    ]
}

fn names(faults: Faults) -> Vec<String> {
    let faults = faults.0.into_iter();
    faults.map(|fault| fault.field.into_owned()).collect()
}

fn refused(record: v1::HistoryRecord) -> Vec<String> {
    names(HistoryRecord::try_from(record).err().unwrap())
}

#[test]
fn every_kind_of_record_is_the_same_on_the_other_side() {
    for message in every_kind() {
        let record = HistoryRecord::try_from(message.clone()).ok().unwrap();
        assert_eq!(v1::HistoryRecord::from(record), message);
    }
    let Ok(HistoryRecord::Medication(read)) = HistoryRecord::try_from(every_kind()[0].clone())
    else {
        panic!("no medication");
    };
    let clinic = Institution::parse("1310000001").unwrap();
    assert_eq!(read.source, HistorySource::Prescribing);
    assert!(read.prescribed_by.unwrap().institution == clinic);
}

#[test]
fn an_empty_record_names_every_field_that_is_missing() {
    assert_eq!(refused(v1::HistoryRecord::default()), ["record"]);
    for (record, fields) in [
        (
            Record::Medication(v1::Medication::default()),
            "source prescribed_on setting drug_code drug_name quantity usage times",
        ),
        (
            Record::Treatment(v1::Treatment::default()),
            "provider on setting code name times",
        ),
        (
            Record::Surgery(v1::Surgery::default()),
            "provider on code name",
        ),
        (Record::Checkup(v1::Checkup::default()), "insurer_number on"),
    ] {
        let named = refused(of(record));
        let leaves: Vec<_> = named
            .iter()
            .map(|it| it.split_once('.').unwrap().1)
            .collect();
        assert_eq!(leaves.join(" "), fields);
    }
}

#[test]
fn a_field_that_cannot_be_is_named_and_never_echoed() {
    let long = "秘".repeat(101);
    type Spoil = fn(&mut v1::Medication, &str);
    let cases: [(&str, Spoil); 12] = [
        ("source", |it, _| {
            it.source = v1::HistorySource::Insurer.into();
        }),
        ("dispensed_by", |it, _| {
            it.dispensed_by = Some(v1::Provider::default());
        }),
        ("prescribed_by", |it, long| {
            it.prescribed_by.as_mut().unwrap().name = long.into();
        }),
        ("dispensed_on", |it, _| it.dispensed_on = day(2026, 2, 29)),
        ("prescribed_on", |it, _| it.prescribed_on = day(0, 1, 1)),
        ("drug_code", |it, _| it.drug_code = "61000000秘".into()),
        ("drug_name", |it, long| it.drug_name = long.into()),
        ("ingredient", |it, _| it.ingredient = Some("秘\n".into())),
        ("quantity", |it, _| it.quantity = quantity("1.5秘")),
        ("quantity", |it, _| it.quantity = quantity("1.")),
        ("usage", |it, long| it.usage = long.into()),
        ("times", |it, _| it.times = 10_000),
    ];
    for (field, spoil) in cases {
        let mut message = medication();
        spoil(&mut message, &long);
        let faults = HistoryRecord::try_from(of(Record::Medication(message)));
        let faults = faults.err().unwrap();
        assert!(!format!("{faults:?}").contains('秘'), "{field}");
        assert_eq!(names(faults), [format!("medication.{field}")]);
    }
    for spoil in [
        |it: &mut v1::Checkup| it.items[0].code.push('1'),
        |it: &mut v1::Checkup| it.items[0].value.clear(),
        |it: &mut v1::Checkup| it.items[0].unit = Some("　".repeat(21)),
        |it: &mut v1::Checkup| it.items = vec![it.items[0].clone(); 201],
    ] {
        let mut message = checkup();
        spoil(&mut message);
        assert_eq!(refused(of(Record::Checkup(message))), ["checkup.items"]);
    }
}

fn question() -> ReadHistory {
    ReadHistory {
        visit: VisitId([1; 16]),
        category: Category::Checkup,
        purpose: Purpose::Care,
        from: Some("2026-01-01".parse().unwrap()),
        until: Some("2026-01-01".parse().unwrap()),
        page_size: 500,
        after: Some(PageToken([9; 36])),
    }
}

#[test]
fn a_question_is_read_back_and_every_wrong_field_is_named() {
    let message = v1::ReadHistoryRequest::from(question());
    assert_eq!(ReadHistory::try_from(message.clone()), Ok(question()));
    let plain = v1::ReadHistoryRequest {
        page_size: 0,
        ..message.clone()
    };
    assert_eq!(ReadHistory::try_from(plain).unwrap().page_size, PAGE);

    let empty = v1::ReadHistoryRequest::default();
    let faults = ReadHistory::try_from(empty).unwrap_err();
    assert_eq!(names(faults), ["visit_id", "category", "purpose"]);
    type Spoil = fn(&mut v1::ReadHistoryRequest);
    let cases: [(&str, Spoil); 6] = [
        ("category", |it| {
            it.category = v1::Category::SpecificDisease.into();
        }),
        ("from", |it| it.from = day(2026, 2, 30)),
        ("until", |it| it.until = day(2025, 12, 31)),
        ("page_size", |it| it.page_size = 501),
        ("page_token", |it| it.page_token = Some(vec![9; 35])),
        ("page_token", |it| it.page_token = Some(vec![9; 37])),
    ];
    for (field, spoil) in cases {
        let mut message = message.clone();
        spoil(&mut message);
        let faults = ReadHistory::try_from(message).unwrap_err();
        assert_eq!(names(faults), [field]);
    }
}

#[test]
fn an_answer_is_the_same_on_the_other_side_and_a_wrong_one_is_none() {
    let records = every_kind().map(|message| HistoryRecord::try_from(message).ok().unwrap());
    let page = HistoryPage {
        records: records.to_vec(),
        next: Some(PageToken([9; 36])),
    };
    let message = v1::ReadHistoryResponse::from(Ok(page.clone()));
    assert!(HistoryAnswer::try_from(message) == Ok(Ok(page.clone())));
    for denial in ViewDenial::ALL {
        let message = v1::ReadHistoryResponse::from(Err(denial));
        let otherwise = matches!(denial, ViewDenial::WrongRole | ViewDenial::WrongPurpose);
        let told = (!otherwise).then_some(denial);
        assert!(HistoryAnswer::try_from(message).ok().and_then(Result::err) == told);
    }
    let endless = HistoryPage {
        records: vec![records[0].clone(); 501],
        next: None,
    };
    let message = v1::ReadHistoryResponse::from(Ok(endless));
    assert!(HistoryAnswer::try_from(message) == Err("records"));
    let empty = v1::ReadHistoryResponse::default();
    assert!(HistoryAnswer::try_from(empty) == Err("answer"));
}
