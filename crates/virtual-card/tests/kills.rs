//! Wrong PINs on a card that is killed at every moment a thief could choose: there
//! are never more than three guesses between two right ones.
//!
//! The card is this program again, in a process of its own, which aborts itself.

#![allow(clippy::unwrap_used, reason = "a test program")]

mod issued;

use std::cell::Cell;
use std::env;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use issued::issue_with_pin;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{RngCore as _, SeedableRng as _};
use virtual_card::{Card, CounterFile, Counters, PinReference, issued_image};
use zeroize::Zeroizing;

const PLACE: &str = "KILLS_PLACE";
const MOMENT: &str = "KILLS_MOMENT";
const ORDER: &str = "KILLS_ORDER";

const SELECT: &[u8] = b"\x00\xA4\x04\x0C\x0A\xD3\x92\xF0\x00\x26\x01\x00\x00\x00\x01";
const TRIES: &[u8] = b"\x00\x20\x00\x98";
const WRONG: &[u8] = b"\x00\x20\x00\x98\x040000";
const RIGHT: &[u8] = b"\x00\x20\x00\x98\x041234";

/// When the card is killed, and by how much that lowers the tries.
const MOMENTS: [(&str, u8); 5] = [
    ("command received", 0),
    ("before the first write", 0),
    ("between the two files", 1),
    ("after the first write", 1),
    ("before the answer", 1),
];

/// What a card does first: spend a try, or look at the PIN.
const SPENDS: &str = "spends first";
const LOOKS: &str = "looks first";

/// Tries that die with their card, and note every look at a PIN.
struct Dying {
    counters: CounterFile,
    moment: String,
    looks_first: bool,
    looks: File,
    writes: u8,
    has_looked: Cell<bool>,
}

impl Dying {
    fn dies_at(&self, moment: &str) {
        if self.moment == moment {
            std::process::abort();
        }
    }

    fn look(&self) {
        if !self.has_looked.replace(true) {
            (&self.looks).write_all(b"!").unwrap();
        }
    }
}

impl Counters for Dying {
    fn tries_left(&self, pin: &PinReference) -> u8 {
        self.counters.tries_left(pin)
    }

    fn record(&mut self, pin: &PinReference, tries: u8) -> io::Result<()> {
        if self.looks_first {
            self.look();
        }
        self.writes += 1;
        if self.writes == 1 {
            self.dies_at("before the first write");
        }
        let written = self.counters.record(pin, tries);
        if written.is_err() {
            // The way of the second file is barred.
            self.dies_at("between the two files");
        }
        self.dies_at("after the first write");
        written
    }

    fn changed_secret(&self, pin: &PinReference) -> Option<Zeroizing<Vec<u8>>> {
        // The card asks for it at the moment it looks at a PIN.
        self.look();
        self.counters.changed_secret(pin)
    }

    fn change_secret(&mut self, pin: &PinReference, secret: &[u8]) -> io::Result<()> {
        self.counters.change_secret(pin, secret)
    }
}

/// Plays one card's short life, if this process is one.
#[test]
fn play_a_card_that_is_killed() {
    let Some(place) = env::var_os(PLACE) else {
        return;
    };
    let place = Path::new(&place);
    let dying = Dying {
        counters: CounterFile::open(&place.join("card")).unwrap(),
        moment: env::var(MOMENT).unwrap(),
        looks_first: env::var(ORDER).unwrap() == LOOKS,
        looks: File::options()
            .create(true)
            .append(true)
            .open(place.join("looks"))
            .unwrap(),
        writes: 0,
        has_looked: Cell::new(false),
    };
    let moment = dying.moment.clone();
    let mut card = Card::new(issued_image(place).unwrap(), dying);
    card.answer(SELECT);
    if moment == "command received" {
        std::process::abort();
    }
    card.answer(WRONG);
    if moment == "before the answer" {
        std::process::abort();
    }
}

/// One test at a time: a program that is just being started holds the locks of the
/// one that starts it for a moment, and the card would be in two readers.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A place with what is on a card, and the tries of one that has just been issued.
fn place(contents: &[u8]) -> tempfile::TempDir {
    // A killed program loses no more in memory than on a disk, and syncs are quicker.
    let memory = Path::new("/dev/shm");
    let place = if memory.is_dir() {
        tempfile::tempdir_in(memory)
    } else {
        tempfile::tempdir()
    };
    let place = place.unwrap();
    fs::write(place.path().join("card.image"), contents).unwrap();
    let image = issued_image(place.path()).unwrap();
    drop(CounterFile::issue(&place.path().join("card"), &image).unwrap());
    place
}

/// What is on the card of the persona on the shelf, whose PIN is 1234.
fn contents() -> &'static [u8] {
    static CONTENTS: OnceLock<Vec<u8>> = OnceLock::new();
    CONTENTS.get_or_init(|| {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("insured");
        issue_with_pin("1234", &folder);
        fs::read(folder.join("card.image")).unwrap()
    })
}

/// One wrong PIN on a card that is killed at this moment.
fn guess(place: &Path, moment: &str, order: &str) {
    let barrier = place.join("card/generation.next");
    if moment == "between the two files" {
        fs::create_dir(&barrier).unwrap();
    }
    let status = Command::new(env::current_exe().unwrap())
        .args(["play_a_card_that_is_killed", "--exact"])
        .env(PLACE, place)
        .env(MOMENT, moment)
        .env(ORDER, order)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    let is_blocked = answer(place, TRIES) == [0x63, 0xC0];
    assert!(!status.success() || is_blocked, "the card lived: {moment}");
    let _ = fs::remove_dir(barrier);
}

/// What the card says to a command now, alive and well.
fn answer(place: &Path, command: &[u8]) -> Vec<u8> {
    let counters = CounterFile::open(&place.join("card")).unwrap();
    let mut card = Card::new(issued_image(place).unwrap(), counters);
    card.answer(SELECT);
    card.answer(command)
}

/// How often a card has looked at a PIN here.
fn looks(place: &Path) -> usize {
    fs::read(place.join("looks")).map_or(0, |marks| marks.len())
}

#[test]
fn a_card_killed_at_any_moment_looks_at_no_more_than_three_wrong_pins() {
    let _alone = alone();
    let mut chance = ChaCha20Rng::seed_from_u64(7);
    for period in 0..40 {
        let place = place(contents());
        let place = place.path();
        let mut left = 3_u8;
        let mut was_between = false;
        for round in 0..8 {
            let (moment, mut cost) = MOMENTS[chance.next_u32() as usize % MOMENTS.len()];
            guess(place, moment, SPENDS);
            if moment == "between the two files" {
                // The second time running, the card dies while it confirms the first.
                cost = u8::from(!was_between);
            }
            was_between = (was_between && cost == 0) || moment == "between the two files";
            left = left.saturating_sub(cost);
            // A good card goes on, with exactly the tries it had.
            let told = answer(place, TRIES);
            assert_eq!(told, [0x63, 0xC0 | left], "{period}.{round} {moment}");
            assert!(looks(place) <= 3, "{period}.{round} {moment}");
        }
        let right = if left > 0 { [0x90, 0x00] } else { [0x69, 0x84] };
        assert_eq!(answer(place, RIGHT), right, "{period}");
    }
}

#[test]
fn a_card_that_looks_first_gives_itself_away() {
    let _alone = alone();
    let place = place(contents());
    for _ in 0..8 {
        guess(place.path(), "before the first write", LOOKS);
    }
    assert!(looks(place.path()) > 3, "the test would not see it");
}

#[test]
fn an_older_state_put_back_after_each_guess_gives_no_guess_more() {
    let _alone = alone();
    let place = place(contents());
    let place = place.path();
    let state = place.join("card/state");
    let fresh = fs::read(&state).unwrap();
    for (round, (moment, _)) in MOMENTS.iter().cycle().take(15).enumerate() {
        guess(place, moment, SPENDS);
        fs::write(&state, &fresh).unwrap();
        assert!(looks(place) <= 3, "{round}");
    }
    assert_eq!(answer(place, TRIES), [0x63, 0xC0]);
    assert_eq!(answer(place, RIGHT), [0x69, 0x84]);
}

/// What the files of one folder cannot notice, and the sight of the test above.
#[test]
fn the_whole_folder_put_back_is_a_new_card() {
    let _alone = alone();
    let place = place(contents());
    let place = place.path();
    let files = ["state", "generation"].map(|name| place.join("card").join(name));
    let fresh = files.clone().map(|file| fs::read(file).unwrap());
    for _ in 0..5 {
        guess(place, "before the answer", SPENDS);
        for (file, bytes) in files.iter().zip(&fresh) {
            fs::write(file, bytes).unwrap();
        }
    }
    assert!(looks(place) > 3);
}
