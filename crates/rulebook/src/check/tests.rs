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
        (r#"{"rule": "AGE70", "in": {"birth"#, "byte 31"),
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

fn equal(rule: &str, facts: &str, expected: &str) {
    let line = format!("{{\"rule\": \"{rule}\", \"in\": {{{facts}}}, \"out\": {expected}}}");
    let checked = check(line.as_bytes());
    assert_eq!(checked.equal, 1, "{checked}");
}

#[test]
fn r032_an_amount_is_asked_for_as_tables_and_tools_write_it() {
    for setting in ["外来 (個人)", "外来(個人)"] {
        let facts = format!(
            r#""class": "一般 B04", "month": "2026-11", "medical": 1000000.0, "setting": "{setting}""#
        );
        equal("LIMIT", &facts, "22000");
    }
    for setting in ["世帯/入院", "入院/世帯", ""] {
        let facts = format!(
            r#""class": "b04", "month": "2026-11", "medical": 1000000, "setting": "{setting}", "many_times": "false""#
        );
        equal("LIMIT", &facts, "61500");
    }
    let many =
        r#""class": "住民税非課税", "month": "2026-11", "medical": 1000000, "many_times": "true""#;
    equal("LIMIT", many, "24600");
    let large = r#""class": "A04", "month": "2026-11", "medical": 9007199254740993.0"#;
    let line = format!(r#"{{"rule": "LIMIT", "in": {{{large}}}, "out": 0}}"#);
    assert!(problem(&line).contains("field `medical`"));
}

#[test]
fn r078_a_share_is_written_with_or_without_its_word() {
    for wari in ["3", "3.0", "\"3\"", "\"3割\"", "\" 3割 \""] {
        let facts = format!(r#""medical": 1450.0, "ratio_wari": {wari}"#);
        equal("COPAY-ROUND", &facts, "440");
    }
    for wari in ["4", "3.5", "\"三\"", "true", "-3", "null", "1e300"] {
        let line = format!(
            r#"{{"rule": "COPAY-ROUND", "in": {{"medical": 1450, "ratio_wari": {wari}}}, "out": 440}}"#
        );
        assert!(problem(&line).contains("field `ratio_wari`"), "{wari}");
    }
}

#[test]
fn r079_a_body_that_is_a_number_must_have_kept_its_zeros() {
    equal("NUM-INSURER", r#""body": 3943999"#, "\"39439997\"");
    equal("NUM-INSURER", r#""body": 3943999"#, "39439997");
    equal("NUM-INSURER", r#""body": "0643999""#, "\"06439996\"");
    let number = r#"{"rule": "NUM-INSURER", "in": {"body": 643999}, "out": "06439996"}"#;
    assert!(problem(number).contains("begin with 0"));
    let out = r#"{"rule": "NUM-INSURER", "in": {"body": "0643999"}, "out": 6439996}"#;
    assert_eq!(check(out.as_bytes()).mismatches.len(), 1);
}

#[test]
fn r068_what_is_held_may_be_nothing_or_spaced_or_of_full_width() {
    for (held, way) in [
        ("null", "SELFPAY"),
        ("[]", "SELFPAY"),
        (r#"[" card ", "oshirase "]"#, "F4"),
        (r#""card + oshirase""#, "F4"),
        (r#"["kakunin！", "card", "oshirase"]"#, "F4"),
        (r#"["kakunin !", "card", "oshirase"]"#, "F4"),
        (r#""kakunin！, card""#, "SELFPAY"),
    ] {
        let facts = format!(
            r#""visit": "2026-11-21", "insurer": "kokuho", "held": {held}, "cause": "SERVER_DOWN""#
        );
        equal("FALLBACK", &facts, &format!("\"{way}\""));
    }
}

#[test]
fn r043_who_is_not_said_to_be_a_minor_is_one_by_birth() {
    let child = r#""issued": "2024-02-06", "birth": "2010-05-06""#;
    equal("CARD-VALID", child, "\"2028-05-06\"");
    let minor = format!("{child}, \"minor\": true");
    equal("CARD-VALID", &minor, "\"2028-05-06\"");
    let not_minor = format!("{child}, \"minor\": false");
    equal("CARD-VALID", &not_minor, "\"2033-05-06\"");
    let adult = r#""issued": "2024-02-06", "birth": "1960-05-06", "minor": null"#;
    equal("CARD-VALID", adult, "\"2033-05-06\"");
}

#[test]
fn a_file_without_a_line_has_nothing_checked_and_is_a_fault() {
    for file in ["", "\n\n", "\u{FEFF}"] {
        let checked = check(file.as_bytes());
        assert_eq!(
            (checked.equal, checked.faults.len()),
            (0, 1),
            "{file:?} proves nothing"
        );
    }
}

#[test]
fn a_list_is_no_question_and_no_facts() {
    for line in [
        r#"["AGE75", {"birth": "1951-11-21"}, "2026-11-21"]"#,
        r#"{"rule": "AGE75", "in": ["1951-11-21"], "out": "2026-11-21"}"#,
        "7",
        "{",
    ] {
        let checked = check(line.as_bytes());
        assert_eq!(checked.equal, 0, "{line}");
        let problem = &checked.faults[0].problem;
        assert!(problem.contains("no JSON object"), "{problem}");
        assert!(!problem.contains("line 1"), "{problem}");
    }
    let checked = check(b"\xFF\xFE{\x00");
    assert!(checked.faults[0].problem.contains("not UTF-8"));
}
