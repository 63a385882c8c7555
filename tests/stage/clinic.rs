//! A clinic: a PC/SC service with a virtual reader, a check server, and the insured
//! person with her card.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Duration;

use rusqlite::Connection;
use serde_json::Value;

use super::home::{Home, persona};
use super::processes::{Running, SOON, address_of, madoguchi, run, server_command, within, words};
use super::room::Room;

/// Her PIN.
pub(crate) const PIN: &str = "1234";
/// Her signature password.
pub(crate) const PASSWORD: &str = "SIM123456";
/// Not her PIN.
pub(crate) const WRONG_PIN: &str = "9999";

/// In which the service notices a card.
const A_MOMENT: Duration = Duration::from_secs(3);

/// A clinic of a story's own.
pub(crate) struct Clinic {
    pub(crate) room: Room,
    pub(crate) home: Home,
    address: String,
    _server: Running,
}

impl Clinic {
    /// Opens one. The service runs; no card lies on the reader.
    pub(crate) fn open() -> Self {
        let mut room = Room::new();
        room.start_service(&[]);
        let home = Home::new();
        let mut server = room.inside(&server_command(&home));
        let mut server = Running::start(server.args(["--listen", "127.0.0.1:0"]));
        let address = address_of(&mut server);
        Self {
            room,
            home,
            address,
            _server: server,
        }
    }

    /// `madoguchi visit` at that reader.
    pub(crate) fn visit_at(&self, reader: &str) -> Command {
        let mut visit = madoguchi();
        visit
            .args(["visit", "--server", &self.address, "--reader", reader])
            .arg("--pki")
            .arg(self.home.pki());
        self.room.inside(&visit)
    }

    /// A script's visit at the virtual PC/SC reader, with everything agreed to.
    pub(crate) fn script(&self) -> Command {
        let mut visit = self.visit_at("pcsc:");
        visit.args(["--pin-stdin", "--consent", "all", "--limit", "yes"]);
        visit.args(["--wait", "30", "--json"]);
        visit
    }

    /// Runs it with that PIN.
    pub(crate) fn receive(&self, pin: &str) -> Output {
        run(&mut self.script(), &format!("{pin}\n"))
    }

    /// Starts it; it tells when it has found or lost the service. Its report goes to
    /// the file that is given, too.
    pub(crate) fn start_receiving(&self, pin: &str) -> (Running, PathBuf) {
        let file = |name| self.home.path().join(name);
        std::fs::write(file("pin"), pin).unwrap();
        let mut visit = self.script();
        visit
            .args(["--log", "reader=debug"])
            .stdout(File::create(file("report")).unwrap());
        let input = File::open(file("pin")).unwrap();
        (Running::start_with(input, &mut visit), file("report"))
    }

    /// Puts the card into the virtual reader, and waits until the service shows it.
    /// Dropping it pulls the card.
    pub(crate) fn insert(&self) -> Running {
        self.insert_with(&persona("insured"), &[])
    }

    /// The same with a persona's card and further arguments, such as a fault.
    pub(crate) fn insert_with(&self, persona: &Path, arguments: &[&str]) -> Running {
        let mut insert = madoguchi();
        insert.args(["card", "insert"]).arg(persona).args(arguments);
        insert.arg("--pki").arg(self.home.pki());
        // The service looks some three times a second and may miss a card that comes
        // faster than by hand: as by hand, it is put down again then.
        let put_down = || {
            let mut card = Running::start(&mut self.room.inside(&insert));
            card.wait_for("in the reader");
            within(A_MOMENT, || self.shows_card(true)).map(|()| card)
        };
        within(SOON, put_down).expect("the service does not notice the card")
    }

    /// Puts a card of hers with other keys into the second reader.
    pub(crate) fn insert_second(&self) -> Running {
        let second = self.home.path().join("second.toml");
        std::fs::copy(persona("insured"), &second).unwrap();
        let mut insert = madoguchi();
        insert.args(["card", "insert"]).arg(&second);
        insert.args(["--vpcd", "127.0.0.1:35964", "--pki"]);
        insert.arg(self.home.pki());
        let mut card = Running::start(&mut self.room.inside(&insert));
        card.wait_for("in the reader");
        let there = || (self.readers()[1]["card"] == true).then_some(());
        within(SOON, there).expect("the service does not notice the second card");
        card
    }

    /// Pulls the card, and waits until the service has noticed.
    pub(crate) fn pull(&self, mut card: Running) {
        assert!(card.terminate().success());
        self.wait_until_card_is(false);
    }

    pub(crate) fn wait_until_card_is(&self, there: bool) {
        within(SOON, || self.shows_card(there)).expect("the service does not notice the card");
    }

    fn shows_card(&self, there: bool) -> Option<()> {
        (self.readers()[0]["card"] == there).then_some(())
    }

    /// `madoguchi card readers --json`.
    pub(crate) fn readers(&self) -> Value {
        let mut readers = madoguchi();
        readers.args(["card", "readers", "--json"]);
        json(&run(&mut self.room.inside(&readers), ""))
    }

    /// `madoguchi card read --json`.
    pub(crate) fn read_card(&self) -> Value {
        let mut read = madoguchi();
        read.args(["card", "read", "--json"]);
        json(&run(&mut self.room.inside(&read), ""))
    }

    /// Runs a program of somebody else's in the room.
    pub(crate) fn other_program(&self, command: &mut Command) -> Output {
        let command = command.current_dir(self.home.path());
        let output = run(&mut self.room.inside(command), "");
        assert!(output.status.success(), "{command:?}: {}", words(&output));
        output
    }

    /// How the visits stand that the server has written, in their order. Fails when
    /// a completed one lacks its answer, or the audit trail is not whole.
    pub(crate) fn recorded(&self) -> Vec<String> {
        let mut audit = madoguchi();
        audit.args(["audit", "verify", "--store", &self.home.store_location()]);
        let audit = run(&mut audit, "");
        assert!(audit.status.success(), "{}", words(&audit));
        let store = Connection::open(self.home.store()).unwrap();
        let half = "SELECT count(*) FROM visit WHERE (state = 'COMPLETED') <> EXISTS (
            SELECT 1 FROM audit WHERE visit = visit.id AND operation = 'COMPLETE')";
        let half: u32 = store.query_row(half, [], |row| row.get(0)).unwrap();
        assert_eq!(half, 0, "completed and answered are the same");
        let mut states = store
            .prepare("SELECT state FROM visit ORDER BY opened_at")
            .unwrap();
        let states = states.query_map([], |row| row.get(0)).unwrap();
        states.map(Result::unwrap).collect()
    }
}

/// What a program told in JSON, having gone well.
fn json(output: &Output) -> Value {
    assert!(output.status.success(), "{}", words(output));
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", words(output)))
}
