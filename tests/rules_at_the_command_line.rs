//! What a trainer, a developer and a tester get from `madoguchi rules`.

use std::process::Output;

use serde_json::Value;

use crate::stage::home::persona;
use crate::stage::processes::{madoguchi, run, words};

const AGE70: &str = r#"{"rule": "AGE70", "in": {"birth": "1956-11-02"}, "out": "2026-12-01"}"#;

fn rules(arguments: &[&str], input: &str) -> Output {
    run(madoguchi().arg("rules").args(arguments), input)
}

fn told(arguments: &[&str]) -> String {
    let output = rules(arguments, "");
    assert_eq!(output.status.code(), Some(0), "{}", words(&output));
    String::from_utf8(output.stdout).unwrap()
}

fn json(arguments: &[&str]) -> Value {
    serde_json::from_str(&told(arguments)).unwrap()
}

#[test]
fn a_file_of_answers_ends_with_0_1_or_2() {
    let other = AGE70.replace("12-01", "11-01");
    let unknown = AGE70.replace("AGE70", "AGE69");
    for (file, code) in [
        (AGE70.to_owned(), 0),
        (format!("{AGE70}\n{other}\n"), 1),
        (format!("{unknown}\n{AGE70}\n"), 2),
        (format!("{unknown}\n{AGE70}\n{other}\n"), 1),
    ] {
        let output = rules(&["check", "-"], &file);
        assert_eq!(output.status.code(), Some(code), "{}", words(&output));
        let output = rules(&["check", "-", "--json"], &file);
        assert_eq!(output.status.code(), Some(code), "{}", words(&output));
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(report["lines"], file.trim().lines().count());
    }
    let output = rules(&["check", "-"], &format!("{unknown}\n{other}\n"));
    for said in ["unknown rule `AGE69`", "2: AGE70", "got \"2026-12-01\""] {
        assert!(words(&output).contains(said), "{}", words(&output));
    }
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let output = rules(&["check", "no-such-file.jsonl"], "");
    assert_eq!(output.status.code(), Some(40), "{}", words(&output));
    assert!(words(&output).contains("no-such-file.jsonl"));
}

#[test]
fn an_explanation_says_why_on_whose_word_and_what_would_change_it() {
    let arguments = [
        "explain",
        "--date",
        "2026-12-01",
        "--certificate-expires",
        "2026-11-21",
    ];
    let told = told(&arguments);
    for said in [
        "CONFIRMED_IN_GRACE",
        "R046 CERT-GRACE",
        "2027-02-28",
        "健保 Q&A",
        "CERT_EXPIRED",
    ] {
        assert!(told.contains(said), "{said}: {told}");
    }
    let json = json(&[&arguments[..], &["--json"]].concat());
    assert_eq!(json["outcome"]["reason"], "CONFIRMED_IN_GRACE");
}

#[test]
fn facts_come_from_json_from_flags_and_from_a_personas_file() {
    let facts = r#"{"date": "2026-11-21", "certificate_expires": "2025-11-21"}"#;
    let flags = ["explain", "--json", "--json-in", "-"];
    let reason = |arguments: &[&str]| -> Value {
        let output = rules(arguments, facts);
        assert_eq!(output.status.code(), Some(0), "{}", words(&output));
        serde_json::from_slice::<Value>(&output.stdout).unwrap()["outcome"]["reason"].clone()
    };
    assert_eq!(reason(&flags), "CERT_EXPIRED");
    let won = [&flags[..], &["--certificate-expires", "2031-02-17"]].concat();
    assert_eq!(reason(&won), "CONFIRMED");
    let file = persona("in-grace");
    let file = file.to_str().unwrap();
    assert_eq!(
        reason(&["explain", "--json", "--card", file]),
        "CONFIRMED_IN_GRACE"
    );
}

#[test]
fn a_fact_that_cannot_be_read_is_a_wrong_usage_and_named() {
    for (arguments, said) in [
        (&["explain", "--birth", "yesterday"][..], "field `birth`"),
        (&["explain", "--share", "40"], "field `share`"),
        (
            &["explain", "--cause", "LAZY", "--fallback", "card"],
            "field `cause`",
        ),
        (&["explain", "--weather", "fine"], "--weather"),
        (&["on", "someday"], "someday"),
    ] {
        let output = rules(arguments, "");
        assert_eq!(output.status.code(), Some(2), "{}", words(&output));
        assert!(words(&output).contains(said), "{}", words(&output));
    }
}

#[test]
fn a_fact_that_cannot_be_is_a_wrong_usage_and_named() {
    let certificate = [
        "--certificate-from",
        "2026-12-02",
        "--certificate-expires",
        "2026-12-01",
    ];
    for (facts, field) in [
        (&["--birth", "2026-11-22"][..], "birth"),
        (&certificate, "certificate_from"),
        (&["--limit-from", "2026-12-01"], "limit_from"),
        (&["--medical", "1000000000001"], "medical"),
    ] {
        let output = rules(&[&["explain", "--date", "2026-11-21"], facts].concat(), "");
        assert_eq!(output.status.code(), Some(2), "{}", words(&output));
        assert!(words(&output).contains(field), "{}", words(&output));
    }
}

#[test]
fn of_a_suspended_persona_it_is_said_that_suspension_is_not_judged() {
    for (name, is_said) in [("suspended", true), ("insured", false)] {
        let file = persona(name);
        let output = rules(&["explain", "--card", file.to_str().unwrap()], "");
        assert_eq!(output.status.code(), Some(0), "{}", words(&output));
        assert_eq!(
            words(&output).contains("That is not judged here"),
            is_said,
            "{name}"
        );
    }
}

#[test]
fn a_card_that_is_not_accepted_opens_no_way_that_needs_the_card() {
    let told = told(&[
        "explain",
        "--disclosed",
        "false",
        "--fallback",
        "card,portal_screen",
        "--cause",
        "SERVER_DOWN",
    ]);
    assert!(told.contains("NOT_CONFIRMED"), "{told}");
    assert!(!told.contains("F3"), "{told}");
}

#[test]
fn why_an_undisclosed_persons_card_is_not_accepted_is_not_told() {
    let file = persona("not-disclosed");
    let file = file.to_str().unwrap();
    for arguments in [
        &["explain", "--date", "2026-11-21", "--card", file][..],
        &["explain", "--date", "2026-11-21", "--card", file, "--json"],
        &["on", "2026-11-21", "--card", file],
    ] {
        let told = told(arguments);
        assert!(told.contains("CARD_NOT_ACCEPTED"), "{told}");
        for said in ["不開示", "支援措置", "isclos", "R082"] {
            assert!(!told.contains(said), "{said}: {told}");
        }
    }
}

#[test]
fn a_day_is_marked_among_the_days_on_which_the_answer_turns() {
    let file = persona("insured");
    let table = told(&["on", "2025-12-02", "--card", file.to_str().unwrap()]);
    assert!(table.contains("▶ 2025-12-02  CONFIRMED"), "{table}");
    let (before, after) = table.split_once("▶ 2025-12-02").unwrap();
    assert!(before.contains("旧保険証 F1"), "{table}");
    assert!(
        after.contains("without a check: certificate of eligibility F2"),
        "{table}"
    );
    assert!(!after.contains("旧保険証 F1"), "{table}");
    let days = json(&["on", "2025-12-02", "--json"]);
    assert!(
        days.as_array()
            .unwrap()
            .iter()
            .any(|it| it["asked"] == true)
    );
}

#[test]
fn the_list_has_ninety_rules_and_the_page_everything() {
    assert_eq!(told(&["list"]).lines().count(), 90);
    assert_eq!(json(&["list", "--json"]).as_array().unwrap().len(), 90);
    assert!(told(&["list", "--outcomes"]).contains("CONFIRMED_IN_GRACE"));
    assert!(told(&["list", "--fall-back"]).contains("| 2025-12-01 | kenpo |"));
    let page = told(&["list", "--markdown"]);
    for said in [
        "R090 PHONE-CARD",
        "COVER_LAPSED",
        "kokuho_takasaki",
        "未施行",
    ] {
        assert!(page.contains(said), "{said}");
    }
}
