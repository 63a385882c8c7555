use qualification::{ConsentSurface, Method, ReaderKind, ScoreBand};

use super::*;

const BUILT_IN: &str = include_str!("../../policy.toml");

/// The built-in policy with `from` replaced.
fn edited(from: &str, to: &str) -> Result<Policy, PolicyError> {
    assert!(BUILT_IN.contains(from), "{from}");
    Policy::parse(&BUILT_IN.replacen(from, to, 1))
}

fn judged(score: u16) -> Option<ScoreBand> {
    let policy = edited("threshold = 670", "threshold = 650").unwrap();
    policy.face.judge(Score::new(score).unwrap())
}

#[test]
fn r012_each_kind_of_reader_offers_its_ways() {
    use Method::{Face, Pin, StaffCheck};
    let policy = Policy::built_in();
    for (reader, ways) in [
        (Some(ReaderKind::Face), &[Face, Pin, StaffCheck][..]),
        (Some(ReaderKind::General), &[Pin, StaffCheck]),
        (None, &[]),
    ] {
        assert_eq!(policy.offers(reader), ways, "{reader:?}");
    }
}

#[test]
fn r013_consent_is_answered_on_the_readers_screen_or_where_the_policy_says() {
    let asked = |policy: &Policy| {
        [ReaderKind::Face, ReaderKind::General].map(|reader| policy.consent_surface(reader))
    };
    let without = edited("\"DESK_SCREEN\"", "\"UNAVAILABLE\"").unwrap();
    assert_eq!(
        asked(&Policy::built_in()),
        [ConsentSurface::Reader, ConsentSurface::Desk]
    );
    assert_eq!(
        asked(&without),
        [ConsentSurface::Reader, ConsentSurface::Oral]
    );
}

#[test]
fn r019_a_score_at_the_threshold_passes_and_one_below_does_not() {
    assert_eq!(judged(0), None);
    assert_eq!(judged(649), None);
    assert_eq!(judged(650), Some(ScoreBand::Narrow));
}

#[test]
fn a_band_begins_at_its_own_score() {
    for (score, band) in [
        (749, ScoreBand::Narrow),
        (750, ScoreBand::Clear),
        (849, ScoreBand::Clear),
        (850, ScoreBand::Strong),
        (1000, ScoreBand::Strong),
    ] {
        assert_eq!(judged(score), Some(band), "{score}");
    }
}

#[test]
fn bands_that_begin_together_leave_the_lower_ones_out() {
    let text = BUILT_IN
        .replace("clear_from = 750", "clear_from = 1000")
        .replace("threshold = 670", "threshold = 1000")
        .replace("strong_from = 850", "strong_from = 1000");
    let policy = Policy::parse(&text).unwrap();
    assert_eq!(policy.face.judge(Score::new(999).unwrap()), None);
    assert_eq!(policy.face.judge(Score::MOST), Some(ScoreBand::Strong));
}

#[test]
fn a_file_that_is_no_policy_is_refused_with_its_line() {
    for (from, to, at, what) in [
        (
            "[pin]\n",
            "[pin]\nretries = 3\n",
            "retries",
            "unknown field",
        ),
        ("[consent]", "[consents]", "consents", "unknown field"),
        ("[pin]", "[[pin]]", "pin", "line"),
        (
            "general = [\"PIN\", ",
            "general = [\"pin\", ",
            "general = [\"pin\"",
            "each of FACE, PIN and STAFF_CHECK once at most",
        ),
        (
            "general = [\"PIN\", ",
            "general = [\"STAFF_CHECK\", ",
            "general = [\"STAFF_CHECK\", \"STAFF_CHECK\"]",
            "each of FACE, PIN and STAFF_CHECK once at most",
        ),
        (
            "face_ended = [\"PIN\", ",
            "face_ended = [\"STAFF_CHECK\", ",
            "face_ended",
            "each of FACE, PIN and STAFF_CHECK once at most",
        ),
        ("mismatches = 3", "mismatches = 300", "mismatches", "u8"),
        ("mismatches = 3", "mismatches = -1", "mismatches", "u8"),
        ("mismatches = 3", "mismatches = 3.0", "mismatches", "u8"),
        ("threshold = 670", "threshold = 65536", "threshold", "u16"),
        (
            "\"DESK_SCREEN\"",
            "\"READER_SCREEN\"",
            "general_reader",
            "unknown variant",
        ),
        ("frames = 5", "frames = ", "frames", "line"),
    ] {
        let refused = edited(from, to).unwrap_err();
        assert!(matches!(refused, PolicyError::NotWritten(_)), "{to}");
        let refused = refused.to_string();
        assert!(refused.contains(at), "{to}: {refused}");
        assert!(refused.contains(what), "{to}: {refused}");
        let line = line_of(BUILT_IN, from);
        // A table that is added is on the line after its neighbour's.
        let lines = [line, line + 1].map(|line| format!("line {line}, "));
        assert!(
            lines.iter().any(|line| refused.contains(line)),
            "{to}: {lines:?} in {refused}"
        );
    }
}

fn line_of(text: &str, part: &str) -> usize {
    let before = text.find(part).unwrap();
    text[..before].matches('\n').count() + 1
}

#[test]
fn every_key_must_be_there() {
    let keys: Vec<&str> = BUILT_IN
        .lines()
        .filter(|line| !line.starts_with(['#', '[']) && !line.is_empty())
        .collect();
    assert_eq!(keys.len(), 15, "{keys:?}");
    for line in keys {
        let refused = edited(&format!("{line}\n"), "").unwrap_err().to_string();
        let (key, _) = line.split_once(" = ").unwrap();
        assert!(
            refused.contains(&format!("missing field `{key}`")),
            "{refused}"
        );
    }
    let nothing = Policy::parse("").unwrap_err().to_string();
    assert!(nothing.contains("missing field `offers`"), "{nothing}");
}

#[test]
fn every_refusal_is_told_in_japanese_and_in_english() {
    for (from, to, japanese, english) in [
        (
            "[pin]",
            "[[pin]]",
            "方針として読めません",
            "cannot be read as a policy",
        ),
        ("\"PIN\", ", "\"pin\", ", "それぞれ一度まで", "once at most"),
        ("frames = 5", "frames = 6", "1から5まで", "1 to 5"),
        (
            "general = [\"PIN\", ",
            "general = [\"FACE\", ",
            "FACE を除いてください",
            "leave FACE out",
        ),
        (
            "clear_from = 750",
            "clear_from = 851",
            "小さくならないように",
            "scores rise",
        ),
    ] {
        let refused = edited(from, to).unwrap_err().to_string();
        assert!(refused.contains(japanese), "{refused}");
        assert!(refused.contains(english), "{refused}");
    }
}

#[test]
fn a_value_that_cannot_be_is_refused_with_its_key() {
    for (from, to, key) in [
        (
            "general = [\"PIN\", ",
            "general = [\"FACE\", ",
            "offers.general",
        ),
        (
            "shown_below = 3",
            "shown_below = 0",
            "pin.tries_shown_below",
        ),
        (
            "shown_below = 3",
            "shown_below = 16",
            "pin.tries_shown_below",
        ),
        ("threshold = 670", "threshold = 0", "face.threshold"),
        ("threshold = 670", "threshold = 1001", "face.threshold"),
        ("threshold = 670", "threshold = 751", "face.clear_from"),
        ("clear_from = 750", "clear_from = 851", "face.clear_from"),
        (
            "strong_from = 850",
            "strong_from = 1001",
            "face.strong_from",
        ),
        ("mismatches = 3", "mismatches = 0", "face.mismatches"),
        ("mismatches = 3", "mismatches = 6", "face.mismatches"),
        ("frames = 5", "frames = 0", "face.frames"),
        ("frames = 5", "frames = 6", "face.frames"),
        ("mistakes = 3", "mistakes = 0", "staff_check.mistakes"),
        ("mistakes = 3", "mistakes = 21", "staff_check.mistakes"),
        (
            "in_a_row = 5",
            "in_a_row = 0",
            "staff_check.mistakes_in_a_row",
        ),
        (
            "in_a_row = 5",
            "in_a_row = 101",
            "staff_check.mistakes_in_a_row",
        ),
        ("minutes = 15", "minutes = 0", "staff_check.closed_minutes"),
        (
            "minutes = 15",
            "minutes = 1441",
            "staff_check.closed_minutes",
        ),
    ] {
        match edited(from, to).unwrap_err() {
            PolicyError::Impossible { key: named, .. } => assert_eq!(named, key, "{to}"),
            other => panic!("{to}: {other}"),
        }
    }
}

#[test]
fn the_outermost_values_can_be() {
    for (from, to) in [
        ("shown_below = 3", "shown_below = 1"),
        ("shown_below = 3", "shown_below = 15"),
        ("threshold = 670", "threshold = 1"),
        ("threshold = 670", "threshold = 750"),
        ("clear_from = 750", "clear_from = 850"),
        ("strong_from = 850", "strong_from = 1000"),
        ("mismatches = 3", "mismatches = 1"),
        ("mismatches = 3", "mismatches = 5"),
        ("frames = 5", "frames = 1"),
        ("mistakes = 3", "mistakes = 20"),
        ("in_a_row = 5", "in_a_row = 100"),
        ("minutes = 15", "minutes = 1440"),
        ("general = [\"PIN\", \"STAFF_CHECK\"]", "general = []"),
    ] {
        assert!(edited(from, to).is_ok(), "{to}");
    }
}
