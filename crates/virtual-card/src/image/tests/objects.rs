//! What stands outside the applications that hold the person, and who vouches.

use super::*;
use crate::issue::tests::issuer;

fn data_object(tag: u16) -> Vec<u8> {
    image().object(tag).unwrap().to_vec()
}

#[test]
fn the_common_application_says_serial_number_municipality_and_last_day() {
    let record = bytes(COMMON, 0x0001);
    assert_eq!(record[..2], [0x01, 0x1C]);
    let text = String::from_utf8(record[2..].to_vec()).unwrap();
    assert_eq!((&text[..1], &text[15..]), ("7", "9999920350217"));
    assert!(text.bytes().all(|digit| digit.is_ascii_digit()));
    assert_eq!(bytes(COMMON, 0x0002), issuer().common.key_id().0);
    assert_eq!(
        bytes(RESIDENT, 0x0002),
        bytes(COMMON, 0x0002),
        "as on real cards"
    );
}

#[test]
fn the_data_objects_are_there_and_their_certificates_chain() {
    let tags: Vec<u16> = image().objects.iter().map(|(tag, _)| *tag).collect();
    let want = [0x42, 0x45, 0x66, 0xF0, 0xF2, 0xF7, 0xF8, 0x5F51, 0x7F21];
    assert_eq!(tags, want);
    assert_eq!(data_object(0x0045), bytes(COMMON, 0x0001)[2..17]);
    assert_eq!(data_object(0x00F0), b"99999");
    assert_eq!(data_object(0x00F2), b"20350217");
    assert_eq!(data_object(0x5F51), crate::ATR[1..]);
    assert_eq!(data_object(0x00F7), issuer().common.key_id().0);

    let (upper, lower) = (data_object(0x00F8), data_object(0x7F21));
    for certificate in [&upper, &lower] {
        assert_eq!(certificate.len(), 575);
        let head = crate::card::bench::hex("4D0A42105F20105F49820109 5F4E820129");
        assert!(certificate.starts_with(&head));
    }
    // Twelve bytes of layout stand where a file has five of its tag.
    let file = [&[0x7F, 0x21, 0x82, 2, 0x33][..], &upper[12..]].concat();
    assert_eq!(file, issuer().common.certificate());
    assert_eq!(lower[17..33], issuer().common.key_id().0);
    assert_eq!(lower[33], b'7', "not of the real hierarchy");
    assert_eq!(lower[49..314], public_key(COMMON, 0x0019));
    assert!(verifies(certified(&file), &lower[17..314], &lower[319..]));
    assert!(!verifies(certified(&file), &lower[16..314], &lower[319..]));
}

#[test]
fn each_application_is_vouched_for_by_its_own_signer_under_the_root() {
    let issuer = issuer();
    let root = issuer.root.modulus();
    for (application, signer) in [(FACE, &issuer.face), (TEXT, &issuer.text)] {
        let certificate = bytes(application, 0x0004);
        assert_eq!(certificate, signer.certificate());
        assert!(verifies(root, &certificate[10..307], &certificate[312..]));
    }
}

#[test]
fn certificates_are_zero_filled_and_over_the_cards_keys() {
    for (id, size) in [(0x01, 2000), (0x02, 1900), (0x0A, 2000), (0x0B, 1900)] {
        let file = bytes(JPKI, id);
        let length = 4 + usize::from(u16::from_be_bytes([file[2], file[3]]));
        assert_eq!(
            (file.len(), &file[..2]),
            (size, &[0x30, 0x82][..]),
            "{id:02X}"
        );
        assert!(file[length..].iter().all(|byte| *byte == 0), "{id:02X}");
    }
    for (certificate, key) in [(0x0001, 0x001A), (0x000A, 0x0017)] {
        let modulus = public_key(JPKI, key)[9..].to_vec();
        let file = bytes(JPKI, certificate);
        let mut places = file.windows(256);
        assert!(places.any(|place| place == modulus), "{certificate:04X}");
    }
    assert!(bytes(JPKI, 0x0002).starts_with(issuer().signature.certificate()));
    assert!(bytes(JPKI, 0x000B).starts_with(issuer().user.certificate()));
    let name = "窓口　花子".as_bytes();
    let names = |id| {
        bytes(JPKI, id)
            .windows(name.len())
            .any(|place| place == name)
    };
    assert!(names(0x0001), "the signature certificate names its holder");
    assert!(!names(0x000A), "the other does not");
    assert_eq!(bytes(JPKI, 0x0008), [0x8F, 0x8F, 0x00]);
}

#[test]
fn the_terminal_authority_is_the_issuers() {
    let image = image();
    let Some(File::TerminalAuthority { key_id, key }) = image.applications[JPKI].file(0x0016)
    else {
        panic!("no terminal authority");
    };
    assert_eq!(*key_id, issuer().terminals.key_id().0);
    assert_eq!(key.n().to_bytes_be(), issuer().terminals.modulus());
}
