//! The card of the persona on the shelf, issued for a test program.

use std::path::Path;

use jiff::civil::date;
use persona::Persona;
use pki::CardIssuer;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;
use virtual_card::issue;

/// Issues her card, whose PIN is 1234 on the shelf, with this PIN.
pub(crate) fn issue_with_pin(pin: &str, folder: &Path) {
    let file = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../hardware/cards/insured.toml"
    );
    let text = std::fs::read_to_string(file).unwrap();
    let text = text.replace("\"1234\"", &format!("\"{pin}\""));
    let persona = Persona::parse(file, &text).unwrap();
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    let from = "2026-01-01T00:00:00Z".parse().unwrap();
    let until = "2040-01-01T00:00:00Z".parse().unwrap();
    let issuer = CardIssuer::make(from, until, &mut rng).unwrap();
    issue(&persona, &issuer, folder, date(2026, 11, 21), &mut rng).unwrap();
}
