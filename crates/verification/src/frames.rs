//! Where frames come from.

use card_face::Picture;

use crate::NotCaptured;

/// A camera, or what stands in for one.
pub trait FrameSource: Send {
    /// The next frame, for one comparison.
    ///
    /// # Errors
    /// [`NotCaptured::Timeout`] when none came, [`NotCaptured::NotAPicture`] when it
    /// is no picture that is read here.
    fn next_frame(&mut self) -> Result<Picture, NotCaptured>;
}
