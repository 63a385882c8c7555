use apdu::{LinkError, StatusWord};
use card::{
    Availability, Card, CardError, CardKind, CertificateRead, Locked, Pin, PinFormat, PinOutcome,
    PinTries, UnlockMethod, Unlocked,
};

use super::{OK, SELECT_JPKI, Script, locked};

const SELECT_TOKEN: &str = "00A4020C020006";
const SELECT_CERTIFICATE: &str = "00A4020C02000A";
const SELECT_KEY: &str = "00A4020C020017";
const SELECT_PIN: &str = "00A4020C020018";
const ASK_TRIES: &str = "00200080";
const VERIFY_1234: &str = "002000800431323334";

type Judge = fn(&PinOutcome<Script>) -> bool;

fn pin() -> Pin {
    Pin::parse("1234").unwrap()
}

fn unlocked(script: &[(&str, &str)]) -> Card<Script, Unlocked> {
    let verify = [(SELECT_PIN, OK), (VERIFY_1234, OK)];
    let script: Vec<_> = verify.iter().chain(script).copied().collect();
    match locked(&script).verify(pin()).unwrap() {
        PinOutcome::Accepted(card) => card,
        _ => panic!("not accepted"),
    }
}

#[test]
fn a_foreign_card_is_told_apart() {
    for status in ["6A82", "6D00", "6E00", "6982"] {
        let card = Card::new(Script::of(&[(SELECT_JPKI, status)])).select_jpki();
        assert_eq!(card.err(), Some(CardError::NotAMyNumberCard), "{status}");
    }
}

#[test]
fn the_token_label_tells_a_phone() {
    let label = hex::encode_upper(format!("{:32}", "JPKIAPGPSETOKEN"));
    let answer = label + OK;
    let mut card = locked(&[(SELECT_TOKEN, OK), ("00B0000040", &answer)]);
    assert_eq!(card.kind(), Ok(CardKind::AndroidPhone));
}

#[test]
fn one_verify_call_sends_one_verify_command() {
    // The script ends the test if anything is sent twice, or not at all.
    let answers: [(&str, Judge); 6] = [
        ("9000", |outcome| matches!(outcome, PinOutcome::Accepted(_))),
        ("63C2", |outcome| {
            matches!(outcome, PinOutcome::Wrong { tries_left: 2, .. })
        }),
        ("63C1", |outcome| {
            matches!(outcome, PinOutcome::Wrong { tries_left: 1, .. })
        }),
        ("63C0", |outcome| {
            matches!(outcome, PinOutcome::Blocked { .. })
        }),
        ("6983", |outcome| {
            matches!(outcome, PinOutcome::Blocked { .. })
        }),
        ("6984", |outcome| {
            matches!(outcome, PinOutcome::Blocked { .. })
        }),
    ];
    for (answer, is_right) in answers {
        let card = locked(&[(SELECT_PIN, OK), (VERIFY_1234, answer)]);
        assert!(is_right(&card.verify(pin()).unwrap()), "{answer}");
    }
    for odd in ["6C04", "6104", "6300", "6700", "6F00", "9001"] {
        let card = locked(&[(SELECT_PIN, OK), (VERIFY_1234, odd)]);
        assert!(
            matches!(card.verify(pin()).err(), Some(CardError::Protocol { .. })),
            "{odd}"
        );
    }
}

#[test]
fn a_link_lost_at_verify_ends_the_session_without_a_second_try() {
    let script = Script::of(&[(SELECT_JPKI, OK), (SELECT_PIN, OK)]).then_lost(VERIFY_1234);
    let card = Card::new(script).select_jpki().unwrap();
    assert_eq!(
        card.verify(pin()).err(),
        Some(CardError::Link(LinkError::Removed))
    );
}

#[test]
fn a_wrong_pin_leaves_a_card_that_can_be_asked_again() {
    let card = locked(&[
        (SELECT_PIN, OK),
        (VERIFY_1234, "63C2"),
        (SELECT_PIN, OK),
        (VERIFY_1234, "9000"),
    ]);
    let PinOutcome::Wrong { card, .. } = card.verify(pin()).unwrap() else {
        panic!("not wrong");
    };
    assert!(matches!(
        card.verify(pin()).unwrap(),
        PinOutcome::Accepted(_)
    ));
}

#[test]
fn a_wrong_pin_format_never_reaches_the_card() {
    // There is no other way to a `Pin`, and `verify` takes nothing else.
    for typed in ["", "123", "12345", "abcd"] {
        assert_eq!(Pin::parse(typed).err(), Some(PinFormat));
    }
    let full_width = Pin::parse("１２３４").unwrap();
    let card = locked(&[(SELECT_PIN, OK), (VERIFY_1234, OK)]);
    assert!(matches!(
        card.verify(full_width).unwrap(),
        PinOutcome::Accepted(_)
    ));
}

#[test]
fn the_empty_query_never_unlocks() {
    let answers = [
        ("63C3", Ok(PinTries::Left(3))),
        ("63C0", Ok(PinTries::Blocked)),
        ("6983", Ok(PinTries::Blocked)),
        ("6984", Ok(PinTries::Blocked)),
        ("9000", Ok(PinTries::NotTold)),
    ];
    for (answer, expected) in answers {
        let mut card = locked(&[(SELECT_PIN, OK), (ASK_TRIES, answer)]);
        assert_eq!(card.tries_left(), expected, "{answer}");
        // And still it is a locked card: `sign` does not exist for it.
        let _: Card<Script, Locked> = card;
    }
    let mut card = locked(&[(SELECT_PIN, OK), (ASK_TRIES, "6982")]);
    let status = StatusWord::NOT_AUTHORISED;
    assert!(
        matches!(card.tries_left(), Err(CardError::Protocol { status: said, .. }) if said == status)
    );
}

#[test]
fn a_certificate_is_read_up_to_its_own_length() {
    let file = [&[0x30, 0x82, 0x01, 0x28][..], &[7; 296]].concat();
    let (first, rest) = (hex::encode(&file[..256]), hex::encode(&file[256..300]));
    let mut card = locked(&[
        (SELECT_CERTIFICATE, OK),
        ("00B0000000", &(first + OK)),
        ("00B001002C", &(rest + OK)),
    ]);
    let CertificateRead::Shown(certificate) = card.certificate().unwrap() else {
        panic!("not shown");
    };
    assert_eq!(certificate.into_der(), file);
}

#[test]
fn a_phone_shows_its_certificate_after_the_pin() {
    let file = [&[0x30, 0x82, 0x00, 0x10][..], &[7; 16]].concat();
    let answer = hex::encode(&file) + OK;
    let mut card = locked(&[
        (SELECT_CERTIFICATE, OK),
        ("00B0000000", "6982"),
        (SELECT_PIN, OK),
        (VERIFY_1234, OK),
        (SELECT_CERTIFICATE, OK),
        ("00B0000000", &answer),
    ]);
    assert_eq!(card.certificate(), Ok(CertificateRead::AfterPin));
    assert_eq!(card.fingerprint(), None);
    let PinOutcome::Accepted(mut card) = card.verify(pin()).unwrap() else {
        panic!("not accepted");
    };
    assert_eq!(card.method(), UnlockMethod::Pin);
    let certificate = card.certificate().unwrap();
    assert_eq!(certificate.der(), file);
    assert_eq!(card.fingerprint(), Some(certificate.fingerprint()));

    // One that does not show it even then is in the wrong.
    let mut card = unlocked(&[(SELECT_CERTIFICATE, "6982")]);
    assert!(matches!(
        card.certificate(),
        Err(CardError::Protocol { .. })
    ));
}

#[test]
fn the_card_says_which_certificates_it_has() {
    let mut card = locked(&[
        ("00A4020C020008", OK),
        ("00B0000003", "008F009000"),
        ("00A4020C020008", OK),
        ("00B0000003", "8F9000"),
    ]);
    let available = Availability {
        signature: false,
        user: true,
    };
    assert_eq!(card.availability(), Ok(available));
    assert!(matches!(
        card.availability(),
        Err(CardError::Malformed { .. })
    ));
}

#[test]
fn a_signature_is_asked_for_over_digest_info() {
    let hash = ring::digest::digest(&ring::digest::SHA256, b"challenge");
    let sign = format!(
        "802A008033{}{}00",
        hex::encode_upper(card::DIGEST_INFO_SHA256),
        hex::encode_upper(hash)
    );
    let signature = "5A".repeat(256);
    let whole = signature.clone() + OK;
    let mut card = unlocked(&[(SELECT_KEY, OK), (&sign, &whole)]);
    assert_eq!(
        hex::encode_upper(card.sign(b"challenge").unwrap()),
        signature
    );

    // As T=0 gives it: in two steps, the command itself sent once.
    let mut card = unlocked(&[(SELECT_KEY, OK), (&sign, "6100"), ("00C0000000", &whole)]);
    assert_eq!(
        hex::encode_upper(card.sign(b"challenge").unwrap()),
        signature
    );

    let short = "5A".repeat(255) + OK;
    let mut card = unlocked(&[(SELECT_KEY, OK), (&sign, &short)]);
    assert!(matches!(
        card.sign(b"challenge"),
        Err(CardError::Malformed { .. })
    ));

    let mut card = unlocked(&[(SELECT_KEY, OK), (&sign, "6982")]);
    assert!(matches!(
        card.sign(b"challenge"),
        Err(CardError::Protocol { .. })
    ));
}
