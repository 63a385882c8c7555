//! A program that shares no code with Madoguchi, Python with pyscard, reads every
//! readable file of every application and checks what it reads.

use std::fs;
use std::process::Command;

use pki::{Folder, VerifiableCertificate};
use serde_json::{Value, json};

use crate::stage::clinic::{Clinic, PASSWORD, PIN};
use crate::stage::home::repository;
use crate::stage::processes::{run, words};
use crate::stage::room::{READER, SECOND_READER};

/// Debian's own Python, which has Debian's pyscard.
const PYTHON: &str = "/usr/bin/python3";
/// The applications' files that a terminal can read.
const FILES: usize = 19;

/// Reads the card on that reader; what it was issued with is in that folder.
fn read_every_file(clinic: &Clinic, reader: &str, card: &str, number: &str) -> Value {
    let folder = Folder::at(clinic.home.pki());
    let number_b = virtual_card::issued_collation_number_b(&folder.card(card)).unwrap();
    let number_b = String::from_utf8(number_b.unwrap().to_vec()).unwrap();
    let root = fs::read(folder.path().join("root.cvc")).unwrap();
    let root = VerifiableCertificate::parse(&root).unwrap();
    let authority = |name| fs::read_to_string(folder.path().join(name)).unwrap();
    let given = json!({
        "reader": reader,
        "pin": PIN,
        "password": PASSWORD,
        "number": number,
        "number_b": number_b,
        "birth_key": number_b[..6],
        "root": root.modulus().iter().map(|byte| format!("{byte:02x}")).collect::<String>(),
        "user_ca": authority("card-ca.crt"),
        "signature_ca": authority("signature-ca.crt"),
    });
    let script = repository().join("tests/pyscard/read_every_file.py");
    let output = run(
        &mut clinic
            .room
            .inside(Command::new(PYTHON).arg("-B").arg(script)),
        &given.to_string(),
    );
    assert!(output.status.success(), "{}", words(&output));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The twelve digits of the insured person's card, from her persona.
fn number() -> String {
    let insured = crate::stage::home::persona("insured");
    let insured = ::persona::Persona::load(&insured).unwrap();
    String::from_utf8(insured.card.number.bytes().to_vec()).unwrap()
}

#[test]
fn every_file_of_every_application_holds_together() {
    let probe = Command::new(PYTHON)
        .args(["-c", "import smartcard, cryptography"])
        .output();
    assert!(
        probe.is_ok_and(|probe| probe.status.success()),
        "this story needs Python's modules: apt-get install python3-pyscard python3-cryptography"
    );
    let clinic = Clinic::open();
    let _first = clinic.insert();
    let alone = read_every_file(&clinic, READER, "insured", &number());
    assert_eq!(alone["files"].as_object().unwrap().len(), FILES, "{alone}");
    let _second = clinic.insert_second();
    for (reader, card) in [(SECOND_READER, "second"), (READER, "insured")] {
        let read = read_every_file(&clinic, reader, card, &number());
        assert_eq!(read, alone, "{reader}");
    }
}
