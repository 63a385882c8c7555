//! What is logged when an older state was put back. Alone in its program, because a
//! log that is collected by one thread misses lines whose place another passed first.

#![allow(clippy::unwrap_used, reason = "a test program")]

use std::fs;
use std::io::Write;
use std::sync::{Arc, Mutex};

use sha2::{Digest, Sha256};
use virtual_card::CounterFile;

/// Collects what is logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A card's memory of the fourth generation, with the changed PIN 8642.
fn state() -> String {
    let text = "# What the card remembers. Only the card writes here; any change blocks its PINs.\n\
                generation 4\ntries D392/0018 3\nsecret D392/0018 38363432\n";
    format!("{text}sha256 {:x}\n", Sha256::digest(text))
}

#[test]
fn an_older_state_is_logged_once_and_without_the_pin_in_it() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .without_time()
        .with_writer(move || writer.clone())
        .finish();
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("state"), state()).unwrap();
    fs::write(folder.path().join("generation"), "5 0123abcd\n").unwrap();
    tracing::subscriber::with_default(subscriber, || {
        drop(CounterFile::open(folder.path()).unwrap());
    });
    let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    let told = "the card's memory is older than what the card last wrote";
    assert_eq!(text.matches(told).count(), 1, "{text}");
    assert_eq!(text.lines().count(), 1, "{text}");
    for pin in ["8642", "38363432"] {
        assert!(!text.contains(pin), "{pin} is in:\n{text}");
    }
}
