//! What the session writes into the log. Alone in its program, because a log that is
//! collected by one thread misses lines whose place another thread passed first.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, and so do its helpers"
)]

mod plain;

use std::sync::{Arc, Mutex};

use card::{Card, Pin, PinOutcome};

use plain::{Plain, certificate_file};

#[test]
fn no_log_line_contains_the_pin() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer({
            let log = log.clone();
            move || log.clone()
        })
        .finish();
    tracing::subscriber::with_default(subscriber, || {
        let transport = Plain::new(certificate_file(300), 256);
        let mut card = Card::new(transport).select_jpki().unwrap();
        card.certificate().unwrap();
        let typed = Pin::parse("7391").unwrap();
        let PinOutcome::Accepted(mut card) = card.verify(typed).unwrap() else {
            panic!("not accepted");
        };
        card.sign(b"challenge").unwrap_err();
    });
    let lines = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(
        lines.contains("00 20 00 80 Lc=4"),
        "VERIFY is in the log: {lines}"
    );
    // The PIN as text, as bytes in decimal and in hexadecimal, joined or apart;
    // and the start of the certificate likewise.
    for shape in [
        "7391",
        "55, 51, 57, 49",
        "37333931",
        "37 33 39 31",
        "0x37",
        "48, 130",
        "3082",
        "30 82",
    ] {
        assert!(!lines.contains(shape), "{shape} in {lines}");
    }
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
