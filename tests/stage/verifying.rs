//! A desk that makes sure of the person in all three ways.

use std::process::{Command, Output};

use rusqlite::Connection;
use serde_json::Value;

use super::home::{Home, persona};
use super::made::{Files, files_in};
use super::processes::{Running, madoguchi, report, run, server, words};

/// The institution's own.
pub(crate) const PASSCODE: &str = "kanaria-71-himitsu";
/// Who of the staff looks.
pub(crate) const STAFF: [&str; 3] = ["--staff-id", "S-071", "--passcode-stdin"];
/// A reader with a camera, before which the insured person stands.
pub(crate) const FACE_READER: [&str; 2] = ["--reader-kind", "face"];

/// A clinic without PC/SC: its server runs, and the staff's passcode is set.
pub(crate) struct Desk {
    pub(crate) home: Home,
    address: String,
    _server: Running,
}

impl Desk {
    pub(crate) fn open() -> Self {
        let home = Home::new();
        set_passcode(&home);
        let (server, address) = server(&home);
        Self {
            home,
            address,
            _server: server,
        }
    }

    /// A script's visit of the insured person.
    pub(crate) fn visit(&self, arguments: &[&str]) -> Command {
        let mut visit = madoguchi();
        visit
            .args(["visit", "--json", "--consent", "all", "--limit", "yes"])
            .args(["--server", &self.address, "--pki"])
            .arg(self.home.pki())
            .arg("--reader")
            .arg(format!("virtual:{}", persona("insured").display()))
            .args(arguments);
        visit
    }

    /// Runs it to that exit code; gives its report.
    pub(crate) fn told(&self, arguments: &[&str], lines: &str, code: i32) -> Value {
        let output = run(&mut self.visit(arguments), lines);
        assert_ended(&output, code);
        report(&output)
    }

    /// Everything her card remembers, its counters above all.
    pub(crate) fn card(&self) -> Files {
        files_in(&self.home.pki().join("cards/insured"))
    }

    /// What the audit trail says of the last card that answered a challenge.
    pub(crate) fn audited(&self) -> String {
        audited(&self.home)
    }
}

/// Sets the institution's passcode for the staff's check.
pub(crate) fn set_passcode(home: &Home) {
    let mut set = madoguchi();
    set.args(["staff", "passcode", "--passcode-stdin", "--pki"]);
    assert_ended(&run(set.arg(home.pki()), &format!("{PASSCODE}\n")), 0);
}

fn audited(home: &Home) -> String {
    let store = Connection::open(home.store()).unwrap();
    let last = "SELECT detail FROM audit WHERE operation = 'AUTHENTICATE'
        ORDER BY number DESC LIMIT 1";
    store.query_row(last, [], |row| row.get(0)).unwrap()
}

/// It ended with that code.
pub(crate) fn assert_ended(output: &Output, code: i32) {
    assert_eq!(output.status.code(), Some(code), "{}", words(output));
}

/// `--camera` with that persona before it.
pub(crate) fn camera(name: &str) -> String {
    format!("drawn:{}", persona(name).display())
}

/// Lines of standard input.
pub(crate) fn lines(lines: &[&str]) -> String {
    lines.iter().map(|line| format!("{line}\n")).collect()
}
