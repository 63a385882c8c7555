//! `madoguchi audit show` and `export`: who did what when, by handles and codes alone,
//! and a file that others can check.

use std::fs;
use std::path::Path;
use std::process::Output;

use pki::{Folder, verify_audit_signature};
use rusqlite::Connection;
use serde_json::Value;
use store::{Checkpoint, Origin};

use crate::stage::desk::visit;
use crate::stage::home::Home;
use crate::stage::processes::{madoguchi, report, run, server, words};

/// A home whose server received the insured person so often.
fn after_visits(visits: usize) -> Home {
    let home = Home::new();
    let (mut server, address) = server(&home);
    for _ in 0..visits {
        let output = visit(&home.pki(), &address);
        assert!(output.status.success(), "{}", words(&output));
    }
    assert!(server.terminate().success());
    home
}

fn audit(home: &Home, arguments: &[&str]) -> Output {
    let mut command = madoguchi();
    command.arg("audit").args(arguments);
    run(command.args(["--store", &home.store_location()]), "")
}

/// The numbers of the records that are shown.
fn shown(home: &Home, arguments: &[&str]) -> Vec<u64> {
    let output = audit(home, &[&["show", "--json"], arguments].concat());
    assert!(output.status.success(), "{}", words(&output));
    let records = report(&output)["records"].clone();
    let records = records.as_array().unwrap().iter();
    records.map(|it| it["number"].as_u64().unwrap()).collect()
}

/// Exports, and gives the lines.
fn exported(home: &Home, format: &str, further: &[&str]) -> Vec<String> {
    let file = home.path().join(format!("audit.{format}"));
    let file_name = file.to_str().unwrap();
    let output = audit(
        home,
        &[&["export", file_name, "--format", format], further].concat(),
    );
    assert!(output.status.success(), "{}", words(&output));
    let text = fs::read_to_string(file).unwrap();
    text.lines().map(str::to_owned).collect()
}

#[test]
fn records_are_shown_to_people_in_both_languages_and_name_nobody() {
    let home = after_visits(2);
    let output = audit(&home, &["show"]);
    assert!(output.status.success(), "{}", words(&output));
    let text = words(&output);
    for word in [
        "本人確認 / authenticate: ADMITTED",
        "資格確認 / complete: CONFIRMED",
        "1310000001",
        "T01",
        "method=PIN",
    ] {
        assert!(text.contains(word), "{word}: {text}");
    }
    for secret in ["窓口", "マドグチ", "架空", "1234567"] {
        assert!(!text.contains(secret), "{secret}: {text}");
    }
}

#[test]
fn what_is_asked_for_is_shown() {
    let home = after_visits(2);
    let all = audit(&home, &["show", "--json"]);
    let first = report(&all)["records"][0].clone();
    let of = |name: &str| first[name].as_str().unwrap().to_owned();
    assert_eq!(shown(&home, &[]), [1, 2, 3, 4]);
    assert_eq!(shown(&home, &["--limit", "3"]), [2, 3, 4], "the last ones");
    assert_eq!(shown(&home, &["--limit", "0"]), [] as [u64; 0]);
    for (arguments, expected) in [
        (["--operation", "AUTHENTICATE"], vec![1, 3]),
        (["--institution", "1310000001"], vec![1, 2, 3, 4]),
        (["--institution", "OPERATOR"], vec![]),
        (["--terminal", "T01"], vec![1, 2, 3, 4]),
        (["--terminal", "T02"], vec![]),
        (["--staff", "N-07"], vec![]),
        (["--result", "CONFIRMED"], vec![2, 4]),
        (["--result", "COVER_LAPSED"], vec![]),
        (["--person", &of("person")], vec![1, 2, 3, 4]),
        (["--visit", &of("visit")], vec![1, 2]),
        (["--from", &of("at")], vec![1, 2, 3, 4]),
        (["--until", &of("at")], vec![]),
        (["--from", "2100-01-01"], vec![]),
        (["--until", "2100-01-01"], vec![1, 2, 3, 4]),
    ] {
        assert_eq!(shown(&home, &arguments), expected, "{arguments:?}");
    }
    for wrong in [
        ["--operation", "READ"],
        ["--institution", "12"],
        ["--person", "abc"],
        ["--from", "yesterday"],
    ] {
        let output = audit(&home, &[&["show"], &wrong[..]].concat());
        assert_eq!(output.status.code(), Some(2), "{wrong:?}");
    }
}

#[test]
fn an_export_can_be_checked_by_whoever_has_the_public_key() {
    let home = after_visits(2);
    let lines = exported(&home, "jsonl", &[]);
    let lines: Vec<Value> = lines
        .iter()
        .map(|it| serde_json::from_str(it).unwrap())
        .collect();
    let kinds: Vec<_> = lines
        .iter()
        .map(|it| it["kind"].as_str().unwrap())
        .collect();
    assert_eq!(
        kinds,
        ["RECORD", "RECORD", "RECORD", "RECORD", "HEAD", "CHECKPOINT"]
    );
    for pair in lines[..4].windows(2) {
        assert_eq!(pair[0]["hash"], pair[1]["previous"]);
    }
    assert_eq!(lines[3]["hash"], lines[4]["hash"]);
    assert_eq!(lines[4]["number"], 4);
    let (origin, checkpoint) =
        Checkpoint::from_line(lines[5]["checkpoint"].as_str().unwrap()).unwrap();
    let mut first = [0; 32];
    let digits = lines[0]["hash"].as_str().unwrap();
    for (place, byte) in first.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&digits[2 * place..2 * place + 2], 16).unwrap();
    }
    assert_eq!(origin, Origin(first));
    assert_eq!(checkpoint.head.number, 4);
    let key = Folder::at(home.pki()).audit_public_key().unwrap();
    let statement = checkpoint.statement(origin);
    assert!(verify_audit_signature(
        &key,
        statement.as_bytes(),
        &checkpoint.signature
    ));
}

#[test]
fn a_table_has_the_same_columns_in_every_line() {
    let home = after_visits(1);
    let lines = exported(&home, "csv", &["--operation", "COMPLETE"]);
    assert_eq!(lines.len(), 4, "{lines:#?}");
    for line in &lines {
        // A list of categories is one value.
        let mut quoted = false;
        let separators = line.chars().filter(|it| {
            quoted ^= *it == '"';
            *it == ',' && !quoted
        });
        assert_eq!(separators.count(), 19, "{line}");
    }
    assert!(lines[0].starts_with("kind,number,at,"));
    assert!(
        lines[1].contains("\"register=NOT_OFFERED chosen="),
        "{}",
        lines[1]
    );
    assert!(lines[2].starts_with("HEAD,2,"));
    assert!(lines[3].contains("madoguchi-audit-checkpoint-1 origin="));
}

#[test]
fn a_trail_with_a_flaw_is_not_exported() {
    let home = after_visits(1);
    let before = exported(&home, "jsonl", &[]);
    let file = Connection::open(home.store()).unwrap();
    file.execute_batch(
        "DROP TRIGGER audit_is_not_rewritten; UPDATE audit SET result = 'X' WHERE number = 2",
    )
    .unwrap();
    let name = home.path().join("audit.jsonl");
    let output = audit(
        &home,
        &["export", name.to_str().unwrap(), "--format", "jsonl"],
    );
    assert_eq!(output.status.code(), Some(1), "{}", words(&output));
    assert!(words(&output).contains("audit record 2 is not as it was written"));
    let after = fs::read_to_string(&name).unwrap();
    assert!(after.lines().eq(before), "the file is as it was");
    assert!(
        entries(home.path())
            .iter()
            .all(|it| !it.starts_with(".tmp")),
        "nothing is left"
    );
}

fn entries(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    entries
        .map(|it| it.unwrap().file_name().into_string().unwrap())
        .collect()
}
