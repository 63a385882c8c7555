//! Visits through a real PC/SC service, with the virtual card in its reader.

use serde_json::Value;

use crate::stage::clinic::{Clinic, PIN, WRONG_PIN};
use crate::stage::home::{Home, persona};
use crate::stage::processes::{madoguchi, report, run, words};
use crate::stage::room::{READER, Room};

#[test]
fn the_same_visit_three_ways_gives_the_same_answer() {
    let clinic = Clinic::open();
    let mut demo = madoguchi();
    demo.args(["demo", "--headless", "--json", "--persona"]);
    let in_one_process = run(demo.arg(persona("insured")), "");

    let mut visit = clinic.visit_at(&format!("virtual:{}", persona("insured").display()));
    visit.args([
        "--pin-stdin",
        "--consent",
        "all",
        "--limit",
        "yes",
        "--json",
    ]);
    let over_tcp = run(&mut visit, &format!("{PIN}\n"));

    let _card = clinic.insert();
    let through_pcscd = clinic.receive(PIN);

    let reports = [in_one_process, over_tcp, through_pcscd].map(|output| {
        assert_eq!(output.status.code(), Some(0), "{}", words(&output));
        without_times(report(&output))
    });
    assert_eq!(reports[0]["qualification"]["share_percent"], 30);
    assert_eq!(reports[0]["consents"].as_array().unwrap().len(), 4);
    assert_eq!(reports[0], reports[1]);
    assert_eq!(reports[1], reports[2]);
    assert_eq!(clinic.recorded(), ["COMPLETED", "COMPLETED"]);
}

/// A report without what differs from visit to visit.
fn without_times(mut report: Value) -> Value {
    assert!(report["visit_date"].take().is_string());
    for step in report["steps"].as_array_mut().unwrap() {
        assert!(step["ms"].take().is_number());
    }
    for consent in report["consents"].as_array_mut().unwrap() {
        assert!(consent["until"].take().is_string());
    }
    report
}

#[test]
fn readers_and_the_card_on_one_are_shown() {
    let clinic = Clinic::open();
    assert_eq!(clinic.readers()[0]["card"], false);
    let _card = clinic.insert();
    let readers = clinic.readers();
    assert_eq!(readers[0]["name"], READER);
    assert_eq!(readers[0]["atr"], "3BE000FF8131FE4514");
    assert_eq!(readers[1]["card"], false, "the second slot is empty");
    let seen = clinic.read_card();
    assert_eq!(seen["kind"], "plastic");
    assert_eq!(seen["tries_left"], 3);
    assert!(seen["issuer"].as_str().unwrap().contains("SIMULATOR"));
}

#[test]
fn three_wrong_pins_in_three_processes_lock_the_card_for_good() {
    let clinic = Clinic::open();
    let card = clinic.insert();
    let receive = |pin: &str, arguments: &[&str], code, tries_left: u8| {
        let output = run(clinic.script().args(arguments), &format!("{pin}\n"));
        assert_eq!(output.status.code(), Some(code), "{}", words(&output));
        assert_eq!(report(&output)["tries_left"], tries_left);
        assert_eq!(
            clinic.read_card()["tries_left"],
            tries_left,
            "the card says"
        );
    };
    receive(WRONG_PIN, &[], 15, 2);
    receive(WRONG_PIN, &[], 15, 1);
    // Without a word about it, a script spends no last try, and no right PIN either.
    receive(WRONG_PIN, &[], 17, 1);
    receive(PIN, &[], 17, 1);
    receive(WRONG_PIN, &["--spend-last-try"], 16, 0);
    receive(PIN, &["--spend-last-try"], 16, 0);
    receive(PIN, &[], 16, 0);
    clinic.pull(card);
    let _card = clinic.insert();
    receive(PIN, &["--spend-last-try"], 16, 0);
    assert!(clinic.recorded().is_empty());
}

#[test]
fn the_right_pin_gives_all_tries_back() {
    let clinic = Clinic::open();
    let _card = clinic.insert();
    for _ in 0..2 {
        assert_eq!(clinic.receive(WRONG_PIN).status.code(), Some(15));
    }
    let output = run(clinic.script().arg("--spend-last-try"), PIN);
    assert_eq!(output.status.code(), Some(0), "{}", words(&output));
    assert_eq!(clinic.read_card()["tries_left"], 3);
}

#[test]
fn a_wrong_pin_is_told_with_the_tries_left() {
    let clinic = Clinic::open();
    let _card = clinic.insert();
    let mut visit = clinic.visit_at("pcsc:");
    let output = run(visit.arg("--pin-stdin"), &format!("{WRONG_PIN}\n"));
    assert_eq!(output.status.code(), Some(15));
    for told in [
        "暗証番号が違います。",
        "残り2回です。",
        "Two tries are left.",
    ] {
        assert!(
            words(&output).contains(told),
            "{told} in {}",
            words(&output)
        );
    }
    assert!(!words(&output).contains(WRONG_PIN));
}

#[test]
fn what_is_no_pin_never_reaches_the_card() {
    let clinic = Clinic::open();
    let _card = clinic.insert();
    for typed in ["", "123", "12345", "12a4", "１２３", " 1234"] {
        let output = clinic.receive(typed);
        assert_eq!(output.status.code(), Some(2), "{}", words(&output));
        assert!(words(&output).contains("数字4桁ではありません"));
    }
    assert_eq!(clinic.read_card()["tries_left"], 3);
}

#[test]
fn without_service_or_reader_the_desk_says_so_at_once() {
    let (mut room, home) = (Room::new(), Home::new());
    let mut visit = madoguchi();
    visit.args(["visit", "--pin-stdin", "--json", "--pki"]);
    let mut visit = room.inside(visit.arg(home.pki()));
    let output = run(&mut visit, PIN);
    assert_eq!(output.status.code(), Some(11), "{}", words(&output));
    assert_eq!(report(&output)["reason"], "READER_SERVICE_DOWN");

    let no_readers = home.path().join("reader.conf.d");
    std::fs::create_dir(&no_readers).unwrap();
    room.start_service(&["--config", no_readers.to_str().unwrap()]);
    let output = run(&mut visit, PIN);
    assert_eq!(output.status.code(), Some(10), "{}", words(&output));
    assert_eq!(report(&output)["reason"], "READER_ABSENT");
}
