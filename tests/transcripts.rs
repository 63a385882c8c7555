//! `madoguchi card record`, and recorded cards in a card's place.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use crate::stage::home::{Home, persona, repository};
use crate::stage::processes::{madoguchi, run, words};

const SECRETS: &str = "SIM123456\n1234\n";

/// Everything that can be read of a card.
const WHOLE: [&str; 4] = ["--face", "--signature", "--without-pin", "--sign"];

fn replay(transcript: &Path, home: &Home, options: &[&str]) -> Output {
    let mut read = madoguchi();
    read.args(["card", "read", "--secrets-stdin", "--json", "--reader"]);
    read.arg(format!("replay:{}", transcript.display()));
    run(read.args(options).arg("--pki").arg(home.pki()), SECRETS)
}

fn record(home: &Home, name: &str, options: &[&str]) -> (PathBuf, Output) {
    let transcript = home.path().join(name);
    let mut record = madoguchi();
    record.args(["card", "record"]).arg(&transcript);
    record.args(["--secrets-stdin", "--json", "--reader"]);
    record.arg(format!("virtual:{}", persona("insured").display()));
    let recorded = run(record.args(options).arg("--pki").arg(home.pki()), SECRETS);
    (transcript, recorded)
}

#[test]
fn a_recorded_card_is_read_again_and_no_secret_is_in_its_transcript() {
    let home = Home::new();
    let (transcript, recorded) = record(&home, "whole.jsonl", &WHOLE);
    assert_eq!(recorded.status.code(), Some(0), "{}", words(&recorded));
    let replayed = replay(&transcript, &home, &WHOLE);
    assert_eq!(replayed.status.code(), Some(0), "{}", words(&replayed));
    assert_eq!(recorded.stdout, replayed.stdout);
    let told: serde_json::Value = serde_json::from_slice(&replayed.stdout).unwrap();
    for opened in [
        "face",
        "signature_certificate",
        "without_pin",
        "test_signature",
    ] {
        assert_eq!(told[opened], "open", "{told}");
    }
    assert_eq!(told["front"]["birth"], "1980-02-17");

    let card = home.pki().join("cards/insured");
    let number = virtual_card::issued_collation_number_b(&card)
        .unwrap()
        .unwrap();
    let text = fs::read_to_string(&transcript).unwrap();
    assert!(text.lines().count() > 50);
    let hex = |bytes: &[u8]| {
        bytes
            .iter()
            .map(|it| format!("{it:02X}"))
            .collect::<String>()
    };
    let number: &[u8] = &number;
    for secret in [b"1234".as_slice(), b"SIM123456", number] {
        let spelt = [hex(secret), String::from_utf8(secret.to_vec()).unwrap()];
        // Four digits may stand in any number; as a PIN they would follow its length.
        let spelt = match secret.len() {
            4 => [format!("04{}", spelt[0]), format!("\"{}\"", spelt[1])],
            _ => spelt,
        };
        for spelt in spelt {
            assert!(!text.contains(&spelt), "a secret of {} bytes", secret.len());
        }
    }
}

#[test]
fn a_transcript_answers_nothing_that_it_was_not_asked() {
    let home = Home::new();
    let (transcript, recorded) = record(&home, "signed.jsonl", &["--signature", "--sign"]);
    assert_eq!(recorded.status.code(), Some(0), "{}", words(&recorded));
    // Options have no order of their own.
    let again = replay(&transcript, &home, &["--sign", "--signature"]);
    assert_eq!(again.stdout, recorded.stdout, "{}", words(&again));
    for options in [["--face"], ["--without-pin"]] {
        let other = replay(&transcript, &home, &options);
        assert_eq!(other.status.code(), Some(13), "{}", words(&other));
        let said = words(&other);
        assert!(
            said.contains("on line ") && said.contains("記録と違う"),
            "{said}"
        );
    }
    let beyond = replay(&transcript, &home, &["--signature", "--sign", "--face"]);
    assert_eq!(beyond.status.code(), Some(14), "{}", words(&beyond));
}

#[test]
fn a_transcript_is_never_written_over_and_needs_its_place() {
    let home = Home::new();
    let there = home.path().join("there.jsonl");
    fs::write(&there, "mine").unwrap();
    for (name, told) in [
        ("there.jsonl", "もうあります"),
        ("nowhere/x.jsonl", "nowhere"),
    ] {
        let (_, refused) = record(&home, name, &[]);
        assert_eq!(refused.status.code(), Some(40), "{}", words(&refused));
        assert!(words(&refused).contains(told), "{}", words(&refused));
    }
    assert_eq!(fs::read_to_string(&there).unwrap(), "mine");
    let none = replay(&there, &home, &[]);
    assert_eq!(none.status.code(), Some(40), "{}", words(&none));
    let absent = replay(&home.path().join("absent.jsonl"), &home, &[]);
    assert_eq!(
        words(&absent).matches("No such file").count(),
        1,
        "{}",
        words(&absent)
    );
}

/// The transcripts that come with the product: each is read again with the options
/// that it names, and nothing is missing but what a locked card and a phone lack.
#[test]
fn every_kept_transcript_is_replayed() {
    let home = Home::new();
    let files = fs::read_dir(repository().join("hardware/transcripts")).unwrap();
    let mut kept = Vec::new();
    for file in files.map(|it| it.unwrap().path()) {
        if file.extension().is_none_or(|it| it != "jsonl") {
            continue;
        }
        let text = fs::read_to_string(&file).unwrap();
        let name = file.file_stem().unwrap().to_str().unwrap().to_owned();
        assert!(text.len() < 120_000, "{name} is large");
        let header: serde_json::Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
        let about = header["about"].as_str().unwrap();
        let options = about.strip_prefix("madoguchi card read").unwrap();
        let options: Vec<&str> = options.split_whitespace().collect();
        let read = replay(&file, &home, &options);
        let told: serde_json::Value =
            serde_json::from_slice(&read.stdout).unwrap_or_else(|_| panic!("{}", words(&read)));
        assert_eq!(told["simulated"], true, "{name} is no simulated card's");
        let face = &told["face"];
        kept.push((
            name,
            told["kind"].clone(),
            face.clone(),
            told["test_signature"].clone(),
        ));
    }
    kept.sort_by(|a, b| a.0.cmp(&b.0));
    let wanted = [
        ("android-phone", "android", "not_there", "open"),
        ("locked-card", "plastic", "open", "blocked"),
        ("plastic-card", "plastic", "open", "open"),
    ];
    let wanted = wanted.map(|it| (it.0.into(), it.1.into(), it.2.into(), it.3.into()));
    assert_eq!(kept, wanted);
}
