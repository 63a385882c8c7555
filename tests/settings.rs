//! A server's settings: the file is overridden by the environment, both by flags.

use std::fs;
use std::process::{Command, Output};

use crate::stage::processes::{madoguchi, run, words};

const KEYS: [&str; 3] = ["listen", "calls", "drain-seconds"];

fn settings(file: &std::path::Path) -> Command {
    let mut command = madoguchi();
    command.args(["server", "settings", "--config"]).arg(file);
    command
}

fn shown(output: &Output, key: &str) -> String {
    assert!(output.status.success(), "{}", words(output));
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let lines: Vec<_> = text.lines().collect();
    let at = lines
        .iter()
        .position(|line| line.starts_with(&format!("{key} =")));
    let at = at.unwrap_or_else(|| panic!("{key} is not shown:\n{text}"));
    format!("{} {}", lines[at], lines[at - 1])
}

#[test]
fn each_of_three_ways_is_stronger_than_the_one_before() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("madoguchi.toml");
    fs::write(
        &file,
        "listen = '127.0.0.1:1'\ncalls = 1\ndrain-seconds = 1\n",
    )
    .unwrap();
    let mut command = settings(&file);
    command
        .env("MADOGUCHI_CALLS", "2")
        .env("MADOGUCHI_DRAIN_SECONDS", "2")
        .args(["--drain-seconds", "3"]);
    let output = run(&mut command, "");
    let [listen, calls, drain] = KEYS.map(|key| shown(&output, key));
    assert!(
        listen.contains("\"127.0.0.1:1\"") && listen.contains("line 1"),
        "{listen}"
    );
    assert!(
        calls.contains("= 2 ") && calls.contains("MADOGUCHI_CALLS"),
        "{calls}"
    );
    assert!(drain.contains("= 3 ") && drain.contains("flag"), "{drain}");
    let connections = shown(&output, "connections");
    assert!(
        connections.contains("4096") && connections.contains("default"),
        "{connections}"
    );
}

#[test]
fn what_is_printed_is_a_file_that_says_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("madoguchi.toml");
    fs::write(
        &file,
        "consent-categories = 'medication,checkup'\nstore = 'sqlite:a\"b.db'\n",
    )
    .unwrap();
    let first = run(&mut settings(&file), "");
    let again = folder.path().join("again.toml");
    fs::write(&again, &first.stdout).unwrap();
    let second = run(&mut settings(&again), "");
    let values = |output: &Output| -> Vec<String> {
        let text = String::from_utf8(output.stdout.clone()).unwrap();
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        lines.map(str::to_owned).collect()
    };
    assert!(second.status.success(), "{}", words(&second));
    assert_eq!(values(&first), values(&second));
    assert!(values(&first).len() > 10);
}

#[test]
fn a_wrong_file_is_a_wrong_usage() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("madoguchi.toml");
    fs::write(&file, "calls = 1\nlisten-at = 'x'\n").unwrap();
    for what in [&[][..], &["check"], &["settings"]] {
        let mut command = madoguchi();
        command.arg("server").args(what).arg("--config").arg(&file);
        let output = run(&mut command, "");
        assert_eq!(output.status.code(), Some(2), "{}", words(&output));
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.contains("madoguchi.toml:2: listen-at"), "{said}");
    }
}

#[test]
fn a_password_is_not_shown() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("madoguchi.toml");
    fs::write(&file, "store = 'postgres://madoguchi:geheim@db/check'\n").unwrap();
    let output = run(&mut settings(&file), "");
    assert!(shown(&output, "store").contains("madoguchi:***@db/check"));
    assert!(!words(&output).contains("geheim"));
}
