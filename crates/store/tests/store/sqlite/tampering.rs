//! A thousand random changes of each kind to an audit trail that is signed every ten
//! records: each is found, and the first bad record named.

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{RngCore as _, SeedableRng as _};
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};
use rusqlite::types::Value;
use rusqlite::{Connection, params};
use store::{AuditRecord, ChainHead, Checkpoint, Evidence, Finding, Flaw, Place, Store, Worthless};
use tempfile::TempDir;

use super::damage::COLUMNS;
use super::{open, path, unguarded};
use crate::sample::{at, number_check};

const RECORDS: u64 = 50;
const TIMES: usize = 1000;

/// A number as a database has it.
fn as_row(number: u64) -> i64 {
    number.try_into().unwrap()
}

fn key(seed: u8) -> Ed25519KeyPair {
    Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).unwrap()
}

fn signed(key: &Ed25519KeyPair, records: &[AuditRecord], number: u64) -> Checkpoint {
    let head = records[usize::try_from(number).unwrap() - 1].as_head();
    let sign = |statement: &[u8]| key.sign(statement).as_ref().try_into().unwrap();
    Checkpoint::signed(records[0].as_origin(), head, at(9), sign)
}

/// A trail, what was written, and the means to put that back.
struct Trail {
    _folder: TempDir,
    store: std::sync::Arc<dyn Store>,
    file: Connection,
    written: Vec<AuditRecord>,
    dice: ChaCha20Rng,
}

impl Trail {
    async fn new(seed: u64) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = open(&path(&folder)).await;
        for key in 1..=RECORDS {
            store.record_number_check(number_check(key)).await.unwrap();
        }
        let written = store.audit(0, 99).await.unwrap().records;
        for number in (10..=RECORDS).step_by(10) {
            let checkpoint = signed(&key(1), &written, number);
            store.record_checkpoint(checkpoint).await.unwrap();
        }
        let file = unguarded(&path(&folder));
        file.execute_batch(
            "PRAGMA synchronous = OFF;
             CREATE TABLE audit_then AS SELECT * FROM audit;
             CREATE TABLE head_then AS SELECT * FROM chain_head;
             CREATE TABLE checkpoint_then AS SELECT * FROM checkpoint;",
        )
        .unwrap();
        let dice = ChaCha20Rng::seed_from_u64(seed);
        Self {
            _folder: folder,
            store,
            file,
            written,
            dice,
        }
    }

    fn put_back(&self) {
        self.file
            .execute_batch(
                "BEGIN;
                 DELETE FROM audit; INSERT INTO audit SELECT * FROM audit_then;
                 DELETE FROM chain_head; INSERT INTO chain_head SELECT * FROM head_then;
                 DELETE FROM checkpoint; INSERT INTO checkpoint SELECT * FROM checkpoint_then;
                 COMMIT",
            )
            .unwrap();
    }

    async fn findings(&self) -> Vec<Finding> {
        let own = key(1);
        let good = |statement: &[u8], signature: &[u8; 64]| {
            let key = UnparsedPublicKey::new(&ED25519, own.public_key());
            key.verify(statement, signature).is_ok()
        };
        let evidence = Evidence::kept_by(&*self.store, &good).await.unwrap();
        let verdict = evidence.verify(&*self.store, &mut |_| {}).await.unwrap();
        verdict.findings
    }

    /// From 1 to `most`.
    fn throw(&mut self, most: u64) -> u64 {
        1 + self.dice.next_u64() % most
    }

    fn column(&mut self) -> &'static str {
        let place = self.throw(COLUMNS.len() as u64) - 1;
        COLUMNS[usize::try_from(place).unwrap()]
    }

    fn value(&self, column: &str, number: u64) -> Value {
        let sql = format!("SELECT {column} FROM audit WHERE number = ?1");
        self.file
            .query_row(&sql, [as_row(number)], |row| row.get(0))
            .unwrap()
    }

    fn set(&self, column: &str, number: u64, value: &Value) {
        // The columns are typed: bytes that are no text are stored as if they were.
        let text = matches!(self.value(column, number), Value::Text(_));
        let given = if text { "CAST(?1 AS TEXT)" } else { "?1" };
        let sql = format!("UPDATE audit SET {column} = {given} WHERE number = ?2");
        assert_eq!(
            self.file.execute(&sql, params![value, as_row(number)]),
            Ok(1)
        );
    }

    /// One value of one record is another. Gives the first bad record.
    fn edit(&mut self) -> u64 {
        let (number, column) = (self.throw(RECORDS), self.column());
        let bit = self.throw(u64::from(u32::MAX));
        let flip = |mut bytes: Vec<u8>| {
            let length = bytes.len() as u64;
            if length == 0 {
                return vec![b'X'];
            }
            bytes[usize::try_from(bit % length).unwrap()] ^= 1 << (bit % 7);
            bytes
        };
        let edited = match self.value(column, number) {
            Value::Null if matches!(column, "monotonic") => Value::Integer(9),
            Value::Null if matches!(column, "terminal" | "staff") => Value::Text("X".into()),
            Value::Null if column == "category" => Value::Text("YZK".into()),
            Value::Null if column == "purpose" => Value::Text("CARE".into()),
            Value::Null if column == "card" => Value::Blob(vec![7; 32]),
            Value::Null => Value::Blob(vec![7; 16]),
            Value::Integer(value) => Value::Integer(value ^ (1 << (bit % 40))),
            Value::Text(text) => Value::Blob(flip(text.into_bytes())),
            Value::Blob(bytes) => Value::Blob(flip(bytes)),
            Value::Real(_) => panic!("no column is a real number"),
        };
        self.set(column, number, &edited);
        number
    }

    /// Half of a value of one record is gone.
    fn tear(&mut self) -> u64 {
        loop {
            let (number, column) = (self.throw(RECORDS), self.column());
            let (Value::Text(_) | Value::Blob(_)) = self.value(column, number) else {
                continue;
            };
            let bytes = match self.value(column, number) {
                Value::Text(text) => text.into_bytes(),
                Value::Blob(bytes) => bytes,
                _ => continue,
            };
            if bytes.is_empty() {
                continue;
            }
            let length = usize::try_from(self.throw(bytes.len() as u64) - 1).unwrap();
            self.set(column, number, &Value::Blob(bytes[..length].to_vec()));
            return number;
        }
    }

    fn delete(&mut self) -> u64 {
        let number = self.throw(RECORDS);
        let sql = "DELETE FROM audit WHERE number = ?1";
        assert_eq!(self.file.execute(sql, [as_row(number)]), Ok(1));
        number
    }

    fn swap(&mut self) -> u64 {
        let (one, other) = (self.throw(RECORDS), self.throw(RECORDS - 1));
        let other = if other >= one { other + 1 } else { other };
        for (from, to) in [(one, 9999), (other, one), (9999, other)] {
            let sql = "UPDATE audit SET number = ?2 WHERE number = ?1";
            assert_eq!(self.file.execute(sql, [as_row(from), as_row(to)]), Ok(1));
        }
        one.min(other)
    }

    /// A record that never was. Gives its number, and whether it is in itself what could
    /// stand there.
    fn insert(&mut self) -> (u64, bool) {
        let (number, copied) = (self.throw(RECORDS), self.throw(RECORDS));
        let linked = self.throw(2) == 1;
        let columns = COLUMNS.join(", ");
        self.file
            .execute_batch(&format!(
                "CREATE TEMP TABLE one AS SELECT * FROM audit WHERE number = {copied};
                 UPDATE audit SET number = -number - 1 WHERE number >= {number};
                 UPDATE audit SET number = -number WHERE number < 0;
                 INSERT INTO audit (number, {columns}) SELECT {number}, {columns} FROM one;
                 DROP TABLE one;
                 UPDATE chain_head SET number = number + 1",
            ))
            .unwrap();
        let original = copied;
        if linked {
            let place = usize::try_from(number).unwrap() - 1;
            let head = place.checked_sub(1).map(|it| self.written[it].as_head());
            let copied = &self.written[usize::try_from(copied).unwrap() - 1];
            let forged = AuditRecord::after(head.unwrap_or(ChainHead::START), copied.event.clone());
            self.set("previous", number, &Value::Blob(forged.previous.to_vec()));
            self.set("hash", number, &Value::Blob(forged.hash.to_vec()));
        }
        // A copy of the very record that was there is as good as that.
        (number, linked || number == original)
    }

    /// One record says something else, and everything after it is linked anew.
    fn chain_anew(&mut self) -> (u64, Vec<AuditRecord>) {
        let number = self.throw(RECORDS);
        let mut forged: Vec<AuditRecord> = Vec::new();
        for record in &self.written {
            let mut event = record.event.clone();
            if record.number == number {
                event.result = "COVER_LAPSED".into();
            }
            let head = forged.last().map_or(ChainHead::START, AuditRecord::as_head);
            forged.push(AuditRecord::after(head, event));
        }
        self.file.execute_batch("BEGIN").unwrap();
        for record in &forged[usize::try_from(number).unwrap() - 1..] {
            let sql = "UPDATE audit SET result = ?1, previous = ?2, hash = ?3 WHERE number = ?4";
            let values = params![
                record.event.result,
                record.previous,
                record.hash,
                as_row(record.number)
            ];
            self.file.execute(sql, values).unwrap();
        }
        let last = forged.last().unwrap().hash;
        self.file
            .execute("UPDATE chain_head SET hash = ?1", [last])
            .unwrap();
        self.file.execute_batch("COMMIT").unwrap();
        (number, forged)
    }
}

fn record(finding: Option<&Finding>) -> Option<u64> {
    match finding {
        Some(Finding::Record { record, .. }) => Some(*record),
        _ => None,
    }
}

#[tokio::test]
async fn t_l1_a_thousand_changes_of_each_kind_are_found_and_named() {
    let mut trail = Trail::new(1).await;
    assert_eq!(
        trail.findings().await,
        [],
        "the control: nothing is changed"
    );
    let kinds: [fn(&mut Trail) -> u64; 4] = [Trail::edit, Trail::delete, Trail::swap, Trail::tear];
    let mut found = 0;
    for change in kinds {
        for time in 0..TIMES {
            let bad = change(&mut trail);
            let findings = trail.findings().await;
            // All that is signed begins with the first record: without it nothing else is.
            assert_eq!(record(findings.first()), Some(bad), "{time}: {findings:?}");
            trail.put_back();
            found += 1;
        }
    }
    for time in 0..TIMES {
        let (number, linked) = trail.insert();
        let findings = trail.findings().await;
        // What links well is told from the one that follows it, or from a statement.
        let named = match findings.first() {
            Some(Finding::Contradicted { record, .. }) => Some(*record),
            first => record(first),
        };
        let expected = [number, number + u64::from(linked)];
        assert!(
            named.is_some_and(|it| expected.contains(&it)),
            "{time}: {findings:?}"
        );
        trail.put_back();
        found += 1;
    }
    assert_eq!(trail.findings().await, [], "everything was put back");
    println!("T-L1: {found} of {found} edits, deletions, swaps, torn values and insertions found");
}

#[tokio::test]
async fn t_l1_a_thousand_chains_made_anew_without_the_key_are_found_and_named() {
    let mut trail = Trail::new(2).await;
    for time in 0..TIMES {
        let (number, forged) = trail.chain_anew();
        let next = number.div_ceil(10) * 10;
        let signs_too = time % 2 == 1;
        if signs_too {
            trail
                .file
                .execute(
                    "DELETE FROM checkpoint WHERE number >= ?1",
                    [as_row(number)],
                )
                .unwrap();
            let checkpoint = signed(&key(2), &forged, next);
            trail.store.record_checkpoint(checkpoint).await.unwrap();
        }
        let expected = match signs_too {
            true => Finding::Worthless {
                place: Place::Store(next),
                why: Worthless::NotSigned,
            },
            false => Finding::Contradicted {
                by: Place::Store(next),
                record: next,
                agreed: next - 10,
                missing: false,
            },
        };
        let findings = trail.findings().await;
        // Signatures are over the first record, too.
        match number {
            1 => assert!(!findings.is_empty(), "{time}"),
            _ => assert_eq!(findings, [expected], "{time}: record {number}"),
        }
        if time == 0 {
            trail.file.execute("DELETE FROM checkpoint", []).unwrap();
            let control = trail.findings().await;
            assert_eq!(control, [], "the control: nothing is signed");
        }
        trail.put_back();
    }
    println!("T-L1: {TIMES} of {TIMES} chains made anew without the key found");
}

#[tokio::test]
async fn a_trail_whose_end_was_cut_off_is_missed_by_what_was_signed() {
    let trail = Trail::new(3).await;
    let head = &trail.written[41];
    let cut = "UPDATE chain_head SET number = ?1, hash = ?2";
    trail
        .file
        .execute("DELETE FROM audit WHERE number > 42", [])
        .unwrap();
    trail
        .file
        .execute(cut, params![as_row(head.number), head.hash])
        .unwrap();
    let missed = Finding::Contradicted {
        by: Place::Store(50),
        record: 50,
        agreed: 40,
        missing: true,
    };
    assert_eq!(trail.findings().await, [missed]);
    // A flaw of the chain itself comes first.
    trail
        .file
        .execute("DELETE FROM audit WHERE number = 3", [])
        .unwrap();
    let flaw = Finding::Record {
        record: 3,
        flaw: Flaw::Missing,
    };
    assert_eq!(trail.findings().await, [flaw]);
}
