//! Is this the person (本人確認)? The PIN's outcome, the face compared with the chip's
//! photo, the staff's own eyes; attempts, limits, and what to offer next.
//!
//! *Knows* pictures, scores, tries and their limits, and which ways a kind of reader
//! offers (READER-KIND). The card decides about a PIN and counts; this room says what
//! the count means at a desk.
//!
//! *Never* knows insurance, a card's bytes, how a photo was read, or what was typed.
//! Of `qualification` it takes the words in which an outcome is recorded.
//!
//! *Start reading at* [`Verification`], then [`Policy`] and [`FaceMatcher`].

mod face;
mod frames;
mod pin;
mod policy;
mod staff;
mod verification;

pub use face::{
    DrawnSet, Evaluation, FaceBox, FaceMatcher, NoFaceBox, NoOutcome, NotCaptured, Rates, Score,
    Scores, ScriptedMatcher, StubMatcher, Tally,
};
pub use frames::{DrawnCamera, Files, Film, FrameSlot, FrameSource, FramesError, HandedIn};
pub use pin::PinTries;
pub use policy::{FacePolicy, Policy, PolicyError, StaffCheckPolicy};
pub use staff::{Passcode, PasscodeFormat, PasscodeOutcome, StaffCheck, StaffCheckError, Standing};
pub use verification::{
    CardSide, DeskSide, FaceFailure, PasscodeFailure, PinState, StaffCheckState, Verification,
};
