//! The evil-card matrix: cards that misbehave in every way at every command of a
//! visit, through a real pcscd. Each ends in an error that is told, in time, and the
//! next good card works.

use std::env;
use std::path::PathBuf;
use std::process::Command;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use apdu::{LinkError, Transport};
use card::{
    Card, CardError, CollationNumber, FaceOutcome, FaceSelection, Pin, PinOutcome,
    SignatureCertificateOutcome, SignaturePassword,
};
use reader::{Connection, WATCHDOG};
use virtual_card::{CounterMemory, Fault, InsertedCard, SLOT_PORTS};

use crate::stage::clinic::{PASSWORD, PIN};
use crate::stage::home::Home;
use crate::stage::processes::{SOON, run, within, words};
use crate::stage::room::{READER, Room};

/// How long any cell may take: the watchdog's three seconds and some.
const LONGEST: Duration = Duration::from_millis(3500);
const VERIFY: u8 = 0x20;
/// Tells this binary that it is in the room, and where the card is.
const IN_THE_ROOM: &str = "STORIES_CARD_IN_ROOM";

/// Runs the story `name`, this binary again, in a room with a PC/SC service. Gives the
/// card's folder to whoever is there already.
fn in_a_room(name: &str) -> Option<PathBuf> {
    if let Some(folder) = env::var_os(IN_THE_ROOM) {
        return Some(folder.into());
    }
    let home = Home::new();
    let mut room = Room::new();
    room.start_service(&[]);
    let mut again = Command::new(env::current_exe().unwrap());
    again
        .args([&format!("evil_card::{name}"), "--exact", "--nocapture"])
        .env(IN_THE_ROOM, home.pki().join("cards/insured"));
    let output = run(&mut room.inside(&again), "");
    assert!(output.status.success(), "{}", words(&output));
    None
}

/// The insured person's card with full tries.
struct Bench {
    folder: PathBuf,
    number: String,
}

impl Bench {
    fn at(folder: PathBuf) -> Self {
        let number = virtual_card::issued_collation_number_b(&folder).unwrap();
        let number = String::from_utf8(number.unwrap().to_vec()).unwrap();
        Self { folder, number }
    }

    fn insert(&self, faults: Vec<Fault>) -> InsertedCard {
        let image = virtual_card::issued_image(&self.folder).unwrap();
        let tries = CounterMemory::fresh(&image);
        let card = virtual_card::Card::new(image, tries).with_faults(faults, 1);
        let address = ([127, 0, 0, 1], SLOT_PORTS[0]).into();
        let inserted = card.insert(address, |_| ()).unwrap();
        wait_until_card_is(true);
        inserted
    }

    /// Everything a desk may do with a card, in one session.
    fn session(&self, link: impl Transport) -> Result<(), CardError> {
        let mut card = Card::new(link).select_jpki()?;
        card.kind()?;
        card.availability()?;
        card.certificate()?;
        card.tries_left()?;
        let password = SignaturePassword::parse(PASSWORD).unwrap();
        let card = match card.read_signature_certificate(password)? {
            SignatureCertificateOutcome::Read { card, .. } => card,
            _ => {
                return Err(CardError::Malformed {
                    what: "no signature certificate",
                });
            }
        };
        let PinOutcome::Accepted(mut card) = card.verify(Pin::parse(PIN).unwrap())? else {
            return Err(CardError::Malformed {
                what: "the PIN was not accepted",
            });
        };
        card.sign(b"challenge")?;
        let FaceSelection::Selected(card) = card.select_face()? else {
            return Err(CardError::Malformed { what: "no face" });
        };
        match card.read_face(CollationNumber::parse(&self.number).unwrap())? {
            FaceOutcome::Read { .. } => Ok(()),
            _ => Err(CardError::Malformed {
                what: "the number was not accepted",
            }),
        }
    }

    /// Gives the instructions of the session.
    fn good_card_works(&self) -> Vec<u8> {
        let inserted = self.insert(Vec::new());
        let mut noted = Noted::connect();
        self.session(&mut noted).unwrap();
        let instructions = std::mem::take(&mut noted.instructions);
        drop(noted);
        pull(inserted);
        instructions
    }
}

/// What a session sent.
struct Noted {
    link: Connection,
    instructions: Vec<u8>,
    /// The secrets of VERIFY commands.
    secrets: Vec<Vec<u8>>,
}

impl Noted {
    fn connect() -> Self {
        Self {
            link: Connection::open(READER, WATCHDOG).unwrap(),
            instructions: Vec::new(),
            secrets: Vec::new(),
        }
    }
}

impl Transport for &mut Noted {
    fn exchange(&mut self, command: &[u8]) -> Result<Vec<u8>, LinkError> {
        self.instructions.push(command[1]);
        if command[1] == VERIFY && command.len() > 5 {
            self.secrets.push(command[5..].to_vec());
        }
        self.link.exchange(command)
    }
}

/// Where something may go wrong: every command, counted from 1, but of the many that
/// read one file only the first and the last.
fn places(instructions: &[u8]) -> Vec<u32> {
    let inner = |place: usize| {
        let around = instructions.get(place.wrapping_sub(1)..=place + 1);
        around.is_some_and(|around| around.iter().all(|it| *it == instructions[place]))
    };
    let places = (0..instructions.len()).filter(|place| !inner(*place));
    places
        .map(|place| u32::try_from(place).unwrap() + 1)
        .collect()
}

fn pull(card: InsertedCard) {
    card.pull().unwrap();
    wait_until_card_is(false);
}

fn wait_until_card_is(there: bool) {
    let as_wanted = || {
        let readers = reader::readers().unwrap();
        let reader = readers.iter().find(|reader| reader.name == READER)?;
        (reader.card.is_some() == there).then_some(())
    };
    within(SOON, as_wanted).expect("the service does not notice the card");
}

/// One class: every command of a session, one after the other.
fn at_every_command(name: &str, fault: impl Fn(u32) -> Fault) {
    let Some(folder) = in_a_room(name) else {
        return;
    };
    let bench = Bench::at(folder);
    let places = places(&bench.good_card_works());
    assert!(places.len() > 20, "{places:?} is no whole session");
    for command in places {
        let inserted = bench.insert(vec![fault(command)]);
        #[expect(clippy::disallowed_methods, reason = "the limit is what is tested")]
        let began = Instant::now();
        let mut noted = Noted::connect();
        let outcome = bench.session(&mut noted);
        let took = began.elapsed();
        // Whatever happened, no secret was sent a second time.
        let mut secrets = noted.secrets.clone();
        drop(noted);
        secrets.sort();
        assert!(
            secrets.windows(2).all(|two| two[0] != two[1]),
            "{}",
            fault(command)
        );
        assert!(outcome.is_err(), "{} went unnoticed", fault(command));
        assert!(took <= LONGEST, "{} took {took:?}", fault(command));
        pull(inserted);
        bench.good_card_works();
    }
}

#[test]
fn a_card_that_falls_silent() {
    at_every_command("a_card_that_falls_silent", Fault::Mute);
}

#[test]
fn a_card_that_answers_nothing() {
    at_every_command("a_card_that_answers_nothing", Fault::Empty);
}

#[test]
fn a_card_that_answers_one_byte() {
    at_every_command("a_card_that_answers_one_byte", Fault::OneByte);
}

#[test]
fn a_card_that_answers_far_too_much() {
    at_every_command("a_card_that_answers_far_too_much", Fault::Huge);
}

#[test]
fn a_card_that_answers_a_byte_too_much() {
    at_every_command("a_card_that_answers_a_byte_too_much", Fault::WrongLength);
}

#[test]
fn a_card_that_forgets_its_status() {
    at_every_command("a_card_that_forgets_its_status", Fault::NoStatus);
}

#[test]
fn a_card_that_always_has_more() {
    at_every_command("a_card_that_always_has_more", Fault::Endless);
}

#[test]
fn a_card_that_answers_at_random() {
    at_every_command("a_card_that_answers_at_random", Fault::Random);
}

#[test]
fn a_card_that_is_pulled() {
    at_every_command("a_card_that_is_pulled", Fault::Pulled);
}

/// The control: without its watchdog the driver waits for ever.
#[test]
fn without_a_watchdog_an_empty_answer_holds_the_desk() {
    let name = "without_a_watchdog_an_empty_answer_holds_the_desk";
    let Some(folder) = in_a_room(name) else {
        return;
    };
    let bench = Bench::at(folder);
    let _inserted = bench.insert(vec![Fault::Empty(1)]);
    let (ended, waiting) = channel();
    std::thread::spawn(move || {
        let link = Connection::open(READER, Duration::from_secs(3600)).unwrap();
        let link = link.with_allowance(Duration::from_secs(3600));
        let _ = ended.send(bench.session(link).is_err());
    });
    assert!(waiting.recv_timeout(LONGEST).is_err(), "it ended by itself");
}
