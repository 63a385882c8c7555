//! How much memory cards take. Alone in its program, because it measures all of it.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test program")]

mod issued;

use std::path::Path;

use issued::issue_with_pin;
use virtual_card::{Card, CounterMemory, issued_image};

/// As many cards as a busy desk sees in a month.
const CARDS: usize = 3_000;
/// For one card, in bytes: three thousand take less than 400 MB.
const MOST: usize = 128 * 1024;

/// The card in this folder, with tries in memory.
fn card(folder: &Path) -> Card {
    let image = issued_image(folder).unwrap();
    let counters = CounterMemory::fresh(&image);
    Card::new(image, counters)
}

/// What of this process is in memory, in bytes.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    let kilobytes = line.unwrap().split_whitespace().nth(1).unwrap();
    kilobytes.parse::<usize>().unwrap() * 1024
}

#[test]
fn three_thousand_cards_fit_into_memory() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("insured");
    issue_with_pin("1234", &folder);
    drop(card(&folder));
    let before = resident();
    let cards: Vec<Card> = (0..CARDS).map(|_| card(&folder)).collect();
    let each = resident().saturating_sub(before) / cards.len();
    println!("one card takes {each} bytes");
    // A card that took nothing was not measured.
    assert!((1024..MOST).contains(&each), "one card takes {each} bytes");
}
