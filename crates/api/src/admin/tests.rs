//! What the operator asks for, there and back, and which field is wrong.

use std::time::Duration;

use prost::Message as _;
use qualification::{
    Branch, CardFingerprint, Cover, Disclosure, IdempotencyKey, Institution, InsuredPerson,
    InsurerNumber, LimitCertificate, LimitClass, NumberQuery, PersonId, Registration, Relation,
    Sex, Share,
};
use tonic::Code;

use super::*;
use crate::{Faults, Rpc, v1};

const KEY: IdempotencyKey = IdempotencyKey([5; 16]);

fn person() -> InsuredPerson {
    InsuredPerson {
        id: PersonId([1; 16]),
        name: "窓口　花子".into(),
        kana: "マドグチ　ハナコ".into(),
        birth: "1980-02-17".parse().unwrap(),
        sex: Sex::Female,
        address: "架空の町".into(),
        registration: Registration::Deregistering,
        disclosure: Disclosure::NotDisclosed,
        covers: vec![Cover {
            insurer: InsurerNumber::parse("06439996").unwrap(),
            insurer_name: "窓口シミュレータ健康保険組合".into(),
            symbol: Some("5021".into()),
            number: "1234567".into(),
            branch: Some(Branch::parse("01").unwrap()),
            relation: Relation::Family,
            acquired_on: "2020-04-01".parse().unwrap(),
            lost_on: Some("2026-11-16".parse().unwrap()),
            linked_on: "2020-04-04".parse().unwrap(),
            share: Some(Share::TwoTenths),
            arrears_due: Some("2026-10-31".parse().unwrap()),
        }],
        limit: Some(LimitCertificate {
            class: LimitClass::U,
            valid_from: "2026-08-01".parse().unwrap(),
            valid_until: "2027-07-31".parse().unwrap(),
            long_term_on: None,
        }),
        specific_disease: None,
        subsidy_certificate: true,
    }
}

fn names(faults: &Faults) -> Vec<&str> {
    faults.0.iter().map(|fault| fault.field.as_ref()).collect()
}

#[test]
fn a_person_is_read_as_they_were_written() {
    let request = EnrolPerson {
        person: person(),
        cards: vec![CardFingerprint([2; 32]), CardFingerprint([3; 32])],
        history: Vec::new(),
        key: KEY,
    };
    let message = v1::EnrolPersonRequest::from(request.clone());
    let read = EnrolPerson::read(message.clone(), PersonId([9; 16]))
        .ok()
        .unwrap();
    assert!(read == request);
    let unnamed = v1::EnrolPersonRequest {
        person_id: None,
        ..message
    };
    let read = EnrolPerson::read(unnamed, PersonId([9; 16])).ok().unwrap();
    assert_eq!(read.person.id, PersonId([9; 16]), "a new one");
}

#[test]
fn a_found_person_is_read_as_they_were_written_and_nobody_is_nobody() {
    let found = Some(FoundPerson {
        person: person(),
        cards: vec![
            (CardFingerprint([2; 32]), None),
            (
                CardFingerprint([3; 32]),
                "2026-11-20T01:00:00Z".parse().ok(),
            ),
        ],
    });
    for found in [found, None] {
        let message = v1::FindPersonResponse::from(found.clone());
        let read = Option::<FoundPerson>::try_from(message).ok().unwrap();
        assert!(read == found);
    }
}

#[test]
fn every_fault_is_read_as_it_was_written() {
    let number = NumberQuery {
        insurer: InsurerNumber::parse("06439996").unwrap(),
        symbol: None,
        number: "1".into(),
        branch: None,
        birth: "1980-02-17".parse().unwrap(),
    };
    for (effect, person) in [
        (FaultEffect::Status(Code::Aborted), None),
        (
            FaultEffect::Delay(Duration::from_millis(60_000)),
            Some(PersonKey::Id(PersonId([1; 16]))),
        ),
        (
            FaultEffect::DropAfterCommit,
            Some(PersonKey::Card(CardFingerprint([1; 32]))),
        ),
        (
            FaultEffect::StaleDays(3650),
            Some(PersonKey::Number(number)),
        ),
        (FaultEffect::SlowStore(Duration::from_millis(1)), None),
    ] {
        let fault = SwitchedFault {
            institution: Institution::parse("1310000001").ok(),
            person,
            rpc: Some(Rpc::ReadHistory),
            per_thousand: 1,
            seed: u64::MAX,
            effect,
        };
        let read = SwitchedFault::try_from(v1::Fault::from(fault.clone()));
        assert!(read.ok().unwrap() == fault, "{effect:?}");
    }
}

#[test]
fn what_no_fault_can_be_is_named() {
    use v1::fault::Effect;
    let good = v1::Fault {
        per_thousand: 1000,
        effect: Some(Effect::StaleDays(1)),
        ..v1::Fault::default()
    };
    assert!(SwitchedFault::try_from(good.clone()).is_ok());
    let with = |effect| v1::Fault {
        effect: Some(effect),
        ..good.clone()
    };
    let seconds = |seconds| prost_types::Duration { seconds, nanos: 0 };
    for (fault, field) in [
        (
            v1::Fault {
                effect: None,
                ..good.clone()
            },
            "effect",
        ),
        (
            v1::Fault {
                per_thousand: 0,
                ..good.clone()
            },
            "per_thousand",
        ),
        (
            v1::Fault {
                per_thousand: 1001,
                ..good.clone()
            },
            "per_thousand",
        ),
        (with(Effect::Status(0)), "status"),
        (with(Effect::Status(17)), "status"),
        (with(Effect::Delay(seconds(0))), "delay"),
        (with(Effect::Delay(seconds(61))), "delay"),
        (with(Effect::Delay(seconds(-1))), "delay"),
        (with(Effect::StaleDays(3651)), "stale_days"),
        (with(Effect::SlowStore(seconds(11))), "slow_store"),
        (
            v1::Fault {
                person: Some(v1::PersonKey::default()),
                ..good.clone()
            },
            "person.key",
        ),
    ] {
        let faults = SwitchedFault::try_from(fault).err().unwrap();
        assert_eq!(names(&faults), [field]);
    }
}

#[test]
fn the_operators_own_calls_cannot_be_disturbed_and_every_other_can() {
    for rpc in Rpc::ALL {
        let fault = v1::Fault {
            method: Some(rpc.path().trim_start_matches('/').to_owned()),
            per_thousand: 1,
            effect: Some(v1::fault::Effect::StaleDays(1)),
            ..v1::Fault::default()
        };
        let operators = rpc.path().contains(".AdminService/");
        assert_eq!(
            SwitchedFault::try_from(fault).is_err(),
            operators,
            "{rpc:?}"
        );
    }
}

#[test]
fn a_document_that_is_no_key_is_named_down_to_its_field() {
    let request = v1::SetArrearsRequest {
        key: Some(v1::PersonKey {
            key: Some(v1::person_key::Key::Number(v1::NumberOnDocument {
                insurer_number: "06439997".into(),
                number: "1".into(),
                ..v1::NumberOnDocument::default()
            })),
        }),
        arrears_due: None,
        idempotency_key: vec![5; 16],
    };
    let faults = SetArrears::try_from(request).err().unwrap();
    let expected = ["key.number.insurer_number", "key.number.birth"];
    assert_eq!(names(&faults), expected);
}

#[test]
fn a_clock_is_set_to_a_year_in_which_the_operator_can_come_back() {
    for (instant, fits) in [
        ("1999-12-31T23:59:59Z", false),
        ("2000-01-01T00:00:00Z", true),
        ("2099-12-31T23:59:59Z", true),
        ("2100-01-01T00:00:00Z", false),
    ] {
        let (now, key) = (instant.parse().unwrap(), KEY);
        let message = v1::SetClockRequest::from(SetClock { now, key });
        assert_eq!(SetClock::try_from(message).is_ok(), fits, "{instant}");
    }
}

#[test]
fn bytes_of_any_kind_are_no_panic() {
    for length in 0..200_u8 {
        let bytes: Vec<u8> = (0..length).map(|it| it.wrapping_mul(37) ^ length).collect();
        if let Ok(message) = v1::EnrolPersonRequest::decode(bytes.as_slice()) {
            let _ = EnrolPerson::read(message, PersonId([0; 16]));
        }
        if let Ok(message) = v1::Fault::decode(bytes.as_slice()) {
            let _ = SwitchedFault::try_from(message);
        }
    }
}
