//! The whole card as its tables and its files have it: who reads what, how long it
//! is, who signed it. Signatures are checked by another library than made them.

mod access;
mod face;
mod kinds;
mod objects;
mod spoken;
mod text;

use iso7816_tlv::ber;
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents};
use rsa::traits::PublicKeyParts;

use super::*;
use crate::issue::tests::whole;

const JPKI: usize = 0;
const FACE: usize = 1;
const TEXT: usize = 2;
const RESIDENT: usize = 3;
const COMMON: usize = 4;

fn image() -> Image {
    Image::new(whole()).unwrap()
}

/// The bytes of a transparent file or of a record.
fn bytes(application: usize, id: u16) -> Vec<u8> {
    match image().applications[application].file(id) {
        Some(File::Transparent { contents, .. }) => contents.clone(),
        Some(File::Records { records, .. }) => records[0].clone(),
        _ => panic!("{id:04X} is no file to read"),
    }
}

/// The public half of a key as the card writes it, 265 bytes.
fn public_key(application: usize, id: u16) -> Vec<u8> {
    match image().applications[application].file(id) {
        Some(File::Key { key, .. }) => {
            let head = [0x90, 3, 1, 0, 1, 0x91, 0x82, 1, 0];
            [&head[..], &key.n().to_bytes_be()].concat()
        }
        _ => panic!("{id:04X} is no key"),
    }
}

/// The tag of a file, and the tags and values inside it, by another's parser. That
/// one takes the card's longer lengths on one level only, so it is asked twice.
fn walk(bytes: &[u8]) -> (String, Vec<(String, Vec<u8>)>) {
    let tag_length = if bytes[0] & 0x1F == 0x1F { 2 } else { 1 };
    let (length, mut inside) = match bytes[tag_length] {
        0x82 => {
            let length = [bytes[tag_length + 1], bytes[tag_length + 2]];
            (u16::from_be_bytes(length).into(), &bytes[tag_length + 3..])
        }
        short @ ..0x80 => (usize::from(short), &bytes[tag_length + 1..]),
        other => panic!("a length {other:02X}"),
    };
    let filler = &inside[length..];
    assert!(
        filler.iter().all(|byte| *byte == 0xFF),
        "only filler follows"
    );
    inside = &inside[..length];
    let mut objects = Vec::new();
    while !inside.is_empty() {
        let (object, rest) = ber::Tlv::parse(inside);
        let object = object.unwrap();
        let ber::Value::Primitive(value) = object.value() else {
            panic!("constructed");
        };
        objects.push((hex_of(object.tag().to_bytes()), value.clone()));
        inside = rest;
    }
    (hex_of(&bytes[..tag_length]), objects)
}

fn hex_of(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}

/// An object as it stands in a file: the card writes no length in the form `81`.
fn object(tag: [u8; 2], value: &[u8]) -> Vec<u8> {
    let length = u16::try_from(value.len()).unwrap().to_be_bytes();
    match value.len() {
        0..=0x7F => [&tag[..], &length[1..], value].concat(),
        _ => [&tag[..], &[0x82], &length, value].concat(),
    }
}

/// The modulus that a verifiable certificate of 568 bytes is over.
fn certified(certificate: &[u8]) -> &[u8] {
    assert_eq!(certificate.len(), 568);
    assert_eq!(
        certificate[..10],
        [0x7F, 0x21, 0x82, 2, 0x33, 0x5F, 0x4E, 0x82, 1, 0x29]
    );
    assert_eq!(certificate[26], b'7', "not of the real hierarchy");
    &certificate[51..307]
}

/// Whether `signature` is by the key certified in the application's file 0004.
fn is_signed(application: usize, message: &[u8], signature: &[u8]) -> bool {
    let certificate = bytes(application, 0x0004);
    verifies(certified(&certificate), message, signature)
}

fn verifies(modulus: &[u8], message: &[u8], signature: &[u8]) -> bool {
    let key = RsaPublicKeyComponents {
        n: modulus,
        e: &[1, 0, 1],
    };
    key.verify(&RSA_PKCS1_2048_8192_SHA256, message, signature)
        .is_ok()
}

#[test]
fn a_card_takes_far_less_than_a_mebibyte() {
    let length = whole().to_bytes().unwrap().len();
    assert!(length < 64 * 1024, "{length} bytes");
}

/// A key or a number that is no such thing makes no card.
#[test]
fn a_key_that_is_no_rsa_2048_key_is_refused() {
    for (id, wrong) in [
        (0x0017, &[0x30, 0x00][..]),
        (0x0016, &[7; 271]),
        (0x0018, &[]),
    ] {
        let mut contents = whole();
        let files = &mut contents.applications[0].1;
        for file in files.iter_mut().filter(|file| file.0 == id) {
            file.1 = wrong.to_vec().into();
        }
        let refused = Image::new(contents);
        assert!(
            matches!(refused, Err(VirtualCardError::KeyUnusable)),
            "{id:04X}"
        );
    }
}

#[test]
fn a_secret_that_was_never_set_equals_nothing() {
    for given in [&b""[..], b"1234", b"AB1234"] {
        assert!(!Secret(None).is(given));
    }
    assert!(Secret::new(b"1234").is(b"1234"));
    assert!(!Secret::new(b"1234").is(b"12345"));
    assert!(!Secret::new(b"1234").is(b"123"));
}
