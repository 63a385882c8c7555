//! 本人確認 from `madoguchi visit`: by PIN, by face, by the staff's eyes.

use std::fs;

use serde_json::json;

use crate::stage::clinic::{Clinic, PIN, WRONG_PIN};
use crate::stage::home::{Home, persona};
use crate::stage::made::files_in;
use crate::stage::processes::{madoguchi, report, run, server, words};
use crate::stage::verifying::{
    Desk, FACE_READER, PASSCODE, STAFF, assert_ended, camera, lines, set_passcode,
};

#[test]
fn a_visit_by_face_ends_with_its_assurance_in_the_answer_and_in_the_audit_record() {
    let desk = Desk::open();
    let camera = camera("insured");
    let by_face = [&FACE_READER[..], &["--camera", &camera, "--method", "face"]].concat();
    let report = desk.told(&by_face, "", 0);
    let band = report["assurance"]["score_band"].as_str().unwrap();
    assert!(["NARROW", "CLEAR", "STRONG"].contains(&band), "{band}");
    assert_eq!(
        report["assurance"],
        json!({
            "method": "FACE", "reader": "FACE", "attempts": 1,
            "matcher": "STUB", "score_band": band, "staff_id": null,
        })
    );
    assert_eq!(report["consents"][0]["surface"], "READER_SCREEN");
    let audited = desk.audited();
    assert_eq!(
        audited,
        format!("method=FACE reader=FACE attempts=1 score_band={band}")
    );
}

#[test]
fn a_visit_by_pin_after_two_faces_that_do_not_match_counts_three_attempts() {
    let desk = Desk::open();
    let camera = camera("child");
    let ways = [
        "--camera",
        &camera,
        "--pin-stdin",
        "--method",
        "face,face,pin",
    ];
    let report = desk.told(&[&FACE_READER[..], &ways].concat(), &lines(&[PIN]), 0);
    assert_eq!(
        report["assurance"],
        json!({
            "method": "PIN", "reader": "FACE", "attempts": 3,
            "matcher": null, "score_band": null, "staff_id": null,
        })
    );
    assert_eq!(desk.audited(), "method=PIN reader=FACE attempts=3");
}

#[test]
fn a_visit_by_staff_check_after_a_locked_pin_leaves_the_pin_locked() {
    let desk = Desk::open();
    for (tries, code) in [(2, 15), (1, 15), (0, 16)] {
        let wrong = ["--pin-stdin", "--spend-last-try"];
        let report = desk.told(&wrong, &lines(&[WRONG_PIN]), code);
        assert_eq!(report["tries_left"], tries);
    }
    let before = desk.card();
    let by_staff = [&STAFF[..], &["--method", "staff"]].concat();
    let report = desk.told(&by_staff, &lines(&[PASSCODE]), 0);
    assert_eq!(
        report["assurance"],
        json!({
            "method": "STAFF_CHECK", "reader": "GENERAL", "attempts": 1,
            "matcher": null, "score_band": null, "staff_id": "S-071",
        })
    );
    assert_eq!(
        desk.audited(),
        "method=STAFF_CHECK reader=GENERAL attempts=1 staff_id=S-071"
    );
    let categories = report["consents"].as_array().unwrap().len();
    assert_eq!(categories, 4, "steps 3 and 4 follow");
    assert_eq!(report["consents"][0]["surface"], "DESK_SCREEN");
    assert!(desk.card() == before, "the PIN stays locked");
    desk.told(&["--pin-stdin"], &lines(&[PIN]), 16);
}

#[test]
fn a_general_reader_asked_for_a_face_refuses_and_no_counter_moves() {
    let desk = Desk::open();
    let before = desk.card();
    let camera = camera("insured");
    let face = ["--camera", &camera, "--method", "face"];
    let report = desk.told(&face, "", 39);
    assert_eq!(report["reason"], "METHOD_NOT_OFFERED");
    assert!(desk.card() == before, "no counter moved");
    // The way on: what is offered.
    let ways = ["--camera", &camera, "--pin-stdin", "--method", "face,pin"];
    let report = desk.told(&ways, &lines(&[PIN]), 0);
    assert_eq!(report["assurance"]["attempts"], 1, "{report}");
}

#[test]
fn without_a_reader_there_is_the_fall_back_and_no_card_is_touched() {
    let desk = Desk::open();
    let before = desk.card();
    let none = ["--reader-kind", "none", "--pin-stdin"];
    let report = desk.told(&none, &lines(&[PIN]), 10);
    assert_eq!(report["reason"], "READER_ABSENT");
    assert!(desk.card() == before);
}

/// The product's policy with other numbers, in a file of this desk.
fn policy(desk: &Desk, change: impl Fn(&str) -> String) -> String {
    let product = include_str!("../crates/verification/policy.toml");
    let file = desk.home.path().join("policy.toml");
    let text: Vec<_> = product.lines().map(change).collect();
    fs::write(&file, text.join("\n")).unwrap();
    file.display().to_string()
}

#[test]
fn a_score_at_the_threshold_passes_and_one_below_it_does_not() {
    let desk = Desk::open();
    let policy = policy(&desk, |line| match line.starts_with("threshold") {
        true => "threshold = 512".to_owned(),
        false => line.to_owned(),
    });
    let scored = |score: &str, code| {
        let matcher = format!("scripted:{score}");
        let camera = camera("insured");
        let face = ["--camera", &camera, "--matcher", &matcher];
        let arguments = [&FACE_READER[..], &face, &["--policy", &policy]].concat();
        desk.told(&[&arguments[..], &["--method", "face"]].concat(), "", code)
    };
    assert_eq!(scored("512", 0)["assurance"]["score_band"], "NARROW");
    assert_eq!(scored("1000", 0)["assurance"]["score_band"], "STRONG");
    assert_eq!(scored("511", 33)["reason"], "FACE_MISMATCH");
}

#[test]
fn frames_without_a_face_are_no_attempts_and_three_mismatches_end_the_way() {
    let desk = Desk::open();
    let camera = camera("insured");
    let scripted = |script: &str, ways: &str, code| {
        let pin = match ways.ends_with("pin") {
            true => &["--pin-stdin"][..],
            false => &[],
        };
        let matcher = format!("scripted:{script}");
        let arguments = ["--camera", &camera, "--matcher", &matcher, "--method", ways];
        let arguments = [&FACE_READER[..], &arguments, pin].concat();
        desk.told(&arguments, &lines(&[PIN]), code)
    };
    let report = scripted(
        "timeout,no-face,two-faces,mask,999",
        "face,face,face,face,pin",
        0,
    );
    assert_eq!(report["assurance"]["attempts"], 1, "{report}");
    let report = scripted("too-close", "face,face,face,face,face,face", 34);
    assert_eq!(report["reason"], "FACE_NOT_CAPTURED");
    let report = scripted("0", "face,face,face,face", 33);
    assert_eq!(report["reason"], "FACE_MISMATCH");
    let report = scripted("0,0,0,1000", "face,face,face,face,pin", 0);
    assert_eq!(
        report["assurance"]["method"], "PIN",
        "a fourth face is not looked at"
    );
    assert_eq!(report["assurance"]["attempts"], 4);
}

#[test]
fn a_card_without_pin_comes_in_by_face_or_by_the_staffs_eyes() {
    let home = Home::of_everyone();
    set_passcode(&home);
    let (_server, address) = server(&home);
    let without_pin = persona("without-pin");
    let visit = |arguments: &[&str], lines: &str| {
        let mut visit = madoguchi();
        visit.args(["visit", "--json", "--server", &address, "--pki"]);
        visit.arg(home.pki()).arg("--reader");
        visit.arg(format!("virtual:{}", without_pin.display()));
        run(visit.args(arguments), lines)
    };
    let camera = camera("without-pin");
    let face = [&FACE_READER[..], &["--camera", &camera, "--method", "face"]].concat();
    assert_ended(&visit(&face, ""), 0);
    let staff = [&STAFF[..], &["--method", "staff"]].concat();
    assert_ended(&visit(&staff, &lines(&[PASSCODE])), 0);
    let pin = visit(&["--pin-stdin"], &lines(&[PIN]));
    assert_ended(&pin, 16);
    assert_eq!(report(&pin)["reason"], "PIN_NOT_SET");

    let online = [&face[..], &["--venue", "online"]].concat();
    let online = visit(&online, "");
    assert_ended(&online, 1);
    assert_eq!(report(&online)["reason"], "PINLESS_CARD_NOT_FOR_ONLINE");
    let at_home = [&face[..], &["--venue", "home-visit"]].concat();
    assert_ended(&visit(&at_home, ""), 0);
}

#[test]
fn wrong_passcodes_touch_no_card_and_close_the_staffs_check_for_a_while() {
    let desk = Desk::open();
    let before = desk.card();
    let wrong = |code, reason: &str| {
        let by_staff = [&STAFF[..], &["--method", "staff"]].concat();
        let report = desk.told(&by_staff, &lines(&["not-the-passcode"]), code);
        assert_eq!(report["reason"], reason);
    };
    for _ in 0..4 {
        wrong(36, "PASSCODE_WRONG");
    }
    wrong(37, "STAFF_CHECK_CLOSED");
    assert!(desk.card() == before, "no counter moved");
    wrong(37, "STAFF_CHECK_CLOSED");
    let right = [&STAFF[..], &["--pin-stdin", "--method", "staff,pin"]].concat();
    let report = desk.told(&right, &lines(&[PIN, PASSCODE]), 0);
    assert_eq!(report["assurance"]["method"], "PIN", "it stays closed");
}

#[test]
fn where_a_general_reader_asks_no_consent_none_is_recorded() {
    let desk = Desk::open();
    let policy = policy(&desk, |line| {
        line.replace("\"DESK_SCREEN\"", "\"UNAVAILABLE\"")
    });
    let report = desk.told(&["--pin-stdin", "--policy", &policy], &lines(&[PIN]), 0);
    assert_eq!(report["consents"], json!([]));
    assert_eq!(report["steps"][2]["state"], "skipped");
    assert_eq!(report["steps"][3]["state"], "done");
    assert_ne!(report["limit"]["state"], "not_offered");
}

#[test]
fn a_policy_that_cannot_be_is_refused_by_its_key() {
    let desk = Desk::open();
    let policy = policy(&desk, |line| {
        line.replace("general = [", "general = [\"FACE\", ")
    });
    let visit = run(
        &mut desk.visit(&["--pin-stdin", "--policy", &policy]),
        "1234\n",
    );
    assert_ended(&visit, 2);
    assert!(
        words(&visit).contains("offers.general"),
        "{}",
        words(&visit)
    );
}

#[test]
fn neither_photo_nor_frame_is_written_anywhere() {
    let desk = Desk::open();
    let temporary = desk.home.path().join("temporary");
    fs::create_dir(&temporary).unwrap();
    let names = || {
        let files = files_in(desk.home.path()).into_iter();
        files.map(|(name, _)| name).collect::<Vec<_>>()
    };
    let camera = camera("insured");
    let by_face = [&FACE_READER[..], &["--camera", &camera, "--method", "face"]].concat();
    desk.told(&by_face, "", 0);
    let before = names();
    let mut visit = desk.visit(&by_face);
    visit.current_dir(&temporary).env("TMPDIR", &temporary);
    assert_ended(&run(&mut visit, ""), 0);
    assert_eq!(names(), before);
}

/// The same in a real PC/SC service, where the desk is told which card's front it sees.
#[test]
fn the_three_ways_through_pcscd() {
    let clinic = Clinic::open();
    set_passcode(&clinic.home);
    let card = clinic.insert();
    let insured = persona("insured").display().to_string();
    let camera = camera("insured");
    let visit = |arguments: &[&str], lines: &str| {
        let mut visit = clinic.visit_at("pcsc:");
        let output = run(
            visit.args(["--json", "--wait", "30"]).args(arguments),
            lines,
        );
        assert_ended(&output, 0);
        report(&output)["assurance"]["method"].clone()
    };
    let face = ["--front", &insured, "--camera", &camera, "--method", "face"];
    assert_eq!(visit(&[&FACE_READER[..], &face].concat(), ""), "FACE");
    let staff = [&STAFF[..], &["--method", "staff"]].concat();
    assert_eq!(visit(&staff, &lines(&[PASSCODE])), "STAFF_CHECK");
    assert_eq!(visit(&["--pin-stdin"], &lines(&[PIN])), "PIN");
    clinic.pull(card);
}
