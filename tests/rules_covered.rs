//! Every rule of the counter has a test with its number, and no test has a number
//! that no rule has.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use qualification::Rule;

use crate::tidy::{files, read};

/// The tests of each rule, as `file::name`, and what is wrong.
#[derive(Default)]
struct Coverage {
    tests: BTreeMap<u16, Vec<String>>,
    unknown: Vec<String>,
}

impl Coverage {
    /// Looks through those files.
    fn of(sources: impl IntoIterator<Item = (PathBuf, String)>) -> Self {
        let mut coverage = Self::default();
        for (file, text) in sources {
            for name in tests_in(&file, &text) {
                let test = format!("{}::{name}", file.display());
                for number in rules_named_by(name) {
                    if Rule::ALL
                        .iter()
                        .any(|rule| u16::from(rule.number()) == number)
                    {
                        coverage.tests.entry(number).or_default().push(test.clone());
                    } else {
                        coverage.unknown.push(test.clone());
                    }
                }
            }
        }
        coverage
    }

    fn missing(&self) -> Vec<String> {
        let untested = |rule: &&Rule| !self.tests.contains_key(&u16::from(rule.number()));
        let missing = Rule::ALL.iter().filter(untested);
        missing
            .map(|rule| format!("R{:03} {}", rule.number(), rule.name()))
            .collect()
    }
}

/// The functions that a test attribute stands before, and those of a contract, which
/// is run for each kind that keeps it.
fn tests_in<'t>(file: &Path, text: &'t str) -> Vec<&'t str> {
    let contract = file.iter().any(|folder| folder == "contract");
    let mut tests = Vec::new();
    let mut marked = false;
    for line in text.lines().map(str::trim_start) {
        if line.starts_with("#[test]") || line.starts_with("#[tokio::test") {
            marked = true;
        } else if let Some(name) = function_named(line) {
            if marked || contract {
                tests.push(name);
            }
            marked = false;
        }
    }
    tests
}

fn function_named(line: &str) -> Option<&str> {
    let line = line.strip_prefix("pub(crate) ").unwrap_or(line);
    let line = line.strip_prefix("async ").unwrap_or(line);
    let rest = line.strip_prefix("fn ")?;
    rest.split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .next()
}

/// The numbers a test begins with: most have one, some are of two rules.
fn rules_named_by(name: &str) -> Vec<u16> {
    let mut numbers = Vec::new();
    let mut rest = name;
    while let Some((number, after)) = rest.strip_prefix('r').and_then(|it| it.split_once('_')) {
        let is_number = number.len() == 3 && number.bytes().all(|it| it.is_ascii_digit());
        match number.parse() {
            Ok(number) if is_number => numbers.push(number),
            _ => break,
        }
        rest = after;
    }
    numbers
}

fn rust_files() -> impl Iterator<Item = (PathBuf, String)> {
    let rust = |file: &PathBuf| file.extension().is_some_and(|it| it == "rs");
    files().into_iter().filter(rust).map(|file| {
        let text = read(&file);
        (file, text)
    })
}

#[test]
fn every_rule_has_a_test_of_its_number() {
    let coverage = Coverage::of(rust_files());
    for rule in Rule::ALL {
        println!("R{:03} {}", rule.number(), rule.name());
        let tests = coverage.tests.get(&u16::from(rule.number()));
        for test in tests.into_iter().flatten() {
            println!("    {test}");
        }
    }
    assert_eq!(coverage.unknown, Vec::<String>::new(), "of no rule");
    assert_eq!(coverage.missing(), Vec::<String>::new(), "without a test");
}

/// A made-up file with one test for each of those numbers.
fn made_up(numbers: impl IntoIterator<Item = u16>) -> (PathBuf, String) {
    let test = |number| format!("    #[test]\n    fn r{number:03}_holds() {{}}\n");
    let text = numbers.into_iter().map(test).collect();
    (Path::new("made/up.rs").to_owned(), text)
}

#[test]
fn a_rule_without_a_test_and_a_test_without_a_rule_are_seen() {
    let whole = Coverage::of([made_up(1..=90)]);
    assert_eq!(whole.missing(), Vec::<String>::new());
    assert_eq!(whole.tests[&46], ["made/up.rs::r046_holds"]);

    let without = Coverage::of([made_up((1..=90).filter(|number| *number != 46))]);
    assert_eq!(without.missing(), ["R046 CERT-GRACE"]);

    let beyond = Coverage::of([made_up([0, 90, 91])]);
    assert_eq!(
        beyond.unknown,
        ["made/up.rs::r000_holds", "made/up.rs::r091_holds"]
    );
}

#[test]
fn only_what_is_run_as_a_test_counts() {
    let (file, text) = made_up([46]);
    let unmarked = text.replace("#[test]", "/// Nobody calls it.");
    assert_eq!(
        Coverage::of([(file.clone(), unmarked.clone())]).tests.len(),
        0
    );
    let contract = Path::new("tests/contract/made_up.rs").to_owned();
    assert_eq!(Coverage::of([(contract, unmarked)]).tests.len(), 1);
    let awaited = text
        .replace("#[test]", "#[tokio::test(flavor = \"multi_thread\")]")
        .replace("fn ", "async fn ");
    assert_eq!(Coverage::of([(file, awaited)]).tests.len(), 1);
    assert_eq!(rules_named_by("r014_r085_the_card_stays"), [14, 85]);
    assert_eq!(rules_named_by("r46_holds"), Vec::<u16>::new());
    assert_eq!(rules_named_by("reads_nothing"), Vec::<u16>::new());
}
