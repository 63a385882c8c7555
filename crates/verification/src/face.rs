//! The chip's photo against a camera's frame (顔認証).

#[cfg(test)]
mod contract;
mod evaluation;
mod face_box;
mod matcher;
mod scripted;
mod stub;

pub use evaluation::{DrawnSet, Evaluation, Rates, Scores, Tally};
pub use face_box::{FaceBox, NoFaceBox};
pub use matcher::{FaceMatcher, NotCaptured, Score};
pub use scripted::{NoOutcome, ScriptedMatcher};
pub use stub::StubMatcher;
