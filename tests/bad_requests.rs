//! A field that is missing, too long or wrong is named, alone, and what stood in it
//! is neither stored nor said again.

use std::collections::BTreeSet;

use api::v1;
use api::v1::set_reference_number_request::Person;
use prost::Message as _;
use prost_types::{DescriptorProto, FileDescriptorSet};
use tonic::{Code, Response, Status};
use tonic_types::StatusExt as _;

use crate::stage::duplex::{CLINIC, Raw, Stage};

const MORNING: &str = "2026-11-21T09:00:00+09:00";
/// What would be found again if a value were echoed.
const CANARY: &str = "秘密の値";

/// A request with one field made wrong.
type Wrong<M> = (&'static str, fn(&mut M));

fn canary(length: usize) -> Vec<u8> {
    CANARY.bytes().cycle().take(length).collect()
}

fn text(length: usize) -> String {
    CANARY.chars().cycle().take(length).collect()
}

const OPEN_VISIT: &[Wrong<v1::OpenVisitRequest>] = &[
    ("user_certificate", |it| it.user_certificate.clear()),
    ("user_certificate", |it| it.user_certificate = canary(4097)),
];

const AUTHENTICATE: &[Wrong<v1::AuthenticateRequest>] = &[
    ("user_certificate", |it| it.user_certificate.clear()),
    ("user_certificate", |it| it.user_certificate = canary(4097)),
    ("challenge", |it| it.challenge.clear()),
    ("challenge", |it| it.challenge = canary(513)),
    ("signature", |it| it.signature.clear()),
    ("signature", |it| it.signature = canary(513)),
    ("idempotency_key", |it| it.idempotency_key.clear()),
    ("idempotency_key", |it| it.idempotency_key = canary(15)),
    ("idempotency_key", |it| it.idempotency_key = canary(17)),
    ("assurance", |it| it.assurance = None),
    ("assurance.method", |it| {
        it.assurance.as_mut().unwrap().method = 0;
    }),
    ("assurance.method", |it| {
        it.assurance.as_mut().unwrap().method = 4;
    }),
    ("assurance.method", |it| {
        it.assurance.as_mut().unwrap().method = -1;
    }),
    ("assurance.reader_kind", |it| {
        it.assurance.as_mut().unwrap().reader_kind = 0;
    }),
    ("assurance.reader_kind", |it| {
        it.assurance.as_mut().unwrap().reader_kind = 3;
    }),
    ("assurance.attempts", |it| {
        it.assurance.as_mut().unwrap().attempts = 0;
    }),
    ("assurance.attempts", |it| {
        it.assurance.as_mut().unwrap().attempts = 100;
    }),
    ("assurance.attempts", |it| {
        it.assurance.as_mut().unwrap().attempts = u32::MAX;
    }),
    ("assurance.method", |it| {
        // A general reader offers no face.
        let assurance = it.assurance.as_mut().unwrap();
        assurance.method = v1::Method::Face.into();
        assurance.score_band = v1::ScoreBand::Strong.into();
    }),
    ("assurance.score_band", |it| {
        it.assurance.as_mut().unwrap().method = v1::Method::Face.into();
    }),
    ("assurance.score_band", |it| {
        it.assurance.as_mut().unwrap().score_band = v1::ScoreBand::Clear.into();
    }),
    ("assurance.score_band", |it| {
        it.assurance.as_mut().unwrap().score_band = i32::MAX;
    }),
    ("assurance.staff_id", |it| {
        it.assurance.as_mut().unwrap().method = v1::Method::StaffCheck.into();
    }),
    ("assurance.staff_id", |it| {
        let assurance = it.assurance.as_mut().unwrap();
        assurance.method = v1::Method::StaffCheck.into();
        assurance.staff_id = Some(text(8));
    }),
    ("assurance.staff_id", |it| {
        let assurance = it.assurance.as_mut().unwrap();
        assurance.method = v1::Method::StaffCheck.into();
        assurance.staff_id = Some("7".repeat(10_000));
    }),
    ("assurance.staff_id", |it| {
        it.assurance.as_mut().unwrap().staff_id = Some("N-07".into());
    }),
];

const COMPLETE: &[Wrong<v1::CompleteRequest>] = &[
    ("as_of", |it| {
        it.as_of = Some(v1::CivilDate {
            year: 2026,
            month: 11,
            day: 31,
        });
    }),
    ("as_of", |it| {
        // The day after.
        it.as_of = Some(v1::CivilDate {
            year: 2026,
            month: 11,
            day: 22,
        });
    }),
    ("visit_id", |it| it.visit_id.clear()),
    ("visit_id", |it| it.visit_id = canary(15)),
    ("visit_id", |it| it.visit_id = canary(10_000)),
    ("consented", |it| it.consented = vec![0]),
    ("consented", |it| it.consented = vec![1, 6]),
    ("consented", |it| it.consented = vec![i32::MIN]),
    ("consented", |it| it.consented = vec![2, 2]),
    ("consented", |it| it.consented = vec![1; 10_000]),
    ("consented", |it| it.consented = (0..10_000).collect()),
    ("consented", |it| {
        it.consent_surface = v1::ConsentSurface::Oral.into();
    }),
    ("consent_surface", |it| it.consent_surface = 4),
    ("consent_surface", |it| it.consent_surface = i32::MIN),
    ("idempotency_key", |it| it.idempotency_key.clear()),
    ("idempotency_key", |it| it.idempotency_key = canary(17)),
];

const CLOSE_VISIT: &[Wrong<v1::CloseVisitRequest>] = &[
    ("visit_id", |it| it.visit_id.clear()),
    ("visit_id", |it| it.visit_id = canary(17)),
    ("ending", |it| it.ending = 0),
    ("ending", |it| it.ending = 3),
    ("ending", |it| it.ending = i32::MAX),
    ("idempotency_key", |it| it.idempotency_key.clear()),
    ("idempotency_key", |it| it.idempotency_key = canary(15)),
];

const CHECK_BY_NUMBER: &[Wrong<v1::CheckByNumberRequest>] = &[
    ("as_of", |it| {
        it.as_of = Some(v1::CivilDate {
            year: 2026,
            month: 11,
            day: 31,
        });
    }),
    ("as_of", |it| {
        // The day after.
        it.as_of = Some(v1::CivilDate {
            year: 2026,
            month: 11,
            day: 22,
        });
    }),
    ("insurer_number", |it| it.insurer_number.clear()),
    ("insurer_number", |it| it.insurer_number = text(8)),
    ("insurer_number", |it| it.insurer_number = "06439997".into()),
    ("insurer_number", |it| {
        it.insurer_number = "0643999６".into();
    }),
    ("insurer_number", |it| it.insurer_number = text(10_000)),
    ("symbol", |it| it.symbol = Some(String::new())),
    ("symbol", |it| it.symbol = Some(text(21))),
    ("symbol", |it| it.symbol = Some(format!("{CANARY}\u{0}"))),
    ("number", |it| it.number.clear()),
    ("number", |it| it.number = text(21)),
    ("number", |it| it.number = format!("{CANARY}\r\n")),
    ("number", |it| it.number = format!("{CANARY}\u{1B}[2J")),
    ("branch", |it| it.branch = Some(String::new())),
    ("branch", |it| it.branch = Some("1".into())),
    ("branch", |it| it.branch = Some(text(3))),
    ("birth", |it| it.birth = None),
    ("birth", |it| it.birth.as_mut().unwrap().year = 0),
    ("birth", |it| it.birth.as_mut().unwrap().year = 10_000),
    ("birth", |it| it.birth.as_mut().unwrap().month = 13),
    ("birth", |it| it.birth.as_mut().unwrap().month = i32::MIN),
    ("birth", |it| it.birth.as_mut().unwrap().day = 30),
    ("birth", |it| it.birth.as_mut().unwrap().day = i32::MAX),
    ("idempotency_key", |it| it.idempotency_key.clear()),
    ("idempotency_key", |it| it.idempotency_key = canary(15)),
];

const SET_REFERENCE_NUMBER: &[Wrong<v1::SetReferenceNumberRequest>] = &[
    ("person", |it| it.person = None),
    ("visit_id", |it| {
        it.person = Some(Person::VisitId(canary(17)));
    }),
    ("number.number", |it| {
        let wrong = v1::NumberOnDocument {
            insurer_number: "06439996".into(),
            symbol: None,
            number: text(21),
            branch: None,
            birth: Some(v1::CivilDate {
                year: 1980,
                month: 2,
                day: 17,
            }),
        };
        it.person = Some(Person::Number(wrong));
    }),
    ("reference_number", |it| {
        it.reference_number = Some(String::new());
    }),
    ("reference_number", |it| {
        it.reference_number = Some(text(51));
    }),
    ("reference_number", |it| {
        it.reference_number = Some(format!("{CANARY}\n"));
    }),
    ("idempotency_key", |it| it.idempotency_key.clear()),
];

/// The details name that field alone, and nothing says what stood in it.
fn assert_names(status: &Status, field: &str) {
    assert_eq!(status.code(), Code::InvalidArgument, "{field}: {status}");
    let details = status.get_error_details();
    let violations = &details.bad_request().expect("no details").field_violations;
    let named: Vec<&str> = violations.iter().map(|it| it.field.as_str()).collect();
    assert_eq!(named, [field]);
    assert!(!violations[0].description.is_empty(), "{field}: why");
    let said = [status.message().as_bytes(), status.details()].concat();
    let secret = CANARY.as_bytes().get(..3).unwrap();
    assert!(
        !said.windows(3).any(|part| part == secret),
        "{field} is echoed"
    );
}

/// Sends the good request spoiled in each way; each time the field is named.
macro_rules! assert_all_named {
    ($raw:ident . $call:ident, $good:expr, $table:expr) => {{
        let good = $good;
        for (field, spoil) in $table {
            let mut request = good.clone();
            spoil(&mut request);
            let answer = $raw.$call(request).await.map(Response::into_inner);
            assert_names(&answer.map(drop).expect_err(field), field);
        }
    }};
}

async fn stage() -> (Stage, Raw) {
    let stage = Stage::at(MORNING).await;
    let raw = stage.raw(CLINIC).await;
    (stage, raw)
}

#[tokio::test]
async fn each_wrong_field_of_a_visit_is_named_alone() {
    let (stage, mut raw) = stage().await;
    let open = v1::OpenVisitRequest {
        user_certificate: stage.certificate(),
    };
    assert_all_named!(raw.open_visit, open, OPEN_VISIT);
    let authenticate = stage.card_answers(&mut raw).await;
    assert_all_named!(raw.authenticate, authenticate.clone(), AUTHENTICATE);
    assert_eq!(stage.records().await.len(), 0);
    assert_eq!(stage.rows("challenge"), 0, "the challenge is still good");
    raw.authenticate(authenticate).await.unwrap();
}

#[tokio::test]
async fn each_wrong_field_of_what_follows_is_named_alone() {
    let (stage, mut raw) = stage().await;
    let visit = stage.let_in(&mut raw).await;
    assert_all_named!(raw.complete, stage.complete(&visit), COMPLETE);
    assert_all_named!(raw.close_visit, stage.close(&visit), CLOSE_VISIT);
    assert_all_named!(raw.check_by_number, stage.check(), CHECK_BY_NUMBER);
    let reference_number = v1::SetReferenceNumberRequest {
        person: Some(Person::VisitId(visit.clone())),
        reference_number: Some("A-0001".into()),
        idempotency_key: stage.key(),
    };
    assert_all_named!(
        raw.set_reference_number,
        reference_number,
        SET_REFERENCE_NUMBER
    );
    assert_eq!(stage.records().await.len(), 1);
    raw.complete(stage.complete(&visit)).await.unwrap();
}

#[tokio::test]
async fn whatever_a_number_field_may_hold_is_looked_up_and_not_run() {
    let (stage, mut raw) = stage().await;
    for number in [
        "1' OR '1'='1",
        "\"; DROP TABLE;",
        "%",
        "*",
        "1234567--",
        "窓口",
    ] {
        let mut request = stage.check();
        request.number = number.into();
        let answer = raw.check_by_number(request).await.unwrap().into_inner();
        let decision = answer.decision.unwrap();
        assert_eq!(decision.reason(), v1::Reason::CoverNotFound, "{number}");
    }
    assert_eq!(stage.rows("person"), 1);
}

#[test]
fn no_field_of_the_protocol_was_forgotten() {
    let mut covered = BTreeSet::from([
        // A yes or no cannot be wrong; silence is a no.
        "CompleteRequest.provide_limit".to_owned(),
        "CompleteRequest.register".to_owned(),
        "CheckByNumberRequest.provide_limit".to_owned(),
        // Wrong within it.
        "SetReferenceNumberRequest.number".to_owned(),
    ]);
    let mut cover = |message: &str, fields: Vec<&str>| {
        covered.extend(fields.iter().map(|field| format!("{message}.{field}")));
    };
    cover("OpenVisitRequest", fields(OPEN_VISIT));
    cover("AuthenticateRequest", fields(AUTHENTICATE));
    cover("CompleteRequest", fields(COMPLETE));
    cover("CloseVisitRequest", fields(CLOSE_VISIT));
    cover("CheckByNumberRequest", fields(CHECK_BY_NUMBER));
    cover("SetReferenceNumberRequest", fields(SET_REFERENCE_NUMBER));
    for message in messages() {
        let name = message.name();
        let asked = name.ends_with("Request");
        for field in message.field.iter().filter(|_| asked) {
            let field = format!("{name}.{}", field.name());
            assert!(covered.contains(&field), "{field} is never wrong here");
        }
        for field in message.field.iter().filter(|_| name == "Assurance") {
            let field = format!("AuthenticateRequest.assurance.{}", field.name());
            assert!(covered.contains(&field), "{field} is never wrong here");
        }
    }
}

fn fields<M>(table: &[Wrong<M>]) -> Vec<&'static str> {
    table.iter().map(|(field, _)| *field).collect()
}

fn messages() -> Vec<DescriptorProto> {
    let files = FileDescriptorSet::decode(api::DESCRIPTORS).unwrap().file;
    let ours = files
        .into_iter()
        .find(|file| file.package().starts_with("madoguchi"));
    ours.unwrap().message_type
}
