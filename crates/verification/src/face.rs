//! The chip's photo against a camera's frame (顔認証).

mod face_box;
mod matcher;
mod stub;

pub use face_box::{FaceBox, NoFaceBox};
pub use matcher::{FaceMatcher, NotCaptured, Score};
pub use stub::StubMatcher;
