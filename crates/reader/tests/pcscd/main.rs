//! The driver against a real pcscd, with scripted cards.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, and so do its helpers"
)]

mod cycles;
mod events;
mod other_programs;
#[path = "../private_pcscd/mod.rs"]
mod private_pcscd;
mod service;
mod visits;

use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use apdu::{LinkError, Transport};
use private_pcscd::{ATR, OTHER_READER, Pcscd, READER, Reached, ScriptedCard, inside, patiently};
use reader::{Connection, Event, Reader, WATCHDOG, Watch, readers};

const SELECT: [u8; 7] = [0x00, 0xA4, 0x02, 0x0C, 0x02, 0x00, 0x0A];
const READ: [u8; 5] = [0x00, 0xB0, 0x00, 0x00, 0x04];
/// Generous, for a busy machine; nothing is expected to take so long.
const SOON: Duration = Duration::from_secs(10);

/// A card that does what it is told.
fn good_card() -> ScriptedCard {
    ScriptedCard::insert(|_| Some(vec![0x90, 0x00]))
}

/// Opens as soon as the service has noticed the card.
fn open(watchdog: Duration) -> Connection {
    patiently("the card", || match Connection::open(READER, watchdog) {
        Ok(connection) => Some(connection),
        Err(LinkError::Removed | LinkError::NoReader) => None,
        Err(error) => panic!("{error}"),
    })
}

/// Waits for an event, letting a few others pass.
fn expect(events: &Receiver<Event>, wanted: &Event) {
    let others: Vec<_> = (0..10)
        .map(|_| events.recv_timeout(SOON))
        .take_while(|event| event.as_ref() != Ok(wanted))
        .collect();
    assert!(others.len() < 10, "no {wanted:?} but {others:#?}");
}

fn presented() -> Event {
    Event::CardPresented {
        reader: READER.to_owned(),
        atr: ATR.to_vec(),
    }
}

fn removed() -> Event {
    Event::CardRemoved {
        reader: READER.to_owned(),
    }
}

fn attached() -> Event {
    Event::ReaderAttached {
        reader: READER.to_owned(),
    }
}
