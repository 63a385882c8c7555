//! The last fence about a decoder: a limit of time, and a thread of its own.

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use crate::PictureError;

/// How long a picture may take, seconds. A card's photo takes some hundredths.
const LONGEST: u64 = 2;

/// Does the work on a thread of its own, so that its panic is an error here and one
/// that outlasts two seconds is left behind.
///
/// A decoder left behind ends by itself, since the number of its steps is bounded by
/// what was measured, and it holds nothing but its own copy of the file; so a desk
/// that reads again and again keeps few of them.
pub(crate) fn fenced<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, PictureError> + Send + 'static,
) -> Result<T, PictureError> {
    fenced_for(LONGEST, work)
}

/// The same with a limit of so many seconds.
fn fenced_for<T: Send + 'static>(
    limit: u64,
    work: impl FnOnce() -> Result<T, PictureError> + Send + 'static,
) -> Result<T, PictureError> {
    let (answer, answered) = channel();
    let worker = thread::Builder::new().name("photo".to_owned());
    let spawned = worker.spawn(move || {
        // Nobody waits any more when the limit has passed.
        let _ = answer.send(work());
    });
    spawned.map_err(|_| PictureError::TooLarge("there is no thread left to read it"))?;
    match answered.recv_timeout(Duration::from_secs(limit)) {
        Ok(result) => result,
        Err(RecvTimeoutError::Timeout) => Err(PictureError::TooSlow { seconds: limit }),
        Err(RecvTimeoutError::Disconnected) => {
            Err(PictureError::Damaged("its pixels cannot be decoded"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decoder_that_never_ends_is_left_behind() {
        let (_kept, never) = channel::<()>();
        let left = fenced_for(0, move || {
            let _ = never.recv();
            Ok(())
        });
        assert_eq!(left, Err(PictureError::TooSlow { seconds: 0 }));
    }

    #[test]
    fn a_decoder_that_panics_is_an_error() {
        let broken = fenced_for(60, || -> Result<(), PictureError> {
            panic!("as a decoder might")
        });
        assert!(matches!(broken, Err(PictureError::Damaged(_))));
    }
}
