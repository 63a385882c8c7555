//! No PIN, name, address or number in any log line or error text, however much is
//! logged.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};

use crate::stage::desk::visit_command;
use crate::stage::home::{Home, persona};
use crate::stage::leaks::{CANARY, alone, stands_in};
use crate::stage::processes::{Running, address_of, madoguchi, report, run, server_with, words};
use crate::stage::verifying::{Desk, FACE_READER, PASSCODE, STAFF, camera, lines};

const FORMATS: [&str; 2] = ["text", "json"];

/// A shelf with the canary's persona alone. Gives its file.
fn shelf(home: &Home) -> PathBuf {
    let insured = fs::read_to_string(persona("insured")).unwrap();
    let file = home.path().join("shelf/canary.toml");
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(&file, CANARY.persona(&insured)).unwrap();
    file
}

fn everything<'a>(command: &'a mut Command, format: &str) -> &'a mut Command {
    command.args(["--log", "trace", "--log-format", format])
}

fn assert_clean(written: &str, whose: &str) {
    let found = CANARY.found_in(written);
    let line = |word: &String| written.lines().find(|line| line.contains(word.as_str()));
    let lines: Vec<_> = found.iter().map(|word| (word, line(word))).collect();
    assert!(found.is_empty(), "{whose}: {lines:#?}");
}

fn standard_error(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn r018_no_log_line_of_a_server_and_its_desk_is_personal() {
    for format in FORMATS {
        let home = Home::new();
        let persona = shelf(&home);
        let mut command = server_with(&home, persona.parent().unwrap());
        command.args(["--listen", "127.0.0.1:0"]);
        let mut server = Running::start(everything(&mut command, format));
        let address = address_of(&mut server);
        let visit = |pin: &str| {
            let mut command = visit_command(&home.pki(), &address, &persona);
            run(everything(&mut command, format), &format!("{pin}\n"))
        };
        let wrong = visit("9072");
        assert_eq!(wrong.status.code(), Some(15), "{}", words(&wrong));
        assert_clean(&words(&wrong), "a desk without the PIN");
        let right = visit(CANARY.pin);
        assert!(right.status.success(), "{}", words(&right));
        // What was asked for is told: the scanner would find it in a log line.
        assert_eq!(report(&right)["qualification"]["name"], CANARY.name);
        let told = String::from_utf8(right.stdout.clone()).unwrap();
        assert!(CANARY.found_in(&told).len() > 5, "{told}");
        assert_clean(&standard_error(&right), "a desk");
        assert!(server.terminate().success());
        let said = server.rest();
        assert!(said.lines().count() > 100, "everything is logged: {said}");
        assert_clean(&said, "the server");
    }
}

#[test]
fn no_log_line_of_a_demonstration_is_personal() {
    for format in FORMATS {
        let home = Home::new();
        let mut command = madoguchi();
        command
            .args(["demo", "--headless", "--persona"])
            .arg(shelf(&home));
        let demo = run(everything(&mut command, format), "");
        assert!(demo.status.success(), "{}", words(&demo));
        let said = standard_error(&demo);
        assert!(said.lines().count() > 100, "everything is logged: {said}");
        assert_clean(&said, format);
    }
}

#[test]
fn no_log_line_says_what_a_face_or_the_staff_were_checked_with() {
    const WRONG: &str = "kanaria-72-himitsu";
    // Above the policy's `strong_from`, and nothing else in a log has so many.
    const SCORE: &str = "937";
    let desk = Desk::open();
    let card = desk.home.pki().join("cards/insured");
    let number = virtual_card::issued_collation_number_b(&card);
    let number = String::from_utf8(number.unwrap().unwrap().to_vec()).unwrap();
    let camera = camera("insured");
    let matcher = format!("scripted:{SCORE}");
    let face = ["--camera", &camera, "--matcher", &matcher];
    let ways = [&face[..], &["--method", "staff,face"]].concat();
    let arguments = [&FACE_READER[..], &STAFF, &ways].concat();
    for format in FORMATS {
        for (passcode, band) in [(WRONG, json!("STRONG")), (PASSCODE, Value::Null)] {
            let mut visit = desk.visit(&arguments);
            let output = run(everything(&mut visit, format), &lines(&[passcode]));
            assert!(output.status.success(), "{}", words(&output));
            let said = standard_error(&output);
            assert!(said.lines().count() > 100, "everything is logged: {said}");
            for secret in [WRONG, PASSCODE, &number] {
                assert!(!stands_in(secret, &said), "{secret} in {said}");
            }
            assert!(!alone(&said, SCORE), "the score in {said}");
            let report = report(&output);
            assert_eq!(report["reason"], "CONFIRMED");
            assert_eq!(report["assurance"]["score_band"], band);
        }
    }
}

#[test]
fn a_leak_would_be_found_however_it_is_spelt() {
    let line = "2026-11-21T09:07:19.071907Z TRACE h2: frame=Data { len: 90710 } port=49071";
    assert!(CANARY.found_in(line).is_empty());
    let name = CANARY.name.split('　').next().unwrap();
    let bytes: &[u8] = name.as_bytes();
    for leak in [
        name.to_owned(),
        format!("{name:?}"),
        name.escape_unicode().to_string(),
        format!("{}", bytes.escape_ascii()),
        serde_json::to_string(&bytes.escape_ascii().to_string()).unwrap(),
        format!("{bytes:?}"),
        format!("{bytes:02x?}"),
        format!("{bytes:02X?}").replace(", ", " "),
        format!("{bytes:02x?}").replace(", ", ""),
        serde_json::to_string(CANARY.address).unwrap(),
        format!("number={}", CANARY.number),
        format!("pin={}", CANARY.pin),
        format!("{:?}", CANARY.pin.as_bytes()),
        b"\x00\x20\x00\x80\x049071".escape_ascii().to_string(),
        "0020008004 39303731".to_owned(),
    ] {
        let found = CANARY.found_in(&format!("{line} leak={leak}"));
        assert!(!found.is_empty(), "{leak} is not found");
    }
}

/// Runs a visit with that persona's text; gives everything it said.
fn said_of(home: &Home, text: &str) -> String {
    let file = home.path().join("broken.toml");
    fs::write(&file, text).unwrap();
    let mut visit = visit_command(&home.pki(), "https://localhost:1", Path::new(&file));
    let output = run(everything(&mut visit, "text"), &format!("{}\n", CANARY.pin));
    assert!(!output.status.success(), "{text}");
    words(&output)
}

#[test]
fn an_error_about_a_persona_names_the_place_and_not_the_person() {
    let home = Home::new();
    let insured = fs::read_to_string(persona("insured")).unwrap();
    let canary = CANARY.persona(&insured);
    let pin = format!("pin = \"{}\"", CANARY.pin);
    for (what, by) in [
        (pin.clone(), format!("pin = \"{0}{0}\"", CANARY.pin)),
        (pin.clone(), format!("pin = {}", CANARY.pin)),
        (pin.clone(), format!("pin = \"{}", CANARY.pin)),
        (pin.clone(), format!("{pin}\n{pin}")),
        (CANARY.name.into(), CANARY.name.replace('　', "")),
        (CANARY.kana.into(), CANARY.kana.replace('　', "")),
        (
            format!("\"{}\"", CANARY.name),
            format!("{} {}", CANARY.name, CANARY.kana),
        ),
        (
            format!("\"{}\"", CANARY.address),
            format!("[\"{}\"]", CANARY.address),
        ),
        (format!("\"{}\"", CANARY.number), CANARY.number.into()),
        ("06439996".into(), CANARY.number.into()),
        ("\"01\"".into(), format!("\"{}\"", CANARY.number)),
        (
            "relation = \"insured\"".into(),
            format!("relation = \"{}\"", CANARY.name),
        ),
        (
            "sex = \"female\"".into(),
            format!("sex = \"{}\"", CANARY.name),
        ),
        ("1980-02-17".into(), format!("\"{}\"", CANARY.name)),
        (
            "class = \"A03\"".into(),
            format!("class = \"{}\"", CANARY.number),
        ),
        (
            "registration = \"registered\"".into(),
            format!("registration = \"{}\"", CANARY.name),
        ),
    ] {
        let broken = canary.replace(&what, &by);
        assert_ne!(broken, canary, "{what}");
        let said = said_of(&home, &broken);
        assert!(said.contains("broken.toml"), "{by}: {said}");
        assert_clean(&said, &by);
    }
}
