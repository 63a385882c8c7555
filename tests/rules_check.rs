//! `madoguchi rules check` on the answers of the catalogue, worked out apart from the
//! program.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use crate::stage::home::repository;
use crate::stage::processes::{madoguchi, words};

fn file() -> PathBuf {
    repository().join("tests/rules/catalogue.jsonl")
}

fn check(file: &Path) -> Output {
    let mut command = madoguchi();
    command.args(["rules", "check"]).arg(file);
    command.output().unwrap()
}

#[test]
fn every_answer_of_the_catalogue_is_the_rules() {
    let lines = fs::read_to_string(file()).unwrap().lines().count();
    assert!(lines >= 300, "{lines} lines");
    let output = check(&file());
    assert_eq!(output.status.code(), Some(0), "{}", words(&output));
}

#[test]
fn one_false_answer_is_named_by_its_line() {
    let text = fs::read_to_string(file()).unwrap();
    let day = "\"out\": \"2026-11-21\"";
    let place = text.lines().position(|line| line.contains(day)).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let falsified = folder.path().join("falsified.jsonl");
    fs::write(&falsified, text.replacen(day, "\"out\": \"2026-11-22\"", 1)).unwrap();
    let output = check(&falsified);
    assert_eq!(output.status.code(), Some(1), "{}", words(&output));
    let said = String::from_utf8(output.stdout).unwrap();
    let named = format!("{}: TIME-JST {{\"utc\": ", place + 1);
    assert!(said.starts_with(&named), "{said}");
    let told = said.lines().nth(1);
    let both = "    期待 / expected \"2026-11-22\"、規則 / got \"2026-11-21\"";
    assert_eq!(told, Some(both), "{said}");
}
