//! One's own card, which no authority of the simulator has issued, enrolled for
//! training. Another simulation's card stands for it.

use std::fs;
use std::path::PathBuf;

use pki::{Folder, claims};
use serde_json::Value;

use crate::stage::home::{Home, persona};
use crate::stage::made::{files_in, pki_with_a_card};
use crate::stage::processes::{
    Running, SOON, address_of, madoguchi, report, run, server_command, within, words,
};
use crate::stage::room::Room;

/// A clinic with a card of elsewhere on its reader.
struct Training {
    room: Room,
    home: Home,
    elsewhere: Folder,
    _card: Running,
}

impl Training {
    fn begin() -> Self {
        let mut room = Room::new();
        room.start_service(&[]);
        let home = Home::new();
        let elsewhere = pki_with_a_card(&home.path().join("elsewhere"));
        let mut insert = madoguchi();
        insert.args(["card", "insert"]).arg(persona("insured"));
        insert.arg("--pki").arg(elsewhere.path());
        let mut card = Running::start(&mut room.inside(&insert));
        card.wait_for("in the reader");
        let mut readers = madoguchi();
        readers.args(["card", "readers", "--json"]);
        let shown = || {
            let readers = run(&mut room.inside(&readers), "").stdout;
            let readers: Value = serde_json::from_slice(&readers).ok()?;
            (readers[0]["card"] == true).then_some(())
        };
        within(SOON, shown).expect("the service does not notice the card");
        Self {
            room,
            home,
            elsewhere,
            _card: card,
        }
    }

    /// `madoguchi card …`, which ends with that code.
    fn card(&self, arguments: &[&str], code: i32) -> String {
        let mut command = madoguchi();
        command.arg("card").args(arguments);
        command.arg("--pki").arg(self.home.pki());
        let output = run(&mut self.room.inside(&command), "");
        assert_eq!(output.status.code(), Some(code), "{}", words(&output));
        words(&output)
    }

    /// A visit with the card on the reader, at a server that has just been started.
    fn visit(&self) -> Value {
        let mut server = server_command(&self.home);
        server.args(["--listen", "127.0.0.1:0"]);
        let mut server = Running::start(&mut self.room.inside(&server));
        let address = address_of(&mut server);
        let mut visit = madoguchi();
        visit
            .args(["visit", "--pin-stdin", "--json", "--server", &address])
            .args(["--reader", "pcsc:", "--pki"])
            .arg(self.home.pki());
        report(&run(&mut self.room.inside(&visit), "1234\n"))
    }
}

#[test]
fn ones_own_card_is_believed_from_its_enrolment_until_it_is_forgotten() {
    let training = Training::begin();
    assert_eq!(training.visit()["reason"], "CERT_NOT_TRUSTED");
    assert!(training.card(&["forget"], 1).contains("not enrolled"));

    let insured = persona("insured").display().to_string();
    let said = training.card(&["enrol", &insured], 0);
    assert!(
        said.contains("SHA-256") && said.contains("insured"),
        "{said}"
    );
    let visit = training.visit();
    assert_eq!(visit["reason"], "CONFIRMED", "{visit}");
    assert_eq!(visit["qualification"]["name"], "窓口　花子");

    assert!(training.card(&["forget"], 0).contains("cards forgotten: 1"));
    assert_eq!(training.visit()["reason"], "CERT_NOT_TRUSTED");
    training.card(&["enrol", &insured], 0);
    assert!(
        training
            .card(&["forget", "--all"], 0)
            .contains("forgotten: 1")
    );
    assert_eq!(training.visit()["reason"], "CERT_NOT_TRUSTED");
}

#[test]
fn of_an_enrolled_card_its_hash_alone_is_kept() {
    let training = Training::begin();
    let before: Vec<PathBuf> = files_in(&training.home.pki())
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    training.card(&["enrol", &persona("insured").display().to_string()], 0);
    let card = training.elsewhere.card("insured");
    let certificate = virtual_card::issued_certificate(&card).unwrap();
    let serial = claims(&certificate).unwrap().serial;
    // An RSA signature is the end of a certificate, and nobody else's.
    let (_, signature) = certificate.split_last_chunk::<256>().unwrap();
    let own = [serial.as_slice(), &signature[..32]];
    let holds = |bytes: &[u8], part: &[u8]| bytes.windows(part.len()).any(|it| it == part);
    for (name, bytes) in files_in(&training.home.pki()) {
        for part in own {
            assert!(!holds(&bytes, part), "{}", name.display());
        }
        if !before.contains(&name) {
            let text = String::from_utf8(bytes).unwrap();
            let (hash, rest) = text.split_at(64);
            assert!(hash.bytes().all(|it| it.is_ascii_hexdigit()), "{text}");
            assert_eq!(rest, " insured\n");
        }
    }
    assert!(own.iter().all(|part| holds(&certificate, part)));
}

#[test]
fn a_phone_a_card_of_the_simulators_own_and_no_card_cannot_be_enrolled() {
    let home = Home::new();
    let enrol = |reader: &str, arguments: &[&str]| {
        let mut enrol = madoguchi();
        enrol.args(["card", "enrol"]).arg(persona("insured"));
        enrol.args(["--reader", reader]).args(arguments);
        run(enrol.arg("--pki").arg(home.pki()), "")
    };
    let phone = enrol(&format!("virtual:{}", persona("android").display()), &[]);
    assert_eq!(phone.status.code(), Some(13), "{}", words(&phone));
    assert!(words(&phone).contains("a phone cannot be enrolled"));
    let ours = enrol(&format!("virtual:{}", persona("insured").display()), &[]);
    assert_eq!(ours.status.code(), Some(40), "{}", words(&ours));
    assert!(words(&ours).contains("it is believed already"));
    let mut room = Room::new();
    room.start_service(&[]);
    let mut nothing = madoguchi();
    nothing.args(["card", "enrol", "--wait", "1"]);
    nothing.arg(persona("insured")).arg("--pki").arg(home.pki());
    let nothing = run(&mut room.inside(&nothing), "");
    assert_eq!(nothing.status.code(), Some(32), "{}", words(&nothing));
    assert!(!home.pki().join("enrolled").exists());
}

/// A recorded reading, in which the card names another maker.
fn real_card(home: &Home) -> PathBuf {
    let file = home.path().join("reading.jsonl");
    let mut record = madoguchi();
    record.args(["card", "record"]).arg(&file);
    record.arg("--reader");
    record.arg(format!("virtual:{}", persona("insured").display()));
    let recorded = run(record.arg("--pki").arg(home.pki()), "");
    assert!(recorded.status.success(), "{}", words(&recorded));
    let text = fs::read_to_string(&file).unwrap();
    let (simulator, other) = ("4D41444F4755434849", "4B41444F4755434849");
    assert!(text.contains(simulator));
    fs::write(&file, text.replace(simulator, other)).unwrap();
    file
}

#[test]
fn a_scripts_pin_is_not_tried_on_a_card_that_does_not_say_it_is_simulated() {
    let home = Home::new();
    let reading = real_card(&home);
    let replay = format!("replay:{}", reading.display());
    let mut read = madoguchi();
    read.args(["card", "read", "--sign", "--secrets-stdin", "--json"]);
    let read = run(read.args(["--reader", &replay]), "1234\n");
    assert_eq!(read.status.code(), Some(1), "{}", words(&read));
    let told: Value = serde_json::from_slice(&read.stdout).unwrap();
    assert_eq!(told["simulated"], false);
    assert_eq!(told["test_signature"], "not_tried");

    // A desk asks neither for the kind, which is read first, nor what there is.
    let text = fs::read_to_string(&reading).unwrap();
    let asked = |line: &(usize, &str)| !(2..4).contains(&line.0) && !(6..8).contains(&line.0);
    let lines: Vec<&str> = text
        .lines()
        .enumerate()
        .filter(asked)
        .map(|it| it.1)
        .collect();
    fs::write(&reading, lines.join("\n") + "\n").unwrap();
    let mut visit = madoguchi();
    visit.args(["visit", "--pin-stdin", "--json", "--reader", &replay]);
    visit.args(["--server", "https://localhost:1", "--pki"]);
    let visit = run(visit.arg(home.pki()), "1234\n");
    assert_eq!(visit.status.code(), Some(18), "{}", words(&visit));
    assert_eq!(report(&visit)["reason"], "PERSON_NEEDED");
}
