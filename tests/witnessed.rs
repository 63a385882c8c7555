//! A witness outside of the store: what whoever has the store, and even the key, can do
//! to the audit trail is found with it, and not without it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use pki::Folder;
use rusqlite::{Connection, params};
use serde_json::Value;
use store::{AuditRecord, ChainHead, Checkpoint, open_for_reading};

use crate::stage::desk::visit;
use crate::stage::home::Home;
use crate::stage::processes::{madoguchi, report, run, server_at, words};

/// A home whose server has a witness, and what came of its days.
struct Witnessed {
    home: Home,
    /// The store after the first day: a backup.
    backup: PathBuf,
    /// The store after the second.
    written: PathBuf,
}

/// A number as a database has it.
fn as_row(number: u64) -> i64 {
    number.try_into().unwrap()
}

impl Witnessed {
    /// Two days of two visits each.
    fn new() -> Self {
        let home = Home::new();
        let (backup, written) = (
            home.path().join("backup.db"),
            home.path().join("written.db"),
        );
        let witnessed = Self {
            home,
            backup,
            written,
        };
        witnessed.open_for(2, true);
        fs::copy(witnessed.home.store(), &witnessed.backup).unwrap();
        witnessed.open_for(2, true);
        fs::copy(witnessed.home.store(), &witnessed.written).unwrap();
        witnessed
    }

    fn witness(&self) -> PathBuf {
        self.home.path().join("witness.log")
    }

    /// The server is open for so many visits, with its witness or without.
    fn open_for(&self, visits: usize, with_witness: bool) {
        let witness = self.witness();
        let witness = ["--witness", witness.to_str().unwrap()];
        let arguments = if with_witness { &witness[..] } else { &[] };
        let (mut server, address) = server_at(&self.home, "127.0.0.1:0", arguments);
        for _ in 0..visits {
            let output = visit(&self.home.pki(), &address);
            assert!(output.status.success(), "{}", words(&output));
        }
        assert!(server.terminate().success());
    }

    fn put(&self, store: &Path) {
        fs::copy(store, self.home.store()).unwrap();
    }

    fn verify(&self, further: &[&str]) -> Output {
        let mut command = madoguchi();
        command.args([
            "audit",
            "verify",
            "--json",
            "--store",
            &self.home.store_location(),
        ]);
        run(command.arg("--pki").arg(self.home.pki()).args(further), "")
    }

    fn verify_with_witness(&self) -> Output {
        let witness = self.witness();
        self.verify(&["--witness", witness.to_str().unwrap()])
    }

    /// It is whole for whoever has no witness, and is found with one. Gives what is told.
    fn assert_found(&self, what: &str) -> Value {
        let control = self.verify(&[]);
        assert_eq!(
            control.status.code(),
            Some(0),
            "{what}: {}",
            words(&control)
        );
        let found = self.verify_with_witness();
        assert_eq!(found.status.code(), Some(1), "{what}: {}", words(&found));
        report(&found)
    }

    /// The trail as the store has it.
    async fn records(&self) -> Vec<AuditRecord> {
        let store = open_for_reading(&self.home.store_location()).await.unwrap();
        store.audit(0, 99).await.unwrap().records
    }

    /// Writes that trail into the store instead of its own, and signs its end with the
    /// server's key.
    fn forge(&self, records: &[AuditRecord]) {
        let file = Connection::open(self.home.store()).unwrap();
        file.execute_batch("DROP TRIGGER audit_is_not_rewritten; DROP TRIGGER audit_is_not_shortened; DELETE FROM checkpoint")
            .unwrap();
        let last = records.last().unwrap();
        file.execute("DELETE FROM audit WHERE number > ?1", [as_row(last.number)])
            .unwrap();
        for record in records {
            let sql = "UPDATE audit SET result = ?1, previous = ?2, hash = ?3 WHERE number = ?4";
            let values = params![
                record.event.result,
                record.previous,
                record.hash,
                as_row(record.number)
            ];
            file.execute(sql, values).unwrap();
        }
        let head = params![as_row(last.number), last.hash];
        file.execute("UPDATE chain_head SET number = ?1, hash = ?2", head)
            .unwrap();
        let key = Folder::at(self.home.pki()).audit_key().unwrap();
        let sign = |statement: &[u8]| key.sign(statement);
        let signed =
            Checkpoint::signed(records[0].as_origin(), last.as_head(), last.event.at, sign);
        let values = params![
            as_row(signed.head.number),
            signed.head.hash,
            signed.at.as_microsecond(),
            signed.signature
        ];
        let sql = "INSERT INTO checkpoint (number, hash, at, signature) VALUES (?1, ?2, ?3, ?4)";
        file.execute(sql, values).unwrap();
    }
}

#[tokio::test]
async fn t_l2_what_whoever_has_the_key_does_is_found_with_a_witness_and_only_with_one() {
    let trail = Witnessed::new();
    let whole = trail.verify_with_witness();
    assert_eq!(whole.status.code(), Some(0), "{}", words(&whole));
    let whole = report(&whole);
    assert_eq!(
        (&whole["records"], &whole["witnessed_up_to"]),
        (&8.into(), &8.into())
    );
    assert_eq!(whole["signatures_verified"], true);
    let records = trail.records().await;
    let mut found = 0;

    for length in 1..records.len() {
        trail.put(&trail.written);
        trail.forge(&records[..length]);
        let told = trail.assert_found("cut off and signed");
        assert_eq!(
            (&told["flaw"], &told["record"]),
            (&"cut_off".into(), &(length + 1).into())
        );
        found += 1;
    }
    for changed in 0..records.len() {
        let mut forged: Vec<AuditRecord> = Vec::new();
        for (place, record) in records.iter().enumerate() {
            let mut event = record.event.clone();
            if place == changed {
                event.result = "COVER_LAPSED".into();
            }
            let head = forged.last().map_or(ChainHead::START, AuditRecord::as_head);
            forged.push(AuditRecord::after(head, event));
        }
        trail.put(&trail.written);
        trail.forge(&forged);
        let told = trail.assert_found("made anew and signed");
        if changed > 0 {
            assert_eq!(told["flaw"], "exchanged");
            assert!(told["agreed_up_to"].as_u64().unwrap() <= u64::try_from(changed).unwrap());
            assert!(told["record"].as_u64().unwrap() > u64::try_from(changed).unwrap());
        } else {
            assert_eq!(told["flaw"], "checkpoint_of_another_trail");
        }
        found += 1;
    }

    trail.put(&trail.backup);
    let told = trail.assert_found("an older store put back");
    assert_eq!(
        (&told["flaw"], &told["record"]),
        (&"cut_off".into(), &5.into())
    );
    trail.open_for(3, false);
    let told = trail.assert_found("a fork, unwitnessed");
    assert_eq!(
        (&told["flaw"], &told["agreed_up_to"]),
        (&"exchanged".into(), &4.into())
    );
    trail.put(&trail.backup);
    trail.open_for(3, true);
    let told = trail.assert_found("a fork that the witness saw, too");
    assert_eq!(
        (&told["flaw"], &told["agreed_up_to"]),
        (&"exchanged".into(), &4.into())
    );
    found += 3;

    trail.put(&trail.written);
    assert_eq!(
        trail.verify(&[]).status.code(),
        Some(0),
        "what was written is whole"
    );
    eprintln!("T-L2: {found} of {found} found with the witness, 0 of {found} without it");
}

#[test]
fn a_torn_line_of_the_witness_is_told_and_is_no_finding() {
    let trail = Witnessed::new();
    let written = fs::read(trail.witness()).unwrap();
    let last = written[..written.len() - 1]
        .iter()
        .rposition(|byte| *byte == b'\n')
        .unwrap();
    for length in [last + 2, last + 100, written.len() - 1] {
        fs::write(trail.witness(), &written[..length]).unwrap();
        let told = trail.verify_with_witness();
        assert_eq!(told.status.code(), Some(0), "{}", words(&told));
        assert_eq!(report(&told)["torn_lines"], 1);
    }
    // The server goes on after it.
    trail.open_for(1, true);
    let told = trail.verify_with_witness();
    assert_eq!(told.status.code(), Some(0), "{}", words(&told));
    let told = report(&told);
    assert_eq!(
        (&told["torn_lines"], &told["witnessed_up_to"]),
        (&1.into(), &10.into())
    );
}

#[test]
fn a_line_that_nobody_signed_is_named() {
    let trail = Witnessed::new();
    let written = fs::read_to_string(trail.witness()).unwrap();
    let lines = written.lines().count();
    let other_number = written.replacen("number=4 ", "number=3 ", 1);
    assert_ne!(other_number, written);
    for (what, text, flaw) in [
        ("altered", other_number, "unsigned_checkpoint"),
        (
            "damaged",
            written.replacen("hash=", "hush=", 1),
            "unreadable_checkpoint",
        ),
        (
            "long",
            format!("{}{written}", "x".repeat(5000)),
            "unreadable_checkpoint",
        ),
        (
            "no text",
            format!("\u{fffd}\n{written}"),
            "unreadable_checkpoint",
        ),
    ] {
        fs::write(trail.witness(), text).unwrap();
        let told = trail.verify_with_witness();
        assert_eq!(told.status.code(), Some(1), "{what}: {}", words(&told));
        assert_eq!(report(&told)["flaw"], flaw, "{what}");
    }
    // Lines of several servers come in any order.
    let reversed: Vec<_> = written.lines().rev().chain(written.lines()).collect();
    fs::write(trail.witness(), reversed.join("\n") + "\n").unwrap();
    let told = trail.verify_with_witness();
    assert_eq!(
        told.status.code(),
        Some(0),
        "{lines} lines: {}",
        words(&told)
    );
}

#[test]
fn the_witness_is_its_owners_and_must_be_there() {
    use std::os::unix::fs::PermissionsExt as _;
    let trail = Witnessed::new();
    let mode = fs::metadata(trail.witness()).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let away = trail.home.path().join("away/witness.log");
    let away = away.to_str().unwrap();
    let told = trail.verify(&["--witness", away]);
    assert_eq!(told.status.code(), Some(40), "{}", words(&told));
    let mut command = crate::stage::processes::server_command(&trail.home);
    let refused = run(
        command.args(["--listen", "127.0.0.1:0", "--witness", away]),
        "",
    );
    assert_eq!(refused.status.code(), Some(40), "{}", words(&refused));
    assert!(words(&refused).contains("the witness cannot be written"));
}

#[test]
fn another_key_has_signed_nothing() {
    let trail = Witnessed::new();
    let other = Home::new();
    let own = trail.home.pki().join("audit.pub");
    let own = trail.verify(&["--key", own.to_str().unwrap()]);
    assert_eq!(own.status.code(), Some(0), "{}", words(&own));
    let pem = fs::read_to_string(other.pki().join("audit.pub")).unwrap();
    let body = pem.lines().nth(1).unwrap();
    let changed: String = body
        .chars()
        .rev()
        .enumerate()
        .map(|(place, it)| match (place, it) {
            (3, 'A') => 'B',
            (3, _) => 'A',
            _ => it,
        })
        .collect();
    let changed: String = changed.chars().rev().collect();
    let file = trail.home.path().join("other.pub");
    fs::write(&file, pem.replace(body, &changed)).unwrap();
    let told = trail.verify(&["--key", file.to_str().unwrap()]);
    assert_eq!(told.status.code(), Some(1), "{}", words(&told));
    assert_eq!(report(&told)["flaw"], "unsigned_checkpoint");
}
