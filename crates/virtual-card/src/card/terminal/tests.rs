use rsa::traits::PublicKeyParts;
use rsa::{Pkcs1v15Sign, RsaPrivateKey};
use sha2::{Digest, Sha256};

use super::*;
use crate::WarmReset;
use crate::card::bench::{
    self, AUTHORITY, COMMON, FACE, ISSUER_DOMAIN, JPKI, SIGN, VERIFY, hex, send, status,
};

const AUTHORITY_FILE: &str = "00A4020C020016";
const CHALLENGE: &str = "0084000020";

fn sign(key: &RsaPrivateKey, message: &[u8]) -> Vec<u8> {
    let padding = Pkcs1v15Sign::new::<Sha256>();
    key.sign(padding, &Sha256::digest(message)).unwrap()
}

/// A terminal's certificate body, with the terminal's key 3.
fn body(issuer: &[u8; 16]) -> Vec<u8> {
    let modulus = bench::key(3).n().to_bytes_be();
    [&issuer[..], b"7000017\x08\x050010000", &EXPONENT, &modulus].concat()
}

fn extended(header: &str, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).unwrap().to_be_bytes();
    [&hex(header)[..], &[0], &length, data].concat()
}

fn first_part(body: &[u8]) -> Vec<u8> {
    extended("80A206C1", &[&BODY_TAGS[..], body].concat())
}

fn second_part(signature: &[u8]) -> Vec<u8> {
    extended("80A200C1", &[&SIGNATURE_TAGS[..], signature].concat())
}

fn say(card: &mut Card, command: &[u8]) -> String {
    status(&card.answer(command))
}

/// A card that keeps the terminal's certified key.
fn certified() -> Card {
    let mut card = bench::card();
    send(&mut card, &[JPKI, AUTHORITY_FILE]);
    let body = body(&AUTHORITY);
    assert_eq!(say(&mut card, &first_part(&body)), "9000");
    let signature = sign(bench::key(2), &body);
    assert_eq!(say(&mut card, &second_part(&signature)), "9000");
    card
}

fn answered_by(card: &mut Card, key: &RsaPrivateKey) -> String {
    let challenge = send(card, &[CHALLENGE]);
    say(card, &extended("00820080", &sign(key, &challenge[..32])))
}

/// A card on which the terminal has proven itself.
fn admitted() -> Card {
    let mut card = certified();
    assert_eq!(answered_by(&mut card, bench::key(3)), "9000");
    card
}

#[test]
fn a_certified_terminal_signs_without_the_pin_and_opens_nothing_else() {
    let mut card = admitted();
    for (command, want) in [
        (SIGN, "9000"),
        (SIGN, "9000"),
        ("00B0810004", "6982"),
        ("00B0890001", "6982"),
        ("00240198 04 37373737", "6982"),
        ("00200098", "63C3"),
    ] {
        assert_eq!(status(&send(&mut card, &[command])), want, "{command}");
    }
}

#[test]
fn what_a_terminal_opened_lasts_until_another_application_or_power_off() {
    type Act = fn(&mut Card);
    let table: [(&str, Act, &str); 7] = [
        ("nothing", |_| (), "9000"),
        ("the same again", |card| drop(send(card, &[JPKI])), "9000"),
        ("another", |card| drop(send(card, &[FACE, JPKI])), "6982"),
        (
            "the default one",
            |card| drop(send(card, &[ISSUER_DOMAIN, JPKI])),
            "6982",
        ),
        (
            "warm reset",
            |card| {
                card.reset();
                send(card, &[JPKI]);
            },
            "9000",
        ),
        (
            "power off",
            |card| {
                card.power_off();
                send(card, &[JPKI]);
            },
            "6982",
        ),
        (
            "a terminal that cannot prove itself",
            |card| drop(answered_by(card, bench::key(1))),
            "6982",
        ),
    ];
    for (name, act, want) in table {
        let mut card = admitted();
        act(&mut card);
        assert_eq!(status(&send(&mut card, &[SIGN])), want, "{name}");
    }
    let mut card = admitted().with_warm_reset(WarmReset::ClearsPins);
    card.reset();
    assert_eq!(status(&send(&mut card, &[JPKI, SIGN])), "6982");
}

#[test]
fn a_terminal_that_fails_takes_no_pin_away() {
    let mut card = certified();
    send(&mut card, &[VERIFY, AUTHORITY_FILE]);
    assert_eq!(answered_by(&mut card, bench::key(1)), "6982");
    assert_eq!(status(&send(&mut card, &[SIGN])), "9000");
}

#[test]
fn a_challenge_serves_once() {
    let mut card = certified();
    let challenge = send(&mut card, &[CHALLENGE]);
    let answer = extended("00820080", &sign(bench::key(3), &challenge[..32]));
    assert_eq!(say(&mut card, &answer), "9000");
    assert_eq!(say(&mut card, &answer), "6982");
    assert_eq!(status(&send(&mut card, &[SIGN])), "6982");
}

#[test]
fn only_the_last_challenge_of_this_application_serves_and_none_too_short() {
    for (commands, want) in [
        (&[CHALLENGE][..], "9000"),
        (&["0084000010"], "9000"),
        (&["0084000000"], "9000"),
        (&["008400000F"], "6982"),
        (&["0084000001"], "6982"),
    ] {
        let mut card = certified();
        let challenge = send(&mut card, commands);
        let signature = sign(bench::key(3), &challenge[..challenge.len() - 2]);
        let answer = extended("00820080", &signature);
        assert_eq!(say(&mut card, &answer), want, "{commands:?}");
    }
    let mut card = certified();
    let earlier = send(&mut card, &[CHALLENGE]);
    send(&mut card, &[CHALLENGE]);
    let answer = extended("00820080", &sign(bench::key(3), &earlier[..32]));
    assert_eq!(say(&mut card, &answer), "6982");
    // Of nothing, where there was no challenge.
    let answer = extended("00820080", &sign(bench::key(3), &[]));
    assert_eq!(say(&mut certified(), &answer), "6982");
}

#[test]
fn only_the_authoritys_certificates_are_believed() {
    let right = body(&AUTHORITY);
    let other_issuer = body(b"7000015\x08\x050010000");
    let mut other_key = right.clone();
    other_key[100] ^= 1;
    let mut weak_key = right.clone();
    weak_key[41..200].fill(0);
    let by_authority = |body: &[u8]| sign(bench::key(2), body);
    for (name, body, signature, want) in [
        ("right", &right, by_authority(&right), "9000"),
        (
            "by the terminal",
            &right,
            sign(bench::key(3), &right),
            "6982",
        ),
        ("of another", &other_key, by_authority(&right), "6982"),
        (
            "other issuer",
            &other_issuer,
            by_authority(&other_issuer),
            "6982",
        ),
        ("weak key", &weak_key, by_authority(&weak_key), "6982"),
        ("zeros", &right, vec![0; 256], "6982"),
        ("too large", &right, vec![0xFF; 256], "6982"),
    ] {
        let mut card = bench::card();
        send(&mut card, &[JPKI, AUTHORITY_FILE]);
        assert_eq!(say(&mut card, &first_part(body)), "9000", "{name}");
        assert_eq!(say(&mut card, &second_part(&signature)), want, "{name}");
        // Either way the first part has been used up.
        assert_eq!(say(&mut card, &second_part(&signature)), "6700", "{name}");
        let admitted = answered_by(&mut card, bench::key(3));
        assert_eq!(admitted, "6982", "{name}: the key was dropped");
    }
}

#[test]
fn terminal_authentication_says_why_not() {
    let body = body(&AUTHORITY);
    let signature = sign(bench::key(2), &body);
    let (first, second) = (first_part(&body), second_part(&signature));
    let mut wrong_tag = first.clone();
    wrong_tag[7] = 0x7E;
    let mut wrong_signature_tag = second.clone();
    wrong_signature_tag[7] = 0x5E;
    let answer = extended("00820080", &[0; 256]);
    let file = hex(AUTHORITY_FILE);
    let jpki = hex(JPKI);
    for (name, commands, want) in [
        ("nothing selected", vec![&first], "6986"),
        ("nothing selected", vec![&second], "6986"),
        ("nothing selected", vec![&answer], "6986"),
        ("no file", vec![&jpki, &first], "6986"),
        ("no first part", vec![&jpki, &file, &second], "6700"),
        ("not a certificate", vec![&jpki, &file, &wrong_tag], "6A80"),
        (
            "not a signature",
            vec![&jpki, &file, &first, &wrong_signature_tag],
            "6A80",
        ),
        ("no terminal", vec![&jpki, &file, &answer], "6982"),
        (
            "selected anew",
            vec![&jpki, &file, &first, &jpki, &file, &second],
            "6700",
        ),
    ] {
        let mut card = bench::card();
        let last = commands.iter().map(|it| say(&mut card, it)).last();
        assert_eq!(last.unwrap(), want, "{name}");
    }
    for (commands, want) in [
        (&[JPKI, AUTHORITY_FILE, "80A206C1 01 AA"][..], "6700"),
        (&[JPKI, AUTHORITY_FILE, "80A206C1"], "6700"),
        (&[JPKI, AUTHORITY_FILE, "80A200C1 01 AA"], "6700"),
        (&[JPKI, AUTHORITY_FILE, "80A20000"], "6A86"),
        (&[JPKI, AUTHORITY_FILE, "80A200AE"], "6A86"),
        (&[JPKI, AUTHORITY_FILE, "80A206C0"], "6A86"),
        (&[JPKI, AUTHORITY_FILE, "00820080 01 AA"], "6700"),
        (&[JPKI, AUTHORITY_FILE, "00820180 01 AA"], "6A86"),
        (&[JPKI, AUTHORITY_FILE, "00820000 01 AA"], "6A86"),
        (&[JPKI, "00820096 01 AA"], "6700"),
        (&[JPKI, "00A4020C020018", "80A206C1 01 AA"], "6981"),
        (&[JPKI, "00820098 01 AA"], "6981"),
        (&[COMMON, "00820096 01 AA"], "6A82"),
    ] {
        let last = send(&mut bench::card(), commands);
        assert_eq!(status(&last), want, "{commands:?}");
    }
}
