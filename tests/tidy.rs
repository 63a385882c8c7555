//! The house keeps its shape: what DESIGN of the rooms says, checked.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package};

use crate::stage::home::repository;

/// Which room may stand on which. `madoguchi` wires everything and `tests` play
/// with everything.
const ROOMS: &[(&str, &[&str])] = &[
    ("apdu", &[]),
    ("qualification", &[]),
    ("pki", &[]),
    ("card", &["apdu"]),
    ("card-face", &[]),
    ("persona", &[]),
    ("virtual-card", &["apdu", "card-face", "persona", "pki"]),
    ("reader", &["apdu"]),
    ("rulebook", &["qualification"]),
    ("verification", &["card-face", "qualification"]),
    ("visit", &["qualification", "verification"]),
    ("api", &["qualification"]),
    ("store", &["qualification"]),
    ("server", &["api", "store", "pki", "qualification"]),
    (
        "reception",
        &[
            "api",
            "visit",
            "qualification",
            "verification",
            "card",
            "card-face",
            "apdu",
            "reader",
            "virtual-card",
        ],
    ),
];

/// Which crates from outside only certain rooms may use.
const RESERVED: &[(&str, &[&str])] = &[
    ("prost", &["api"]),
    ("tonic-prost", &["api"]),
    ("tonic-prost-build", &["api"]),
    ("rusqlite", &["store"]),
    // Rooms say what they measure; the program alone decides who is told.
    ("metrics", &["store", "server", "madoguchi"]),
    ("metrics-exporter-prometheus", &["madoguchi"]),
    ("tokio-postgres", &["store"]),
    ("deadpool-postgres", &["store"]),
    ("pcsc", &["reader"]),
    ("axum", &["reception"]),
    ("anyhow", &["madoguchi"]),
    ("rsa", &["pki", "virtual-card"]),
];

/// Rooms that know no asynchronous runtime.
const WITHOUT_RUNTIME: &[&str] = &[
    "apdu",
    "card",
    "card-face",
    "persona",
    "virtual-card",
    "reader",
    "verification",
    "qualification",
    "rulebook",
    "visit",
    "pki",
];

/// What stands at the top.
const TOP: &[&str] = &[
    "Cargo.toml",
    "Cargo.lock",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "crates",
    "hardware",
    "proto",
    "rust-toolchain.toml",
    "scripts",
    "tests",
];

/// The most lines of one source file.
const LONGEST: usize = 400;

fn metadata() -> Metadata {
    MetadataCommand::new()
        .manifest_path(repository().join("Cargo.toml"))
        .no_deps()
        .exec()
        .unwrap()
}

fn dependencies(package: &Package) -> BTreeSet<&str> {
    let dependencies = package.dependencies.iter();
    dependencies
        .filter(|dependency| dependency.kind != DependencyKind::Development)
        .map(|dependency| dependency.name.as_str())
        .collect()
}

/// The files that git keeps or would keep.
pub(crate) fn files() -> Vec<PathBuf> {
    let listed = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .current_dir(repository())
        .output()
        .unwrap();
    assert!(listed.status.success(), "git does not answer");
    let listed = String::from_utf8(listed.stdout).unwrap();
    let files = listed.lines().map(PathBuf::from);
    files
        .filter(|file| repository().join(file).is_file())
        .collect()
}

pub(crate) fn read(file: &Path) -> String {
    fs::read_to_string(repository().join(file)).unwrap_or_default()
}

#[test]
fn every_room_stands_only_on_rooms_it_may() {
    let metadata = metadata();
    let rooms: BTreeMap<&str, &[&str]> = ROOMS.iter().copied().collect();
    let names: BTreeSet<&str> = metadata
        .packages
        .iter()
        .map(|it| it.name.as_str())
        .collect();
    for package in &metadata.packages {
        let name = package.name.as_str();
        if matches!(name, "madoguchi" | "stories") {
            continue;
        }
        let allowed = rooms
            .get(name)
            .unwrap_or_else(|| panic!("{name} is no room of the table"));
        for used in dependencies(package).intersection(&names) {
            assert!(allowed.contains(used), "{name} may not stand on {used}");
        }
    }
    for room in rooms.keys() {
        assert!(
            names.contains(room),
            "{room} is in the table, but not there"
        );
    }
}

#[test]
fn reserved_crates_stay_in_their_rooms() {
    for package in &metadata().packages {
        if package.name.as_str() == "stories" {
            continue;
        }
        for (reserved, rooms) in RESERVED {
            let uses = dependencies(package).contains(reserved);
            let name = package.name.as_str();
            assert!(
                !uses || rooms.contains(&name),
                "{name} may not use {reserved}"
            );
        }
        if WITHOUT_RUNTIME.contains(&package.name.as_str()) {
            let runtime = dependencies(package)
                .iter()
                .any(|it| it.starts_with("tokio"));
            assert!(!runtime, "{} knows a runtime", package.name);
        }
    }
}

#[test]
fn hardwares_readme_shows_every_persona_on_the_shelf() {
    let readme = read(Path::new("hardware/README.md"));
    for file in files() {
        if file.starts_with("hardware/cards") && file.extension().is_some_and(|it| it == "toml") {
            let name = file.file_stem().unwrap().to_str().unwrap();
            let row = format!("| [{name}](cards/{name}.toml) |");
            assert!(readme.contains(&row), "{name} is not in the table");
        }
    }
}

#[test]
fn the_top_level_is_the_fixed_one() {
    for file in files() {
        let top = file
            .components()
            .next()
            .unwrap()
            .as_os_str()
            .to_string_lossy();
        assert!(
            top.starts_with('.') || TOP.contains(&&*top),
            "{top} at the top level"
        );
    }
}

#[test]
fn files_stay_short_enough_to_be_read() {
    for file in files()
        .iter()
        .filter(|file| file.extension().is_some_and(|it| it == "rs"))
    {
        let lines = read(file).lines().count();
        assert!(lines <= LONGEST, "{} has {lines} lines", file.display());
    }
}

#[test]
fn every_room_says_what_it_knows_and_never_knows() {
    for package in &metadata().packages {
        if package.name.as_str() == "stories" {
            continue;
        }
        let folder = package.manifest_path.parent().unwrap();
        let head = ["src/lib.rs", "src/main.rs"]
            .iter()
            .find_map(|file| fs::read_to_string(folder.join(file)).ok())
            .unwrap();
        for word in ["//! *Knows*", "//! *Never*", "//! *Start reading at*"] {
            assert!(
                head.contains(word),
                "{}: no {word:?} in its head",
                package.name
            );
        }
        assert_eq!(
            package.name.as_str(),
            folder.file_name().unwrap(),
            "a package is named as its folder"
        );
    }
}

#[test]
fn the_readmes_table_of_rooms_is_the_workspace() {
    let readme = read(Path::new("README.md"));
    let rooms: BTreeSet<String> = readme
        .lines()
        .filter_map(|line| line.strip_prefix("| [`"))
        .filter_map(|line| line.split_once("`](crates/"))
        .map(|(name, _)| name.to_owned())
        .collect();
    let members: BTreeSet<String> = metadata()
        .packages
        .iter()
        .map(|package| package.name.to_string())
        .filter(|name| name != "stories")
        .collect();
    assert_eq!(rooms, members);
}

#[test]
fn nothing_is_unfinished_ignored_or_tied_to_a_machine() {
    let marks = [
        concat!("todo", "!("),
        concat!("unimplemented", "!("),
        concat!("FIX", "ME"),
        concat!("#[", "ignore"),
        concat!("/ho", "me/"),
        concat!("/wo", "rk/"),
        concat!("../sha", "red"),
    ];
    for file in files() {
        let text = read(&file);
        for mark in marks {
            assert!(!text.contains(mark), "{mark:?} in {}", file.display());
        }
    }
}

#[test]
fn r083_no_twelve_digit_number_that_could_be_someones_stands_anywhere() {
    for file in files() {
        if file.file_name().is_some_and(|name| name == "Cargo.lock") {
            continue;
        }
        let text = read(&file);
        // In a transcript's hexadecimal, digits between letters are no number.
        let letters = file.extension().is_some_and(|it| it == "jsonl");
        let runs = text.split(|c: char| !(c.is_ascii_digit() || letters && c.is_ascii_hexdigit()));
        let digits = runs.filter(|run| run.bytes().all(|it| it.is_ascii_digit()));
        for number in digits.filter(|run| run.len() == 12) {
            assert!(
                !is_individual_number(number),
                "{number} in {}",
                file.display()
            );
        }
    }
}

/// Whether twelve digits pass the check digit of the 個人番号 (省令第85号, 5条: weights 2
/// to 7 and 2 to 6 from the right, 11 minus the remainder, 0 for 10 and 11).
fn is_individual_number(number: &str) -> bool {
    let digits: Vec<u32> = number
        .bytes()
        .rev()
        .map(|digit| u32::from(digit - b'0'))
        .collect();
    let weights = [2, 3, 4, 5, 6, 7, 2, 3, 4, 5, 6];
    let sum: u32 = digits[1..]
        .iter()
        .zip(weights)
        .map(|(digit, weight)| digit * weight)
        .sum();
    let check = match sum % 11 {
        0 | 1 => 0,
        remainder => 11 - remainder,
    };
    digits[0] == check
}
