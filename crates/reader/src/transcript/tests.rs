use super::*;
use std::collections::VecDeque;
use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::PermissionsExt;

use apdu::{LinkError, Transport};

mod properties;
mod secrets;

type Outcome = Result<Vec<u8>, LinkError>;

const SELECT: [u8; 7] = [0x00, 0xA4, 0x02, 0x0C, 0x02, 0x00, 0x18];
const READ: [u8; 5] = [0x00, 0xB0, 0x00, 0x00, 0x04];
const VERIFY_1234: [u8; 9] = *b"\x00\x20\x00\x80\x041234";
const OK: [u8; 2] = [0x90, 0x00];

/// A card that answers with what it was given, whatever it is sent.
struct Scripted(VecDeque<Outcome>);

impl Transport for Scripted {
    fn exchange(&mut self, _command: &[u8]) -> Outcome {
        self.0.pop_front().unwrap()
    }
}

fn header() -> Header {
    Header {
        atr: Some(vec![0x3B, 0xE0, 0x00]),
        about: "窓口の試験".to_owned(),
    }
}

/// The file after these exchanges.
fn recorded(exchanges: &[(&[u8], Outcome)]) -> String {
    let outcomes = exchanges.iter().map(|(_, outcome)| outcome.clone());
    let card = Scripted(outcomes.collect());
    let mut recorder = Recorder::new(card, Vec::new(), &header()).unwrap();
    for (command, outcome) in exchanges {
        assert_eq!(recorder.exchange(command), *outcome);
    }
    let (_, file) = recorder.finish().unwrap();
    String::from_utf8(file).unwrap()
}

fn replay(file: &str) -> Replay {
    Replay::new(Transcript::read(file.as_bytes()).unwrap())
}

fn refusal(file: &str) -> String {
    let Err(error) = Transcript::read(file.as_bytes()) else {
        panic!("it was read: {file}");
    };
    format!("{error:?}")
}

/// A short visit of every kind of outcome.
fn visit() -> Vec<(&'static [u8], Outcome)> {
    vec![
        (&SELECT, Ok(OK.to_vec())),
        (&[0x00, 0x20, 0x00, 0x80], Ok(vec![0x63, 0xC3])),
        (&VERIFY_1234, Ok(vec![0x63, 0xC2])),
        (&READ, Ok(vec![0x30, 0x82, 0x01, 0x02, 0x90, 0x00])),
        (&READ, Err(LinkError::Reset)),
        (&READ, Err(LinkError::NotAResponse { length: 1 })),
        (&READ, Err(LinkError::Other { code: 0x8010_000F })),
    ]
}

#[test]
fn every_exchange_is_a_line_that_people_can_read() {
    let expected = r#"{"format":"madoguchi card transcript","version":1,"atr":"3BE000","about":"窓口の試験"}
{"name":"SELECT","command":"00A4020C020018","answer":"9000"}
{"name":"VERIFY","command":"00200080","answer":"63C3"}
{"name":"VERIFY","command":"0020008004********","answer":"63C2"}
{"name":"READ BINARY","command":"00B0000004","answer":"308201029000"}
{"name":"READ BINARY","command":"00B0000004","error":"reset"}
{"name":"READ BINARY","command":"00B0000004","error":{"not_a_response":{"length":1}}}
{"name":"READ BINARY","command":"00B0000004","error":{"other":{"code":2148532239}}}
"#;
    assert_eq!(recorded(&visit()), expected);
}

#[test]
fn a_replay_answers_as_the_card_did_and_is_removed_at_the_end() {
    let mut replay = replay(&recorded(&visit()));
    assert_eq!(*replay.header(), header());
    for (command, outcome) in visit() {
        assert_eq!(replay.exchange(command), outcome);
    }
    assert_eq!(replay.exchange(&SELECT), Err(LinkError::Removed));
    assert_eq!(replay.exchange(&SELECT), Err(LinkError::Removed));
}

#[test]
fn a_replay_takes_any_pin_of_the_recorded_length() {
    let file = recorded(&[(&VERIFY_1234, Ok(OK.to_vec()))]);
    let other_pin = *b"\x00\x20\x00\x80\x049876";
    assert_eq!(replay(&file).exchange(&other_pin), Ok(OK.to_vec()));
    let longer_pin = b"\x00\x20\x00\x80\x0598765";
    let refused = replay(&file).exchange(longer_pin).unwrap_err();
    assert!(matches!(
        refused,
        LinkError::NotInTranscript { position: 5, .. }
    ));
}

#[test]
fn the_first_byte_that_differs_ends_a_replay() {
    let longer = [&READ[..], &[0x00]].concat();
    let table: [(&[u8], usize, [u8; 4]); 5] = [
        (&[0x00, 0xB0, 0x00, 0x00, 0x05], 5, [0x00, 0xB0, 0x00, 0x00]),
        (&[0x80, 0xB0, 0x01, 0x00, 0x04], 1, [0x80, 0xB0, 0x01, 0x00]),
        (&READ[..4], 5, [0x00, 0xB0, 0x00, 0x00]),
        (&longer, 6, [0x00, 0xB0, 0x00, 0x00]),
        (&READ[..2], 3, [0x00, 0xB0, 0x00, 0x00]),
    ];
    let file = recorded(&[(&SELECT, Ok(OK.to_vec())), (&READ, Ok(OK.to_vec()))]);
    for (command, position, got) in table {
        let mut replay = replay(&file);
        assert_eq!(replay.exchange(&SELECT), Ok(OK.to_vec()));
        let refused = Err(LinkError::NotInTranscript {
            line: 3,
            position,
            expected: [0x00, 0xB0, 0x00, 0x00],
            got,
        });
        assert_eq!(replay.exchange(command), refused);
        // The right command comes too late.
        assert_eq!(replay.exchange(&READ), refused);
    }
}

#[test]
fn what_differs_is_told_without_its_data() {
    let mut replay = replay(&recorded(&[(&SELECT, Ok(OK.to_vec()))]));
    let text = replay.exchange(&VERIFY_1234).unwrap_err().to_string();
    let expected = "the command is not the one on line 2 of the transcript: byte 2 differs \
                    (its header 00A4020C, sent was 00200080)";
    assert_eq!(text, expected);
}

#[test]
fn people_are_told_what_happened_but_not_what_was_read() {
    let file = recorded(&visit()).replace("窓口の試験", "窓口の試験\\u001b[2J");
    let told = Transcript::read(file.as_bytes()).unwrap().to_string();
    let mut lines: Vec<_> = told
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    lines.truncate(7);
    let expected = [
        "記録の目的 Recorded for: 窓口の試験\\u{1b}[2J",
        "ATR: 3BE000",
        "やりとり Exchanges: 7",
        "2 SELECT 00A4020C020018 → 9000",
        "3 VERIFY 00200080 → 63C3",
        "4 VERIFY 00200080 → 63C2",
        "5 READ BINARY 00B00000 → 9000 (4 B)",
    ];
    assert_eq!(lines, expected);
    assert!(!told.contains("3082"));
}

#[test]
fn what_is_no_transcript_is_refused_by_its_line() {
    let good = recorded(&[(&SELECT, Ok(OK.to_vec()))]);
    let (first, second) = good.split_once('\n').unwrap();
    let with = |line: &str| format!("{first}\n{second}{line}\n");
    let line =
        |command: &str, rest: &str| with(&format!(r#"{{"name":"","command":"{command}",{rest}}}"#));
    let table = [
        (String::new(), "NotATranscript"),
        ("\n".to_owned(), "NotATranscript"),
        (good.replace("madoguchi", "other"), "NotATranscript"),
        (good.replace("3BE000", "3BE00"), "NotATranscript"),
        (
            good.replace("\"version\":1", "\"version\":2"),
            "UnknownVersion { version: 2 }",
        ),
        (second.to_owned(), "NotATranscript"),
        (with(""), "NotAnExchange { line: 3 }"),
        (
            good[..good.len() - 5].to_owned(),
            "NotAnExchange { line: 2 }",
        ),
        (
            line("00A4", r#""answer":"9000","error":"mute""#),
            "NotAnExchange { line: 3 }",
        ),
        (
            with(r#"{"name":"","command":"00A4"}"#),
            "NotAnExchange { line: 3 }",
        ),
        (
            line("00A", r#""answer":"9000""#),
            "NotAnExchange { line: 3 }",
        ),
        (
            line("+0A4", r#""answer":"9000""#),
            "NotAnExchange { line: 3 }",
        ),
        (
            line("00A4", r#""answer":"9000","more":1"#),
            "NotAnExchange { line: 3 }",
        ),
        (
            line("00A4", r#""error":"tired""#),
            "NotAnExchange { line: 3 }",
        ),
        // A PIN in the clear, too little of it veiled, too much, and a veiled reading.
        (
            line("002000800431323334", r#""answer":"9000""#),
            "Unveiled { line: 3 }",
        ),
        (
            line("00200080043132****", r#""answer":"9000""#),
            "Unveiled { line: 3 }",
        ),
        (
            line("00A4****", r#""answer":"9000""#),
            "Unveiled { line: 3 }",
        ),
        (
            line("0020008004********", r#""answer":"319000""#),
            "Unveiled { line: 3 }",
        ),
        (
            line("00B0000004", r#""answer":"****9000""#),
            "Unveiled { line: 3 }",
        ),
        (
            format!("{first}\n{}", second.repeat(MAX_LINES)),
            "TooLong { line: 10001 }",
        ),
        (with(&" ".repeat(MAX_LINE + 1)), "TooLong { line: 3 }"),
    ];
    for (file, expected) in table {
        assert_eq!(refusal(&file), expected, "{file:.300}");
    }
    // As long as it may be, and the last line without an end.
    assert!(
        Transcript::read(format!("{first}\n{}", second.repeat(MAX_LINES - 1)).as_bytes()).is_ok()
    );
    assert!(Transcript::read(good.trim_end().as_bytes()).is_ok());
}

/// A file without end is not read without end.
#[test]
fn an_endless_line_is_refused() {
    assert!(matches!(
        Transcript::read(io::repeat(b'{')),
        Err(TranscriptError::TooLong { line: 1 })
    ));
}

#[test]
fn a_full_disk_does_not_stop_the_visit_but_is_told_at_the_end() {
    struct Disk(usize);
    impl Write for Disk {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0 = self
                .0
                .checked_sub(bytes.len())
                .ok_or(io::ErrorKind::StorageFull)?;
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let card = Scripted(vec![Ok(OK.to_vec()); 3].into());
    let mut recorder = Recorder::new(card, Disk(200), &header()).unwrap();
    for _ in 0..3 {
        assert_eq!(recorder.exchange(&SELECT), Ok(OK.to_vec()));
    }
    let Err(error) = recorder.finish() else {
        panic!("a line is missing, and nothing was said");
    };
    assert_eq!(error.kind(), io::ErrorKind::StorageFull);
}

#[test]
fn what_is_recorded_can_be_read_however_much_it_is() {
    for (exchanges, fit) in [(MAX_LINES - 1, true), (MAX_LINES, false)] {
        let card = Scripted(vec![Ok(OK.to_vec()); exchanges].into());
        let mut file = Vec::new();
        let mut recorder = Recorder::new(card, &mut file, &header()).unwrap();
        for _ in 0..exchanges {
            assert_eq!(recorder.exchange(&SELECT), Ok(OK.to_vec()));
        }
        assert_eq!(recorder.finish().is_ok(), fit);
        assert!(Transcript::read(file.as_slice()).is_ok());
    }
    // The longest command there is, and its longest answer.
    let command = [&[0x00, 0xD6, 0, 0, 0, 0xFF, 0xFF], &[0xAA; 65_537][..]].concat();
    let file = recorded(&[(&command, Ok(vec![0xAA; 65_538]))]);
    assert!(Transcript::read(file.as_bytes()).is_ok());
}

#[test]
fn the_file_is_its_owners_alone_and_overwrites_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("visit.jsonl");
    let card = || Scripted(vec![Ok(OK.to_vec())].into());
    let mut recorder = Recorder::create(card(), &path, &header()).unwrap();
    recorder.exchange(&SELECT).unwrap();
    recorder.finish().unwrap();
    let mode = fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert!(Recorder::create(card(), &path, &header()).is_err());
    let mut replay = Replay::new(Transcript::open(&path).unwrap());
    assert_eq!(replay.exchange(&SELECT), Ok(OK.to_vec()));
}
