//! What a source of frames writes into the log. Alone in its program, because a log that
//! is collected by one thread misses lines whose place another thread passed first.

#![allow(
    clippy::unwrap_used,
    reason = "a test fails by panicking, and so do its helpers"
)]

use std::fs;
use std::sync::{Arc, Mutex};

use verification::{Files, FrameSource as _, NotCaptured};

#[test]
fn why_a_frame_is_refused_is_in_the_log_and_whose_file_it_was_is_not() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::INFO)
        .with_ansi(false)
        .with_writer({
            let log = log.clone();
            move || log.clone()
        })
        .finish();
    let place = tempfile::tempdir().unwrap();
    let [spoilt, gone] = ["hanako.png", "taro.png"].map(|name| place.path().join(name));
    fs::write(&spoilt, b"no picture").unwrap();
    fs::write(&gone, b"no picture").unwrap();
    let mut files = Files::open([spoilt, gone.clone()]).unwrap();
    fs::remove_file(gone).unwrap();
    tracing::subscriber::with_default(subscriber, || {
        for _ in 0..2 {
            assert_eq!(files.next_frame().err(), Some(NotCaptured::NotAPicture));
        }
    });
    let lines = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(lines.contains("neither PNG nor JPEG"), "{lines}");
    assert!(lines.contains("No such file"), "{lines}");
    assert!(!lines.contains("hanako") && !lines.contains("taro"));
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
