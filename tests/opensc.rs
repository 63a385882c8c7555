//! Unmodified software of others, OpenSC, with the virtual card in a real reader.

use std::fs;
use std::process::Command;

use crate::stage::clinic::{Clinic, PIN, WRONG_PIN};
use crate::stage::processes::run;
use crate::stage::room::{READER, need};

/// A clinic with a card on the reader, and the way to run others' programs there.
fn clinic() -> Clinic {
    for program in ["opensc-tool", "pkcs15-tool", "pkcs11-tool"] {
        need(program, "opensc");
    }
    need("openssl", "openssl");
    Clinic::open()
}

fn told(clinic: &Clinic, program: &str, arguments: &[&str]) -> String {
    let output = clinic.other_program(Command::new(program).args(arguments));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn opensc_recognises_the_card_and_reads_what_is_on_it() {
    let clinic = clinic();
    let _card = clinic.insert();
    assert!(told(&clinic, "opensc-tool", &["--list-readers"]).contains(READER));
    let card = told(&clinic, "opensc-tool", &["--atr", "--name"]);
    assert!(card.contains("3b:e0:00:ff:81:31:fe:45:14"), "{card}");
    assert_eq!(card.lines().last(), Some("jpki"));

    let objects = told(
        &clinic,
        "pkcs15-tool",
        &["--list-certificates", "--list-pins"],
    );
    let (certificates, pins) = objects.split_once("PIN [").unwrap();
    assert!(certificates.contains("[User Authentication Certificate]"));
    assert!(pins.starts_with("User Authentication PIN]"), "{objects}");
    let tries = pins.lines().find(|line| line.contains("Tries left"));
    assert!(tries.unwrap().ends_with(": 3"), "{objects}");
}

#[test]
fn a_signature_by_opensc_is_verified_by_openssl() {
    let clinic = clinic();
    let _card = clinic.insert();
    let certificate = told(&clinic, "pkcs15-tool", &["--read-certificate", "1"]);
    fs::write(clinic.home.path().join("card.pem"), certificate).unwrap();
    let key = ["x509", "-in", "card.pem", "-noout", "-pubkey"];
    fs::write(
        clinic.home.path().join("key.pem"),
        told(&clinic, "openssl", &key),
    )
    .unwrap();
    fs::write(clinic.home.path().join("words"), "窓口").unwrap();

    let sign = ["--sign", "--mechanism", "SHA256-RSA-PKCS", "--slot", "0"];
    let mut sign_words = Command::new("pkcs11-tool");
    sign_words.args(sign).args(["--login", "--pin", PIN]);
    sign_words.args(["--input-file", "words", "--output-file", "signature"]);
    clinic.other_program(&mut sign_words);
    let verify = [
        "dgst",
        "-sha256",
        "-verify",
        "key.pem",
        "-signature",
        "signature",
        "words",
    ];
    assert_eq!(told(&clinic, "openssl", &verify), "Verified OK\n");
}

#[test]
fn opensc_and_the_desk_count_the_same_tries() {
    let clinic = clinic();
    let _card = clinic.insert();
    let mut verify = Command::new("pkcs15-tool");
    verify.args(["--verify-pin", "--auth-id", "01", "--pin", WRONG_PIN]);
    let refused = run(&mut clinic.room.inside(&verify), "");
    assert!(!refused.status.success());
    assert_eq!(clinic.read_card()["tries_left"], 2);
    assert_eq!(clinic.receive(WRONG_PIN).status.code(), Some(15));
    let pins = told(&clinic, "pkcs15-tool", &["--list-pins"]);
    let tries = pins.lines().find(|line| line.contains("Tries left"));
    assert!(tries.unwrap().ends_with(": 1"), "{pins}");
}
