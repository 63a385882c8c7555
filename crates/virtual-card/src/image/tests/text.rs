//! The text application's files.

use sha2::{Digest, Sha256};

use super::*;

fn text(id: u16) -> Vec<u8> {
    bytes(TEXT, id)
}

#[test]
fn the_number_stands_in_17_bytes_and_could_be_nobodys() {
    let file = text(0x0001);
    assert_eq!(file[..3], [0xFF, 0x10, 0x0C]);
    assert_eq!(file[15..], [0xFF, 0xFF]);
    // The check digit of a 個人番号: weights n+1 for the digits 1 to 6 from the right
    // and n-5 for 7 to 11; 11 minus the remainder by 11, 0 instead of 10 and 11.
    let digits: Vec<u32> = file[3..15]
        .iter()
        .map(|digit| u32::from(digit - b'0'))
        .collect();
    let weight = |n: u32| if n <= 6 { n + 1 } else { n - 5 };
    let body = digits[..11].iter().rev().zip(1..);
    let sum: u32 = body.map(|(digit, n)| digit * weight(n)).sum();
    let right = if sum % 11 <= 1 { 0 } else { 11 - sum % 11 };
    assert_ne!(digits[11], right);
}

#[test]
fn the_four_facts_stand_where_the_table_says() {
    let file = text(0x0002);
    let (tag, objects) = walk(&file);
    let names: Vec<&str> = objects.iter().map(|(tag, _)| tag.as_str()).collect();
    assert_eq!(
        (tag.as_str(), names),
        ("FF20", vec!["DF21", "DF22", "DF23", "DF24", "DF25"])
    );
    let values: Vec<&[u8]> = objects.iter().map(|(_, value)| value.as_slice()).collect();
    assert_eq!(values[1], "窓口　花子".as_bytes());
    assert_eq!(values[2], "東京都架空区窓口台９９－９".as_bytes());
    assert_eq!(values[3..], [&b"19800217"[..], b"2"]);
    for (entry, low) in values[0].chunks(2).zip(0x22..) {
        let at = usize::from(u16::from_be_bytes([entry[0], entry[1]]));
        assert_eq!(file[at..at + 2], [0xDF, low]);
    }
    assert!(
        file[2] < 0x80 && file[7] == 0x0E,
        "short enough for a length of one byte"
    );
}

#[test]
fn the_digests_are_of_the_number_with_its_filler_and_of_the_facts_without_their_table() {
    let file = text(0x0003);
    assert_eq!(file.len(), 336);
    let (tag, objects) = walk(&file);
    assert_eq!(tag, "FF30");
    let facts = text(0x0002);
    let number = Sha256::digest(text(0x0001)).to_vec();
    let facts = Sha256::digest(&facts[usize::from(facts[7])..]).to_vec();
    assert_eq!(objects[0], ("DF31".to_owned(), number));
    assert_eq!(objects[1], ("DF32".to_owned(), facts));
    assert_eq!(objects[2].0, "DF33");
    assert!(is_signed(TEXT, &file[5..75], &objects[2].1));
    assert!(!is_signed(TEXT, &file[5..74], &objects[2].1));
}

#[test]
fn the_basic_information_is_read_as_256_bytes() {
    let file = text(0x0005);
    assert_eq!(file.len(), 256);
    assert_eq!(file[..5], [0xFF, 0x40, 0x82, 0x00, 0x9F]);
    let (_, objects) = walk(&file);
    assert_eq!(objects[0], ("DF41".to_owned(), vec![1, 3, 0x0E, 1]));
    assert_eq!(
        objects[1],
        ("DF42".to_owned(), text(0x0004)[26..42].to_vec())
    );
    assert_eq!((objects[2].0.as_str(), objects[2].1.len()), ("DF43", 128));
    assert_eq!(objects[2].1[32..], [0xFF; 96]);
}

#[test]
fn the_applications_key_is_published_and_signed() {
    let own = public_key(TEXT, 0x0013);
    let file = text(0x0007);
    assert_eq!(file.len(), 536);
    let (tag, objects) = walk(&file);
    assert_eq!(tag, "FF50");
    assert_eq!(objects[0], ("DF51".to_owned(), own.clone()));
    assert_eq!(objects[1].0, "DF52");
    assert!(is_signed(TEXT, &object([0xDF, 0x51], &own), &objects[1].1));

    let delivery = text(0x0006);
    assert_eq!(delivery.len(), 269);
    assert_eq!(delivery[..4], [0xA1, 0x82, 0x01, 0x09]);
    assert_eq!(walk(&delivery).1.len(), 2);
    assert_eq!(text(0x0008), [0xFF; 16]);
}
