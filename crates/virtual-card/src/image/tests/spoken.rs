//! The issued card and its commands together: what one room issues the other opens.

use rand_core::SeedableRng as _;

use super::*;
use crate::card::bench::{hex, status};
use crate::issue::tests::issuer;
use crate::{Card, CounterMemory};

fn card() -> Card {
    let image = image();
    let counters = CounterMemory::fresh(&image);
    Card::new(image, counters)
}

/// A command with 1 to 65,535 bytes of data and an expected 256 or none.
fn command(header: [u8; 4], data: &[u8], expected: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).unwrap().to_be_bytes();
    [&header[..], &[0x00], &length, data, expected].concat()
}

#[test]
fn a_terminal_of_the_issuers_authority_signs_without_the_pin() {
    let mut rng = rand_chacha::ChaCha20Rng::seed_from_u64(9);
    let terminal = issuer().terminals.issue(&mut rng).unwrap();
    let mut card = card();
    let sign = hex("802A0097 03 010203 00");
    let challenge = {
        card.answer(&hex("00A4040C0AD392F000260100000001"));
        assert_eq!(status(&card.answer(&sign)), "6982");
        card.answer(&hex("00A4020C020016"));
        let body = command([0x80, 0xA2, 0x06, 0xC1], terminal.certificate_body(), &[]);
        assert_eq!(status(&card.answer(&body)), "9000");
        let signature = command(
            [0x80, 0xA2, 0x00, 0xC1],
            terminal.certificate_signature(),
            &[],
        );
        assert_eq!(status(&card.answer(&signature)), "9000");
        card.answer(&hex("0084000020"))[..32].to_vec()
    };
    let signed = terminal.sign(&challenge).unwrap();
    let authenticate = command([0x00, 0x82, 0x00, 0x80], &signed, &[]);
    assert_eq!(status(&card.answer(&authenticate)), "9000");
    assert_eq!(status(&card.answer(&sign)), "9000");
}

#[test]
fn the_face_and_text_applications_prove_that_they_are_there() {
    for (aid, application, key) in [
        ("D3921000310001010402", FACE, 0x001A),
        ("D3921000310001010408", TEXT, 0x0013),
    ] {
        let mut card = card();
        card.answer(&hex(&format!("00A4040C0A{aid}")));
        let challenge = card.answer(&hex("0084000010"))[..16].to_vec();
        let sign = [&[0x80, 0x2A, 0x03, 0x00, 16][..], &challenge, &[0x00]].concat();
        let answer = card.answer(&sign);
        assert_eq!(status(&answer), "9000", "{aid}");
        let modulus = public_key(application, key)[9..].to_vec();
        assert!(verifies(&modulus, &challenge, &answer[..256]), "{aid}");
    }
}

#[test]
fn the_common_application_answers_for_the_key_in_the_data_objects() {
    let mut card = card();
    let certificate = card.answer(&hex("00CA7F21000000"));
    assert_eq!(certificate.len(), 575 + 2);
    card.answer(&hex("00A4040C0AD3921000310001010100"));
    let record = card.answer(&hex("00B2010C00"));
    assert_eq!(record[..30], bytes(COMMON, 0x0001));
    let answer = card.answer(&hex("00880099 04 01020304 00"));
    assert_eq!(status(&answer), "9000");
    assert!(verifies(
        &certificate[58..314],
        &[1, 2, 3, 4],
        &answer[..256]
    ));
}
