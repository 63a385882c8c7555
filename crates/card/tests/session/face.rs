use card::{
    Card, CardError, CollationNumber, Face, FaceOutcome, FaceSelection, PinOutcome, PinTries,
};

use super::front::front;
use super::{OK, SELECT_FACE, SELECT_JPKI, Script, locked};

const SELECT_NUMBER: &str = "00A4020C020012";
const SELECT_FILE: &str = "00A4020C020002";
const ASK_TRIES: &str = "00200080";
/// VERIFY of the 14 digits of `number`.
const VERIFY_NUMBER: &str = "002000800E3535303231373230333532323835";

fn number() -> CollationNumber {
    CollationNumber::parse("55021720352285").unwrap()
}

fn face(script: &[(&str, &str)]) -> Card<Script, Face> {
    let script = [&[(SELECT_FACE, OK)], script].concat();
    match Card::new(Script::of(&script)).select_face().unwrap() {
        FaceSelection::Selected(card) => card,
        FaceSelection::NotThere(_) => panic!("no face"),
    }
}

/// How `file` is read, and given by a card.
fn read(file: &[u8]) -> Vec<(String, String)> {
    let mut exchanges = vec![(SELECT_FILE.to_owned(), OK.to_owned())];
    for (chunk, offset) in file.chunks(256).zip((0_u16..).step_by(256)) {
        let expected = if offset == 0 { 0 } else { chunk.len() % 256 };
        let command = format!("00B0{offset:04X}{expected:02X}");
        exchanges.push((command, hex::encode(chunk) + OK));
    }
    exchanges
}

fn borrowed(script: &[(String, String)]) -> Vec<(&str, &str)> {
    script
        .iter()
        .map(|(a, b)| (a.as_str(), b.as_str()))
        .collect()
}

#[test]
fn the_front_is_read_after_one_verify_and_then_jpki_goes_on() {
    let reading = read(&front(1000, 200));
    let mut script = vec![(SELECT_NUMBER, OK), (VERIFY_NUMBER, OK)];
    script.extend(borrowed(&reading));
    script.extend([
        (SELECT_JPKI, OK),
        ("00A4020C020018", OK),
        (ASK_TRIES, "63C3"),
    ]);
    let FaceOutcome::Read { card, face } = face(&script).read_face(number()).unwrap() else {
        panic!("not read");
    };
    assert_eq!(face.birth(), "19800217");
    assert_eq!(face.photo_jp2(), [7; 1000]);
    let mut card = card.select_jpki().unwrap();
    assert_eq!(card.tries_left(), Ok(PinTries::Left(3)));
}

#[test]
fn one_number_is_one_verify_and_every_answer_is_told() {
    for (answer, left) in [("63C9", 9), ("63C1", 1)] {
        let outcome = face(&[(SELECT_NUMBER, OK), (VERIFY_NUMBER, answer)]).read_face(number());
        assert!(
            matches!(outcome, Ok(FaceOutcome::Wrong { tries_left, .. }) if tries_left == left),
            "{answer}"
        );
    }
    for answer in ["63C0", "6983", "6984"] {
        let outcome = face(&[(SELECT_NUMBER, OK), (VERIFY_NUMBER, answer)]).read_face(number());
        assert!(
            matches!(outcome, Ok(FaceOutcome::Blocked { .. })),
            "{answer}"
        );
    }
    for odd in ["6300", "6C0E", "6700", "6F00", "9001"] {
        let outcome = face(&[(SELECT_NUMBER, OK), (VERIFY_NUMBER, odd)]).read_face(number());
        let Ok(FaceOutcome::Unreadable { error, .. }) = outcome else {
            panic!("{odd}");
        };
        assert!(matches!(error, CardError::Protocol { .. }), "{odd}");
    }
}

#[test]
fn a_card_whose_front_is_unreadable_can_still_be_used() {
    let script = [
        (SELECT_NUMBER, OK),
        (VERIFY_NUMBER, OK),
        (SELECT_FILE, "6A82"),
        (SELECT_JPKI, OK),
    ];
    let Ok(FaceOutcome::Unreadable { card, .. }) = face(&script).read_face(number()) else {
        panic!("a front");
    };
    assert!(card.select_jpki().is_ok());
}

#[test]
fn a_link_lost_at_the_number_ends_the_session_without_a_second_try() {
    let script = Script::of(&[(SELECT_FACE, OK), (SELECT_NUMBER, OK)]).then_lost(VERIFY_NUMBER);
    let FaceSelection::Selected(card) = Card::new(script).select_face().unwrap() else {
        panic!("no face");
    };
    assert!(matches!(
        card.read_face(number()).err(),
        Some(CardError::Link(_))
    ));
}

#[test]
fn a_face_that_claims_too_much_is_not_read_on() {
    for head in ["FF2082FFFF", "FF208400010000", "FF2080", "FF4082000A", ""] {
        let card = face(&[
            (SELECT_NUMBER, OK),
            (VERIFY_NUMBER, OK),
            (SELECT_FILE, OK),
            ("00B0000000", &(head.to_owned() + OK)),
        ]);
        let Ok(FaceOutcome::Unreadable { error, .. }) = card.read_face(number()) else {
            panic!("{head}");
        };
        assert!(matches!(error, CardError::Malformed { .. }), "{head}");
    }
}

#[test]
fn tries_of_the_number_are_asked_without_one() {
    let mut card = face(&[(SELECT_NUMBER, OK), (ASK_TRIES, "63CA")]);
    assert_eq!(card.tries_left(), Ok(PinTries::Left(10)));
}

#[test]
fn a_phone_has_no_face_and_can_still_be_used() {
    let script = [(SELECT_FACE, "6A82"), (SELECT_JPKI, OK)];
    let FaceSelection::NotThere(card) = Card::new(Script::of(&script)).select_face().unwrap()
    else {
        panic!("a face");
    };
    assert!(card.select_jpki().is_ok());

    let odd = Card::new(Script::of(&[(SELECT_FACE, "9001")])).select_face();
    assert!(matches!(odd.err(), Some(CardError::Protocol { .. })));
}

#[test]
fn the_face_ends_what_the_pin_unlocked() {
    let card = locked(&[
        ("00A4020C020018", OK),
        ("002000800431323334", OK),
        (SELECT_FACE, OK),
        (SELECT_JPKI, OK),
    ]);
    let pin = card::Pin::parse("1234").unwrap();
    let PinOutcome::Accepted(card) = card.verify(pin).unwrap() else {
        panic!("not accepted");
    };
    let FaceSelection::Selected(card) = card.select_face().unwrap() else {
        panic!("no face");
    };
    // A locked card: `sign` does not exist for it.
    let _: Card<Script, card::Locked> = card.select_jpki().unwrap();
}
