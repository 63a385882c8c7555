//! Unmodified software of others, OpenSC and pcsc-tools, with virtual cards in real
//! readers: one card, and two at once, each of which goes through everything.

use std::fs;
use std::process::{Command, Stdio};

use crate::stage::clinic::{Clinic, PASSWORD, PIN, WRONG_PIN};
use crate::stage::processes::{Running, run, words};
use crate::stage::room::{READER, SECOND_READER, need};

/// What there is to sign.
const WORDS: &str = "窓口";

/// A clinic where others' programs can be run.
fn clinic() -> Clinic {
    for program in ["opensc-tool", "pkcs15-tool", "pkcs11-tool"] {
        need(program, "opensc");
    }
    need("openssl", "openssl");
    let clinic = Clinic::open();
    fs::write(clinic.home.path().join("words"), WORDS).unwrap();
    clinic
}

fn told(clinic: &Clinic, program: &str, arguments: &[&str]) -> String {
    let output = clinic.other_program(Command::new(program).args(arguments));
    String::from_utf8(output.stdout).unwrap()
}

/// What a program told that may fail.
fn tried(clinic: &Clinic, program: &str, arguments: &[&str]) -> (bool, String) {
    let output = run(
        &mut clinic.room.inside(Command::new(program).args(arguments)),
        "",
    );
    (output.status.success(), words(&output))
}

/// Tests one card after the other: alone on its reader, then two on two readers.
fn with_one_card_and_with_two(test: impl Fn(&Clinic, &str)) {
    let clinic = clinic();
    let _first = clinic.insert();
    test(&clinic, "0");
    let _second = clinic.insert_second();
    test(&clinic, "1");
    test(&clinic, "0");
}

#[test]
fn opensc_recognises_the_card_and_lists_what_is_on_it() {
    with_one_card_and_with_two(|clinic, reader| {
        let name = if reader == "0" { READER } else { SECOND_READER };
        assert!(told(clinic, "opensc-tool", &["--list-readers"]).contains(name));
        let card = told(
            clinic,
            "opensc-tool",
            &["--reader", reader, "--atr", "--name"],
        );
        assert!(card.contains("3b:e0:00:ff:81:31:fe:45:14"), "{card}");
        assert_eq!(card.lines().last(), Some("jpki"));

        let dump = told(clinic, "pkcs15-tool", &["--reader", reader, "--dump"]);
        for object in [
            "PIN [User Authentication PIN]",
            "PIN [Digital Signature PIN]",
            "Private RSA Key [User Authentication Key]",
            "Private RSA Key [Digital Signature Key]",
            "X.509 Certificate [User Authentication Certificate]",
            "X.509 Certificate [Digital Signature Certificate]",
        ] {
            assert!(dump.contains(object), "{object}: {dump}");
        }
        assert_eq!(tries(clinic, reader), ["3", "5"], "{dump}");
    });
}

/// The tries that OpenSC tells of both PINs.
fn tries(clinic: &Clinic, reader: &str) -> Vec<String> {
    let pins = told(clinic, "pkcs15-tool", &["--reader", reader, "--list-pins"]);
    let lines = pins.lines().filter(|line| line.contains("Tries left"));
    let tries = lines.map(|line| line.rsplit(' ').next().unwrap().to_owned());
    tries.collect()
}

#[test]
fn the_signature_certificate_is_read_only_with_its_password() {
    with_one_card_and_with_two(|clinic, reader| {
        let read = ["--reader", reader, "--read-certificate", "1"];
        let user = told(clinic, "pkcs15-tool", &read);
        assert!(user.starts_with("-----BEGIN CERTIFICATE-----"), "{user}");
        let read = ["--reader", reader, "--read-certificate", "2"];
        let (went_well, said) = tried(clinic, "pkcs15-tool", &read);
        assert!(!went_well, "{said}");
        let verify = ["--verify-pin", "--auth-id", "02", "--pin", PASSWORD];
        let signature = told(clinic, "pkcs15-tool", &[&read[..], &verify].concat());
        assert!(
            signature.contains("-----BEGIN CERTIFICATE-----"),
            "{signature}"
        );
        assert_ne!(user, signature);
    });
}

#[test]
fn both_keys_sign_by_pkcs11_and_openssl_verifies() {
    with_one_card_and_with_two(|clinic, reader| {
        // Each card has two slots; OpenSC leaves four to a reader.
        let first = reader.parse::<u32>().unwrap() * 4;
        for (slot, pin, id) in [(first, PIN, "1"), (first + 1, PASSWORD, "2")] {
            let read = ["--reader", reader, "--read-certificate", id];
            let verify = ["--verify-pin", "--auth-id", "02", "--pin", PASSWORD];
            let certificate = told(clinic, "pkcs15-tool", &[&read[..], &verify].concat());
            let begin = certificate.find("-----BEGIN").unwrap();
            fs::write(clinic.home.path().join("card.pem"), &certificate[begin..]).unwrap();
            let key = ["x509", "-in", "card.pem", "-noout", "-pubkey"];
            let key = told(clinic, "openssl", &key);
            fs::write(clinic.home.path().join("key.pem"), key).unwrap();

            let mut sign = Command::new("pkcs11-tool");
            sign.args(["--sign", "--mechanism", "SHA256-RSA-PKCS"])
                .args(["--slot", &slot.to_string(), "--login", "--pin", pin])
                .args(["--input-file", "words", "--output-file", "signature"]);
            clinic.other_program(&mut sign);
            let verify = [
                "dgst",
                "-sha256",
                "-verify",
                "key.pem",
                "-signature",
                "signature",
                "words",
            ];
            assert_eq!(
                told(clinic, "openssl", &verify),
                "Verified OK\n",
                "slot {slot}"
            );
        }
    });
}

#[test]
fn wrong_pins_count_down_a_right_one_counts_up_and_a_locked_card_is_still_listed() {
    with_one_card_and_with_two(|clinic, reader| {
        if tries(clinic, reader)[0] == "0" {
            // The first card, locked before: the second one's tries were its own.
            return;
        }
        let verify = |pin| {
            let verify = ["--verify-pin", "--auth-id", "01", "--pin", pin];
            tried(
                clinic,
                "pkcs15-tool",
                &[&["--reader", reader][..], &verify].concat(),
            )
        };
        for (pin, right, left) in [
            (WRONG_PIN, false, "2"),
            (PIN, true, "3"),
            (WRONG_PIN, false, "2"),
            (WRONG_PIN, false, "1"),
            (WRONG_PIN, false, "0"),
            (PIN, false, "0"),
        ] {
            let (went_well, said) = verify(pin);
            assert_eq!(went_well, right, "{said}");
            assert_eq!(tries(clinic, reader), [left, "5"]);
        }
        let slots = told(clinic, "pkcs11-tool", &["--list-slots"]);
        assert!(slots.contains("user PIN locked"), "{slots}");
        let dump = told(clinic, "pkcs15-tool", &["--reader", reader, "--dump"]);
        assert!(dump.contains("X.509 Certificate [User Authentication Certificate]"));
    });
}

#[test]
fn opensc_and_the_desk_count_the_same_tries() {
    let clinic = clinic();
    let _card = clinic.insert();
    let verify = ["--verify-pin", "--auth-id", "01", "--pin", WRONG_PIN];
    assert!(!tried(&clinic, "pkcs15-tool", &verify).0);
    assert_eq!(clinic.read_card()["tries_left"], 2);
    assert_eq!(clinic.receive(WRONG_PIN).status.code(), Some(15));
    assert_eq!(tries(&clinic, "0"), ["1", "5"]);
}

#[test]
fn pcsc_scan_prints_the_answer_to_reset() {
    need("pcsc_scan", "pcsc-tools");
    let clinic = clinic();
    let _card = clinic.insert();
    let mut scan = clinic
        .room
        .inside(Command::new("sh").args(["-c", "exec pcsc_scan -n >&2"]));
    let mut scan = Running::start(scan.stdout(Stdio::null()));
    scan.wait_for("ATR: 3B E0 00 FF 81 31 FE 45 14");
}
