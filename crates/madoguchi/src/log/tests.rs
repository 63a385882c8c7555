use std::sync::{Arc, Mutex};

use rand_core::{RngCore as _, SeedableRng as _};

use super::*;

/// What was written, shared with whoever looks.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Letters that logs fear, of a string that a caller chose.
fn hostile(rng: &mut rand_chacha::ChaCha20Rng) -> String {
    const PIECES: [&str; 16] = [
        "\n",
        "\r\n",
        "\u{1b}[31m",
        "\u{1b}]0;x\u{7}",
        "\0",
        "\u{202e}",
        "\u{2066}",
        "\u{2028}",
        "\u{85}",
        "\u{7f}",
        "\u{feff}",
        "${jndi:ldap://x}",
        "\"}{\"",
        "\\u000a",
        "窓口",
        "a",
    ];
    let length = rng.next_u32() % 24;
    let piece = |_| PIECES[usize::try_from(rng.next_u32() % 16).unwrap()];
    (0..length).map(piece).collect()
}

/// Everything that is logged about 10,000 hostile strings, in every way to log one.
fn logged(json: bool) -> String {
    let written = Written::default();
    let writer = written.clone();
    let log = tracing_subscriber::fmt()
        .with_writer(Lines(move || writer.clone()))
        .with_ansi(false);
    let mut rng = rand_chacha::ChaCha20Rng::seed_from_u64(7);
    let work = || {
        for _ in 0..10_000 {
            let text = hostile(&mut rng);
            let _span = tracing::info_span!("call", request_id = text, shown = %text).entered();
            tracing::info!(field = text, shown = %text, debug = ?text, "said: {text}");
        }
    };
    match json {
        true => tracing::subscriber::with_default(log.json().finish(), work),
        false => tracing::subscriber::with_default(log.finish(), work),
    }
    let bytes = written.0.lock().unwrap().clone();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn one_event_is_one_line_whatever_is_said() {
    for json in [false, true] {
        let log = logged(json);
        assert_eq!(log.lines().count(), 10_000);
        let raw = |letter: char| letter != '\n' && is_hostile(letter);
        assert_eq!(log.chars().filter(|it| raw(*it)).count(), 0);
    }
}

#[test]
fn every_line_of_a_log_for_programs_can_be_parsed() {
    for line in logged(true).lines() {
        let event: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(
            event["fields"]["message"]
                .as_str()
                .unwrap()
                .starts_with("said: ")
        );
    }
}

#[test]
fn bytes_that_are_no_text_end_no_line_either() {
    assert_eq!(one_line(b"a\xFFb\r\nc\n"), "a\u{FFFD}b\\u000d\\u000ac\n");
}
