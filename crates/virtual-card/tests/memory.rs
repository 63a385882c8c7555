//! How much memory cards take. Alone in its program, because it measures all of it.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test program")]

use std::path::Path;

use persona::Persona;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;
use rsa::RsaPrivateKey;
use rsa::pkcs8::EncodePrivateKey as _;
use virtual_card::{Card, CounterMemory, Image, Material};
use zeroize::Zeroizing;

/// As many cards as a busy desk sees in a month.
const CARDS: usize = 3_000;
/// For one card, in bytes: three thousand take less than 400 MB.
const MOST: usize = 128 * 1024;

/// The persona on the shelf.
fn card(persona: &Persona, material: &Material) -> Card {
    let image = Image::new(persona, material).unwrap();
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
    let file = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../hardware/cards/insured.toml"
    );
    let persona = Persona::load(Path::new(file)).unwrap();
    let key = RsaPrivateKey::new(&mut ChaCha20Rng::seed_from_u64(1), 2048).unwrap();
    let certificate = [&[0x30, 0x82, 0x01, 0x00][..], &[0; 256]].concat();
    let material = Material {
        user_key: Zeroizing::new(key.to_pkcs8_der().unwrap().as_bytes().to_vec()),
        user_certificate: certificate.clone(),
        user_ca_certificate: certificate,
    };
    drop(card(&persona, &material));
    let before = resident();
    let cards: Vec<Card> = (0..CARDS).map(|_| card(&persona, &material)).collect();
    let each = resident().saturating_sub(before) / cards.len();
    println!("one card takes {each} bytes");
    // A card that took nothing was not measured.
    assert!((1024..MOST).contains(&each), "one card takes {each} bytes");
}
