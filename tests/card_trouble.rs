//! Cards that are pulled, cards that talk nonsense, and a service that dies.

use std::time::Duration;

use crate::stage::clinic::{Clinic, PIN};
use crate::stage::processes::words;
use crate::stage::scripted_card::{Does, FIRST_COMMAND, play_if_asked, put_down};

const VERIFY: u8 = 0x20;
const SIGN: u8 = 0x2A;
const SELECT: u8 = 0xA4;
const READ_BINARY: u8 = 0xB0;

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

#[test]
fn a_card_pulled_at_any_moment_leaves_nothing_half_done() {
    if play_if_asked() {
        return;
    }
    let clinic = Clinic::open();
    for moment in [
        Does::VanishesBefore(SELECT),
        Does::VanishesBefore(READ_BINARY),
        Does::VanishesAfter(READ_BINARY),
        Does::VanishesBefore(VERIFY),
        Does::VanishesAfter(VERIFY),
        Does::VanishesBefore(SIGN),
    ] {
        let story = "card_trouble::a_card_pulled_at_any_moment_leaves_nothing_half_done";
        let _card = put_down(&clinic, story, moment);
        let output = clinic.receive(PIN);
        let code = output.status.code();
        assert_eq!(code, Some(14), "{moment:?}: {}", words(&output));
        assert!(clinic.recorded().is_empty(), "{moment:?}");
        clinic.wait_until_card_is(false);
    }
    let _card = clinic.insert();
    assert_eq!(clinic.receive(PIN).status.code(), Some(0));
    assert_eq!(clinic.recorded(), ["COMPLETED"]);
}

#[test]
fn a_card_pulled_after_it_signed_is_received_or_was_never_there() {
    if play_if_asked() {
        return;
    }
    let clinic = Clinic::open();
    let story = "card_trouble::a_card_pulled_after_it_signed_is_received_or_was_never_there";
    let _card = put_down(&clinic, story, Does::VanishesAfter(SIGN));
    let output = clinic.receive(PIN);
    let recorded = clinic.recorded();
    match output.status.code() {
        Some(0) => assert_eq!(recorded, ["COMPLETED"]),
        Some(14) => assert!(!recorded.contains(&"COMPLETED".to_owned())),
        _ => panic!("{}", words(&output)),
    }
}

#[test]
fn garbage_and_silence_end_a_visit_and_the_next_card_works() {
    if play_if_asked() {
        return;
    }
    let clinic = Clinic::open();
    for length in [0, 1, 2, 3, 65_002] {
        let story = "card_trouble::garbage_and_silence_end_a_visit_and_the_next_card_works";
        let (mut visit, report) = clinic.start_receiving(PIN);
        visit.wait_for("service found");
        let mut card = put_down(&clinic, story, Does::Nonsense(length));
        card.wait_for(FIRST_COMMAND);
        let ended = visit.end_within(Duration::from_millis(3500));
        let code = ended.and_then(|status| status.code());
        let report = std::fs::read_to_string(report).unwrap();
        assert_eq!(code, Some(13), "{length} bytes: {report}");
        drop(card);
        clinic.wait_until_card_is(false);
    }
    let _card = clinic.insert();
    assert_eq!(clinic.receive(PIN).status.code(), Some(0));
    assert_eq!(clinic.recorded(), ["COMPLETED"]);
}
