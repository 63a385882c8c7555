use card::{
    Card, CardError, Locked, PinTries, SignatureCertificate, SignatureCertificateOutcome,
    SignaturePassword,
};

use super::{OK, SELECT_JPKI, Script, locked};

const SELECT_PASSWORD: &str = "00A4020C02001B";
const SELECT_CERTIFICATE: &str = "00A4020C020001";
const VERIFY_ABC123: &str = "0020008006414243313233";

type Outcome = SignatureCertificateOutcome<Script, Locked>;

fn password() -> SignaturePassword {
    SignaturePassword::parse("abc123").unwrap()
}

fn read(script: &[(&str, &str)]) -> Result<Outcome, CardError> {
    locked(script).read_signature_certificate(password())
}

fn is_read(outcome: Outcome) -> Option<(Card<Script, Locked>, SignatureCertificate)> {
    match outcome {
        SignatureCertificateOutcome::Read { card, certificate } => Some((card, certificate)),
        _ => None,
    }
}

#[test]
fn the_certificate_is_read_after_one_verify() {
    let file = [&[0x30, 0x82, 0x01, 0x28][..], &[7; 296]].concat();
    let (first, rest) = (hex::encode(&file[..256]), hex::encode(&file[256..]));
    let outcome = read(&[
        (SELECT_PASSWORD, OK),
        (VERIFY_ABC123, OK),
        (SELECT_CERTIFICATE, OK),
        ("00B0000000", &(first + OK)),
        ("00B001002C", &(rest + OK)),
    ]);
    let (card, certificate) = is_read(outcome.unwrap()).unwrap();
    assert_eq!(certificate.der(), file);
    assert_eq!(
        format!("{certificate:?}"),
        "SignatureCertificate(300 bytes)"
    );
    // It says nothing of which card this is: that is the other certificate's part.
    assert_eq!(card.fingerprint(), None);
}

#[test]
fn one_password_is_one_verify_and_every_answer_is_told() {
    let outcome = read(&[(SELECT_PASSWORD, OK), (VERIFY_ABC123, "63C4")]);
    assert!(matches!(
        outcome,
        Ok(SignatureCertificateOutcome::Wrong { tries_left: 4, .. })
    ));
    for answer in ["63C0", "6983", "6984"] {
        let outcome = read(&[(SELECT_PASSWORD, OK), (VERIFY_ABC123, answer)]);
        assert!(
            matches!(outcome, Ok(SignatureCertificateOutcome::Blocked { .. })),
            "{answer}"
        );
    }
    for odd in ["6A82", "6300", "6700", "6C06", "9001"] {
        let outcome = read(&[(SELECT_PASSWORD, OK), (VERIFY_ABC123, odd)]);
        assert!(
            matches!(outcome.err(), Some(CardError::Protocol { .. })),
            "{odd}"
        );
    }
}

#[test]
fn a_link_lost_at_the_password_ends_the_session_without_a_second_try() {
    let script = Script::of(&[(SELECT_JPKI, OK), (SELECT_PASSWORD, OK)]).then_lost(VERIFY_ABC123);
    let card = Card::new(script).select_jpki().unwrap();
    assert!(matches!(
        card.read_signature_certificate(password()).err(),
        Some(CardError::Link(_))
    ));
}

#[test]
fn a_card_without_it_is_told_apart_before_a_try_is_used() {
    let nowhere: [&[(&str, &str)]; 2] = [
        &[(SELECT_PASSWORD, "6A82")],
        &[
            (SELECT_PASSWORD, OK),
            (VERIFY_ABC123, OK),
            (SELECT_CERTIFICATE, "6A82"),
        ],
    ];
    for script in nowhere {
        assert!(matches!(
            read(script),
            Ok(SignatureCertificateOutcome::NotThere { .. })
        ));
    }
}

#[test]
fn tries_of_the_password_are_asked_without_one() {
    let mut card = locked(&[(SELECT_PASSWORD, OK), ("00200080", "63C5")]);
    assert_eq!(card.signature_tries_left(), Ok(PinTries::Left(5)));
}
