//! The chip's photo against a camera's frame (顔認証).

mod matcher;

pub use matcher::{FaceMatcher, NotCaptured, Score};
