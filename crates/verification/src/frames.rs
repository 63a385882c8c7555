//! Where frames come from: files, a film, a page that hands them in, or a drawn person.
//!
//! A frame is somebody's face: it is dropped once it was compared, and none is written.

mod drawn;
mod files;
mod handed_in;

pub use drawn::DrawnCamera;
pub use files::{Files, Film, FramesError};
pub use handed_in::{FrameSlot, HandedIn};

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
