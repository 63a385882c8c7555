//! The camera at the desk: one thread that waits for frames, so that a camera that
//! hangs never holds up the desk.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use card_face::{Photo, Picture};
use tokio::sync::oneshot;
use tokio::task::spawn_blocking;
use tokio::time::timeout;
use verification::{FaceMatcher, FrameSource, NotCaptured, Score};

/// How long a frame is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

type Reply = oneshot::Sender<Result<Picture, NotCaptured>>;

/// A source of frames, and what compares them with a photo.
#[derive(Clone)]
pub struct Camera {
    wanted: Sender<Reply>,
    matcher: Arc<dyn FaceMatcher>,
}

impl Camera {
    /// Takes frames from there and compares them so.
    #[must_use]
    pub fn new(frames: Box<dyn FrameSource>, matcher: Arc<dyn FaceMatcher>) -> Self {
        let (wanted, inbox) = channel();
        // It ends with the last camera; one whose source hangs is left behind.
        std::thread::spawn(move || take(frames, &inbox));
        Self { wanted, matcher }
    }

    /// One frame, soon.
    pub(crate) async fn frame(&self) -> Result<Picture, NotCaptured> {
        let (reply, frame) = oneshot::channel();
        // A thread that is gone gives no frame, which is noticed below.
        let _ = self.wanted.send(reply);
        let frame = timeout(PATIENCE, frame).await;
        frame
            .ok()
            .and_then(Result::ok)
            .unwrap_or(Err(NotCaptured::Timeout))
    }

    /// How alike they are; both are gone afterwards.
    pub(crate) async fn compare(&self, photo: Photo, frame: Picture) -> Result<Score, NotCaptured> {
        let matcher = Arc::clone(&self.matcher);
        let compared = spawn_blocking(move || matcher.compare(&photo, &frame));
        compared.await.unwrap_or(Err(NotCaptured::NotAPicture))
    }
}

fn take(mut frames: Box<dyn FrameSource>, wanted: &Receiver<Reply>) {
    for reply in wanted {
        // Nobody waits for it any more: the next frame is another person's.
        if !reply.is_closed() {
            let _ = reply.send(frames.next_frame());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{Receiver, channel};

    use super::*;

    /// Compares nothing.
    struct Blind;

    impl FaceMatcher for Blind {
        fn compare(&self, _: &Photo, _: &Picture) -> Result<Score, NotCaptured> {
            Err(NotCaptured::NoFace)
        }
    }

    /// Says that it was asked; gives what it is handed, and waits for it as long as that
    /// takes.
    struct Waiting(Sender<()>, Receiver<Picture>);

    impl FrameSource for Waiting {
        fn next_frame(&mut self) -> Result<Picture, NotCaptured> {
            let _ = self.0.send(());
            self.1.recv().map_err(|_| NotCaptured::Timeout)
        }
    }

    fn frame(shade: u8) -> Picture {
        Picture::from_grey(1, 1, vec![shade]).unwrap()
    }

    #[tokio::test(start_paused = true)]
    async fn a_camera_that_gives_nothing_is_given_up_and_what_it_saw_late_is_dropped() {
        let (asks, asked) = channel();
        let (hand_in, frames) = channel();
        let camera = Camera::new(Box::new(Waiting(asks, frames)), Arc::new(Blind));
        let mut given_up = Box::pin(camera.frame());
        tokio::select! {
            biased;
            _ = &mut given_up => panic!("a frame"),
            () = async {} => {}
        }
        asked.recv().unwrap();
        assert_eq!(given_up.await.err(), Some(NotCaptured::Timeout));
        // The first one comes for the question that was given up.
        hand_in.send(frame(1)).unwrap();
        hand_in.send(frame(2)).unwrap();
        tokio::time::resume();
        assert!(camera.frame().await == Ok(frame(2)));
    }
}
