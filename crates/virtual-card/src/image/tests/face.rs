//! The face application's files.

use card_face::Photo;
use rsa::{BigUint, Pkcs1v15Sign, RsaPublicKey};
use sha2::{Digest, Sha256};

use super::*;

fn face(id: u16) -> Vec<u8> {
    bytes(FACE, id)
}

fn values(objects: &[(String, Vec<u8>)], tags: std::ops::RangeInclusive<u32>) -> Vec<Vec<u8>> {
    let want: Vec<String> = tags.map(|tag| format!("{tag:04X}")).collect();
    let tags: Vec<&String> = objects.iter().map(|(tag, _)| tag).collect();
    assert_eq!(tags, want.iter().collect::<Vec<_>>());
    objects.iter().map(|(_, value)| value.clone()).collect()
}

#[test]
fn the_age_record_is_signed() {
    let file = face(0x0001);
    assert_eq!(file.len(), 547);
    let (tag, objects) = walk(&file);
    let values = values(&objects, 0xDF11..=0xDF13);
    assert_eq!(tag, "FF10");
    assert_eq!(values[0], b"19800217");
    assert_eq!(values[1], public_key(FACE, 0x001A));
    assert!(is_signed(FACE, &file[5..286], &values[2]));
    assert!(!is_signed(FACE, &file[5..285], &values[2]));
}

#[test]
fn the_face_is_signed_over_three_digests_in_one() {
    let file = face(0x0002);
    let (tag, objects) = walk(&file);
    let values = values(&objects, 0xDF21..=0xDF2A);
    assert_eq!(tag, "FF20");
    let mut places = Vec::new();
    for (entry, low) in values[0].chunks(2).zip(0x22..) {
        let at = usize::from(u16::from_be_bytes([entry[0], entry[1]]));
        assert_eq!(file[at..at + 2], [0xDF, low]);
        places.push(at);
    }
    assert_eq!(places.len(), 9);
    assert_eq!(places[0], 5 + 3 + 18);
    assert_eq!(values[1], b"19800217");
    assert_eq!(values[2], b"2");
    assert_eq!(values[3], public_key(FACE, 0x001A));
    assert_eq!(values[8], b"20350217");

    let mut info = crate::card::bench::hex("3071300D060960864801650304020105000460");
    for part in [
        places[0]..places[3],
        places[3]..places[5],
        places[5]..places[6],
    ] {
        info.extend_from_slice(&Sha256::digest(&file[part]));
    }
    let certificate = face(0x0004);
    let modulus = BigUint::from_bytes_be(certified(&certificate));
    let key = RsaPublicKey::new(modulus, BigUint::from(65_537_u32)).unwrap();
    let verify = |info: &[u8]| key.verify(Pkcs1v15Sign::new_unprefixed(), info, &values[7]);
    verify(&info).unwrap();
    info[113 - 96] ^= 1;
    verify(&info).unwrap_err();
}

#[test]
fn the_face_shows_text_as_png_and_the_photo_as_jpeg_2000() {
    let (_, objects) = walk(&face(0x0002));
    for place in [4, 5, 9] {
        assert!(
            objects[place].1.starts_with(b"\x89PNG\r\n\x1A\n"),
            "{place}"
        );
    }
    let line = card_face::line("窓口　花子").unwrap();
    assert_eq!(objects[4].1, line);
    assert_eq!(objects[9].1, card_face::line("2285").unwrap());
    let photo = &objects[6].1;
    assert!(photo.starts_with(b"\x00\x00\x00\x0CjP  "), "a JP2 file");
    assert!(photo.len() <= 16 * 1024);
    Photo::from_jpeg2000(photo).unwrap();
}

#[test]
fn the_basic_information_names_the_municipality() {
    let file = face(0x0003);
    assert_eq!(file.len(), 320);
    let (tag, objects) = walk(&file);
    let values = values(&objects, 0xDF31..=0xDF35);
    assert_eq!(tag, "FF30");
    assert_eq!(values[0], [6, 3, 0x0E, 1]);
    assert_eq!(values[1], face(0x0004)[26..42]);
    assert_eq!(values[2], [0]);
    assert_eq!(values[3], b"99999");
    assert_eq!(values[4].len(), 272);
    assert_eq!(values[4][..16], values[1]);
}

#[test]
fn the_picture_of_the_number_is_signed() {
    let file = face(0x0005);
    let (tag, objects) = walk(&file);
    let values = values(&objects, 0xDF41..=0xDF43);
    assert_eq!(tag, "FF40");
    assert_eq!(values[0], card_face::line("999999999990").unwrap());
    assert_eq!(values[1], public_key(FACE, 0x001A));
    let signed = [
        object([0xDF, 0x41], &values[0]),
        object([0xDF, 0x42], &values[1]),
    ]
    .concat();
    assert!(is_signed(FACE, &signed, &values[2]));
    assert_eq!(face(0x0006), [0xFF; 16]);
}
