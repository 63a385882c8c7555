//! Asks the rules of the counter what-if questions: does this file of answers hold,
//! why was it decided so, what would change it, and what on another day.
//!
//! *Knows* `qualification`, whose functions answer every question, and JSON.
//!
//! *Never* knows the network, a card, SQL or the clock: a day is part of each question.
//!
//! *Start reading at* [`check`], then [`explain`].

mod answer;
mod check;
mod field;
mod question;

pub use answer::Answer;
pub use check::{Checked, Fault, Mismatch, check};
pub use question::NAMES;
