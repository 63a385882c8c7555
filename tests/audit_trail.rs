//! `madoguchi audit verify`: whole while a server runs, and one changed byte is
//! found and named.

use std::path::Path;
use std::process::Output;

use rusqlite::Connection;
use rusqlite::types::Value;

use crate::stage::desk::visit;
use crate::stage::duplex::{Stage, agreeing};
use crate::stage::home::Home;
use crate::stage::processes::{madoguchi, report, run, server, words};

/// The columns that a visit's records fill, but for the number.
const COLUMNS: [&str; 13] = [
    "at",
    "monotonic",
    "party",
    "terminal",
    "operation",
    "visit",
    "person",
    "card",
    "result",
    "detail",
    "answer",
    "previous",
    "hash",
];

fn verify(store: &Path, further: &[&str]) -> Output {
    let location = format!("sqlite:{}", store.display());
    let mut command = madoguchi();
    command.args(["audit", "verify", "--store", &location]);
    run(command.args(further), "")
}

fn assert_whole(store: &Path, records: u64) {
    let text = verify(store, &[]);
    assert_eq!(text.status.code(), Some(0), "{}", words(&text));
    assert!(words(&text).contains(&format!("{records} audit records; the chain is whole")));
    let json = verify(store, &["--json"]);
    assert_eq!(json.status.code(), Some(0), "{}", words(&json));
    let json = report(&json);
    assert_eq!(
        (&json["whole"], &json["records"]),
        (&true.into(), &records.into())
    );
}

fn assert_broken(store: &Path, record: u64, flaw: &str, case: &str) {
    let text = verify(store, &[]);
    assert_eq!(text.status.code(), Some(1), "{case}: {}", words(&text));
    assert!(
        words(&text).contains(&format!("Audit record {record} ")),
        "{case}"
    );
    let json = verify(store, &["--json"]);
    assert_eq!(json.status.code(), Some(1), "{case}: {}", words(&json));
    let json = report(&json);
    assert_eq!(json["whole"], false, "{case}");
    assert_eq!(
        (&json["record"], &json["flaw"]),
        (&record.into(), &flaw.into()),
        "{case}"
    );
}

/// The same with its last bit flipped.
fn flipped(value: &Value) -> Value {
    let flip = |bytes: &mut [u8]| *bytes.last_mut().unwrap() ^= 1;
    match value.clone() {
        Value::Integer(number) => Value::Integer(number ^ 1),
        Value::Blob(mut bytes) => {
            flip(&mut bytes);
            Value::Blob(bytes)
        }
        Value::Text(text) => {
            let mut bytes = text.into_bytes();
            flip(&mut bytes);
            Value::Text(String::from_utf8(bytes).unwrap())
        }
        other => panic!("{other:?} has no bit"),
    }
}

/// The store's file with nothing left that guards the records.
fn unguarded(store: &Path) -> Connection {
    let file = Connection::open(store).unwrap();
    let triggers = "SELECT group_concat('DROP TRIGGER ' || name, ';') FROM sqlite_schema
         WHERE type = 'trigger' AND tbl_name = 'audit'";
    let drop: String = file.query_row(triggers, [], |row| row.get(0)).unwrap();
    file.execute_batch(&drop).unwrap();
    file
}

#[test]
fn the_trail_is_whole_while_a_server_writes_it() {
    let home = Home::new();
    let (_server, address) = server(&home);
    for visits in 0..3 {
        assert_whole(&home.store(), visits * 2);
        let output = visit(&home.pki(), &address);
        assert!(output.status.success(), "{}", words(&output));
    }
}

#[tokio::test]
async fn one_flipped_bit_in_any_column_is_found_and_its_record_named() {
    let stage = Stage::at("2026-11-21T09:00:00+09:00").await;
    for _ in 0..3 {
        stage.receive(agreeing()).await;
    }
    let store = stage.store_file();
    assert_whole(&store, 6);
    let file = unguarded(&store);
    assert_whole(&store, 6);
    for (index, column) in COLUMNS.iter().enumerate() {
        let record = 1 + index % 6;
        let select = format!("SELECT {column} FROM audit WHERE number = {record}");
        let update = format!("UPDATE audit SET {column} = ?1 WHERE number = {record}");
        let value: Value = file.query_row(&select, [], |row| row.get(0)).unwrap();
        file.execute(&update, [flipped(&value)]).unwrap();
        let record = u64::try_from(record).unwrap();
        assert_broken(&store, record, "altered", column);
        file.execute(&update, [value]).unwrap();
    }
    assert_whole(&store, 6);
}

#[tokio::test]
async fn a_record_taken_out_or_cut_off_is_missed() {
    let stage = Stage::at("2026-11-21T09:00:00+09:00").await;
    for _ in 0..2 {
        stage.receive(agreeing()).await;
    }
    let store = stage.store_file();
    let file = unguarded(&store);
    file.execute("DELETE FROM audit WHERE number = 4", [])
        .unwrap();
    assert_broken(&store, 4, "missing", "the last");
    file.execute("DELETE FROM audit WHERE number = 2", [])
        .unwrap();
    assert_broken(&store, 2, "missing", "one between");
}
