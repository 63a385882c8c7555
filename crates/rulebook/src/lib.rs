//! Asks the rules of the counter what-if questions: does this file of answers hold,
//! why was it decided so, what would change it, and what on another day.
//!
//! *Knows* `qualification`, whose functions answer every question, and JSON.
//!
//! *Never* knows the network, a card, SQL or the clock: a day is part of each question.
//!
//! *Start reading at* [`check`] and its [`NAMES`], then [`explain`] and [`on`].

mod answer;
mod case;
mod check;
mod explain;
mod field;
mod outcome;
mod question;
mod reference;
mod timeline;
mod turning_day;
mod what_if;
mod words;

pub use answer::Answer;
pub use case::{Care, Case, Given, GivenError, InHand, Papers, Possession, Presentation};
pub use check::{Checked, Fault, Mismatch, check};
pub use explain::{Charged, Documents, End, Explanation, KnownBy, explain};
pub use outcome::Outcome;
pub use question::NAMES;
pub use reference::{fall_back_table, outcomes, reference_page, rules, rules_json};
pub use timeline::{Moment, Timeline, on};
pub use turning_day::TurningDay;
pub use what_if::WhatIf;
pub use words::Words;
