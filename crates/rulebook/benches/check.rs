//! How many decisions a second a file of answers is checked with, every rule that a
//! line can name in turn.
//!
//! `cargo bench --package rulebook --bench check`

#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a benchmark reads the clock and prints"
)]

use std::hint::black_box;
use std::time::{Duration, Instant};

const LINES: &str = include_str!("lines.jsonl");
const COPIES: usize = 5_000;
const ROUNDS: usize = 11;

fn main() {
    let file = LINES.repeat(COPIES).into_bytes();
    let mut times: Vec<Duration> = (0..ROUNDS).map(|_| timed(&file)).collect();
    times.sort();
    let whole = times.get(ROUNDS / 2).copied().unwrap_or_default();
    let checked = rulebook::check(&file);
    assert_eq!(
        checked.equal, checked.lines,
        "the file of the bench is wrong"
    );
    let lines = f64::from(u32::try_from(checked.lines).unwrap_or(u32::MAX));
    println!(
        "{} decisions of {} rules, {} bytes: {:.0} ms, {:.0} a second",
        checked.lines,
        LINES.lines().count(),
        file.len(),
        whole.as_secs_f64() * 1000.0,
        lines / whole.as_secs_f64()
    );
}

fn timed(file: &[u8]) -> Duration {
    let began = Instant::now();
    black_box(rulebook::check(black_box(file)));
    began.elapsed()
}
