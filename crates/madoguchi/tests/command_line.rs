//! The words of the command line, as a person meets them first.

// A test that cannot go on has failed.
#![allow(clippy::unwrap_used)]

use std::process::{Command, Output};

fn madoguchi(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_madoguchi"))
        .args(arguments)
        .env_clear()
        .env("HOME", "/nonexistent")
        .output()
        .unwrap()
}

fn said(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn help_names_every_command_in_both_languages_and_the_exit_codes() {
    let help = madoguchi(&["--help"]);
    assert!(help.status.success());
    let help = said(&help.stdout);
    for word in [
        "demo",
        "server",
        "visit",
        "card",
        "pki",
        "audit",
        "受付",
        "終了コード",
        "Exit codes",
    ] {
        assert!(help.contains(word), "{word:?} in:\n{help}");
    }
}

#[test]
fn commands_that_take_much_show_an_example() {
    for command in [
        &["demo"][..],
        &["server"],
        &["visit"],
        &["card", "insert"],
        &["pki", "init"],
    ] {
        let help = madoguchi(&[command, &["--help"]].concat());
        let help = said(&help.stdout);
        assert!(help.contains("Example"), "{command:?}:\n{help}");
    }
}

#[test]
fn what_is_not_understood_is_wrong_usage_and_says_what_would_be_right() {
    for (arguments, hint) in [
        (&["visit", "--reader", "usb:"][..], "pcsc:"),
        (
            &["visit", "--pin-stdin", "--consent", "drugs"],
            "medication",
        ),
        (&["visit", "--institution", "123"], "10 digits"),
        (&["visit", "--camera", "usb:0"], "drawn:PERSONA.toml"),
        (&["visit", "--matcher", "scripted:1001"], "0 to 1000"),
        (&["visit", "--reader-kind", "kiosk"], "general"),
        (&["visit", "--policy", "Cargo.toml"], "line 1"),
        (&["visit", "--limit", "yes"], "--pin-stdin"),
        (&["visit", "--method", "iris"], "face"),
        (&["visit", "--method", "face,pin"], "--pin-stdin"),
        (&["visit", "--method", "staff"], "--passcode-stdin"),
        (
            &["visit", "--staff-id", "床", "--method", "staff"],
            "1 to 16",
        ),
        (&["server", "--clock", "tomorrow"], "--clock"),
        (
            &["visit", "--server", "localhost:50443"],
            "https://localhost:50443",
        ),
        (&["visit", "--log", "a=b=c"], "--log"),
        (&["check"], "--help"),
    ] {
        let output = madoguchi(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let words = said(&output.stderr);
        assert!(words.contains(hint), "{hint:?} in:\n{words}");
    }
}

#[test]
fn without_certificates_it_says_how_to_make_them() {
    let output = madoguchi(&["visit", "--reader", "pcsc:"]);
    assert_eq!(output.status.code(), Some(40));
    let words = said(&output.stderr);
    assert!(words.contains("madoguchi pki init"), "{words}");
}
