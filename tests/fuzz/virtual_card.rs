//! Any commands to a card from the shelf, an empty one standing for a warm reset:
//! each gets an answer, and tries fall by one for a VERIFY with a PIN, and for
//! nothing else.
#![no_main]

mod list;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{LazyLock, Mutex};
use std::{env, fs, io};

use apdu::{Command, Response};
use jiff::civil::date;
use libfuzzer_sys::fuzz_target;
use persona::Persona;
use pki::CardIssuer;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use virtual_card::{Card, CounterMemory, Counters, PinReference, issue, issued_image};
use zeroize::Zeroizing;

const PERSONA: &str = include_str!("../../hardware/cards/insured.toml");

static CARD: LazyLock<Mutex<Card>> = LazyLock::new(|| Mutex::new(card()));
static KEPT: Mutex<Kept> = Mutex::new(Kept {
    tries: BTreeMap::new(),
    secrets: BTreeMap::new(),
    written: Vec::new(),
});

fuzz_target!(
    init: drop(CARD.lock()),
    |bytes: &[u8]| {
        let mut card = CARD.lock().unwrap();
        card.power_on();
        *KEPT.lock().unwrap() = Kept::default();
        for command in list::of(bytes) {
            if command.is_empty() {
                card.reset();
                continue;
            }
            let answer = card.answer(command);
            let response = Response::parse(&answer).expect("an answer has a status");
            let (status, data) = (response.status, response.data);
            assert!(matches!(status.0 >> 8, 0x61..=0x6F | 0x90), "{status}");
            assert!(status.is_ok() || data.is_empty(), "{status}");
            let expected = Command::parse(command).map_or(0, |command| command.expected);
            assert!(data.len() <= expected, "{} of {expected}", data.len());
            let written = std::mem::take(&mut KEPT.lock().unwrap().written);
            if let [(before, _), ..] = written[..]
                && let [.., (_, after)] = written[..]
                && after < before
            {
                assert!(gives_a_pin(command) && after == before - 1, "{before} to {after}");
            }
        }
    }
);

fn gives_a_pin(command: &[u8]) -> bool {
    Command::parse(command).is_ok_and(|command| {
        (command.class, command.instruction) == (0x00, 0x20) && !command.data.is_empty()
    })
}

/// The card, which lasts for the process; what it must not forget is in `KEPT`.
fn card() -> Card {
    let folder = env::current_exe().unwrap().with_extension("insured");
    let image = issued_image(&folder).unwrap_or_else(|_| {
        issue_into(&folder);
        issued_image(&folder).unwrap()
    });
    let issued = CounterMemory::fresh(&image);
    Card::new(image, Since { issued }).with_randomness(ChaCha20Rng::seed_from_u64(1))
}

/// Twelve RSA keys, made by code that is built to be fuzzed, take most of a minute:
/// the card stays beside the program.
fn issue_into(folder: &Path) {
    let _ = fs::remove_dir_all(folder);
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    let from = "2026-01-01T00:00:00Z".parse().unwrap();
    let until = "2040-01-01T00:00:00Z".parse().unwrap();
    let issuer = CardIssuer::make(from, until, &mut rng).unwrap();
    let persona = Persona::parse("insured.toml", PERSONA).unwrap();
    issue(&persona, &issuer, folder, date(2026, 11, 21), &mut rng).unwrap();
}

/// What one run has changed of the tries and PINs.
#[derive(Default)]
struct Kept {
    tries: BTreeMap<PinReference, u8>,
    secrets: BTreeMap<PinReference, Zeroizing<Vec<u8>>>,
    /// The tries before and after each change that the last command made.
    written: Vec<(u8, u8)>,
}

/// The tries the card was issued with, under those in `KEPT`.
struct Since {
    issued: CounterMemory,
}

impl Counters for Since {
    fn tries_left(&self, pin: &PinReference) -> u8 {
        let changed = KEPT.lock().unwrap().tries.get(pin).copied();
        changed.unwrap_or_else(|| self.issued.tries_left(pin))
    }

    fn record(&mut self, pin: &PinReference, tries: u8) -> io::Result<()> {
        assert!(
            tries <= self.issued.tries_left(pin),
            "more than ever: {tries}"
        );
        let before = self.tries_left(pin);
        let mut kept = KEPT.lock().unwrap();
        kept.written.push((before, tries));
        kept.tries.insert(pin.clone(), tries);
        Ok(())
    }

    fn changed_secret(&self, pin: &PinReference) -> Option<Zeroizing<Vec<u8>>> {
        KEPT.lock().unwrap().secrets.get(pin).cloned()
    }

    fn change_secret(&mut self, pin: &PinReference, secret: &[u8]) -> io::Result<()> {
        let secret = Zeroizing::new(secret.to_vec());
        KEPT.lock().unwrap().secrets.insert(pin.clone(), secret);
        Ok(())
    }
}
