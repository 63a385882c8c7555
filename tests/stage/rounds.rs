//! Stories that go round many times: how often, how long, and how much memory.

use std::fs;
use std::time::Duration;

/// Tells how often, instead of what is usual.
const ROUNDS: &str = "MADOGUCHI_ROUNDS";

/// How often a story goes round.
pub(crate) fn rounds(usual: usize) -> usize {
    match std::env::var(ROUNDS) {
        Ok(rounds) => rounds.parse().expect("MADOGUCHI_ROUNDS is a number"),
        Err(_) => usual,
    }
}

/// That part of them, sorted: 0.5 is the median, 1.0 the longest.
pub(crate) fn quantile(times: &mut [Duration], part: f64) -> Duration {
    times.sort_unstable();
    let last = times.len().saturating_sub(1);
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "an index among some thousands"
    )]
    let index = (last as f64 * part).round() as usize;
    times.get(index).copied().unwrap_or_default()
}

/// What a process holds in memory now, in KiB.
pub(crate) fn resident_kib(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    let words = line.unwrap().split_whitespace();
    words.filter_map(|word| word.parse().ok()).next().unwrap()
}

/// How many files and sockets a process has open.
pub(crate) fn descriptors(process: u32) -> usize {
    fs::read_dir(format!("/proc/{process}/fd")).unwrap().count()
}
