//! A card that does not behave: this binary again, in the room, playing a card that
//! speaks vpcd's protocol and answers commands as a script says.

use std::env;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::os::linux::net::TcpStreamExt as _;
use std::process::{Command, Stdio};

use ::persona::Persona;
use virtual_card::{ATR, SLOT_PORTS};

use super::clinic::Clinic;
use super::home::persona;
use super::processes::{Running, SOON, within};

const SCRIPT: &str = "STORIES_CARD";
const FOLDER: &str = "STORIES_CARD_FOLDER";
/// What the card says when the first command has come.
pub(crate) const FIRST_COMMAND: &str = "the first command came";

/// What a card does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Does {
    /// Answers every command with so many bytes of nonsense.
    Nonsense(usize),
    /// Is the insured person's, and is pulled when this instruction comes.
    VanishesBefore(u8),
    /// The same, once this instruction was answered.
    VanishesAfter(u8),
}

impl Does {
    fn to_text(self) -> String {
        match self {
            Self::Nonsense(length) => format!("nonsense {length}"),
            Self::VanishesBefore(instruction) => format!("before {instruction}"),
            Self::VanishesAfter(instruction) => format!("after {instruction}"),
        }
    }

    fn from_text(text: &str) -> Self {
        let (word, number) = text.split_once(' ').unwrap();
        match word {
            "nonsense" => Self::Nonsense(number.parse().unwrap()),
            "before" => Self::VanishesBefore(number.parse().unwrap()),
            _ => Self::VanishesAfter(number.parse().unwrap()),
        }
    }
}

/// Puts such a card down. `story` is the full name of the test that asks, whose first
/// deed must be [`play_if_asked`].
pub(crate) fn put_down(clinic: &Clinic, story: &str, does: Does) -> Running {
    let mut again = Command::new(env::current_exe().unwrap());
    again
        .args([story, "--exact", "--nocapture"])
        .env(SCRIPT, does.to_text())
        .env(FOLDER, clinic.home.pki().join("cards/insured"));
    let mut again = clinic.room.inside(&again);
    Running::start(again.stdout(Stdio::null()))
}

/// Whether this process is the card. If so, it has been pulled when this returns.
pub(crate) fn play_if_asked() -> bool {
    let Ok(script) = env::var(SCRIPT) else {
        return false;
    };
    let does = Does::from_text(&script);
    let mut card = match does {
        Does::Nonsense(_) => None,
        Does::VanishesBefore(_) | Does::VanishesAfter(_) => {
            let persona = Persona::load(&persona("insured")).unwrap();
            let folder = env::var_os(FOLDER).unwrap();
            Some(virtual_card::take(&persona, folder.as_ref()).unwrap())
        }
    };
    let connect = || TcpStream::connect(("127.0.0.1", SLOT_PORTS[0])).ok();
    let mut reader = within(SOON, connect).expect("no virtual reader listens");
    reader.set_nodelay(true).unwrap();
    let mut first = true;
    while let Some(message) = receive(&mut reader) {
        match (message.as_slice(), does, card.as_mut()) {
            ([0x04], ..) => send(&mut reader, &ATR),
            ([0x00], _, Some(card)) => card.power_off(),
            ([0x01], _, Some(card)) => card.power_on(),
            ([_], ..) => {}
            (_, Does::Nonsense(length), _) => {
                if std::mem::take(&mut first) {
                    eprintln!("{FIRST_COMMAND}");
                }
                send(&mut reader, &vec![0x6F; length]);
            }
            ([_, came, ..], Does::VanishesBefore(last), _) if *came == last => break,
            (command @ [_, came, ..], _, Some(card)) => {
                send(&mut reader, &card.answer(command));
                if does == Does::VanishesAfter(*came) {
                    break;
                }
            }
            _ => break,
        }
    }
    true
}

fn receive(reader: &mut TcpStream) -> Option<Vec<u8>> {
    // The reader sends length and body apart, and the body only once it has heard
    // that the length came.
    reader.set_quickack(true).ok()?;
    let mut length = [0; 2];
    reader.read_exact(&mut length).ok()?;
    let mut message = vec![0; usize::from(u16::from_be_bytes(length))];
    reader.read_exact(&mut message).ok()?;
    Some(message)
}

/// Length and body in one write: the reader would wait between two.
fn send(reader: &mut TcpStream, message: &[u8]) {
    let length = u16::try_from(message.len()).unwrap().to_be_bytes();
    // The reader may have hung up: the next message will not come.
    let _ = reader.write_all(&[&length[..], message].concat());
}
