//! What is logged when an older state was put back. Alone in its program, because a
//! log that is collected by one thread misses lines whose place another passed first.

#![allow(clippy::unwrap_used, reason = "a test program")]

mod logged;

use std::fs;

use logged::logged;
use sha2::{Digest, Sha256};
use virtual_card::CounterFile;

/// A card's memory of the fourth generation, with the changed PIN 8642.
fn state() -> String {
    let text = "# What the card remembers. Only the card writes here; any change blocks its PINs.\n\
                generation 4\ntries D392/0018 3\nsecret D392/0018 38363432\n";
    format!("{text}sha256 {:x}\n", Sha256::digest(text))
}

#[test]
fn an_older_state_is_logged_once_and_without_the_pin_in_it() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("state"), state()).unwrap();
    fs::write(folder.path().join("generation"), "5 0123abcd\n").unwrap();
    let text = logged(|| {
        drop(CounterFile::open(folder.path()).unwrap());
    });
    let told = "the card's memory is older than what the card last wrote";
    assert_eq!(text.matches(told).count(), 1, "{text}");
    assert_eq!(text.lines().count(), 1, "{text}");
    for pin in ["8642", "38363432"] {
        assert!(!text.contains(pin), "{pin} is in:\n{text}");
    }
}
