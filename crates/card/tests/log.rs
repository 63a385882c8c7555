//! What the session writes into the log. Alone in its program, because a log that is
//! collected by one thread misses lines whose place another thread passed first.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, and so do its helpers"
)]

mod plain;

use std::sync::{Arc, Mutex};

use plain::{COLLATION_NUMBER, PASSWORD, PIN, Plain, VISITS};

#[test]
fn no_log_line_contains_what_was_sent_or_read() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        // Digits of the clock could be taken for a secret's.
        .without_time()
        .with_writer({
            let log = log.clone();
            move || log.clone()
        })
        .finish();
    tracing::subscriber::with_default(subscriber, || {
        for visit in VISITS {
            assert_eq!(visit.make(Plain::new()), Ok(true), "{visit:?}");
        }
    });
    let lines = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    for said in [
        "00 20 00 80",
        "with_data=true",
        "80 2A 00 80",
        "00 82 00 80",
    ] {
        assert!(lines.contains(said), "{said} is in the log: {lines}");
    }
    // The secrets, and the start of certificate, face, signature and challenge; as
    // text, as bytes in decimal and in hexadecimal, joined or apart. Nor how long a
    // secret is.
    let kept: [&[u8]; 9] = [
        PIN.as_bytes(),
        PASSWORD.as_bytes(),
        COLLATION_NUMBER.as_bytes(),
        &[0x30, 0x82],
        &[0xFF, 0x20],
        b"19800217",
        &[0x5A, 0x5A],
        &[0xB0, 0xB0],
        &[0xD0, 0xD0],
    ];
    for bytes in kept {
        let in_hex: Vec<_> = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
        let in_decimal: Vec<_> = bytes.iter().map(ToString::to_string).collect();
        let shapes = [
            String::from_utf8_lossy(bytes).into_owned(),
            in_hex.concat(),
            in_hex.join(" "),
            in_decimal.join(", "),
        ];
        for shape in shapes.iter().flat_map(|it| [it.clone(), it.to_lowercase()]) {
            assert!(!lines.contains(&shape), "{shape} in {lines}");
        }
    }
    assert!(!lines.contains("Lc="), "a secret's length in {lines}");
}

/// Keeps what is logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
