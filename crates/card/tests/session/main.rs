//! What is sent, and what becomes of every answer, against scripted cards.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, and so do its helpers"
)]

mod face;
#[path = "../front/mod.rs"]
mod front;
mod jpki;
mod signature_certificate;
mod terminal;

use std::collections::VecDeque;

use apdu::{LinkError, Transport};
use card::{Card, Locked};

const SELECT_JPKI: &str = "00A4040C0AD392F000260100000001";
const SELECT_FACE: &str = "00A4040C0AD3921000310001010402";
const OK: &str = "9000";

/// Answers the commands it expects, in order, and fails the test on any other.
struct Script(VecDeque<(String, Result<Vec<u8>, LinkError>)>);

impl Script {
    /// A card that goes on as scripted, in hexadecimal.
    fn of(script: &[(&str, &str)]) -> Self {
        let exchanges = script
            .iter()
            .map(|(command, answer)| ((*command).to_owned(), Ok(hex::decode(answer).unwrap())));
        Self(exchanges.collect())
    }

    /// The same card, which after that is pulled away while `command` is sent.
    fn then_lost(mut self, command: &str) -> Self {
        self.0
            .push_back((command.to_owned(), Err(LinkError::Removed)));
        self
    }
}

impl Transport for Script {
    fn exchange(&mut self, command: &[u8]) -> Result<Vec<u8>, LinkError> {
        let sent = hex::encode_upper(command);
        let (expected, answer) = self
            .0
            .pop_front()
            .unwrap_or_else(|| panic!("not expected: {sent}"));
        assert_eq!(sent, expected);
        answer
    }
}

impl Drop for Script {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            assert!(self.0.is_empty(), "not sent: {:?}", self.0);
        }
    }
}

/// A locked card that goes on as scripted after the selection of JPKI.
fn locked(script: &[(&str, &str)]) -> Card<Script, Locked> {
    let script = [&[(SELECT_JPKI, OK)], script].concat();
    Card::new(Script::of(&script)).select_jpki().unwrap()
}
