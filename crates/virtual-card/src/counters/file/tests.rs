use std::fs;

use super::*;
use crate::card::bench;

fn user_pin() -> PinReference {
    PinReference::new(&[0xD3, 0x92, 0xF0, 0x00, 0x26, 0x01, 0, 0, 0, 0x01], 0x0018)
}

fn issued() -> (tempfile::TempDir, CounterFile) {
    let folder = tempfile::tempdir().unwrap();
    let counters = CounterFile::issue(folder.path(), &bench::image()).unwrap();
    (folder, counters)
}

fn tries(folder: &Path) -> u8 {
    CounterFile::open(folder).unwrap().tries_left(&user_pin())
}

/// The two files as they are now.
fn copy(folder: &Path) -> [Vec<u8>; 2] {
    [STATE, GENERATION].map(|name| fs::read(folder.join(name)).unwrap())
}

#[test]
fn tries_and_changed_pins_survive_a_reopening() {
    let (folder, mut counters) = issued();
    assert_eq!(counters.tries_left(&user_pin()), 3);
    counters.record(&user_pin(), 1).unwrap();
    counters.change_secret(&user_pin(), b"7777").unwrap();
    drop(counters);
    let counters = CounterFile::open(folder.path()).unwrap();
    assert_eq!(counters.tries_left(&user_pin()), 1);
    let secret = counters.changed_secret(&user_pin());
    assert_eq!(secret.unwrap().as_slice(), b"7777");
}

#[test]
fn a_second_opening_of_the_same_card_is_refused() {
    let (folder, counters) = issued();
    assert!(matches!(
        CounterFile::open(folder.path()),
        Err(VirtualCardError::InUse { .. })
    ));
    drop(counters);
    assert!(CounterFile::open(folder.path()).is_ok());
}

#[test]
fn issuing_again_gives_no_fresh_tries() {
    let (folder, counters) = issued();
    drop(counters);
    assert!(matches!(
        CounterFile::issue(folder.path(), &bench::image()),
        Err(VirtualCardError::AlreadyIssued { .. })
    ));
}

#[test]
fn issuing_that_was_broken_off_before_the_state_is_begun_anew() {
    let (folder, counters) = issued();
    drop(counters);
    fs::remove_file(folder.path().join(STATE)).unwrap();
    drop(CounterFile::issue(folder.path(), &bench::image()).unwrap());
    assert_eq!(tries(folder.path()), 3);
}

#[test]
fn a_damaged_or_missing_file_is_a_locked_card() {
    let (folder, mut counters) = issued();
    counters.change_secret(&user_pin(), b"7777").unwrap();
    drop(counters);
    for name in [STATE, GENERATION] {
        let path = folder.path().join(name);
        let whole = fs::read(&path).unwrap();
        for place in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[place] ^= 0x01;
            // The number before the right one is what a card leaves that was killed
            // between its two files: its state is the right one all the same.
            if damaged.starts_with(b"1 ") {
                continue;
            }
            fs::write(&path, &damaged).unwrap();
            assert_eq!(tries(folder.path()), 0, "{name}, byte {place}");
        }
        for damaged in [&whole[..whole.len() - 1], &[0xFF, 0xFE], &[]] {
            fs::write(&path, damaged).unwrap();
            assert_eq!(tries(folder.path()), 0, "{name}");
        }
        fs::remove_file(&path).unwrap();
        assert_eq!(tries(folder.path()), 0, "{name}");
        fs::write(&path, &whole).unwrap();
        assert_eq!(tries(folder.path()), 3);
    }
}

#[test]
fn an_older_state_put_back_is_a_locked_card_until_the_right_one_is_back() {
    let (folder, counters) = issued();
    drop(counters);
    let mut states = Vec::new();
    for tries in [2, 1, 3, 0] {
        states.push(fs::read(folder.path().join(STATE)).unwrap());
        let mut counters = CounterFile::open(folder.path()).unwrap();
        counters.record(&user_pin(), tries).unwrap();
    }
    let latest = fs::read(folder.path().join(STATE)).unwrap();
    for (age, old) in states.iter().enumerate() {
        fs::write(folder.path().join(STATE), old).unwrap();
        let mut counters = CounterFile::open(folder.path()).unwrap();
        assert_eq!(counters.tries_left(&user_pin()), 0, "{age}");
        // Nothing is written over what may yet be put right.
        let _ = counters.record(&user_pin(), 3);
        drop(counters);
        assert_eq!(tries(folder.path()), 0, "{age}");
    }
    fs::write(folder.path().join(STATE), latest).unwrap();
    assert_eq!(tries(folder.path()), 0);
}

#[test]
fn killed_between_the_two_files_the_card_goes_on_with_the_newer_state() {
    let (folder, mut counters) = issued();
    for round in 0..3 {
        let [before, _] = copy(folder.path());
        counters.record(&user_pin(), 2 - round).unwrap();
        drop(counters);
        let before = text::parse(str::from_utf8(&before).unwrap()).unwrap();
        let confirmed = text::confirm(&Confirmation {
            generation: before.generation,
            digest: before.digest,
        });
        fs::write(folder.path().join(GENERATION), confirmed).unwrap();
        counters = CounterFile::open(folder.path()).unwrap();
        assert_eq!(counters.tries_left(&user_pin()), 2 - round);
    }
    counters.record(&user_pin(), 3).unwrap();
    drop(counters);
    assert_eq!(tries(folder.path()), 3);
}

/// The states that a thief collects by cutting the power between the two files
/// cannot be played against each other.
#[test]
fn of_two_states_of_one_generation_only_the_confirmed_one_is_believed() {
    let (folder, mut counters) = issued();
    let [before, generation] = copy(folder.path());
    let other_pin = PinReference::new(&[0xD3, 0x92, 0xF0, 0x00, 0x26, 0x01, 0, 0, 0, 0x01], 0x1B);
    counters.record(&other_pin, 4).unwrap();
    drop(counters);
    let [collected, _] = copy(folder.path());
    fs::write(folder.path().join(STATE), before).unwrap();
    fs::write(folder.path().join(GENERATION), generation).unwrap();

    let mut counters = CounterFile::open(folder.path()).unwrap();
    counters.record(&user_pin(), 2).unwrap();
    drop(counters);
    fs::write(folder.path().join(STATE), collected).unwrap();
    assert_eq!(tries(folder.path()), 0);
}

#[test]
fn a_write_that_fails_between_the_files_is_made_up_for() {
    let (folder, mut counters) = issued();
    let barrier = folder.path().join("generation.next");
    for _ in 0..2 {
        fs::create_dir(&barrier).unwrap();
        assert!(counters.record(&user_pin(), 2).is_err());
        assert_eq!(counters.tries_left(&user_pin()), 2);
        assert!(counters.record(&user_pin(), 1).is_err());
        assert_eq!(counters.tries_left(&user_pin()), 2);
        fs::remove_dir(&barrier).unwrap();
        counters.record(&user_pin(), 1).unwrap();
        counters.record(&user_pin(), 3).unwrap();
    }
    drop(counters);
    assert_eq!(tries(folder.path()), 3);
}

#[cfg(unix)]
#[test]
fn what_holds_secrets_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let (folder, counters) = issued();
    drop(counters);
    for name in [STATE, GENERATION] {
        let mode = fs::metadata(folder.path().join(name)).unwrap();
        assert_eq!(mode.permissions().mode() & 0o777, 0o600, "{name}");
    }
}

#[test]
fn a_card_that_was_never_issued_cannot_be_opened() {
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(
        CounterFile::open(&folder.path().join("nobody")),
        Err(VirtualCardError::Storage { .. })
    ));
}
