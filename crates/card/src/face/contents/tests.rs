use apdu::{LengthStyle, Writer};
use proptest::prelude::*;

use super::*;

/// The objects of a made-up card, tag and value.
fn objects() -> Vec<(u32, Vec<u8>)> {
    let key = [&KEY_HEAD[..], &[0xC5; 256]].concat();
    vec![
        (0xDF22, b"19800217".to_vec()),
        (0xDF23, b"2".to_vec()),
        (0xDF24, key),
        (0xDF25, vec![0x11; 169]),
        (0xDF26, vec![0x22; 301]),
        (0xDF27, vec![0x33; 2000]),
        (0xDF28, vec![0x44; 256]),
        (0xDF29, b"20350217".to_vec()),
        (0xDF2A, vec![0x55; 80]),
    ]
}

/// The file of these objects with a right table of offsets.
fn file(objects: &[(u32, Vec<u8>)]) -> Vec<u8> {
    let mut inside = Vec::new();
    let mut offsets = Vec::new();
    for (tag, value) in objects {
        let start = u16::try_from(5 + 3 + 2 * objects.len() + inside.len()).unwrap();
        offsets.extend(start.to_be_bytes());
        inside.extend(tlv(*tag, value));
    }
    tlv(0xFF20, &[tlv(0xDF21, &offsets), inside].concat())
}

fn tlv(tag: u32, value: &[u8]) -> Vec<u8> {
    let mut writer = Writer::new(LengthStyle::Card);
    writer.put(Tag(tag), value).unwrap();
    writer.into_bytes()
}

fn parse(file: &[u8]) -> Option<CardFace> {
    CardFace::parse(Zeroizing::new(file.to_vec())).ok()
}

#[test]
fn every_object_is_found() {
    let face = parse(&file(&objects())).unwrap();
    assert_eq!(face.birth(), "19800217");
    assert_eq!(face.sex(), "2");
    assert_eq!(face.expires(), "20350217");
    assert_eq!(face.card_key(), [0xC5; 256]);
    assert_eq!(face.name_png(), [0x11; 169]);
    assert_eq!(face.address_png(), [0x22; 301]);
    assert_eq!(face.photo_jp2(), [0x33; 2000]);
    assert_eq!(face.signature(), [0x44; 256]);
    assert_eq!(face.security_code_png(), [0x55; 80]);
}

#[test]
fn what_is_signed_is_three_digests_of_whole_objects() {
    let face = parse(&file(&objects())).unwrap();
    let sha256 = |from: usize, to: usize| {
        let objects = objects();
        let bytes: Vec<u8> = objects[from..to]
            .iter()
            .flat_map(|(tag, value)| tlv(*tag, value))
            .collect();
        hex::encode(digest::digest(&digest::SHA256, &bytes))
    };
    let expected = [
        "3071300d0609608648016503040201050004".to_owned() + "60",
        sha256(0, 3),
        sha256(3, 5),
        sha256(5, 6),
    ];
    let info = face.signed_info();
    assert_eq!(hex::encode(&info), expected.concat());
    assert_eq!(info.len(), SIGNED_INFO);
}

#[test]
fn the_header_tells_the_length_up_to_the_cap() {
    let table: [(&[u8], Option<usize>); 7] = [
        (&[0xFF, 0x20, 0x82, 0x0B, 0xF9, 0xDF], Some(3070)),
        (&[0xFF, 0x20, 0x82, 0x7F, 0xFB], Some(MAX_FACE)),
        (&[0xFF, 0x20, 0x82, 0x7F, 0xFC], None),
        (&[0xFF, 0x20, 0x80, 0x00, 0x00], None),
        (&[0xFF, 0x20, 0x84, 0x00, 0x00, 0x0B, 0xF9], None),
        (&[0xFF, 0x40, 0x82, 0x0B, 0xF9], None),
        (&[0xFF, 0x20, 0x82, 0x0B], None),
    ];
    for (head, length) in table {
        assert_eq!(length_from_header(head), length, "{head:02X?}");
    }
}

#[test]
fn each_object_is_there_once_in_order_and_in_shape() {
    let change = |place: usize, value: &[u8]| {
        let mut changed = objects();
        changed[place].1 = value.to_vec();
        file(&changed)
    };
    let mut swapped = objects();
    swapped.swap(3, 4);
    let mut doubled = objects();
    doubled.push((0xDF2A, vec![0x55; 80]));
    let short_key = [&KEY_HEAD[..], &[0xC5; 255]].concat();
    let broken = [
        ("objects out of order", file(&swapped)),
        ("an object twice", file(&doubled)),
        ("an object missing", file(&objects()[..8])),
        ("no objects", file(&[])),
        ("a date of seven digits", change(0, b"1980217")),
        ("a date that is none", change(0, b"1980-2-7")),
        ("no sex", change(1, b"")),
        ("a short key", change(2, &short_key)),
        ("another exponent", change(2, &[0x90; 265])),
        ("no name", change(3, b"")),
        (
            "a picture without end",
            change(4, &vec![0; MAX_PICTURE + 1]),
        ),
        ("a photo without end", change(5, &vec![0; MAX_PHOTO + 1])),
        ("a short signature", change(6, &[0x44; 255])),
        ("an expiry that is none", change(7, "２０３５".as_bytes())),
        ("something behind it", [file(&objects()), vec![0]].concat()),
        (
            "a whole of another tag",
            tlv(0xFF40, &file(&objects())[5..]),
        ),
    ];
    for (what, file) in broken {
        assert!(parse(&file).is_none(), "{what}");
    }
    let largest = change(5, &vec![0; MAX_PHOTO]);
    assert_eq!(parse(&largest).unwrap().photo_jp2().len(), MAX_PHOTO);
}

#[test]
fn every_offset_is_checked() {
    let good = file(&objects());
    for byte in 8..8 + 18 {
        let mut wrong = good.clone();
        wrong[byte] ^= 1;
        assert!(parse(&wrong).is_none(), "offset byte {byte}");
    }
}

#[test]
fn every_shorter_file_is_refused() {
    let good = file(&objects());
    for length in 0..good.len() {
        assert!(parse(&good[..length]).is_none(), "{length}");
    }
}

#[test]
fn hostile_depth_and_lengths_are_refused() {
    for file in [
        [0xFF, 0x20, 0x84, 0x7F, 0xFF, 0xFF, 0xFF].repeat(4000),
        [0xFF, 0x20, 0x80].repeat(10_000),
        tlv(0xFF20, &[0xDF, 0x21, 0x80, 0, 0]),
        tlv(0xFF20, &[0xDF, 0x21, 0x84, 0xFF, 0xFF, 0xFF, 0xFF]),
    ] {
        assert!(parse(&file).is_none());
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        prop_assert!(parse(&bytes).is_none());
    }

    /// A face with any bytes changed is refused, or its parts still have their
    /// bounds.
    #[test]
    fn changed_bytes_never_break_the_bounds(
        changes in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let mut bytes = file(&objects());
        for (place, value) in changes {
            let place = place.index(bytes.len());
            bytes[place] = value;
        }
        if let Some(face) = parse(&bytes) {
            prop_assert_eq!(face.birth().len(), 8);
            prop_assert_eq!(face.sex().len(), 1);
            prop_assert_eq!(face.card_key().len(), 256);
            prop_assert_eq!(face.signature().len(), 256);
            prop_assert_eq!(face.signed_info().len(), SIGNED_INFO);
            prop_assert!(face.photo_jp2().len() <= MAX_PHOTO);
        }
    }
}
