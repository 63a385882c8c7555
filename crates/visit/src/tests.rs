//! The table as a whole, the rules that hold on every way through it, and visits
//! told from beginning to end.

mod directives;
mod rules;
mod samples;
mod stories;
mod table;
mod ways;
