//! `madoguchi card new`, `edit`, `show` and `issue`: personas and their cards.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::stage::desk::{visit_command, visit_of};
use crate::stage::home::{Home, persona, shelf};
use crate::stage::leaks::CANARY;
use crate::stage::processes::{Running, address_of, madoguchi, report, run, server_command, words};
use crate::stage::terminal::Terminal;

/// `madoguchi card …`.
fn card(arguments: &[&str]) -> Command {
    let mut command = madoguchi();
    command.arg("card").args(arguments);
    command
}

/// The same with this home's certificates.
fn card_of(home: &Home, arguments: &[&str]) -> Command {
    let mut command = card(&arguments[..1]);
    command.arg("--pki").arg(home.pki()).args(&arguments[1..]);
    command
}

/// Ran to that exit code.
fn ran(command: &mut Command, input: &str, code: i32) -> Output {
    let output = run(command, input);
    assert_eq!(
        output.status.code(),
        Some(code),
        "{command:?} {}",
        words(&output)
    );
    output
}

fn text(file: &Path) -> String {
    fs::read_to_string(file).unwrap()
}

fn serve(home: &Home) -> (Running, String) {
    let mut server = Running::start(server_command(home).args(["--listen", "127.0.0.1:0"]));
    let address = address_of(&mut server);
    (server, address)
}

#[test]
fn an_invented_persona_is_the_same_for_its_seed_and_is_received_at_a_desk() {
    let home = Home::new();
    let [aoi, again] = ["aoi.toml", "again.toml"].map(|name| home.shelf().join(name));
    let settings = [
        "--seed",
        "7",
        "--set",
        "card.pin=1234",
        "--set",
        "person.birth=1950-04-01",
    ];
    for file in [&aoi, &again] {
        ran(card(&["new"]).arg(file).args(settings), "", 0);
    }
    assert_eq!(text(&aoi), text(&again));
    fs::remove_file(again).unwrap();
    let name = text(&aoi);
    let (_, name) = name.split_once("\nname = \"").unwrap();
    let (name, _) = name.split_once('"').unwrap();

    ran(card_of(&home, &["issue"]).arg(&aoi), "", 0);
    let shown = ran(card_of(&home, &["show"]).arg(&aoi), "", 0);
    let shown = String::from_utf8(shown.stdout).unwrap();
    assert!(
        shown.contains(name) && shown.contains("1950-04-01"),
        "{shown}"
    );
    let (_server, address) = serve(&home);
    let visit = visit_of(&aoi, &home.pki(), &address);
    assert_eq!(visit.status.code(), Some(0), "{}", words(&visit));
    assert_eq!(report(&visit)["qualification"]["name"], name);
}

#[test]
fn a_person_is_asked_for_a_new_persona_and_enter_invents() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mine.toml");
    let mut terminal = Terminal::start(card(&["new"]).arg(&file));
    terminal.wait_for("Enter alone: it is invented");
    for (question, answer) in [
        ("in Japanese（", "自分のカード"),
        ("in English（", ""),
        ("given name（", ""),
        ("in the same way（", ""),
        ("day of birth（", "2001-02-03"),
        ("not_stated（", "male"),
        ("without_pin（", "0842"),
    ] {
        terminal.wait_for(question);
        terminal.enter(answer);
    }
    let (code, screen) = terminal.end();
    assert_eq!(code, Some(0), "{screen}");
    let text = text(&file);
    for line in [
        "自分のカード",
        "birth = 2001-02-03",
        "sex = \"male\"",
        "pin = \"0842\"",
    ] {
        assert!(text.contains(line), "{line} in {text}");
    }
    // Whoever has begun to answer learns of it before and not after.
    let (code, screen) = Terminal::start(card(&["new"]).arg(&file)).end();
    assert_eq!(code, Some(40), "{screen}");
    assert!(screen.contains("もうあります") && !screen.contains("Enter"));
}

#[test]
fn what_cannot_be_made_is_told_by_line_and_key_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("x.toml");
    for (setting, told) in [
        ("card.pin", "KEY=VALUE"),
        ("card.colour=red", "card.colour"),
        ("person.name=見本　一", "person.kana"),
        ("card.pin=73194", "card.pin: must be four digits"),
        ("card.faults=73194:1", "x.toml: card.faults"),
        (
            "insurance.cover.insurer_number=06439990",
            "insurance.cover.insurer_number: has a wrong check digit",
        ),
        // Only its last digit would be another in someone's number.
        (
            &format!("card.number=12345678901{}", 8),
            "x.toml:24: card.number",
        ),
    ] {
        let output = ran(
            card(&["new"])
                .arg(&file)
                .args(["--seed", "7", "--set", setting]),
            "",
            40,
        );
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains(told), "{setting}: {said}");
        assert!(!said.contains("73194") || told.contains("faults"), "{said}");
        assert!(!file.exists(), "{setting}");
    }
    let nowhere = folder.path().join("nowhere/x.toml");
    ran(card(&["new", "--seed", "7"]).arg(nowhere), "", 40);
}

#[test]
fn an_edit_keeps_comments_and_is_refused_whole() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("insured.toml");
    fs::copy(persona("insured"), &file).unwrap();
    let before = text(&file);
    for wrong in [
        "person.birth=1980-02-30",
        "insurance.cover.relation=cousin",
        "card.faults=no-such-fault",
        "card.colour=red",
    ] {
        let output = ran(
            card(&["edit"]).arg(&file).args(["card.pin=0842", wrong]),
            "",
            40,
        );
        let key = wrong.split_once('=').unwrap().0;
        assert!(words(&output).contains(key), "{}", words(&output));
        assert_eq!(text(&file), before, "{wrong}");
    }
    let changes = ["card.pin=0842", "insurance.registration=not_registered"];
    ran(card(&["edit"]).arg(&file).args(changes), "", 0);
    let wanted = before
        .replace("pin = \"1234\"", "pin = \"0842\"")
        .replace("\"registered\"", "\"not_registered\"");
    assert_eq!(text(&file), wanted);
    let keys = ran(&mut card(&["edit", "--keys"]), "", 0);
    assert!(words(&keys).contains("insurance.cover.share_percent"));
    ran(&mut card(&["edit"]), "", 2);
}

#[test]
fn a_draft_that_cannot_be_read_is_kept_and_edited_again() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("insured.toml");
    let draft = folder.path().join("insured.toml.draft");
    fs::copy(persona("insured"), &file).unwrap();
    let before = text(&file);
    let with_editor = |editor: &str, code: i32| {
        let mut command = card(&["edit"]);
        command
            .arg(&file)
            .env_remove("VISUAL")
            .env("EDITOR", editor);
        words(&ran(&mut command, "", code))
    };
    assert!(with_editor("", 40).contains("EDITOR"));
    assert!(with_editor("true", 0).contains("nothing changed"));
    assert!(with_editor("false", 40).contains("failed"));
    assert!(!draft.exists(), "there is nothing in it");

    let script = folder.path().join("editor.sh");
    fs::write(&script, "sed -i s/1980-02-17/1980-02-30/ \"$1\"\n").unwrap();
    let said = with_editor(&format!("sh {}", script.display()), 40);
    assert!(
        said.contains("insured.toml.draft:15: person.birth"),
        "{said}"
    );
    assert_eq!(text(&file), before);
    let said = with_editor("sed -i s/1980-02-30/1980-02-28/", 0);
    assert!(said.contains("going on with your draft"), "{said}");
    assert!(!draft.exists());
    assert_eq!(text(&file), before.replace("1980-02-17", "1980-02-28"));
}

#[test]
fn a_card_is_shown_as_its_persona_says_and_as_a_picture() {
    let home = Home::new();
    let png = home.path().join("front.png");
    let shown = ran(
        card_of(&home, &["show", "--png"])
            .arg(&png)
            .arg(persona("insured")),
        "",
        0,
    );
    let shown = String::from_utf8(shown.stdout).unwrap();
    for told in [
        "模擬カード / SIMULATED",
        "窓口　花子 (マドグチ　ハナコ)",
        "1980-02-17",
        "女 / female",
        "東京都架空区窓口台九十九丁目９番９号",
        "署名用電子証明書 / signature certificate: あり / yes",
        "3 tries left",
    ] {
        assert!(shown.contains(told), "{told} in {shown}");
    }
    // PNG, 5.2 and 11.2.2: signature, then IHDR with width and height.
    let picture = fs::read(&png).unwrap();
    assert_eq!(&picture[..8], b"\x89PNG\r\n\x1a\n");
    assert_eq!(&picture[12..16], b"IHDR");
    assert_eq!(picture[16..20], 1012_u32.to_be_bytes());
    assert_eq!(picture[20..24], 638_u32.to_be_bytes());
    let held = virtual_card::take(&home.pki().join("cards/insured")).unwrap();
    let shown = ran(card_of(&home, &["show"]).arg(persona("insured")), "", 0);
    assert!(words(&shown).contains("the card is in a reader"));
    drop(held);
}

#[test]
fn a_card_that_is_issued_anew_has_fresh_tries() {
    let home = Home::new();
    let insured = persona("insured");
    let reader = format!("virtual:{}", insured.display());
    let mut read = card_of(
        &home,
        &["read", "--json", "--sign", "--secrets-stdin", "--reader"],
    );
    read.arg(reader);
    let mut tries_left = |pin: &str, code| {
        let read: serde_json::Value =
            serde_json::from_slice(&ran(&mut read, &format!("{pin}\n"), code).stdout).unwrap();
        read["tries_left"].clone()
    };
    assert_eq!(tries_left("9999", 1), 2);
    assert_eq!(tries_left("12x4", 1), 2, "it is none, and is not tried");
    assert_eq!(tries_left("9999", 1), 1);
    assert_eq!(tries_left("1234", 1), 1, "the last try is not a script's");
    let issue = |arguments: &[&str], code| {
        let mut issue = card_of(&home, &["issue"]);
        words(&ran(issue.arg(&insured).args(arguments), "", code))
    };
    assert!(issue(&[], 40).contains("--anew"));
    let held = virtual_card::take(&home.pki().join("cards/insured")).unwrap();
    assert!(issue(&["--anew"], 40).contains("another reader"));
    drop(held);
    issue(&["--anew"], 0);
    assert_eq!(tries_left("1234", 0), 3);
}

#[test]
fn nothing_that_is_read_or_asked_for_is_logged() {
    let home = Home::new();
    let file = home.path().join("canary.toml");
    fs::write(&file, CANARY.persona(&text(&persona("insured")))).unwrap();
    let reader = format!("virtual:{}", file.display());
    let mut read = card_of(&home, &["read", "--face", "--signature", "--sign"]);
    read.args([
        "--without-pin",
        "--secrets-stdin",
        "--json",
        "--log",
        "trace",
    ]);
    let secrets = format!("SIM123456\n{}\n", CANARY.pin);
    let read = ran(read.args(["--reader", &reader]), &secrets, 0);
    let log = String::from_utf8(read.stderr).unwrap();
    assert!(log.lines().count() > 100, "everything is logged: {log}");
    assert_eq!(CANARY.found_in(&log), Vec::<String>::new());
    let number = virtual_card::issued_collation_number_b(&home.pki().join("cards/canary"));
    let number = String::from_utf8(number.unwrap().unwrap().to_vec()).unwrap();
    for secret in ["SIM123456", &number] {
        assert!(!log.contains(secret));
    }
}

/// What each persona's title promises: exit code, reason, share in percent.
const PROMISED: [(&str, i32, &str, Option<u8>); 25] = [
    ("android", 0, "CONFIRMED", Some(30)),
    ("arrears", 0, "CONFIRMED", Some(30)),
    ("changed-insurer", 1, "COVER_LAPSED", None),
    ("child", 0, "CONFIRMED", Some(20)),
    ("deregistered", 1, "DEREGISTERED", None),
    ("dialysis", 0, "CONFIRMED", Some(30)),
    ("expired", 1, "CERT_EXPIRED", None),
    ("expiring", 0, "CONFIRMED", Some(30)),
    ("in-grace", 0, "CONFIRMED_IN_GRACE", Some(30)),
    ("insured", 0, "CONFIRMED", Some(30)),
    ("iphone", 0, "CONFIRMED", Some(30)),
    ("just-joined", 1, "COVER_NOT_FOUND", None),
    ("lapsed", 1, "COVER_LAPSED", None),
    ("late-elderly", 0, "CONFIRMED", Some(10)),
    ("not-disclosed", 1, "CARD_NOT_ACCEPTED", None),
    ("not-registered", 1, "NOT_REGISTERED", None),
    ("pin-locked", 16, "PIN_LOCKED", None),
    ("rare-kanji", 0, "CONFIRMED", Some(30)),
    ("senior", 0, "CONFIRMED", Some(20)),
    ("special-care", 0, "CONFIRMED_SPECIAL_CARE", Some(100)),
    ("subsidy", 0, "CONFIRMED", Some(20)),
    ("suspended", 1, "CERT_SUSPENDED", None),
    ("too-late-to-register", 1, "REG_TOO_CLOSE", None),
    ("two-covers", 1, "MULTIPLE_COVERS", None),
    ("without-pin", 16, "PIN_NOT_SET", None),
];

#[test]
fn every_persona_can_be_read_and_comes_to_what_its_title_promises() {
    let home = Home::of_everyone();
    let (_server, address) = serve(&home);
    let there = fs::read_dir(shelf()).unwrap().count();
    assert_eq!(there, PROMISED.len(), "one of the shelf is not promised");
    for (name, code, reason, share) in PROMISED {
        let file = persona(name);
        let reader = format!("virtual:{}", file.display());
        let mut read = card_of(&home, &["read", "--face", "--json", "--reader", &reader]);
        let phone = ["android", "iphone"].contains(&name);
        let read = ran(&mut read, "", i32::from(phone));
        let read: serde_json::Value = serde_json::from_slice(&read.stdout).unwrap();
        assert_eq!(read["face"], if phone { "not_there" } else { "open" });
        // A phone shows who issued its certificate after the PIN, if at all.
        assert_eq!(read["issuer"].is_null(), name == "android", "{name}");

        let mut visit = visit_command(&home.pki(), &address, &file);
        if phone {
            let told = ran(&mut visit, "1234\n", 1);
            assert_eq!(report(&told)["reason"], "PHONE_NOT_SUPPORTED_HERE");
            visit.arg("--phone-reader");
        }
        let visit = ran(&mut visit, "1234\n", code);
        let told = report(&visit);
        assert_eq!(told["reason"], reason, "{name}");
        let percent = &told["qualification"]["share_percent"];
        assert_eq!(percent.as_u64(), share.map(u64::from), "{name}");
    }
}
