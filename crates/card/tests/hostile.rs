//! The session against cards that answer oddly.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, and so do its helpers"
)]

mod plain;

use std::sync::{Arc, Mutex};

use apdu::{LinkError, Transport};
use card::{Card, CardError, Pin, PinOutcome};
use proptest::prelude::*;

use plain::{Plain, certificate_file};

#[test]
fn a_certificate_is_read_in_short_and_long_pieces() {
    for piece in [256, 200, 64] {
        let file = certificate_file(1590);
        let mut card = Card::new(Plain::new(file.clone(), piece))
            .select_jpki()
            .unwrap();
        let certificate = card.certificate().unwrap();
        assert_eq!(certificate.der(), &file[..1590], "{piece}");
        assert_eq!(card.fingerprint(), Some(certificate.fingerprint()));
        assert_eq!(card.certificate(), Ok(certificate));
    }
}

#[test]
fn the_fingerprint_is_sha256_of_the_certificate() {
    let file = certificate_file(300);
    let hash = ring::digest::digest(&ring::digest::SHA256, &file[..300]);
    let mut card = Card::new(Plain::new(file, 256)).select_jpki().unwrap();
    assert_eq!(
        card.certificate().unwrap().fingerprint().as_bytes(),
        hash.as_ref()
    );
}

#[test]
fn a_certificate_without_end_is_given_up() {
    let broken = [
        (
            "a huge length",
            [&[0x30, 0x82, 0xFF, 0xFF][..], &[0; 1996]].concat(),
            256,
        ),
        ("no certificate", vec![0xFF; 2000], 256),
        ("an empty file", Vec::new(), 256),
        (
            "too short a file",
            certificate_file(1590)[..700].to_vec(),
            256,
        ),
        ("in tiny pieces", certificate_file(1590), 4),
    ];
    for (what, file, piece) in broken {
        let mut transport = Plain::new(file, piece);
        let mut card = Card::new(&mut transport).select_jpki().unwrap();
        assert!(
            matches!(card.certificate(), Err(CardError::Malformed { .. })),
            "{what}"
        );
        assert!(transport.sent < 100, "{what}: {} commands", transport.sent);
    }
}

#[test]
fn a_swapped_card_is_noticed() {
    let on_reader = Arc::new(Mutex::new(Plain::new(certificate_file(300), 256)));
    let mut card = Card::new(OnReader(Arc::clone(&on_reader)))
        .select_jpki()
        .unwrap();
    card.certificate().unwrap();
    on_reader.lock().unwrap().file = certificate_file(301);
    assert_eq!(card.certificate(), Err(CardError::AnotherCard));
}

proptest! {
    /// Whatever a card answers, the host neither panics nor talks to it for ever.
    #[test]
    fn card_bytes_never_panic_the_host(
        answers in proptest::collection::vec(
            prop_oneof![
                3 => Just(vec![0x90, 0x00]),
                2 => (proptest::collection::vec(any::<u8>(), 0..300), any::<u16>())
                    .prop_map(|(data, status)| [data, status.to_be_bytes().to_vec()].concat()),
                2 => (4_u16..5000, prop_oneof![Just(0x9000), Just(0x6282_u16), Just(0x61FF)])
                    .prop_map(|(inside, status)| [
                        &[0x30, 0x82][..], &inside.to_be_bytes(), &[7; 252], &status.to_be_bytes()
                    ].concat()),
                1 => proptest::collection::vec(any::<u8>(), 0..4),
            ],
            1..20,
        ),
    ) {
        let mut sent = 0;
        let transport = Cycle { answers, sent: &mut sent };
        if let Ok(mut card) = Card::new(transport).select_jpki() {
            let _ = card.kind();
            let _ = card.certificate();
            let _ = card.tries_left();
            if let Ok(PinOutcome::Accepted(mut card)) = card.verify(Pin::parse("1234").unwrap()) {
                let _ = card.certificate();
                let _ = card.sign(b"challenge");
            }
        }
        prop_assert!(sent < 30_000, "{sent} commands");
    }
}

/// Gives the same answers round and round.
struct Cycle<'a> {
    answers: Vec<Vec<u8>>,
    sent: &'a mut usize,
}

impl Transport for Cycle<'_> {
    fn exchange(&mut self, _command: &[u8]) -> Result<Vec<u8>, LinkError> {
        let answer = self.answers[*self.sent % self.answers.len()].clone();
        *self.sent += 1;
        Ok(answer)
    }
}

impl Transport for &mut Plain {
    fn exchange(&mut self, command: &[u8]) -> Result<Vec<u8>, LinkError> {
        (**self).exchange(command)
    }
}

/// Whatever card is on the reader now.
struct OnReader(Arc<Mutex<Plain>>);

impl Transport for OnReader {
    fn exchange(&mut self, command: &[u8]) -> Result<Vec<u8>, LinkError> {
        self.0.lock().unwrap().exchange(command)
    }
}
