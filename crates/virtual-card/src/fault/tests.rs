use proptest::prelude::*;
use rsa::Pkcs1v15Sign;

use apdu::{LinkError, Transport as _};

use super::*;
use crate::Card;
use crate::card::Act;
use crate::card::bench::{self, JPKI, SIGN, TRIES, VERIFY, hex, send, status};

const READ: &str = "00B08A0010";

fn faults(texts: &[&str]) -> Vec<Fault> {
    texts.iter().map(|text| text.parse().unwrap()).collect()
}

fn card(texts: &[&str]) -> Card {
    bench::card().with_faults(faults(texts), 1)
}

fn acts(card: &mut Card, commands: &[&str]) -> Vec<Act> {
    commands.iter().map(|it| card.act(&hex(it))).collect()
}

fn bytes(act: &Act) -> &[u8] {
    match act {
        Act::Answer(answer) => answer,
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_fault_is_written_as_it_is_read() {
    for text in [
        "slow:0",
        "slow:2500",
        "mute:1",
        "empty:2",
        "one-byte:3",
        "huge:4",
        "wrong-length:5",
        "no-status:6",
        "endless:7",
        "random:8",
        "pulled:4294967295",
        "pulled-after:8",
        "swapped:9:hardware/cards/insured.toml",
        "swapped:9:C:/cards",
        "truncated-file:000A",
        "tampered-certificate",
        "cloned-certificate",
        "says-9000-to-any-pin",
    ] {
        let fault: Fault = text.parse().unwrap();
        assert_eq!(fault.to_string(), text);
    }
}

#[test]
fn a_card_pulled_after_an_answer_has_given_it() {
    let mut card = card(&["pulled-after:2"]);
    let acts = acts(&mut card, &[JPKI, READ, READ]);
    assert_eq!(bytes(&acts[1]).len(), 18);
    assert_eq!(acts[2], Act::Pulled);
    assert!(card.is_pulled());
}

#[test]
fn what_is_no_fault_is_refused_with_the_list_of_those_there_are() {
    for text in [
        "",
        "mute",
        "mute:",
        "mute:0",
        "mute:-1",
        "mute:+1",
        "mute:4294967296",
        "mute:1:2",
        "Mute:1",
        "slow:fast",
        "swapped:1",
        "swapped:1:",
        "swapped:0:x",
        "truncated-file:A",
        "truncated-file:+00A",
        "truncated-file:000G",
        "tampered-certificate:1",
        "on-fire",
    ] {
        let error = text.parse::<Fault>().unwrap_err().to_string();
        for name in ["slow:MS", "swapped:N:OTHER", "says-9000-to-any-pin"] {
            assert!(error.contains(name), "{text}: {error}");
        }
    }
}

#[test]
fn an_answer_is_spoiled_at_the_command_it_was_meant_for() {
    let right = send(&mut bench::card(), &[JPKI, READ]);
    let lengthened = [&right[..16], &[0, 0x90, 0x00]].concat();
    for (fault, want) in [
        ("empty:2", &[][..]),
        ("one-byte:2", &right[..1]),
        ("no-status:2", &right[..16]),
        ("wrong-length:2", &lengthened),
    ] {
        let mut card = card(&[fault]);
        let acts = acts(&mut card, &[JPKI, READ, READ]);
        assert_eq!(bytes(&acts[0]), [0x90, 0x00], "{fault}");
        assert_eq!(bytes(&acts[1]), want, "{fault}");
        assert_eq!(bytes(&acts[2]), right, "{fault}");
    }
    let acts = acts(&mut card(&["huge:2"]), &[JPKI, READ]);
    assert_eq!(bytes(&acts[1]).len(), 65_002);
    let acts = self::acts(&mut card(&["no-status:1"]), &[JPKI]);
    assert_eq!(bytes(&acts[0]), [0, 0]);
}

#[test]
fn a_spoiled_verify_has_cost_its_try() {
    for fault in ["mute:2", "empty:2", "one-byte:2", "no-status:2", "huge:2"] {
        let mut card = card(&[fault]);
        acts(&mut card, &[JPKI, "00200098 04 30303030"]);
        assert_eq!(status(&send(&mut card, &[TRIES])), "63C2", "{fault}");
    }
    for fault in ["pulled:2", "endless:2", "random:2", "says-9000-to-any-pin"] {
        let mut card = card(&[fault]);
        acts(&mut card, &[JPKI, "00200098 04 30303030"]);
        assert_eq!(status(&send(&mut card, &[JPKI, TRIES])), "63C3", "{fault}");
    }
}

#[test]
fn commands_are_counted_since_power_came() {
    let mut card = card(&["mute:2"]);
    for _ in 0..2 {
        let acts = acts(&mut card, &[JPKI, READ, READ, JPKI]);
        assert_eq!(bytes(&acts[0]), [0x90, 0x00]);
        assert_eq!(acts[1..], [Act::Mute, Act::Mute, Act::Mute]);
        card.reset();
        assert_eq!(card.act(&hex(JPKI)), Act::Mute);
        card.power_on();
    }
}

#[test]
fn a_pulled_card_stays_away_until_it_is_put_back() {
    let mut card = card(&["pulled:2"]);
    let acts = acts(&mut card, &[JPKI, READ, READ]);
    assert_eq!(acts[1..], [Act::Pulled, Act::Pulled]);
    card.power_off();
    card.power_on();
    assert_eq!(card.act(&hex(JPKI)), Act::Pulled);
    card.put_back();
    assert_eq!(bytes(&card.act(&hex(JPKI))), [0x90, 0x00]);
    assert_eq!(card.act(&hex(READ)), Act::Pulled);
}

#[test]
fn from_some_command_on_there_is_always_more_or_only_noise() {
    let more = acts(&mut card(&["endless:2"]), &[JPKI, READ, "00C0000010", READ]);
    for act in &more[1..] {
        assert_eq!(bytes(act), [0x61, 0x10]);
    }
    let noise = |seed| {
        let mut card = bench::card().with_faults(faults(&["random:1"]), seed);
        acts(&mut card, &[READ; 200])
    };
    assert_eq!(noise(1), noise(1));
    assert_ne!(noise(1), noise(2));
    for act in noise(3) {
        assert!((2..=257).contains(&bytes(&act).len()));
    }
}

#[test]
fn another_card_takes_the_place_with_nothing_selected_and_stays() {
    let other = bench::card();
    let mut card = card(&["swapped:4:other"]).with_swap(other);
    let signed = acts(&mut card, &[JPKI, VERIFY, TRIES, SIGN, JPKI, SIGN]);
    let words: Vec<_> = signed.iter().map(|act| status(bytes(act))).collect();
    assert_eq!(words, ["9000", "9000", "63C3", "6A82", "9000", "6982"]);
    acts(&mut card, &[VERIFY]);
    card.reset();
    assert_eq!(status(bytes(&card.act(&hex(TRIES)))), "6A82");
    card.power_off();
    let acts = acts(&mut card, &[JPKI, SIGN]);
    assert_eq!(
        status(bytes(&acts[1])),
        "6982",
        "the other one, after power"
    );
    let mut alone = self::card(&["swapped:1:other"]);
    assert_eq!(alone.act(&hex(JPKI)), Act::Pulled);
}

#[test]
fn a_slow_card_says_how_late_it_answers() {
    let mut card = card(&["slow:1500", "says-9000-to-any-pin"]);
    let late = |answer| Act::Late {
        after: Duration::from_millis(1500),
        answer,
    };
    let verify = acts(&mut card, &[JPKI, VERIFY, SIGN]);
    let refused = vec![0x69, 0x82];
    assert_eq!(
        verify,
        [
            late(vec![0x90, 0x00]),
            late(vec![0x90, 0x00]),
            late(refused)
        ]
    );
}

#[test]
fn contents_are_cut_tampered_with_and_cloned() {
    let whole = send(&mut bench::card(), &[JPKI, "00B08A00000000"]);
    let mut cut = card(&["truncated-file:000A"]);
    let contents = send(&mut cut, &[JPKI, "00B08A00000000"]);
    assert_eq!(contents[..1000], whole[..1000]);
    assert_eq!(contents.len(), 1002);

    let mut tampered = card(&["tampered-certificate"]);
    let contents = send(&mut tampered, &[JPKI, "00B08A00000000"]);
    let changed: Vec<_> = (0..2000).filter(|it| contents[*it] != whole[*it]).collect();
    assert_eq!(changed, [1589], "the last byte of the certificate");

    let mut cloned = card(&["cloned-certificate"]);
    assert_eq!(send(&mut cloned, &[JPKI, "00B08A00000000"]), whole);
    let signature = send(&mut cloned, &[VERIFY, SIGN]);
    assert_eq!(signature.len(), 258);
    let key = bench::public_key();
    let padding = Pkcs1v15Sign::new_unprefixed;
    let signed = |signature: &[u8]| key.verify(padding(), &[1, 2, 3], &signature[..256]);
    assert!(signed(&signature).is_err());
    assert!(signed(&send(&mut bench::card(), &[JPKI, VERIFY, SIGN])).is_ok());
}

#[test]
fn the_card_in_process_says_what_a_driver_would() {
    let jpki = hex(JPKI);
    for (fault, want) in [
        ("mute:1", Err(LinkError::Mute)),
        ("empty:1", Err(LinkError::Mute)),
        ("one-byte:1", Err(LinkError::NotAResponse { length: 1 })),
        ("huge:1", Err(LinkError::NotAResponse { length: 65_002 })),
        ("wrong-length:1", Err(LinkError::NotAResponse { length: 3 })),
        ("no-status:1", Ok(vec![0, 0])),
        ("endless:1", Ok(vec![0x61, 0x10])),
        ("pulled:1", Err(LinkError::Removed)),
        ("slow:1", Ok(vec![0x90, 0x00])),
    ] {
        let mut card = card(&[fault]);
        assert_eq!(card.exchange(&jpki), want, "{fault}");
    }
}

fn any_faults() -> impl Strategy<Value = Vec<Fault>> {
    let counted = prop::sample::select(vec![
        "mute",
        "empty",
        "one-byte",
        "huge",
        "wrong-length",
        "no-status",
        "endless",
        "random",
        "pulled",
    ]);
    let fault = prop_oneof![
        8 => (counted, 1..6_u32).prop_map(|(name, at)| format!("{name}:{at}")),
        1 => (1..6_u32).prop_map(|from| format!("swapped:{from}:other")),
        1 => prop::sample::select(vec!["truncated-file:000A", "tampered-certificate"])
            .prop_map(str::to_owned),
        1 => Just("says-9000-to-any-pin".to_owned()),
    ];
    prop::collection::vec(fault.prop_map(|text| text.parse().unwrap()), 0..4)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_faults_and_any_commands_stay_within_a_frame_and_keep_the_tries_honest(
        faults in any_faults(),
        swapped in any::<bool>(),
        commands in prop::collection::vec(
            prop_oneof![
                prop::sample::select(vec![JPKI, READ, SIGN, TRIES, "00200098 04 30303030"])
                    .prop_map(hex),
                prop::collection::vec(any::<u8>(), 0..40),
            ],
            0..12,
        ),
    ) {
        let mut card = bench::card().with_faults(faults, 5);
        if swapped {
            card = card.with_swap(bench::card());
        }
        let guesses = commands.iter().filter(|it| it.starts_with(&[0x00, 0x20])).count();
        for command in &commands {
            if let Act::Answer(answer) = card.act(command) {
                prop_assert!(answer.len() <= usize::from(u16::MAX));
            }
        }
        let told = status(&send(&mut card, &[JPKI, TRIES]));
        let least = 3_usize.saturating_sub(guesses);
        let left = usize::from_str_radix(told.strip_prefix("63C").unwrap(), 16).unwrap();
        prop_assert!((least..=3).contains(&left), "{} after {} guesses", told, guesses);
    }
}
