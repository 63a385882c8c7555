//! Whatever is done to the audit trail is found and named.

use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::Arc;

use rusqlite::types::Value;
use rusqlite::{Connection, params};
use store::{AuditRecord, ChainVerdict, Flaw, Store, StoreError, verify_chain};
use tempfile::TempDir;

use super::{fresh, location, path, raw, unguarded};
use crate::contract::audit::a_day;
use crate::sample::{number_check, physician, withdrawal};

/// A file with a day's audit trail of `length` records.
async fn trail(length: u64) -> TempDir {
    let (folder, store) = fresh().await;
    a_day(&*store).await;
    if length > 4 {
        let mut withdrawal = withdrawal(5, 1);
        withdrawal.effect.caller = physician();
        store.record_withdrawal(withdrawal).await.unwrap();
    }
    for key in 5..length {
        store
            .record_number_check(number_check(key + 1))
            .await
            .unwrap();
    }
    folder
}

async fn for_reading(path: &Path) -> Result<Arc<dyn Store>, StoreError> {
    store::open_for_reading(&location(path)).await
}

async fn verdict(path: &Path) -> ChainVerdict {
    verify_chain(&*for_reading(path).await.unwrap())
        .await
        .unwrap()
}

const fn broken(record: u64, flaw: Flaw) -> ChainVerdict {
    ChainVerdict::Broken { record, flaw }
}

/// Every value that differs from `value` by one bit, one for each byte.
fn flips(value: &Value) -> Vec<Value> {
    let each = |bytes: &[u8]| -> Vec<Vec<u8>> {
        (0..bytes.len())
            .map(|place| {
                let mut flipped = bytes.to_vec();
                flipped[place] ^= 1 << (place % 8);
                flipped
            })
            .collect()
    };
    match value {
        Value::Integer(number) => each(&number.to_be_bytes())
            .into_iter()
            .map(|bytes| Value::Integer(i64::from_be_bytes(bytes.try_into().unwrap())))
            .collect(),
        Value::Text(text) => each(text.as_bytes()).into_iter().map(Value::Blob).collect(),
        Value::Blob(bytes) => each(bytes).into_iter().map(Value::Blob).collect(),
        Value::Null => vec![Value::Blob(vec![0])],
        Value::Real(_) => panic!("no column of the audit trail is a real number"),
    }
}

fn set(file: &Connection, number: i64, column: &str, text: bool, value: &Value) {
    let value_of = if text { "CAST(?1 AS TEXT)" } else { "?1" };
    let sql = format!("UPDATE audit SET {column} = {value_of} WHERE number = ?2");
    assert_eq!(
        file.execute(&sql, params![value, number]),
        Ok(1),
        "{column}"
    );
}

#[tokio::test]
async fn one_flipped_byte_in_the_audit_is_found_and_named() {
    let folder = trail(6).await;
    let file = unguarded(&path(&folder));
    let store = for_reading(&path(&folder)).await.unwrap();
    let mut flipped = 0;
    for (number, column) in (1..=6).flat_map(|number| COLUMNS.map(|column| (number, column))) {
        let sql = format!("SELECT {column} FROM audit WHERE number = ?1");
        let value: Value = file.query_row(&sql, [number], |row| row.get(0)).unwrap();
        let never_text = ["at", "monotonic", "visit", "person", "card", "consent"];
        let text = match &value {
            Value::Null => !never_text.contains(&column),
            value => matches!(value, Value::Text(_)),
        };
        for flip in flips(&value) {
            set(&file, number, column, text, &flip);
            let found = verify_chain(&*store).await.unwrap();
            let record = u64::try_from(number).unwrap();
            assert_eq!(found, broken(record, Flaw::Altered), "{column} {flip:?}");
            set(&file, number, column, text, &value);
            flipped += 1;
        }
    }
    assert!(flipped > 1000, "{flipped}");
    let whole = verify_chain(&*store).await.unwrap();
    assert!(matches!(whole, ChainVerdict::Whole { .. }));
}

/// Every column of a record but its number.
pub(super) const COLUMNS: [&str; 17] = [
    "at",
    "monotonic",
    "party",
    "terminal",
    "staff",
    "operation",
    "visit",
    "person",
    "card",
    "category",
    "purpose",
    "consent",
    "result",
    "detail",
    "answer",
    "previous",
    "hash",
];

#[tokio::test]
async fn what_is_deleted_swapped_inserted_or_cut_off_is_found() {
    let elsewhere = COLUMNS.join(", ");
    let copy = |from: i64, to: i64| {
        format!(
            "INSERT INTO audit (number, {elsewhere})
             SELECT {to}, {elsewhere} FROM audit WHERE number = {from};"
        )
    };
    for (what, done, expected) in [
        ("first deleted", "DELETE FROM audit WHERE number = 1".into(), broken(1, Flaw::Missing)),
        ("deleted", "DELETE FROM audit WHERE number = 3".into(), broken(3, Flaw::Missing)),
        ("cut off", "DELETE FROM audit WHERE number > 4".into(), broken(5, Flaw::Missing)),
        ("emptied", "DELETE FROM audit".into(), broken(1, Flaw::Missing)),
        (
            "renumbered",
            "UPDATE audit SET number = 1048578 WHERE number = 2".into(),
            broken(2, Flaw::Missing),
        ),
        (
            "closed up",
            "DELETE FROM audit WHERE number = 3; UPDATE audit SET number = number - 1 WHERE number > 3".into(),
            broken(3, Flaw::Altered),
        ),
        (
            "swapped",
            "UPDATE audit SET number = -9 WHERE number = 2;
             UPDATE audit SET number = 2 WHERE number = 4;
             UPDATE audit SET number = 4 WHERE number = -9".into(),
            broken(2, Flaw::Altered),
        ),
        (
            "given the first form",
            "UPDATE audit SET monotonic = NULL, terminal = NULL WHERE number = 3".into(),
            broken(3, Flaw::Altered),
        ),
        ("inserted at the end", copy(6, 7), broken(7, Flaw::Altered)),
        ("inserted before the first", copy(1, 0), broken(0, Flaw::Altered)),
        ("inserted below zero", copy(1, -5), broken(1, Flaw::Altered)),
        (
            "head set back",
            "UPDATE chain_head SET number = 4, hash = (SELECT hash FROM audit WHERE number = 4)".into(),
            broken(5, Flaw::Unlinked),
        ),
        ("head altered", "UPDATE chain_head SET hash = zeroblob(32)".into(), broken(6, Flaw::Unlinked)),
    ] {
        let folder = trail(6).await;
        unguarded(&path(&folder)).execute_batch(&done).unwrap();
        assert_eq!(verdict(&path(&folder)).await, expected, "{what}");
    }
}

#[tokio::test]
async fn a_record_with_a_new_hash_no_longer_links() {
    for number in [3, 6] {
        let folder = trail(6).await;
        let store = for_reading(&path(&folder)).await.unwrap();
        let mut record = store.audit(number - 1, 1).await.unwrap().records.remove(0);
        record.event.result = "COVER_LAPSED".into();
        let sql = "UPDATE audit SET result = ?1, hash = ?2 WHERE number = ?3";
        let values = params![
            record.event.result,
            record.digest(),
            i64::try_from(number).unwrap()
        ];
        unguarded(&path(&folder)).execute(sql, values).unwrap();
        let bad = (number + 1).min(6);
        assert_eq!(verdict(&path(&folder)).await, broken(bad, Flaw::Unlinked));
    }
}

#[tokio::test]
async fn the_audit_table_refuses_to_be_rewritten() {
    let folder = trail(4).await;
    let file = raw(&path(&folder));
    for (sql, why) in [
        (
            "UPDATE audit SET result = 'X' WHERE number = 2",
            "never rewritten",
        ),
        ("DELETE FROM audit WHERE number = 4", "never deleted"),
        (
            "INSERT OR REPLACE INTO audit SELECT * FROM audit WHERE number = 2",
            "go on from",
        ),
    ] {
        let refused = file.execute(sql, []).unwrap_err().to_string();
        assert!(refused.contains(why), "{refused}");
    }
}

/// One bit after another is flipped over the whole file. Whatever it hits, the
/// chain is whole only if every record is still read as it was written.
#[tokio::test]
async fn no_flipped_bit_of_the_file_makes_a_false_trail_whole() {
    let folder = trail(40).await;
    let path = path(&folder);
    let written = read_all(&path).await.unwrap();
    assert_eq!(written.len(), 40);
    let file = std::fs::File::options()
        .read(true)
        .write(true)
        .open(&path)
        .unwrap();
    let length = file.metadata().unwrap().len();
    let (mut found, mut harmless) = (0, 0);
    for place in (0..length).step_by(53) {
        let mut byte = [0];
        file.read_exact_at(&mut byte, place).unwrap();
        file.write_all_at(&[byte[0] ^ (1 << (place % 8))], place)
            .unwrap();
        match read_all(&path).await {
            Some(read) => {
                assert!(read == written, "byte {place}");
                harmless += 1;
            }
            None => found += 1,
        }
        file.write_all_at(&byte, place).unwrap();
    }
    assert!(
        found > 100 && harmless > 100,
        "{found} found, {harmless} harmless"
    );
    assert!(
        read_all(&path).await.is_some(),
        "the file was put right again"
    );
}

/// The records, if the chain is whole.
async fn read_all(path: &Path) -> Option<Vec<AuditRecord>> {
    let store = for_reading(path).await.ok()?;
    match verify_chain(&*store).await {
        Ok(ChainVerdict::Whole { .. }) => Some(store.audit(0, 1000).await.ok()?.records),
        Ok(ChainVerdict::Broken { .. }) | Err(_) => None,
    }
}
