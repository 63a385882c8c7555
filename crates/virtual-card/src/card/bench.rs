//! What tests lay on the bench: one persona, one key, one card with everything on it
//! that a command can meet.

use std::sync::OnceLock;

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use rsa::{RsaPrivateKey, RsaPublicKey};

use apdu::Response;
use persona::Persona;

use super::Card;
use crate::image::{Access, Application, Change, File, Purpose, Secret};
use crate::{CounterMemory, Image};

/// A key of two: the card's is 1, the terminal authority's 2, a terminal's 3.
pub(crate) fn key(number: u64) -> &'static RsaPrivateKey {
    static KEYS: [OnceLock<RsaPrivateKey>; 3] = [const { OnceLock::new() }; 3];
    let place = usize::try_from(number - 1).unwrap();
    KEYS[place]
        .get_or_init(|| RsaPrivateKey::new(&mut ChaCha20Rng::seed_from_u64(number), 2048).unwrap())
}

pub(crate) fn public_key() -> RsaPublicKey {
    key(1).to_public_key()
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

/// The key identifier of the terminal authority.
pub(crate) const AUTHORITY: [u8; 16] = *b"7000016\x08\x050010000";
/// Record 1 of the common application.
pub(crate) const RECORD: &[u8] = b"\x01\x1C7000000000000019999920360131";

/// One file of each kind, in all five applications.
pub(crate) fn image() -> Image {
    Image {
        applications: vec![jpki(), face(), text(), resident(), common()],
        objects: vec![(0x00F0, b"99999".to_vec()), (0x00F8, certificate(575))],
        is_iphone: false,
    }
}

fn jpki() -> Application {
    let mut user_certificate = certificate(1590);
    user_certificate.resize(2000, 0);
    let authority = File::TerminalAuthority {
        key_id: AUTHORITY,
        key: Box::new(key(2).to_public_key()),
    };
    Application {
        aid: &[0xD3, 0x92, 0xF0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01],
        files: vec![
            (0x0001, binary(&certificate(1758), Access::After(&[0x001B]))),
            (0x0008, binary(&[0x00, 0x8F, 0x00], Access::Free)),
            (0x0009, binary(&[0x00], Access::Never)),
            (0x000A, binary(&user_certificate, Access::Free)),
            (0x0016, authority),
            (0x0017, signing_key(Access::AfterOrTerminal(&[0x0018]))),
            (0x0018, pin(b"8642", 3, Change::Standard(4..=4))),
            (0x001B, pin(b"AB1234", 5, Change::Standard(6..=16))),
        ],
        default_key: None,
    }
}

fn face() -> Application {
    Application {
        aid: &super::profile::FACE,
        files: vec![
            (0x0002, binary(b"face", Access::After(&[0x0012, 0x0013]))),
            (0x0003, binary(b"information", Access::Free)),
            (0x0012, pin(b"50013120365678", 10, Change::Never)),
            (0x0013, pin(b"000000000001", 10, Change::Never)),
            (0x001A, signing_key(Access::Free)),
        ],
        default_key: Some(0x001A),
    }
}

fn text() -> Application {
    Application {
        aid: &[0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x08],
        files: vec![
            (0x0002, binary(b"text", Access::After(&[0x0011, 0x0015]))),
            (0x0011, pin(b"8642", 3, Change::Standard(4..=4))),
            (0x0013, signing_key(Access::Free)),
            (0x0015, pin(b"8642", 10, Change::Never)),
        ],
        default_key: Some(0x0013),
    }
}

fn resident() -> Application {
    Application {
        aid: &[0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x01],
        files: vec![(0x001C, pin(b"8642", 3, Change::Maker(4..=4)))],
        default_key: None,
    }
}

fn common() -> Application {
    let records = |read| File::Records {
        records: vec![RECORD.to_vec()],
        read,
    };
    let authenticate = File::Key {
        key: Box::new(key(1).clone()),
        purpose: Purpose::Authenticate,
    };
    Application {
        aid: &super::profile::COMMON,
        files: vec![
            (0x0001, records(Access::Free)),
            (0x0002, records(Access::After(&[0x001C]))),
            (0x0019, authenticate),
            (0x001C, pin(b"8642", 3, Change::Maker(4..=4))),
        ],
        default_key: None,
    }
}

fn binary(contents: &[u8], read: Access) -> File {
    File::Transparent {
        contents: contents.to_vec(),
        read,
    }
}

fn pin(secret: &[u8], tries: u8, change: Change) -> File {
    File::Pin {
        secret: Secret::new(secret),
        tries,
        start: tries,
        change,
    }
}

fn signing_key(access: Access) -> File {
    File::Key {
        key: Box::new(key(1).clone()),
        purpose: Purpose::Sign(access),
    }
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

pub(crate) const ISSUER_DOMAIN: &str = "00A4040C07A0000001510000";
pub(crate) const JPKI: &str = "00A4040C0AD392F000260100000001";
pub(crate) const FACE: &str = "00A4040C0AD3921000310001010402";
pub(crate) const TEXT: &str = "00A4040C0AD3921000310001010408";
pub(crate) const RESIDENT: &str = "00A4040C0AD3921000310001010401";
pub(crate) const COMMON: &str = "00A4040C0AD3921000310001010100";
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
