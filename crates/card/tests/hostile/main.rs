//! The session against cards that answer oddly.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, and so do its helpers"
)]

mod evil;
#[path = "../plain/mod.rs"]
mod plain;

use std::sync::{Arc, Mutex};

use apdu::{Command, LinkError, Transport};
use card::{
    Card, CardError, Certificate, CertificateRead, CollationNumber, FaceOutcome, FaceSelection,
    Locked, MAX_COMMANDS, MAX_PHOTO, Pin, PinOutcome,
};
use proptest::prelude::*;

use evil::{CLASSES, Class, Evil, is_listed, of_class, secrets_given};
use plain::{COLLATION_NUMBER, PIN, Plain, VISITS, certificate_file};

fn shown<T: Transport>(card: &mut Card<T, Locked>) -> Certificate {
    match card.certificate().unwrap() {
        CertificateRead::Shown(certificate) => certificate,
        CertificateRead::AfterPin => panic!("not shown"),
    }
}

/// What holds whatever a card answered.
fn judge<F>(evil: &Evil<F>, outcome: &Result<bool, CardError>, cell: &str) {
    let fault = matches!(outcome, Err(CardError::NotAllowed { .. }));
    assert!(!fault, "{cell}: {outcome:?}");
    assert!(evil.sent.len() <= MAX_COMMANDS, "{cell}: without end");
    assert!(secrets_given(&evil.sent) <= 1, "{cell}: a second VERIFY");
    for command in &evil.sent {
        assert!(is_listed(command), "{cell}: {command:02X?}");
    }
}

#[test]
fn a_good_card_is_visited_to_the_end() {
    for visit in VISITS {
        assert_eq!(visit.make(Plain::new()), Ok(true), "{visit:?}");
    }
}

/// Every command of every visit, every way to answer badly, once or from then on.
#[test]
fn every_bad_answer_to_every_command_ends_in_a_listed_way() {
    let mut cells = 0;
    for visit in VISITS {
        let mut good = Plain::new();
        visit.make(&mut good).unwrap();
        for at in 0..good.sent {
            for (class, once) in CLASSES.into_iter().flat_map(|it| [(it, true), (it, false)]) {
                let cell = format!("{visit:?}, command {at}, {class:?}, once: {once}");
                let mut evil = Evil::new(of_class(class, at, once));
                let outcome = visit.make(&mut evil);
                judge(&evil, &outcome, &cell);
                assert!(evil.sent.len() <= good.sent + 65, "{cell}");
                let is_no_answer = matches!(
                    class,
                    Class::Nothing
                        | Class::OneByte
                        | Class::NoStatus
                        | Class::FarTooMuch
                        | Class::OneByteTooMany
                );
                if is_no_answer {
                    assert!(outcome.is_err(), "{cell}");
                    assert_eq!(evil.sent.len(), at + 1, "{cell}: went on");
                }
                cells += 1;
            }
        }
    }
    assert!(cells > 1000, "{cells}");
}

#[test]
fn a_certificate_is_read_in_short_and_long_pieces() {
    for piece in [256, 200, 64] {
        let file = certificate_file(1590);
        let mut plain = Plain::new();
        plain.certificate = file.clone();
        plain.piece = piece;
        let mut card = Card::new(plain).select_jpki().unwrap();
        let certificate = shown(&mut card);
        assert_eq!(certificate.der(), &file[..1590], "{piece}");
        assert_eq!(card.fingerprint(), Some(certificate.fingerprint()));
        assert_eq!(shown(&mut card), certificate);
    }
}

#[test]
fn the_fingerprint_is_sha256_of_the_certificate() {
    let file = certificate_file(300);
    let hash = ring::digest::digest(&ring::digest::SHA256, &file[..300]);
    let mut plain = Plain::new();
    plain.certificate = file;
    let mut card = Card::new(plain).select_jpki().unwrap();
    assert_eq!(shown(&mut card).fingerprint().as_bytes(), hash.as_ref());
}

#[test]
fn a_certificate_without_end_is_given_up() {
    let huge = [&[0x30, 0x82, 0xFF, 0xFF][..], &[0; 1996]].concat();
    let short = certificate_file(1590)[..700].to_vec();
    let broken = [
        ("a huge length", huge, 256),
        ("no certificate", vec![0xFF; 2000], 256),
        ("an empty file", Vec::new(), 256),
        ("too short a file", short, 256),
        ("in tiny pieces", certificate_file(1590), 4),
    ];
    for (what, file, piece) in broken {
        let mut transport = Plain::new();
        transport.certificate = file;
        transport.piece = piece;
        let mut card = Card::new(&mut transport).select_jpki().unwrap();
        assert!(
            matches!(card.certificate(), Err(CardError::Malformed { .. })),
            "{what}"
        );
        assert!(transport.sent < 100, "{what}: {} commands", transport.sent);
    }
}

/// Each READ BINARY is answered by single bytes with more to come, 64 of them.
#[test]
fn a_face_given_byte_by_byte_comes_to_an_end() {
    let head = [0xFF, 0x20, 0x82, 0x7F, 0xFB, 0x61, 0x01];
    let mut evil = Evil::new(|command: &Command<'_>, _: &[u8], n: usize| {
        let (first, last) = (command.p1 == 0 && command.p2 == 0, n.is_multiple_of(64));
        match command.instruction {
            0xB0 if first => Some(head.to_vec()),
            0xB0 => Some(vec![0x00, 0x61, 0x01]),
            0xC0 if last => Some(vec![0x00, 0x90, 0x00]),
            0xC0 => Some(vec![0x00, 0x61, 0x01]),
            _ => None,
        }
    });
    let FaceSelection::Selected(card) = Card::new(&mut evil).select_face().unwrap() else {
        panic!("no face");
    };
    let number = CollationNumber::parse(COLLATION_NUMBER).unwrap();
    let Ok(FaceOutcome::Unreadable { card, .. }) = card.read_face(number) else {
        panic!("a front");
    };
    assert!(card.select_jpki().is_err(), "the session has ended");
    assert_eq!(evil.sent.len(), MAX_COMMANDS);
}

/// As many faces as a desk may compare in one visit, and then the PIN.
#[test]
fn ten_faces_a_pin_and_a_signature_fit_into_one_session() {
    for (size, photo, address, piece) in [(32, MAX_PHOTO, 7400, 256), (20, 18_000, 1800, 64)] {
        let mut plain = Plain::new();
        plain.face = plain::front::front(photo, address);
        assert_eq!(plain.face.len().div_ceil(1024), size);
        plain.certificate = certificate_file(1990);
        plain.piece = piece;
        let mut card = Card::new(&mut plain).select_jpki().unwrap();
        shown(&mut card);
        for _ in 0..10 {
            let FaceSelection::Selected(mut face) = card.select_face().unwrap() else {
                panic!("no face");
            };
            face.tries_left().unwrap();
            let number = CollationNumber::parse(COLLATION_NUMBER).unwrap();
            let Ok(FaceOutcome::Read { card: face, .. }) = face.read_face(number) else {
                panic!("no front in pieces of {piece}");
            };
            card = face.select_jpki().unwrap();
            shown(&mut card);
        }
        let pin = Pin::parse(PIN).unwrap();
        let Ok(PinOutcome::Accepted(mut card)) = card.verify(pin) else {
            panic!("no PIN in pieces of {piece}");
        };
        card.certificate().unwrap();
        card.sign(b"challenge").unwrap();
    }
}

#[test]
fn a_swapped_card_ends_the_session() {
    let on_reader = Arc::new(Mutex::new(Plain::new()));
    let begin = || {
        let mut card = Card::new(OnReader(Arc::clone(&on_reader)))
            .select_jpki()
            .unwrap();
        shown(&mut card);
        card
    };
    let swap = |length| on_reader.lock().unwrap().certificate = certificate_file(length);

    let mut card = begin();
    swap(301);
    assert_eq!(card.certificate(), Err(CardError::AnotherCard));
    // No PIN for a card that is not the patient's.
    let sent = on_reader.lock().unwrap().sent;
    let verified = card.verify(Pin::parse(PIN).unwrap()).err();
    assert_eq!(verified, Some(CardError::AnotherCard));
    assert_eq!(on_reader.lock().unwrap().sent, sent);

    // Nor is a swap forgotten while the face is looked at.
    let FaceSelection::Selected(card) = begin().select_face().unwrap() else {
        panic!("no face");
    };
    swap(302);
    let mut card = card.select_jpki().unwrap();
    assert_eq!(card.certificate(), Err(CardError::AnotherCard));
}

proptest! {
    /// Whatever a card answers, and whenever, the host neither panics nor talks to
    /// it for ever, nor sends what is not listed, nor a secret twice.
    #[test]
    fn card_bytes_never_panic_the_host(
        visit in proptest::sample::select(VISITS.to_vec()),
        answers in proptest::collection::vec(
            prop_oneof![
                12 => Just(None),
                1 => (proptest::collection::vec(any::<u8>(), 0..260), any::<u16>())
                    .prop_map(|(data, status)| Some([data, status.to_be_bytes().to_vec()].concat())),
                1 => proptest::sample::select(vec![
                    0x9000_u16, 0x6282, 0x61FF, 0x6100, 0x6C10, 0x63C0, 0x63C2, 0x6982, 0x6984, 0x6A82,
                ])
                .prop_map(|status| Some(status.to_be_bytes().to_vec())),
                1 => (0_u16..5000, prop_oneof![Just([0x30, 0x82]), Just([0xFF, 0x20])])
                    .prop_map(|(inside, head)| Some([
                        &head[..], &inside.to_be_bytes(), &[7; 252], &[0x90, 0x00]
                    ].concat())),
                1 => proptest::collection::vec(any::<u8>(), 0..4).prop_map(Some),
            ],
            1..40,
        ),
    ) {
        let mut evil = Evil::new(|_: &Command<'_>, _: &[u8], n: usize| answers[n % answers.len()].clone());
        let outcome = visit.make(&mut evil);
        judge(&evil, &outcome, "random answers");
    }
}

/// Whatever card is on the reader now.
struct OnReader(Arc<Mutex<Plain>>);

impl Transport for OnReader {
    fn exchange(&mut self, command: &[u8]) -> Result<Vec<u8>, LinkError> {
        self.0.lock().unwrap().exchange(command)
    }
}
