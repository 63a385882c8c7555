//! 支援措置・不開示: whose data may be shown to nobody is refused like a card that is
//! nobody's, and no screen, log, record or error says why.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use api::v1::authenticate_response::Answer as Step2;
use api::v1::complete_response::Answer as Step5;
use api::{Kept, v1};
use qualification::{Disclosure, InsuredPerson, InsurerNumber, Registration};
use rusqlite::Connection;
use store::{AuditEvent, AuditRecord, Enrolment};

use crate::stage::desk::visit_command;
use crate::stage::duplex::{CLINIC, Raw, Stage};
use crate::stage::home::{Home, persona};
use crate::stage::leaks::{CANARY, stands_in};
use crate::stage::processes::{Running, address_of, madoguchi, run, server_with, words};

const MORNING: &str = "2026-11-21T09:00:00+09:00";

/// Words that would say why.
const TELLING: [&str; 6] = [
    "不開示",
    "支援",
    "NOT_DISCLOSED",
    "disclos",
    "NotDisclosed",
    "withheld, for protection",
];

/// What the store logs when it makes its tables, before anybody comes: it is about
/// nobody.
const TABLES: &str = include_str!("../crates/store/src/sqlite/migrations/3-what-the-rules-ask.sql");

fn undisclosed(stage: &Stage) -> InsuredPerson {
    InsuredPerson {
        disclosure: Disclosure::NotDisclosed,
        ..stage.insured()
    }
}

/// The card arrives at an ordinary reader. Gives the answer's bytes and its record.
async fn arrive(stage: &Stage, raw: &mut Raw) -> (v1::Reason, Vec<u8>, AuditRecord) {
    let request = stage.card_answers(raw).await;
    let answer = raw.authenticate(request).await.unwrap().into_inner();
    let bytes = answer.to_bytes();
    let Some(Step2::Refusal(refusal)) = answer.answer else {
        panic!("let in");
    };
    let record = stage.records().await.pop().unwrap();
    (refusal.reason(), bytes, record)
}

#[tokio::test]
async fn r082_the_refusal_is_that_of_nobodys_card_in_the_shape_of_not_registered() {
    let stage = Stage::at(MORNING).await;
    let mut raw = stage.raw(CLINIC).await;
    let unregistered = InsuredPerson {
        registration: Registration::NotRegistered,
        ..stage.insured()
    };
    stage.enrol(unregistered).await;
    let (reason, not_registered, not_registered_record) = arrive(&stage, &mut raw).await;
    assert_eq!(reason, v1::Reason::NotRegistered);

    stage.enrol(undisclosed(&stage)).await;
    let (reason, answer, record) = arrive(&stage, &mut raw).await;
    assert_eq!(reason, v1::Reason::CardNotAccepted);
    assert_eq!(answer.len(), not_registered.len());
    let differing = answer.iter().zip(&not_registered);
    assert_eq!(differing.filter(|(one, other)| one != other).count(), 1);

    let person = stage.insured();
    let cards = Vec::new();
    let nobodys = vec![Enrolment {
        person,
        cards,
        history: Vec::new(),
    }];
    stage.store.enrol(nobodys).await.unwrap();
    let (_, nobodys, nobodys_record) = arrive(&stage, &mut raw).await;
    assert_eq!(
        answer, nobodys,
        "nobody's card is answered with the same bytes"
    );

    // The records tell no more than the answers.
    assert_eq!(record.event.result, "CARD_NOT_ACCEPTED");
    assert_eq!(record.event, nobodys_record.event);
    let (own, other) = (not_registered_record.event, record.event);
    assert_eq!(own.person, Some(stage.insured().id));
    let as_nobodys = AuditEvent {
        person: None,
        result: other.result.clone(),
        answer: other.answer,
        ..own
    };
    assert_eq!(as_nobodys, other, "nothing else differs");
}

#[tokio::test]
async fn r082_registered_or_not_in_arrears_or_not_the_refusal_is_the_same() {
    let stage = Stage::at(MORNING).await;
    let mut raw = stage.raw(CLINIC).await;
    let mut answers = Vec::new();
    for registration in [
        Registration::Registered,
        Registration::NotRegistered,
        Registration::Deregistering,
        Registration::Deregistered,
    ] {
        let mut plain = undisclosed(&stage);
        plain.registration = registration;
        let mut arrears = plain.clone();
        arrears.covers[0].insurer = InsurerNumber::parse("439992").unwrap();
        arrears.covers[0].arrears_due = Some("2026-10-31".parse().unwrap());
        let mut uncovered = plain.clone();
        uncovered.covers.clear();
        let mut subsidised = plain.clone();
        subsidised.subsidy_certificate = true;
        for person in [plain, arrears, uncovered, subsidised] {
            stage.enrol(person).await;
            answers.push(arrive(&stage, &mut raw).await.1);
        }
    }
    assert_eq!(answers.len(), 16);
    answers.dedup();
    assert_eq!(answers.len(), 1);
}

#[tokio::test]
async fn r082_whoever_is_withheld_during_the_visit_is_answered_nothing() {
    let stage = Stage::at(MORNING).await;
    let mut raw = stage.raw(CLINIC).await;
    let visit = stage.let_in(&mut raw).await;
    stage.enrol(undisclosed(&stage)).await;
    let answer = raw.complete(stage.complete(&visit)).await.unwrap();
    let Some(Step5::Refusal(refusal)) = answer.into_inner().answer else {
        panic!("a decision was given");
    };
    assert_eq!(refusal.reason(), v1::Reason::CardNotAccepted);
    assert_eq!(stage.rows("consent"), 0);
    let record = stage.records().await.pop().unwrap();
    assert_eq!(record.event.result, "CARD_NOT_ACCEPTED");
    assert_eq!(record.event.person, None);
}

#[tokio::test]
async fn r082_by_number_the_cover_is_told_and_the_address_is_not() {
    let stage = Stage::at(MORNING).await;
    let mut raw = stage.raw(CLINIC).await;
    let mut told = Vec::new();
    for person in [stage.insured(), undisclosed(&stage)] {
        stage.enrol(person).await;
        let answer = raw.check_by_number(stage.check()).await.unwrap();
        told.push(answer.into_inner().decision.unwrap());
    }
    let (open, withheld) = (told[0].clone(), told[1].clone());
    let address =
        |decision: &v1::Decision| decision.qualification.as_ref().unwrap().address.clone();
    assert_eq!(address(&open), Some(stage.insured().address));
    assert_eq!(address(&withheld), None);
    // Nothing else differs: eligibility and share are told.
    let mut without = open;
    without.qualification.as_mut().unwrap().address = None;
    assert!(without == withheld);
    let record = stage.records().await.pop().unwrap();
    assert_eq!(record.event.result, "CONFIRMED");
}

/// A shelf with the canary's persona alone, whose data are withheld. Gives its file.
fn shelf(home: &Home) -> PathBuf {
    let insured = fs::read_to_string(persona("insured")).unwrap();
    let registered = "registration = \"registered\"";
    assert!(insured.contains(registered));
    let withheld = insured.replace(registered, &format!("{registered}\ndisclosed = false"));
    let file = home.path().join("shelf/canary.toml");
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(&file, CANARY.persona(&withheld)).unwrap();
    file
}

fn everything(command: &mut Command) -> &mut Command {
    command.args(["--log", "trace"])
}

fn assert_tells_nothing(written: &str, whose: &str) {
    let written = &written.replace(TABLES, "");
    let lines = |word: &str| {
        let told: Vec<_> = written.lines().filter(|line| line.contains(word)).collect();
        told.join("\n")
    };
    for word in TELLING {
        assert!(!stands_in(word, written), "{whose}: {}", lines(word));
    }
    let found = CANARY.found_in(written);
    assert!(found.is_empty(), "{whose}: {found:?}");
}

/// All that is recorded beside the insurers' own data.
fn recorded(home: &Home) -> String {
    let file = Connection::open(home.store()).unwrap();
    let mut rows = file
        .prepare("SELECT operation || result || detail FROM audit")
        .unwrap();
    let rows = rows.query_map([], |row| row.get::<_, String>(0)).unwrap();
    let mut answers = file.prepare("SELECT hex(answer) FROM answer").unwrap();
    let answers = answers.query_map([], |row| row.get(0)).unwrap();
    rows.chain(answers).map(|row| row.unwrap() + "\n").collect()
}

#[test]
fn r082_no_screen_log_record_or_error_says_why_or_who() {
    let home = Home::new();
    let persona = shelf(&home);
    let mut command = server_with(&home, persona.parent().unwrap());
    command.args(["--listen", "127.0.0.1:0"]);
    let mut server = Running::start(everything(&mut command));
    let address = address_of(&mut server);
    for kind in ["general", "face"] {
        let mut visit = visit_command(&home.pki(), &address, &persona);
        visit.args(["--reader-kind", kind]);
        let output = run(everything(&mut visit), &format!("{}\n", CANARY.pin));
        assert_eq!(output.status.code(), Some(1), "{}", words(&output));
        let said = words(&output);
        assert!(said.contains("CARD_NOT_ACCEPTED"), "{said}");
        assert_tells_nothing(&said, kind);
    }
    assert!(server.terminate().success());
    let said = server.rest();
    assert!(said.lines().count() > 100, "everything is logged: {said}");
    assert_tells_nothing(&said, "the server");
    let recorded = recorded(&home);
    assert!(recorded.contains("CARD_NOT_ACCEPTED"), "{recorded}");
    assert_tells_nothing(&recorded, "the records");
}

#[test]
fn r082_a_demonstration_says_nothing_either() {
    let home = Home::new();
    let mut demo = madoguchi();
    demo.args(["demo", "--headless", "--json", "--persona"])
        .arg(shelf(&home));
    let demo = run(everything(&mut demo), "");
    let said = words(&demo);
    assert_eq!(demo.status.code(), Some(1), "{said}");
    assert!(said.contains("CARD_NOT_ACCEPTED"), "{said}");
    assert_tells_nothing(&said, "the demonstration");
}
