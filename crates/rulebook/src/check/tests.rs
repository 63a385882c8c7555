use super::*;
use crate::NAMES;

/// One answerable line of every rule, as the bench asks them.
const LINES: &str = include_str!("../../benches/lines.jsonl");

fn problem(line: &str) -> String {
    let checked = check(line.as_bytes());
    assert_eq!((checked.lines, checked.equal), (1, 0), "{line}");
    assert_eq!(checked.faults.len(), 1, "{line}");
    checked.faults[0].problem.clone()
}

#[test]
fn every_rule_that_is_promised_is_known() {
    let promised = [
        "TIME-JST",
        "AGE70",
        "AGE75",
        "CERT-GRACE",
        "REG-5DAYS",
        "CARD-VALID",
        "CERT-VALID",
        "DOC-OLD-END",
        "DOC-KAKUNIN-VALID/takasaki",
        "DOC-KAKUNIN-VALID/kouki",
        "DOC-OSHIRASE-VALID/takasaki",
        "LIMIT",
        "COPAY-ROUND",
        "COPAY-PRESCHOOL",
        "SPEC-10WARI/child_exempt_until",
        "NUM-INSURER",
        "LAG-DUTY",
        "FALLBACK",
    ];
    assert_eq!(NAMES, promised);
    for name in promised {
        let named = format!("\"rule\": \"{name}\"");
        assert!(LINES.contains(&named), "the bench does not ask {name}");
    }
}

#[test]
fn every_rule_answers_as_the_catalogue_says() {
    let checked = check(LINES.as_bytes());
    assert_eq!(checked.equal, checked.lines, "{checked}");
}

#[test]
fn another_answer_is_a_mismatch_with_its_line_and_what_was_got() {
    let file =
        "\n{\"rule\": \"AGE70\", \"in\": {\"birth\": \"1956-11-02\"}, \"out\": \"2026-11-01\"}\r\n";
    let checked = check(file.as_bytes());
    assert_eq!((checked.lines, checked.equal), (1, 0));
    assert!(checked.faults.is_empty());
    let json = serde_json::to_value(&checked).unwrap();
    assert_eq!(
        json["mismatches"][0],
        serde_json::json!({
            "line": 2,
            "rule": "AGE70",
            "in": {"birth": "1956-11-02"},
            "expected": "2026-11-01",
            "got": "2026-12-01",
        })
    );
}

#[test]
fn what_cannot_be_answered_is_named() {
    let table = [
        (
            r#"{"rule": "AGE71", "in": {}, "out": 1}"#,
            "unknown rule `AGE71`",
        ),
        (
            r#"{"rule": "AGE70", "in": {"birth": "1956-11-02", "birht": 1}, "out": ""}"#,
            "unknown field `birht`",
        ),
        (
            r#"{"rule": "AGE70", "in": {}, "out": ""}"#,
            "missing field `birth`",
        ),
        (
            r#"{"rule": "AGE70", "in": {"birth": 5}, "out": ""}"#,
            "field `birth`",
        ),
        (
            r#"{"rule": "AGE70", "in": {"birth": "1956-02-30"}, "out": ""}"#,
            "field `birth`: \"1956-02-30\" is not a date",
        ),
        (
            r#"{"rule": "AGE70", "in": {"birth": null}, "out": ""}"#,
            "field `birth`",
        ),
        (
            r#"{"rule": "AGE70", "in": {"birth": "1956-11-02", "birth": "1956-11-02"}, "out": ""}"#,
            "duplicate field `birth`",
        ),
        (
            r#"{"rule": "AGE70", "in": {"birth": "1956-11-02"}}"#,
            "missing field `out`",
        ),
        (r#"{"rule": "AGE70", "out": ""}"#, "missing field `in`"),
        (
            r#"{"rule": "AGE70", "in": {"birth": "1956-11-02"}, "out": "", "outt": ""}"#,
            "unknown field `outt`",
        ),
        (r#"{"rule": "AGE70", "in": {"birth"#, "EOF"),
        (
            r#"{"rule": "COPAY-ROUND", "in": {"medical": 1450, "ratio_wari": 4}, "out": 0}"#,
            "field `ratio_wari`: 4 is not 1, 2, 3 or 10",
        ),
        (
            r#"{"rule": "COPAY-ROUND", "in": {"medical": -1, "ratio_wari": 3}, "out": 0}"#,
            "field `medical`",
        ),
        (
            r#"{"rule": "LIMIT", "in": {"class": "Z", "month": "2026-11", "medical": 1}, "out": 0}"#,
            "field `class`",
        ),
        (
            r#"{"rule": "LIMIT", "in": {"class": "ウ", "month": "2026-13", "medical": 1}, "out": 0}"#,
            "field `month`",
        ),
        (
            r#"{"rule": "FALLBACK", "in": {"visit": "2026-11-21", "insurer": "kenpo", "held": ["card", "passport"], "cause": "SERVER_DOWN"}, "out": "F5"}"#,
            "field `held",
        ),
        (
            r#"{"rule": "FALLBACK", "in": {"visit": "2026-11-21", "insurer": "kenpo", "held": [], "cause": "LAZY"}, "out": "F5"}"#,
            "field `cause`",
        ),
        (
            r#"{"rule": "NUM-INSURER", "in": {"body": "33120"}, "out": ""}"#,
            "",
        ),
        (
            r#"{"rule": "NUM-INSURER", "in": {"body": "331200"}, "out": ""}"#,
            "field `body`",
        ),
    ];
    for (line, words) in table {
        if words.is_empty() {
            assert!(check(line.as_bytes()).faults.is_empty(), "{line}");
        } else {
            let problem = problem(line);
            assert!(problem.contains(words), "{line}: {problem}");
        }
    }
}

#[test]
fn mismatches_and_faults_are_all_reported() {
    let file = "{\"rule\": \"AGE70\", \"in\": {\"birth\": \"1956-11-02\"}, \"out\": \"\"}\nno json\n\n\
                {\"rule\": \"NO\", \"in\": {}, \"out\": 1}\n\
                {\"rule\": \"AGE75\", \"in\": {\"birth\": \"1951-11-21\"}, \"out\": \"2026-11-21\"}";
    let checked = check(file.as_bytes());
    assert_eq!((checked.lines, checked.equal), (4, 1));
    assert_eq!(checked.mismatches.len(), 1);
    let lines: Vec<_> = checked.faults.iter().map(|fault| fault.line).collect();
    assert_eq!(lines, [2, 4]);
    let told = checked.to_string();
    assert!(
        told.contains("4 lines: 1 as expected, 1 otherwise, 2 not answered"),
        "{told}"
    );
}

#[test]
fn what_is_not_text_at_all_is_a_fault_and_no_panic() {
    let checked = check(b"\xFF\xFE{\n\x00\n\xEF\xBB\xBF");
    assert_eq!(checked.faults.len(), checked.lines);
    assert_eq!(check(b"").lines, 0);
    assert_eq!(check(b"\xEF\xBB\xBF \r\n").lines, 0);
}

#[test]
fn fields_may_be_written_as_people_write_them() {
    let limit =
        |facts: &str| format!("{{\"rule\": \"LIMIT\", \"in\": {{{facts}}}, \"out\": 92940}}");
    for facts in [
        r#""class": "ウ", "month": "2026-11", "medical": 1000000"#,
        r#""class": "区分ウ", "month": "2026-11-30", "medical": 1000000, "setting": "入院""#,
        r#""class": "A03", "month": "2026-11", "medical": 1000000, "setting": "Household""#,
        r#""class": "B03", "month": "2026-11", "medical": 1000000, "setting": "外来", "many_times": 3"#,
        r#""class": "現役並みI", "month": "2026-11", "medical": 1000000, "many_times": null"#,
        r#""class": "現役Ⅰ", "month": "2026-11", "medical": 1000000, "many_times": false"#,
    ] {
        let checked = limit(facts);
        let checked = check(checked.as_bytes());
        assert_eq!(checked.equal, 1, "{checked}");
    }
    for held in [
        r#"["card", "oshirase"]"#,
        r#""card+oshirase""#,
        r#""card, oshirase""#,
        r#"["kakunin!", "card", "oshirase", "card"]"#,
    ] {
        let line = format!(
            "{{\"rule\": \"FALLBACK\", \"in\": {{\"visit\": \"2026-11-21\", \"insurer\": \"kokuho\", \
             \"held\": {held}, \"cause\": \"SERVER_DOWN\"}}, \"out\": \"F4\"}}"
        );
        let checked = check(line.as_bytes());
        assert_eq!(checked.equal, 1, "{checked}");
    }
    let revoked = r#"{"rule": "FALLBACK", "in": {"visit": "2026-11-21", "insurer": "kokuho", "held": ["card", "oshirase"], "cause": "REVOKED"}, "out": "SELFPAY", "note": "no card"}"#;
    assert_eq!(check(revoked.as_bytes()).equal, 1);
}
