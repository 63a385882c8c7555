//! Calls that may block for ever, and how long they are waited for.

use std::thread;
use std::time::Duration;

use apdu::LinkError;

/// How long one call may take: 3 seconds. A good card signs in well under one.
pub const WATCHDOG: Duration = Duration::from_secs(3);

/// How long all exchanges of one visit may take together: 30 seconds. Reading
/// everything at a desk, the face included, takes a good card less than ten.
pub const ALLOWANCE: Duration = Duration::from_secs(30);

/// Runs `work` on a thread of its own and waits at most `limit` for it; after
/// that the thread is left to itself and `None` is given. `None` also stands for
/// a thread that could not be had.
#[cfg(feature = "pcsc")]
pub(crate) fn within<R: Send + 'static>(
    limit: Duration,
    work: impl FnOnce() -> R + Send + 'static,
) -> Option<R> {
    let (done, result) = std::sync::mpsc::sync_channel(1);
    spawn(move || {
        // Nobody may be waiting any more.
        let _ = done.send(work());
    })
    .ok()?;
    result.recv_timeout(limit).ok()
}

/// Starts a thread that is never joined: one that waits for a card may not end.
pub(crate) fn spawn(work: impl FnOnce() + Send + 'static) -> Result<(), LinkError> {
    thread::Builder::new()
        .name("reader".to_owned())
        .spawn(work)
        .map(drop)
        .map_err(|error| LinkError::Other {
            code: error.raw_os_error().map_or(0, i32::unsigned_abs),
        })
}

#[cfg(all(test, feature = "pcsc"))]
mod tests {
    use super::*;
    use std::sync::mpsc;

    #[test]
    fn work_without_end_is_left_to_itself() {
        let (never, waits) = mpsc::channel::<()>();
        let outcome = within(Duration::from_millis(20), move || waits.recv().is_ok());
        assert_eq!(outcome, None);
        drop(never);
        assert_eq!(within(WATCHDOG, || 42), Some(42));
    }
}
