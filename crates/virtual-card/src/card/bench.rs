//! What tests lay on the bench: one persona, one key, one card.

use std::sync::OnceLock;

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use rsa::pkcs8::EncodePrivateKey;
use rsa::traits::PublicKeyParts;
use rsa::{RsaPrivateKey, RsaPublicKey};

use apdu::Response;
use persona::{CardKind, Persona, Pin};

use super::Card;
use crate::image::{Certified, Contents, Jpki};
use crate::{CounterMemory, Image};

fn key() -> &'static RsaPrivateKey {
    static KEY: OnceLock<RsaPrivateKey> = OnceLock::new();
    KEY.get_or_init(|| RsaPrivateKey::new(&mut ChaCha20Rng::seed_from_u64(1), 2048).unwrap())
}

pub(crate) fn public_key() -> RsaPublicKey {
    key().to_public_key()
}

/// Bytes that look like a certificate from outside, which is all a card knows.
pub(crate) fn certificate(length: u16) -> Vec<u8> {
    let [hi, lo] = (length - 4).to_be_bytes();
    let mut bytes = vec![0x30, 0x82, hi, lo];
    bytes.extend((4..length).map(|place| place.to_le_bytes()[0]));
    bytes
}

pub(crate) fn persona() -> Persona {
    let text = r#"
        title = { ja = "試験", en = "trial" }
        [person]
        name = "試験　太郎"
        kana = "シケン　タロウ"
        birth = 1975-01-31
        sex = "male"
        address = "架空県架空市一丁目"
        [card]
        pin = "8642"
    "#;
    Persona::parse("bench", text).unwrap()
}

/// A plastic card with the JPKI application alone, and no signature certificate.
/// File 0005 is not there, to be asked for in vain.
pub(crate) fn image() -> Image {
    let (kind, persona) = (CardKind::Plastic, persona());
    let private = key().to_pkcs8_der().unwrap();
    let jpki = Jpki {
        kind,
        user: Certified {
            key: private.as_bytes(),
            certificate: &certificate(1590),
        },
        user_authority: &certificate(1333),
        signature: None,
        signature_authority: &certificate(1318),
        user_pin: persona.card.pin.as_ref().map(Pin::bytes),
        user_pin_tries: 3,
        signature_password: None,
        terminal_authority: (b"7000016\x08\x050010000", &public_key().n().to_bytes_be()),
    };
    let (aid, mut files) = jpki.application().unwrap();
    files.retain(|(id, _)| *id != 0x0005);
    Image::new(Contents {
        kind,
        applications: vec![(aid, files)],
        objects: Vec::new(),
    })
    .unwrap()
}

pub(crate) fn card() -> Card {
    let image = image();
    let counters = CounterMemory::fresh(&image);
    Card::new(image, counters)
}

/// Bytes from hexadecimal, spaces allowed.
pub(crate) fn hex(text: &str) -> Vec<u8> {
    let digits: String = text.split_whitespace().collect();
    (0..digits.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap())
        .collect()
}

pub(crate) const JPKI: &str = "00A4040C0AD392F000260100000001";
pub(crate) const VERIFY: &str = "00200098 04 38363432";
pub(crate) const VERIFY_WRONG: &str = "00200098 04 30303030";
pub(crate) const TRIES: &str = "00200098";
pub(crate) const SIGN: &str = "802A0097 03 010203 00";

/// Sends each command and gives the last answer.
pub(crate) fn send(card: &mut Card, commands: &[&str]) -> Vec<u8> {
    commands
        .iter()
        .fold(Vec::new(), |_, command| card.answer(&hex(command)))
}

pub(crate) fn status(answer: &[u8]) -> String {
    Response::parse(answer).unwrap().status.to_string()
}

/// A fresh card, the commands, and the last status word.
pub(crate) fn status_after(commands: &[&str]) -> String {
    status(&send(&mut card(), commands))
}
