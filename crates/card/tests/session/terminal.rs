use std::cell::RefCell;

use card::{
    Card, CardError, Locked, Terminal, TerminalOutcome, UnlockMethod, Unlocked, WhyNotAvailable,
};

use super::{OK, Script, locked};

const SELECT_TOKEN: &str = "00A4020C020006";
const READ_TOKEN: &str = "00B0000040";
const SELECT_AUTHORITY: &str = "00A4020C020016";
const CHALLENGE: &str = "0084000020";

/// A terminal with a made-up certificate, which signs as told and keeps what it
/// was given.
struct Desk {
    body: Vec<u8>,
    signature: Vec<u8>,
    signs: Option<Vec<u8>>,
    challenges: RefCell<Vec<Vec<u8>>>,
}

impl Terminal for Desk {
    fn certificate_body(&self) -> &[u8] {
        &self.body
    }

    fn certificate_signature(&self) -> &[u8] {
        &self.signature
    }

    fn sign(&self, challenge: &[u8]) -> Option<Vec<u8>> {
        self.challenges.borrow_mut().push(challenge.to_vec());
        self.signs.clone()
    }
}

fn desk() -> Desk {
    let head = hex::decode("7F218202335F4E820129").unwrap();
    Desk {
        body: [&head[..], &[0xB0; 297]].concat(),
        signature: [&hex::decode("5F37820100").unwrap()[..], &[0xC0; 256]].concat(),
        signs: Some(vec![0xD0; 256]),
        challenges: RefCell::default(),
    }
}

/// The token information's first 64 bytes with this maker.
fn token(maker: &str) -> String {
    hex::encode(format!("{:32}{maker:32}", "JPKIAPICCTOKEN2")) + OK
}

/// The commands of the exchange in their exact forms, all of them agreed to.
fn exchange() -> Vec<(String, String)> {
    let ok = |command: String| (command, OK.to_owned());
    vec![
        ok(SELECT_TOKEN.to_owned()),
        (READ_TOKEN.to_owned(), token("MADOGUCHI SIMULATOR")),
        ok(SELECT_AUTHORITY.to_owned()),
        ok("80A206C1000133".to_owned() + "7F218202335F4E820129" + &"B0".repeat(297)),
        ok("80A200C1000105".to_owned() + "5F37820100" + &"C0".repeat(256)),
        (CHALLENGE.to_owned(), "EE".repeat(32) + OK),
        ok("00820080000100".to_owned() + &"D0".repeat(256)),
    ]
}

fn card(script: &[(String, String)]) -> Card<Script, Locked> {
    let script: Vec<_> = script
        .iter()
        .map(|(a, b)| (a.as_str(), b.as_str()))
        .collect();
    locked(&script)
}

fn accepted(outcome: Result<TerminalOutcome<Script>, CardError>) -> Card<Script, Unlocked> {
    match outcome.unwrap() {
        TerminalOutcome::Accepted(card) => card,
        TerminalOutcome::NotAvailable { why, .. } => panic!("{why:?}"),
    }
}

fn why_not(outcome: Result<TerminalOutcome<Script>, CardError>) -> WhyNotAvailable {
    match outcome.unwrap() {
        TerminalOutcome::Accepted(_) => panic!("accepted"),
        TerminalOutcome::NotAvailable { why, .. } => why,
    }
}

#[test]
fn a_simulated_card_signs_for_a_terminal_it_knows() {
    let sign = format!(
        "802A008033{}{}00",
        hex::encode_upper(card::DIGEST_INFO_SHA256),
        hex::encode_upper(ring::digest::digest(&ring::digest::SHA256, b"challenge"))
    );
    let mut script = exchange();
    script.push(("00A4020C020017".to_owned(), OK.to_owned()));
    script.push((sign, "5A".repeat(256) + OK));
    let desk = desk();
    let mut card = accepted(card(&script).authenticate_terminal(&desk));
    assert_eq!(card.method(), UnlockMethod::Terminal);
    assert_eq!(card.sign(b"challenge").unwrap(), [0x5A; 256]);
    assert_eq!(*desk.challenges.borrow(), [[0xEE; 32]]);
}

#[test]
fn a_real_card_is_asked_who_made_it_and_nothing_else() {
    for maker in [
        "",
        "J-LIS",
        "MADOGUCHI",
        "SIMULATOR",
        "X MADOGUCHI SIMULATOR",
    ] {
        let script = [
            (SELECT_TOKEN.to_owned(), OK.to_owned()),
            (READ_TOKEN.to_owned(), token(maker)),
        ];
        let desk = desk();
        let outcome = card(&script).authenticate_terminal(&desk);
        assert_eq!(why_not(outcome), WhyNotAvailable::NotASimulator, "{maker}");
        assert!(desk.challenges.borrow().is_empty());
    }
}

#[test]
fn a_simulated_card_may_say_no_at_every_step() {
    for step in 2..exchange().len() {
        for no in ["6982", "6A80", "6A82", "6700", "6D00"] {
            let mut script = exchange();
            script.truncate(step + 1);
            script[step].1 = no.to_owned();
            let outcome = card(&script).authenticate_terminal(&desk());
            assert_eq!(
                why_not(outcome),
                WhyNotAvailable::CardRefused,
                "{step} {no}"
            );
        }
        for odd in ["9001", "6F00", "6110", "63C2", "0000"] {
            let mut script = exchange();
            script.truncate(step + 1);
            script[step].1 = odd.to_owned();
            let outcome = card(&script).authenticate_terminal(&desk());
            assert!(
                matches!(outcome.err(), Some(CardError::Protocol { .. })),
                "{step} {odd}"
            );
        }
    }
}

#[test]
fn a_refused_terminal_leaves_a_card_for_the_pin() {
    let mut script = exchange();
    script[6].1 = "6982".to_owned();
    script.push(("00A4020C020018".to_owned(), OK.to_owned()));
    script.push(("00200080".to_owned(), "63C3".to_owned()));
    let outcome = card(&script).authenticate_terminal(&desk()).unwrap();
    let TerminalOutcome::NotAvailable { mut card, .. } = outcome else {
        panic!("accepted");
    };
    assert_eq!(card.tries_left(), Ok(card::PinTries::Left(3)));
}

#[test]
fn a_challenge_of_another_length_is_not_signed() {
    for length in [0, 31] {
        let mut script = exchange();
        script.truncate(6);
        script[5].1 = "EE".repeat(length) + OK;
        let desk = desk();
        let outcome = card(&script).authenticate_terminal(&desk);
        assert!(matches!(outcome.err(), Some(CardError::Malformed { .. })));
        assert!(desk.challenges.borrow().is_empty());
    }
}

#[test]
fn a_terminal_that_cannot_be_used_is_no_fault_of_the_card() {
    let mut short_body = desk();
    short_body.body.pop();
    let mut other_body = desk();
    other_body.body[0] = 0x30;
    let mut no_signature = desk();
    no_signature.signature.clear();
    for desk in [short_body, other_body, no_signature] {
        // Nothing at all is sent.
        let outcome = card(&[]).authenticate_terminal(&desk);
        assert_eq!(why_not(outcome), WhyNotAvailable::TerminalUnusable);
    }
    for signs in [None, Some(vec![0xD0; 255])] {
        let mut script = exchange();
        script.truncate(6);
        let desk = Desk { signs, ..desk() };
        let outcome = card(&script).authenticate_terminal(&desk);
        assert_eq!(why_not(outcome), WhyNotAvailable::TerminalUnusable);
    }
}
