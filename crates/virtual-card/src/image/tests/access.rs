//! Who reads what, asked as a terminal asks; and who tries and changes which PIN.

use super::*;
use crate::card::bench::{hex, status};
use crate::{Card, CounterMemory};

/// An application: its AID, the right PINs, and for each file who reads it: `*` is
/// anyone, `-` nobody.
type Row = (
    &'static str,
    &'static [(u16, &'static str)],
    &'static [(u16, &'static str)],
);

const TABLE: [Row; 5] = [
    (
        "D392F000260100000001",
        &[(0x18, "1234"), (0x1B, "ABC123")],
        &[
            (0x01, "1B"),
            (0x02, "*"),
            (0x05, "-"),
            (0x06, "*"),
            (0x08, "*"),
            (0x09, "-"),
            (0x0A, "*"),
            (0x0B, "*"),
        ],
    ),
    (
        "D3921000310001010402",
        &[
            (0x11, "550217"),
            (0x12, "55021720352285"),
            (0x13, "999999999990"),
        ],
        &[
            (0x01, "11"),
            (0x02, "12 13"),
            (0x03, "*"),
            (0x04, "*"),
            (0x05, "13"),
            (0x06, "12 13"),
        ],
    ),
    (
        "D3921000310001010408",
        &[
            (0x11, "2345"),
            (0x14, "999999999990"),
            (0x15, "55021720352285"),
        ],
        &[
            (0x01, "11 14"),
            (0x02, "11 15"),
            (0x03, "11 14 15"),
            (0x04, "*"),
            (0x05, "*"),
            (0x06, "11 14 15"),
            (0x07, "11 14 15"),
            (0x08, "11 14 15"),
        ],
    ),
    ("D3921000310001010401", &[(0x1C, "3456")], &[]),
    ("D3921000310001010100", &[(0x1C, "4567")], &[]),
];

#[test]
fn each_file_is_read_by_whom_the_table_says_and_nobody_else() {
    for (aid, pins, files) in TABLE {
        let nobody = (0x00, "");
        for (given, pin) in [nobody].iter().chain(pins) {
            let image = image();
            let counters = CounterMemory::fresh(&image);
            let mut card = Card::new(image, counters);
            card.answer(&hex(&format!("00A4040C0A{aid}")));
            if *given != 0 {
                let reference = u8::try_from(0x80 | given).unwrap();
                let length = u8::try_from(pin.len()).unwrap();
                let verify = [&[0x00, 0x20, 0x00, reference, length], pin.as_bytes()].concat();
                assert_eq!(status(&card.answer(&verify)), "9000", "{aid} {given:02X}");
            }
            for id in 0x01..=0x1E_u16 {
                let readers = files
                    .iter()
                    .find_map(|(file, who)| (*file == id).then_some(who));
                let opened = format!("{given:02X}");
                let want: &[&str] = match readers {
                    Some(&"*") => &["9000"],
                    Some(who) if who.split(' ').any(|one| one == opened) => &["9000"],
                    Some(_) => &["6982"],
                    // A record, a PIN, a key, or nothing at all.
                    None => &["6981", "6A82"],
                };
                let said = status(&card.answer(&hex(&format!("00B0{:02X}0000", 0x80 | id))));
                assert!(want.contains(&&*said), "{aid} {given:02X} {id:02X}: {said}");
            }
        }
    }
}

/// Each file that is none to read, in a word.
fn word(file: &File) -> String {
    match file {
        File::Transparent { .. } => String::new(),
        File::Records {
            read: Access::Free, ..
        } => "record".to_owned(),
        File::Pin {
            tries,
            start,
            change,
            ..
        } => {
            let change = match change {
                Change::Never => "never".to_owned(),
                Change::Standard(lengths) => format!("standard {lengths:?}"),
                Change::Maker(lengths) => format!("maker {lengths:?}"),
            };
            format!("{start} of {tries}, {change}")
        }
        File::Key {
            purpose: Purpose::Authenticate,
            ..
        } => "authenticates".to_owned(),
        File::Key {
            purpose: Purpose::Sign(Access::Free),
            ..
        } => "signs".to_owned(),
        File::Key {
            purpose: Purpose::Sign(Access::After(pins)),
            ..
        } => {
            format!("signs after {pins:04X?}")
        }
        File::Key {
            purpose: Purpose::Sign(Access::AfterOrTerminal(pins)),
            ..
        } => {
            format!("signs after {pins:04X?} or a terminal")
        }
        File::TerminalAuthority { .. } => "terminals".to_owned(),
        _ => "unexpected".to_owned(),
    }
}

#[test]
fn every_pin_and_key_is_as_public_readers_know_it() {
    let image = image();
    let mut found = Vec::new();
    for (place, application) in image.applications.iter().enumerate() {
        for (id, file) in &application.files {
            found.push((place, *id, word(file)));
        }
    }
    found.retain(|(_, _, word)| !word.is_empty());
    let want = [
        (JPKI, 0x0016, "terminals"),
        (JPKI, 0x0017, "signs after [0018] or a terminal"),
        (JPKI, 0x0018, "3 of 3, standard 4..=4"),
        (JPKI, 0x001A, "signs after [001B]"),
        (JPKI, 0x001B, "5 of 5, standard 6..=16"),
        (FACE, 0x0011, "10 of 10, never"),
        (FACE, 0x0012, "10 of 10, never"),
        (FACE, 0x0013, "10 of 10, never"),
        (FACE, 0x001A, "signs"),
        (TEXT, 0x0011, "3 of 3, standard 4..=4"),
        (TEXT, 0x0012, "0 of 3, never"),
        (TEXT, 0x0013, "signs"),
        (TEXT, 0x0014, "10 of 10, never"),
        (TEXT, 0x0015, "10 of 10, never"),
        (RESIDENT, 0x0002, "record"),
        (RESIDENT, 0x001C, "3 of 3, maker 4..=4"),
        (COMMON, 0x0001, "record"),
        (COMMON, 0x0002, "record"),
        (COMMON, 0x0019, "authenticates"),
        (COMMON, 0x001C, "3 of 3, maker 4..=4"),
    ];
    let want = want.map(|(place, id, word)| (place, id, word.to_owned()));
    assert_eq!(found, want);
    let defaults = image.applications.iter().map(|it| it.default_key);
    let want = [None, Some(0x001A), Some(0x0013), None, None];
    assert!(defaults.eq(want));
}

#[test]
fn the_blocked_key_of_the_text_application_tells_no_tries_and_takes_nothing() {
    let image = image();
    let counters = CounterMemory::fresh(&image);
    let mut card = Card::new(image, counters);
    for (command, want) in [
        ("00A4040C0AD3921000310001010408", "9000"),
        ("00200092", "63C0"),
        ("00200092 04 32333435", "6984"),
    ] {
        assert_eq!(status(&card.answer(&hex(command))), want, "{command}");
    }
}
