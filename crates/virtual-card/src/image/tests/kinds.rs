//! How the kinds of card, and the choices within one, differ.

use super::*;
use crate::card::bench::{hex, status};
use crate::issue::tests::contents;
use crate::{Card, CounterMemory};

/// A card with these lines in its persona's file, and what it has.
struct Trial {
    applications: usize,
    has_signature_key: bool,
    is_iphone: bool,
    card: Card,
}

fn trial(terms: &str) -> Trial {
    let image = Image::new(contents(terms, 3)).unwrap();
    let counters = CounterMemory::fresh(&image);
    Trial {
        applications: image.applications.len(),
        has_signature_key: image.applications[JPKI].file(0x001A).is_some(),
        is_iphone: image.is_iphone,
        card: Card::new(image, counters),
    }
}

const SELECT_JPKI: &str = "00A4040C0AD392F000260100000001";
const SELECT_TEXT: &str = "00A4040C0AD3921000310001010408";

fn says(card: &mut Card, table: &[(&str, &str)]) {
    for (command, want) in table {
        assert_eq!(status(&card.answer(&hex(command))), *want, "{command}");
    }
}

fn label(card: &mut Card) -> String {
    card.answer(&hex(SELECT_JPKI));
    let answer = card.answer(&hex("00B0860020"));
    String::from_utf8(answer[..32].to_vec())
        .unwrap()
        .trim()
        .to_owned()
}

#[test]
fn a_card_without_pin_shows_its_face_and_unlocks_nothing() {
    let mut trial = trial("kind = \"without_pin\"");
    assert_eq!((trial.applications, trial.has_signature_key), (5, false));
    let card = &mut trial.card;
    assert_eq!(label(card), "JPKIAPICCTOKEN2");
    assert_eq!(card.answer(&hex("00B0880000")), hex("008F009000"));
    says(
        card,
        &[
            ("00B08A0000", "9000"),
            ("00200098", "63C0"),
            ("00200098 04 31323334", "6984"),
            ("0020009B", "63C0"),
            ("00B0810000", "6982"),
            (SELECT_TEXT, "9000"),
            ("00200091", "63C0"),
            ("00200095", "63CA"),
            ("00A4040C0AD3921000310001010401", "9000"),
            ("0020009C", "63C0"),
            ("00A4040C0AD3921000310001010100", "9000"),
            ("0020009C", "63C0"),
        ],
    );
}

#[test]
fn an_android_phone_shows_its_certificate_after_its_pin() {
    let mut trial = trial("kind = \"android\"\npin = \"1234\"\nsignature_password = \"ABC123\"");
    assert_eq!((trial.applications, trial.has_signature_key), (1, true));
    assert!(!trial.is_iphone);
    let card = &mut trial.card;
    assert_eq!(label(card), "JPKIAPGPSETOKEN");
    assert_eq!(card.answer(&hex("00B0880000")), hex("8F8F009000"));
    says(
        card,
        &[
            ("00B08A0000", "6982"),
            ("00200098 04 31323334", "9000"),
            ("00B08A0000", "9000"),
            ("00B0810000", "6982"),
            (SELECT_TEXT, "6A82"),
        ],
    );
}

#[test]
fn an_iphone_says_that_it_is_one() {
    let mut trial = trial("kind = \"iphone\"\npin = \"1234\"");
    assert_eq!((trial.applications, trial.has_signature_key), (1, false));
    assert!(trial.is_iphone);
    let card = &mut trial.card;
    assert_eq!(label(card), "JPKIAPIOSTOKEN");
    says(card, &[("00B08A0000", "9000"), ("00200098", "63C3")]);
}

#[test]
fn a_persona_may_have_spent_tries_but_gets_them_all_back_with_the_right_pin() {
    for (tries, told, then) in [
        (0, "63C0", "6984"),
        (1, "63C1", "9000"),
        (3, "63C3", "9000"),
    ] {
        let terms = format!("kind = \"android\"\npin = \"1234\"\npin_tries = {tries}");
        let mut trial = trial(&terms);
        says(
            &mut trial.card,
            &[
                (SELECT_JPKI, "9000"),
                ("00200098", told),
                ("00200098 04 31323334", then),
                ("00200098", if tries == 0 { "63C0" } else { "63C3" }),
            ],
        );
    }
}

#[test]
fn without_a_password_there_is_no_signature_certificate_behind_one_never_set() {
    let mut trial = trial("kind = \"android\"\npin = \"1234\"");
    assert!(!trial.has_signature_key);
    says(
        &mut trial.card,
        &[
            (SELECT_JPKI, "9000"),
            ("0020009B", "63C5"),
            ("0020009B 06 414243313233", "63C4"),
            ("00B0810000", "6982"),
        ],
    );
    assert_eq!(trial.card.answer(&hex("00B0880000")), hex("008F009000"));
}
