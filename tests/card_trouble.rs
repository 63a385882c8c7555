//! Cards that are pulled or swapped at any moment of a visit, cards that talk
//! nonsense, and a service that dies.

use std::time::Duration;

use crate::stage::clinic::{Clinic, PIN};
use crate::stage::home::persona;
use crate::stage::processes::{run, words};

/// More commands than a visit has.
const FAR: usize = 40;

#[test]
fn a_waiting_visit_outlives_the_service() {
    let mut clinic = Clinic::open();
    let (mut visit, report) = clinic.start_receiving(PIN);
    visit.wait_for("service found");
    clinic.room.kill_service();
    visit.wait_for("service lost");
    clinic.room.start_service(&[]);
    let _card = clinic.insert();
    let ended = visit.end_within(Duration::from_secs(5));
    assert_eq!(ended.and_then(|status| status.code()), Some(0));
    let report = std::fs::read_to_string(report).unwrap();
    assert!(report.contains(r#""confirmed":true"#), "{report}");
    assert_eq!(clinic.recorded(), ["COMPLETED"]);
}

/// Runs a visit with the fault at its first command, its second, and so on, until one
/// goes through; gives how many did not.
fn at_every_command(clinic: &Clinic, fault: &str, code: i32) -> usize {
    for command in 1..FAR {
        let fault = fault.replace('N', &command.to_string());
        let card = clinic.insert_with(&persona("insured"), &["--fault", &fault]);
        let output = clinic.receive(PIN);
        let ended = output.status.code();
        if ended == Some(0) {
            clinic.pull(card);
            return command - 1;
        }
        assert_eq!(ended, Some(code), "{fault}: {}", words(&output));
        drop(card);
        clinic.wait_until_card_is(false);
        assert!(
            !clinic.recorded().contains(&"COMPLETED".to_owned()),
            "{fault}"
        );
    }
    panic!("no visit goes through");
}

#[test]
fn a_card_pulled_at_any_moment_leaves_nothing_half_done() {
    let clinic = Clinic::open();
    let commands = at_every_command(&clinic, "pulled:N", 14);
    assert!(commands > 8, "{commands} commands are no whole visit");
    assert_eq!(clinic.recorded(), ["COMPLETED"]);
}

#[test]
fn a_card_pulled_after_any_answer_leaves_nothing_half_done() {
    let clinic = Clinic::open();
    for command in 1..FAR {
        let fault = format!("pulled-after:{command}");
        let card = clinic.insert_with(&persona("insured"), &["--fault", &fault]);
        let output = clinic.receive(PIN);
        drop(card);
        clinic.wait_until_card_is(false);
        let completed = clinic.recorded().contains(&"COMPLETED".to_owned());
        match output.status.code() {
            // It had signed: the server's answer was there before it was missed.
            Some(0) => {
                assert!(completed && command > 8, "{fault}: {}", words(&output));
                break;
            }
            Some(14) => assert!(!completed, "{fault}: {}", words(&output)),
            _ => panic!("{fault}: {}", words(&output)),
        }
    }
    let _card = clinic.insert();
    assert_eq!(clinic.receive(PIN).status.code(), Some(0));
}

#[test]
fn another_card_put_in_between_any_two_commands_is_never_taken_for_the_first() {
    let clinic = Clinic::open();
    let other = clinic.home.path().join("other.toml");
    std::fs::copy(persona("insured"), &other).unwrap();
    let mut unharmed = 0;
    for command in 2..FAR {
        let fault = format!("swapped:{command}:{}", other.display());
        let card = clinic.insert_with(&persona("insured"), &["--fault", &fault]);
        let output = clinic.receive(PIN);
        match output.status.code() {
            Some(0) => unharmed += 1,
            // Nothing is selected on the other card, so it refuses.
            Some(13) => assert_eq!(unharmed, 0, "{fault}: {}", words(&output)),
            _ => panic!("{fault}: {}", words(&output)),
        }
        drop(card);
        clinic.wait_until_card_is(false);
        if unharmed == 1 {
            break;
        }
    }
    assert_eq!(clinic.recorded(), ["COMPLETED"], "by the first card alone");
}

#[test]
fn a_copy_of_a_card_without_its_key_and_a_changed_certificate_are_refused() {
    let clinic = Clinic::open();
    for (fault, reason) in [
        ("cloned-certificate", "SIGNATURE_INVALID"),
        ("tampered-certificate", "CERT_NOT_TRUSTED"),
        ("says-9000-to-any-pin", "CARD_UNREADABLE"),
    ] {
        let reader = format!("virtual:{}", persona("insured").display());
        let mut visit = clinic.visit_at(&reader);
        visit.args(["--pin-stdin", "--json", "--fault", fault]);
        let output = run(&mut visit, &format!("{PIN}\n"));
        let report = crate::stage::processes::report(&output);
        assert_eq!(report["reason"], reason, "{fault}: {report}");
    }
    assert!(clinic.recorded().is_empty());
}

#[test]
fn garbage_and_silence_end_a_visit_and_the_next_card_works() {
    let clinic = Clinic::open();
    for fault in ["empty:1", "one-byte:1", "random:1", "huge:1", "mute:1"] {
        let card = clinic.insert_with(&persona("insured"), &["--fault", fault]);
        let (mut visit, report) = clinic.start_receiving(PIN);
        visit.wait_for("service found");
        let ended = visit.end_within(Duration::from_millis(3500));
        let code = ended.and_then(|status| status.code());
        let report = std::fs::read_to_string(report).unwrap();
        assert_eq!(code, Some(13), "{fault}: {report}");
        drop(card);
        clinic.wait_until_card_is(false);
    }
    let _card = clinic.insert();
    assert_eq!(clinic.receive(PIN).status.code(), Some(0));
    assert_eq!(clinic.recorded(), ["COMPLETED"]);
}
