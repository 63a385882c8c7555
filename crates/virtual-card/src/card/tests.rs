use std::sync::{Arc, Mutex};

use apdu::Transport;
use proptest::prelude::*;
use zeroize::Zeroizing;

use super::bench::{
    self, COMMON, FACE, JPKI, SIGN, TEXT, TRIES, VERIFY, VERIFY_WRONG, hex, send, status,
    status_after,
};
use super::*;
use crate::{CounterFile, CounterMemory, PinReference};

#[test]
fn what_the_card_does_not_know_is_refused_by_class_and_instruction() {
    for (command, want) in [
        ("", "6700"),
        ("00A404", "6700"),
        ("00A4040C0AD392", "6700"),
        ("00CB3FFF035C017E08", "6D00"),
        ("0086000010", "6D00"),
        ("00CADF3005", "6A88"),
        ("80AE000000", "6982"),
        ("80200080", "6D00"),
        ("01A4040C0AD392F000260100000001", "6881"),
        ("41A4040C0AD392F000260100000001", "6881"),
        ("812A0097", "6881"),
        ("0CA4040C", "6E00"),
        ("10200098", "6E00"),
        ("A0A40000", "6E00"),
        ("FF000000", "6E00"),
    ] {
        assert_eq!(status_after(&[command]), want, "{command}");
    }
}

#[test]
fn wrong_pins_are_counted_across_power_and_restarts() {
    let folder = tempfile::tempdir().unwrap();
    let mut card = Card::new(
        bench::image(),
        CounterFile::issue(folder.path(), &bench::image()).unwrap(),
    );
    for want in ["63C2", "63C1", "63C0", "6984"] {
        assert_eq!(status(&send(&mut card, &[JPKI, VERIFY_WRONG])), want);
        drop(card);
        card = Card::new(bench::image(), CounterFile::open(folder.path()).unwrap());
        assert_eq!(
            status(&send(&mut card, &[JPKI, TRIES])),
            want.replace("6984", "63C0")
        );
    }
    assert_eq!(status(&send(&mut card, &[JPKI, VERIFY])), "6984");
}

#[test]
fn a_success_gives_all_tries_back_for_good() {
    let folder = tempfile::tempdir().unwrap();
    let counters = CounterFile::issue(folder.path(), &bench::image()).unwrap();
    let mut card = Card::new(bench::image(), counters);
    send(&mut card, &[JPKI, VERIFY_WRONG, VERIFY_WRONG, VERIFY]);
    drop(card);
    let mut card = Card::new(bench::image(), CounterFile::open(folder.path()).unwrap());
    assert_eq!(status(&send(&mut card, &[JPKI, TRIES])), "63C3");
}

#[test]
fn a_damaged_counter_file_is_a_blocked_card() {
    let folder = tempfile::tempdir().unwrap();
    drop(CounterFile::issue(folder.path(), &bench::image()).unwrap());
    std::fs::write(folder.path().join("state"), "fresh, please").unwrap();
    let mut card = Card::new(bench::image(), CounterFile::open(folder.path()).unwrap());
    assert_eq!(status(&send(&mut card, &[JPKI, TRIES])), "63C0");
    assert_eq!(status(&send(&mut card, &[VERIFY])), "6984");
}

/// A disk that dies at a chosen write, before or after the number is on it.
struct DyingDisk {
    disk: Arc<Mutex<CounterMemory>>,
    writes_left: u8,
    keeps_the_last: bool,
}

impl Counters for DyingDisk {
    fn tries_left(&self, pin: &PinReference) -> u8 {
        self.disk.lock().unwrap().tries_left(pin)
    }

    fn record(&mut self, pin: &PinReference, tries: u8) -> std::io::Result<()> {
        let dies = self.writes_left == 0;
        if !dies || self.keeps_the_last {
            self.disk.lock().unwrap().record(pin, tries)?;
        }
        self.writes_left = self.writes_left.saturating_sub(1);
        if dies {
            return Err(std::io::Error::other("the disk died"));
        }
        Ok(())
    }

    fn changed_secret(&self, pin: &PinReference) -> Option<Zeroizing<Vec<u8>>> {
        self.disk.lock().unwrap().changed_secret(pin)
    }

    fn change_secret(&mut self, _: &PinReference, _: &[u8]) -> std::io::Result<()> {
        Err(std::io::Error::other("the disk died"))
    }
}

#[test]
fn killed_between_write_and_answer_never_gives_a_fourth_guess() {
    let disk = Arc::new(Mutex::new(CounterMemory::fresh(&bench::image())));
    let restarted = || {
        let counters = DyingDisk {
            disk: Arc::clone(&disk),
            writes_left: 0,
            keeps_the_last: true,
        };
        Card::new(bench::image(), counters)
    };
    for _ in 0..3 {
        assert_eq!(
            status(&send(&mut restarted(), &[JPKI, VERIFY_WRONG])),
            "6581"
        );
    }
    assert_eq!(status(&send(&mut restarted(), &[JPKI, VERIFY])), "6984");
}

#[test]
fn a_pin_is_not_looked_at_when_the_try_cannot_be_stored() {
    for keeps_the_last in [false, true] {
        // The first write spends the try, the second gives all tries back.
        for writes_left in [0, 1] {
            let counters = DyingDisk {
                disk: Arc::new(Mutex::new(CounterMemory::fresh(&bench::image()))),
                writes_left,
                keeps_the_last,
            };
            let mut card = Card::new(bench::image(), counters);
            assert_eq!(status(&send(&mut card, &[JPKI, VERIFY])), "6581");
            assert_eq!(status(&send(&mut card, &[SIGN])), "6982");
            if writes_left == 0 {
                // Right or wrong: the answer is the same.
                assert_eq!(status(&send(&mut card, &[VERIFY_WRONG])), "6581");
            }
        }
    }
}

#[test]
fn the_card_is_a_transport() {
    let mut card = bench::card();
    let transport: &mut dyn Transport = &mut card;
    assert_eq!(transport.exchange(&hex(JPKI)), Ok(vec![0x90, 0x00]));
    assert_eq!(card.atr(), hex("3BE000FF8131FE4514"));
}

const LEGAL: [u16; 20] = [
    0x9000, 0x6581, 0x66F1, 0x6700, 0x6881, 0x6981, 0x6982, 0x6984, 0x6985, 0x6986, 0x6A80, 0x6A82,
    0x6A83, 0x6A86, 0x6A88, 0x6B00, 0x6D00, 0x6E00, 0x6F00, 0x63C0,
];

/// Commands near the real ones, so that chance gets past the door, and noise.
fn commands() -> impl Strategy<Value = Vec<u8>> {
    let shaped = (
        prop::sample::select(vec![0x00_u8, 0x80, 0x01, 0x0C]),
        prop::sample::select(vec![
            0xA4_u8, 0xB0, 0xB2, 0x20, 0x24, 0x2A, 0x32, 0x82, 0x84, 0x88, 0xA2, 0xAE, 0xCA, 0xFC,
        ]),
        any::<u8>(),
        prop::sample::select(vec![0x80_u8, 0x97, 0x98, 0x9B, 0x0C, 0x00]),
        prop::collection::vec(any::<u8>(), 0..12),
    )
        .prop_map(|(class, instruction, p1, p2, rest)| {
            [&[class, instruction, p1, p2][..], &rest].concat()
        });
    let real = prop::sample::select(vec![
        JPKI,
        VERIFY,
        VERIFY_WRONG,
        TRIES,
        SIGN,
        FACE,
        TEXT,
        COMMON,
        "00240198 04 37373737",
        "00B2010C00",
        "00CA00F000",
        "0084000020",
        "00880099 01 AA 00",
        "802A0000 01 AA 00",
        "00A4020C020016",
        "00A4020C020018",
        "0020009B0131",
        "00B08A0000",
        "00B00000000000",
        "00A4040C07A0000001510000",
        "00B0810004",
    ])
    .prop_map(hex);
    prop_oneof![shaped, real, prop::collection::vec(any::<u8>(), 0..600)]
}

fn tries(card: &Card) -> Vec<u8> {
    let pins = card.persistent.image.pins();
    pins.map(|(pin, _)| card.persistent.counters.tries_left(&pin))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_bytes_get_a_legal_response(sequence in prop::collection::vec(commands(), 1..30)) {
        let mut card = bench::card();
        for bytes in sequence {
            let before = tries(&card);
            let answer = card.answer(&bytes);
            let response = Response::parse(&answer).unwrap();
            let word = response.status;
            prop_assert!(
                LEGAL.contains(&word.0) || word.tries_left().is_some(),
                "{:02X?} {}", bytes, word
            );
            let expected = Command::parse(&bytes).map_or(0, |command| command.expected);
            prop_assert!(response.data.len() <= expected);
            prop_assert!(word.is_ok() || response.data.is_empty());
            let is_verify = bytes.len() > 5 && bytes.starts_with(&[0x00, 0x20]);
            prop_assert!(is_verify || tries(&card) == before, "{:02X?}", bytes);
        }
    }

    #[test]
    fn no_sequence_allows_a_fourth_wrong_guess_in_a_row(
        sequence in prop::collection::vec(commands(), 1..60),
    ) {
        let mut card = bench::card();
        let mut wrong_in_a_row = 0;
        for bytes in [vec![hex(JPKI)], sequence].concat() {
            let answer = card.answer(&bytes);
            let is_guess = Command::parse(&bytes).is_ok_and(|command| {
                (command.class, command.instruction) == (0x00, 0x20) && !command.data.is_empty()
            });
            let on_the_user_pin = card.volatile.file == Some(0x0018);
            if is_guess && on_the_user_pin {
                match Response::parse(&answer).unwrap().status {
                    StatusWord::OK => {
                        let guess = &bytes[bytes.len() - 4..];
                        prop_assert!(guess == b"8642" || guess == b"7777");
                        wrong_in_a_row = 0;
                    }
                    word if word.tries_left().is_some() => wrong_in_a_row += 1,
                    _ => {}
                }
            }
            prop_assert!(wrong_in_a_row <= 3);
        }
    }
}
