//! Frames that somebody else hands in, as a page with a camera does.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use card_face::Picture;

use super::FrameSource;
use crate::NotCaptured;

/// Frames that are handed in through a [`FrameSlot`], each waited for a while.
#[derive(Debug)]
pub struct HandedIn {
    place: Arc<Place>,
    wait: Duration,
}

/// Where frames are handed in. It holds one at most: a newer one takes its place. One
/// that came before it was asked for is dropped: it may show the person before.
#[derive(Debug, Clone)]
pub struct FrameSlot(Arc<Place>);

#[derive(Debug, Default)]
struct Place {
    frame: Mutex<Option<Picture>>,
    came: Condvar,
}

impl HandedIn {
    /// A source that waits so long for each frame, and where its frames are handed in.
    #[must_use]
    pub fn within(wait: Duration) -> (FrameSlot, Self) {
        let place = Arc::new(Place::default());
        let slot = FrameSlot(Arc::clone(&place));
        (slot, Self { place, wait })
    }
}

impl FrameSlot {
    /// Hands in a frame.
    pub fn hand_in(&self, frame: Picture) {
        let mut place = self.0.frame.lock().unwrap_or_else(PoisonError::into_inner);
        *place = Some(frame);
        self.0.came.notify_one();
    }
}

impl FrameSource for HandedIn {
    /// The newest of the frames handed in since this was called.
    fn next_frame(&mut self) -> Result<Picture, NotCaptured> {
        let Place { frame, came } = &*self.place;
        let mut frame = frame.lock().unwrap_or_else(PoisonError::into_inner);
        *frame = None;
        let waited = came.wait_timeout_while(frame, self.wait, |frame| frame.is_none());
        let (mut frame, _) = waited.unwrap_or_else(PoisonError::into_inner);
        frame.take().ok_or(NotCaptured::Timeout)
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    const LONG: Duration = Duration::from_secs(600);

    fn frame(shade: u8) -> Picture {
        Picture::from_grey(1, 1, vec![shade]).unwrap()
    }

    #[test]
    fn the_newest_frame_since_it_was_asked_for_is_waited_for_and_given_once() {
        let (slot, mut frames) = HandedIn::within(LONG);
        slot.hand_in(frame(1));
        let page = thread::spawn(move || {
            // Once the slot is empty, the next frame was asked for.
            while slot.0.frame.lock().unwrap().is_some() {
                thread::yield_now();
            }
            slot.hand_in(frame(2));
        });
        assert!(frames.next_frame() == Ok(frame(2)));
        page.join().unwrap();
        frames.wait = Duration::ZERO;
        assert!(frames.next_frame() == Err(NotCaptured::Timeout));
    }

    #[test]
    fn a_frame_that_nobody_had_asked_for_is_never_given() {
        let (slot, mut frames) = HandedIn::within(Duration::ZERO);
        slot.hand_in(frame(1));
        assert!(frames.next_frame() == Err(NotCaptured::Timeout));
        assert!(frames.next_frame() == Err(NotCaptured::Timeout));
    }

    #[test]
    fn a_newer_frame_takes_the_place_of_the_one_before() {
        let (slot, _frames) = HandedIn::within(LONG);
        slot.hand_in(frame(1));
        slot.clone().hand_in(frame(2));
        assert!(*slot.0.frame.lock().unwrap() == Some(frame(2)));
    }

    #[test]
    fn without_a_frame_the_wait_ends() {
        let (_slot, mut frames) = HandedIn::within(Duration::from_millis(1));
        assert!(frames.next_frame() == Err(NotCaptured::Timeout));
    }
}
