use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Barrier;
use std::sync::atomic::{AtomicU8, Ordering};
use std::{fs, thread};

use jiff::ToSpan as _;
use proptest::prelude::*;
use tempfile::TempDir;

use super::*;

const ALLOWED: u8 = 3;
const CLOSED_MINUTES: u16 = 15;
const POLICY: StaffCheckPolicy = StaffCheckPolicy {
    mistakes: 3,
    mistakes_in_a_row: ALLOWED,
    closed_minutes: CLOSED_MINUTES,
};
const RIGHT: &str = "mado-2026";
const NEARLY: &str = "mado-2027";

struct Desk {
    folder: TempDir,
    check: StaffCheck,
}

impl Desk {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("staff-check.toml");
        StaffCheck::set(&path, &passcode(RIGHT), [7; 16]).unwrap();
        let check = StaffCheck::open(&path).unwrap().unwrap();
        Self { folder, check }
    }

    fn text(&self) -> String {
        fs::read_to_string(&self.check.path).unwrap()
    }

    fn wrong_at(&self, now: Timestamp) -> PasscodeOutcome {
        self.check.check_by(now, &POLICY, |_| false).unwrap()
    }

    fn right_at(&self, now: Timestamp) -> PasscodeOutcome {
        self.check.check_by(now, &POLICY, |_| true).unwrap()
    }

    /// Its file with `from` replaced, once.
    fn mended(&self, from: &str, to: &str) {
        let text = self.text();
        assert!(text.contains(from), "{from} in {text}");
        fs::write(&self.check.path, text.replacen(from, to, 1)).unwrap();
    }
}

fn passcode(text: &str) -> Passcode {
    Passcode::parse(text).unwrap()
}

/// So many minutes after nine o'clock.
fn at(minutes: i64) -> Timestamp {
    let nine: Timestamp = "2026-12-01T09:00:00+09:00".parse().unwrap();
    nine + minutes.minutes()
}

const fn wrong(left_in_a_row: u8) -> PasscodeOutcome {
    PasscodeOutcome::Wrong { left_in_a_row }
}

fn closed(minutes: i64) -> PasscodeOutcome {
    PasscodeOutcome::Closed { until: at(minutes) }
}

#[test]
fn only_the_institutions_passcode_is_right_and_others_are_counted() {
    let desk = Desk::new();
    let check = |text| desk.check.check(passcode(text), at(0), &POLICY).unwrap();
    assert_eq!(check(NEARLY), wrong(2));
    assert_eq!(check(NEARLY), wrong(1));
    assert_eq!(check("ｍａｄｏ－２０２６"), PasscodeOutcome::Right);
    assert_eq!(check(NEARLY), wrong(2));
    assert_eq!(check(NEARLY), wrong(1));
    assert_eq!(check(NEARLY), wrong(0));
    assert_eq!(check(RIGHT), closed(15));
}

#[test]
fn what_comes_of_passcodes_over_time() {
    use PasscodeOutcome::Right;
    // minute, whether it is the right one, what comes of it
    let tables: [&[(i64, bool, PasscodeOutcome)]; 5] = [
        // Too many close it from the last of them on; then one more round begins.
        &[
            (0, false, wrong(2)),
            (1, false, wrong(1)),
            (2, false, wrong(0)),
            (2, true, closed(17)),
            (16, false, closed(17)),
            (17, false, wrong(2)),
            (17, false, wrong(1)),
            (18, false, wrong(0)),
            (32, true, closed(33)),
            (33, true, Right),
            (33, false, wrong(2)),
        ],
        // They are in a row over days, and the right one ends the row.
        &[
            (0, false, wrong(2)),
            (3000, false, wrong(1)),
            (6000, true, Right),
            (6000, false, wrong(2)),
        ],
        // A clock set back while it is closed does not open it.
        &[
            (60, false, wrong(2)),
            (60, false, wrong(1)),
            (60, false, wrong(0)),
            (0, true, closed(75)),
            (-100_000, true, closed(75)),
            (75, true, Right),
        ],
        // Nor does one that is set back before the last wrong one, and then right again.
        &[
            (60, false, wrong(2)),
            (60, false, wrong(1)),
            (0, false, wrong(0)),
            (60, true, closed(75)),
        ],
        // A last try that is right is right.
        &[
            (0, false, wrong(2)),
            (0, false, wrong(1)),
            (0, true, Right),
            (0, false, wrong(2)),
        ],
    ];
    for (number, table) in tables.into_iter().enumerate() {
        let desk = Desk::new();
        for (minute, is_right, outcome) in table {
            let came = match is_right {
                true => desk.right_at(at(*minute)),
                false => desk.wrong_at(at(*minute)),
            };
            assert_eq!(came, *outcome, "table {number}, minute {minute}");
        }
    }
}

#[test]
fn a_desk_is_told_how_the_check_stands() {
    let desk = Desk::new();
    let standing = |minute| desk.check.standing(at(minute)).unwrap();
    let fresh = Standing {
        wrong_in_a_row: 0,
        last_wrong: None,
        closed_until: None,
    };
    assert_eq!(standing(0), fresh);
    for minute in 1..=3 {
        assert!(desk.check.is_open(at(minute)).unwrap());
        desk.wrong_at(at(minute));
        assert_eq!(standing(minute).last_wrong, Some(at(minute)));
    }
    for (minute, closed_until) in [(0, Some(at(18))), (17, Some(at(18))), (18, None)] {
        assert_eq!(standing(minute).closed_until, closed_until, "{minute}");
        assert_eq!(standing(minute).wrong_in_a_row, 3);
        let is_open = desk.check.is_open(at(minute)).unwrap();
        assert_eq!(is_open, closed_until.is_none(), "{minute}");
    }
    desk.right_at(at(18));
    assert_eq!(standing(18), fresh);
}

#[test]
fn a_try_is_on_disk_before_the_passcode_is_compared() {
    let desk = Desk::new();
    for tries in 1..=ALLOWED {
        let seen = Cell::new(0);
        let look = |_: &str| {
            seen.set(
                file::read(&desk.check.path)
                    .unwrap()
                    .unwrap()
                    .wrong_in_a_row,
            );
            false
        };
        desk.check.check_by(at(0), &POLICY, look).unwrap();
        assert_eq!(seen.get(), tries);
    }
}

#[test]
fn a_comparison_that_never_ended_has_spent_its_try() {
    let desk = Desk::new();
    for tries in 1..=ALLOWED {
        let die = |_: &str| -> bool { panic!("killed while comparing") };
        let killed = || desk.check.check_by(at(0), &POLICY, die);
        assert!(catch_unwind(AssertUnwindSafe(killed)).is_err());
        assert_eq!(desk.check.standing(at(0)).unwrap().wrong_in_a_row, tries);
    }
    assert_eq!(desk.right_at(at(0)), closed(15));
}

#[test]
fn guesses_at_two_desks_at_once_are_both_counted() {
    const DESKS: usize = 8;
    let desk = Desk::new();
    let compared = AtomicU8::new(0);
    let together = Barrier::new(DESKS);
    thread::scope(|scope| {
        for _ in 0..DESKS {
            scope.spawn(|| {
                let check = StaffCheck::open(&desk.check.path).unwrap().unwrap();
                together.wait();
                let compare = |_: &str| {
                    compared.fetch_add(1, Ordering::Relaxed);
                    thread::yield_now();
                    false
                };
                check.check_by(at(0), &POLICY, compare).unwrap();
            });
        }
    });
    assert_eq!(compared.into_inner(), ALLOWED);
    let standing = desk.check.standing(at(0)).unwrap();
    assert_eq!(standing.wrong_in_a_row, ALLOWED);
}

#[test]
fn a_try_that_cannot_be_written_down_is_not_compared() {
    let desk = Desk::new();
    // Where the new file is to be written, there is a folder.
    fs::create_dir(desk.check.path.with_extension("next")).unwrap();
    let compare = |_: &str| -> bool { panic!("compared uncounted") };
    let refused = desk.check.check_by(at(0), &POLICY, compare).unwrap_err();
    assert!(matches!(refused, StaffCheckError::File { .. }));
    let told = refused.to_string();
    assert!(
        told.contains("読み書きできません") && told.contains("cannot be read or written: Is a")
    );
}

#[test]
fn a_damaged_file_is_an_error_and_never_open() {
    for (from, to) in [
        ("wrong_in_a_row = 2\n", ""),
        ("wrong_in_a_row = 2", "wrong_in_a_row = 0"),
        ("wrong_in_a_row = 2", "wrong_in_a_row = -1"),
        ("wrong_in_a_row = 2", "wrong_in_a_row = 300"),
        ("wrong_in_a_row = 2", "wrong_in_a_rox = 2"),
        ("last_wrong", "closed_until"),
        ("2026-12", "2026-13"),
        ("argon2id", "argon2j"),
        ("m=19456", "m=4194304"),
        ("hash = ", "# "),
        ("hash = ", "opens = true\nhash = "),
        ("\"\n", ""),
        ("#", "\u{0}"),
    ] {
        let desk = Desk::new();
        desk.wrong_at(at(0));
        desk.wrong_at(at(0));
        desk.mended(from, to);
        is_damaged(&desk, from);
    }
}

#[test]
fn a_file_cut_short_anywhere_is_damaged() {
    let desk = Desk::new();
    let text = desk.text();
    for length in 0..text.len() - 1 {
        fs::write(&desk.check.path, &text.as_bytes()[..length]).unwrap();
        is_damaged(&desk, &length.to_string());
    }
    fs::write(&desk.check.path, [0xff; 100]).unwrap();
    is_damaged(&desk, "no text");
    fs::write(&desk.check.path, text).unwrap();
    assert!(desk.check.is_open(at(0)).unwrap());
}

fn is_damaged(desk: &Desk, how: &str) {
    let path = &desk.check.path;
    let open = StaffCheck::open(path).unwrap_err();
    assert!(matches!(open, StaffCheckError::Damaged { .. }), "{how}");
    let compare = |_: &str| -> bool { panic!("compared with a damaged file") };
    assert!(
        desk.check.check_by(at(0), &POLICY, compare).is_err(),
        "{how}"
    );
    assert!(desk.check.is_open(at(0)).is_err(), "{how}");
    let told = format!("{open} {open:?}");
    assert!(
        told.contains("madoguchi staff passcode") && !told.contains("argon2"),
        "{told}"
    );
}

#[test]
fn what_a_killed_desk_left_half_written_is_written_over() {
    let desk = Desk::new();
    let half = desk.check.path.with_extension("next");
    fs::write(&half, "#".repeat(2000)).unwrap();
    desk.wrong_at(at(0));
    let standing = desk.check.standing(at(0)).unwrap();
    assert_eq!(standing.wrong_in_a_row, 1);
    assert!(desk.text().len() < 2000 && !half.exists());
}

#[test]
fn no_file_is_no_check_and_one_that_went_away_is_an_error() {
    let desk = Desk::new();
    let path = desk.folder.path().join("other.toml");
    assert!(StaffCheck::open(&path).unwrap().is_none());
    fs::remove_file(&desk.check.path).unwrap();
    assert!(desk.check.is_open(at(0)).is_err());
    assert!(desk.check.check(passcode(RIGHT), at(0), &POLICY).is_err());
}

#[test]
fn a_new_passcode_opens_a_closed_check_and_ends_the_old_one() {
    let desk = Desk::new();
    for _ in 0..ALLOWED {
        desk.wrong_at(at(0));
    }
    StaffCheck::set(&desk.check.path, &passcode(NEARLY), [8; 16]).unwrap();
    let check = |text| desk.check.check(passcode(text), at(0), &POLICY).unwrap();
    assert_eq!(check(RIGHT), wrong(2));
    assert_eq!(check(NEARLY), PasscodeOutcome::Right);
    assert!(!desk.text().contains("mado-"), "{}", desk.text());
}

#[cfg(unix)]
#[test]
fn its_files_are_the_owners_alone_and_no_folder_of_everyones_holds_them() {
    use std::os::unix::fs::PermissionsExt as _;

    let desk = Desk::new();
    desk.wrong_at(at(0));
    let files = fs::read_dir(desk.folder.path()).unwrap();
    let files: Vec<_> = files.map(Result::unwrap).collect();
    assert_eq!(files.len(), 2, "{files:?}");
    for file in files {
        let mode = file.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{file:?}");
    }
    let everyones = fs::Permissions::from_mode(0o777);
    fs::set_permissions(desk.folder.path(), everyones).unwrap();
    let before = desk.text();
    let refused = StaffCheck::set(&desk.check.path, &passcode(NEARLY), [8; 16]);
    assert!(matches!(
        refused,
        Err(StaffCheckError::OpenToEveryone { .. })
    ));
    assert_eq!(desk.text(), before);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// Whatever the clock does, wrong passcodes are compared in rounds of so many, and
    /// from one round to the next the clock has gone on by the pause.
    #[test]
    fn wrong_passcodes_are_compared_only_so_often_in_a_time(
        minutes in prop::collection::vec(0_i64..90, 1..60),
    ) {
        let desk = Desk::new();
        let compared = Cell::new(0_i64);
        for minute in &minutes {
            let compare = |_: &str| { compared.set(compared.get() + 1); false };
            desk.check.check_by(at(*minute), &POLICY, compare).unwrap();
        }
        let (first, last) = (minutes.iter().min().unwrap(), minutes.iter().max().unwrap());
        let rounds = 1 + (last - first) / i64::from(CLOSED_MINUTES);
        prop_assert!(compared.get() <= rounds * i64::from(ALLOWED));
    }
}
