//! The driver against a real pcscd, with scripted cards.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, and so do its helpers"
)]

#[allow(dead_code, reason = "shared with other suites; each uses a part")]
mod private_pcscd;

use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use apdu::{LinkError, Transport};
use private_pcscd::{ATR, Pcscd, READER, Reached, ScriptedCard, inside, patiently};
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

#[test]
fn a_card_put_down_and_pulled_is_seen() {
    inside("a_card_put_down_and_pulled_is_seen", || {
        let _pcscd = Pcscd::start();
        let (_watch, events) = Watch::start();
        assert_eq!(events.recv_timeout(SOON), Ok(Event::ServiceFound));
        expect(&events, &attached());
        for _ in 0..3 {
            let card = good_card();
            expect(&events, &presented());
            drop(card);
            expect(&events, &removed());
        }
    });
}

#[test]
fn readers_and_their_cards_are_listed() {
    inside("readers_and_their_cards_are_listed", || {
        assert_eq!(readers(), Err(LinkError::NoService));
        let _pcscd = Pcscd::start();
        let _card = good_card();
        let with_card = Reader {
            name: READER.to_owned(),
            card: Some(ATR.to_vec()),
        };
        let all = patiently("the card", || {
            readers().ok().filter(|all| all.contains(&with_card))
        });
        assert_eq!(all[1].name, "Virtual PCD 00 01");
        assert_eq!(all[1].card, None);
    });
}

#[test]
fn a_visit_begins_and_ends_without_power() {
    inside("a_visit_begins_and_ends_without_power", || {
        let _pcscd = Pcscd::start();
        let card = good_card();
        let mut connection = open(WATCHDOG);
        let begun = card.reached();
        assert!(
            begun.ends_with(&[Reached::PowerOff, Reached::PowerOn]),
            "{begun:?}"
        );
        assert_eq!(connection.exchange(&SELECT), Ok(vec![0x90, 0x00]));
        drop(connection);
        // Nothing is waited for here: power is gone when drop returns.
        let visit = card.reached().split_off(begun.len());
        assert_eq!(
            visit[..2],
            [Reached::Command(SELECT.to_vec()), Reached::PowerOff]
        );
        assert!(
            !visit.contains(&Reached::Reset),
            "a warm reset is not enough"
        );
    });
}

#[test]
fn each_exchange_reaches_the_card_once_and_in_order() {
    inside("each_exchange_reaches_the_card_once_and_in_order", || {
        let _pcscd = Pcscd::start();
        let card = ScriptedCard::insert(|command| Some([&command[4..], &[0x90, 0x00]].concat()));
        let mut connection = open(WATCHDOG);
        for round in 1..=50_u8 {
            let command = [0x00, 0xB0, 0x00, round, round];
            assert_eq!(connection.exchange(&command), Ok(vec![round, 0x90, 0x00]));
        }
        let commands = card
            .reached()
            .into_iter()
            .filter(|reached| matches!(reached, Reached::Command(_)));
        assert_eq!(commands.count(), 50);
    });
}

#[test]
fn a_visit_is_no_event_at_the_readers() {
    inside("a_visit_is_no_event_at_the_readers", || {
        let _pcscd = Pcscd::start();
        let (_watch, events) = Watch::start();
        let card = good_card();
        expect(&events, &presented());
        for _ in 0..3 {
            assert_eq!(open(WATCHDOG).exchange(&SELECT), Ok(vec![0x90, 0x00]));
        }
        drop(card);
        assert_eq!(events.recv_timeout(SOON), Ok(removed()));
    });
}

#[test]
fn a_card_pulled_between_exchanges_is_removed() {
    inside("a_card_pulled_between_exchanges_is_removed", || {
        let _pcscd = Pcscd::start();
        let (_watch, events) = Watch::start();
        let card = good_card();
        expect(&events, &presented());
        let mut connection = open(WATCHDOG);
        drop(card);
        expect(&events, &removed());
        assert_eq!(connection.exchange(&SELECT), Err(LinkError::Removed));
        let _next = good_card();
        expect(&events, &presented());
        assert_eq!(connection.exchange(&SELECT), Err(LinkError::Removed));
        drop(connection);
        assert_eq!(open(WATCHDOG).exchange(&SELECT), Ok(vec![0x90, 0x00]));
    });
}

#[test]
fn a_card_pulled_during_an_exchange_is_removed() {
    inside("a_card_pulled_during_an_exchange_is_removed", || {
        let _pcscd = Pcscd::start();
        let _card = ScriptedCard::insert(|_| None);
        let mut connection = open(WATCHDOG);
        assert_eq!(connection.exchange(&SELECT), Err(LinkError::Removed));
        drop(connection);
        let _next = good_card();
        assert_eq!(open(WATCHDOG).exchange(&SELECT), Ok(vec![0x90, 0x00]));
    });
}

#[test]
fn a_card_that_answers_nothing_is_mute_and_the_next_card_works() {
    inside(
        "a_card_that_answers_nothing_is_mute_and_the_next_card_works",
        || {
            let _pcscd = Pcscd::start();
            let (_watch, events) = Watch::start();
            let evil = ScriptedCard::insert(|_| Some(Vec::new()));
            let mut connection = open(WATCHDOG);
            let (done, outcome) = mpsc::channel();
            thread::spawn(move || {
                let outcomes = [0, 1].map(|_| connection.exchange(&SELECT));
                drop(connection);
                done.send(outcomes).unwrap();
            });
            // Both exchanges and the end: the second does not wait any more.
            let outcomes = outcome.recv_timeout(WATCHDOG + Duration::from_millis(500));
            assert_eq!(outcomes, Ok([Err(LinkError::Mute), Err(LinkError::Mute)]));
            drop(evil);
            expect(&events, &removed());
            let _next = good_card();
            assert_eq!(open(WATCHDOG).exchange(&SELECT), Ok(vec![0x90, 0x00]));
        },
    );
}

/// The control of the test above: the same card with a patient watchdog.
#[test]
fn without_the_watchdog_a_mute_card_hangs() {
    inside("without_the_watchdog_a_mute_card_hangs", || {
        let _pcscd = Pcscd::start();
        let _evil = ScriptedCard::insert(|_| Some(Vec::new()));
        let mut connection = open(Duration::from_secs(600));
        let (done, outcome) = mpsc::channel();
        thread::spawn(move || done.send(connection.exchange(&SELECT)));
        let waited = outcome.recv_timeout(WATCHDOG + Duration::from_secs(1));
        assert_eq!(waited, Err(mpsc::RecvTimeoutError::Timeout));
    });
}

#[test]
fn an_answer_of_the_wrong_length_is_not_a_response() {
    inside("an_answer_of_the_wrong_length_is_not_a_response", || {
        let _pcscd = Pcscd::start();
        let (_watch, events) = Watch::start();
        for (length, command) in [(1, &READ[..]), (7, &READ), (65_002, &READ), (3, &SELECT)] {
            let card = ScriptedCard::insert(move |_| Some(vec![0x90; length]));
            expect(&events, &presented());
            let answer = open(WATCHDOG).exchange(command);
            assert_eq!(answer, Err(LinkError::NotAResponse { length }));
            drop(card);
            expect(&events, &removed());
        }
    });
}

#[test]
fn a_killed_service_is_found_again_with_the_card_on_it() {
    inside(
        "a_killed_service_is_found_again_with_the_card_on_it",
        || {
            let pcscd = Pcscd::start();
            let (_watch, events) = Watch::start();
            let card = good_card();
            expect(&events, &presented());
            pcscd.kill();
            assert_eq!(events.recv_timeout(SOON), Ok(removed()));
            expect(&events, &Event::ServiceLost);
            drop(card);

            let _pcscd = Pcscd::start();
            let back = events.recv_timeout(Duration::from_secs(5));
            assert_eq!(back, Ok(Event::ServiceFound));
            expect(&events, &attached());
            let _card = good_card();
            expect(&events, &presented());
            assert_eq!(open(WATCHDOG).exchange(&SELECT), Ok(vec![0x90, 0x00]));
        },
    );
}

#[test]
fn a_service_killed_during_a_visit_ends_the_visit() {
    inside("a_service_killed_during_a_visit_ends_the_visit", || {
        let pcscd = Pcscd::start();
        let _card = good_card();
        let mut connection = open(WATCHDOG);
        pcscd.kill();
        assert_eq!(connection.exchange(&SELECT), Err(LinkError::NoService));
        drop(connection);
        let _pcscd = Pcscd::start();
        let _card = good_card();
        assert_eq!(open(WATCHDOG).exchange(&SELECT), Ok(vec![0x90, 0x00]));
    });
}

#[test]
fn a_service_that_starts_late_is_found() {
    inside("a_service_that_starts_late_is_found", || {
        let (_watch, events) = Watch::start();
        assert_eq!(events.recv_timeout(SOON), Ok(Event::ServiceLost));
        assert!(matches!(
            Connection::open(READER, WATCHDOG),
            Err(LinkError::NoService)
        ));
        let _pcscd = Pcscd::start();
        let found = events.recv_timeout(Duration::from_secs(5));
        assert_eq!(found, Ok(Event::ServiceFound));
        let _card = good_card();
        expect(&events, &presented());
    });
}

#[test]
fn a_card_held_by_another_program_is_busy() {
    inside("a_card_held_by_another_program_is_busy", || {
        let _pcscd = Pcscd::start();
        let _card = good_card();
        drop(open(WATCHDOG));
        let context = pcsc::Context::establish(pcsc::Scope::User).unwrap();
        let mut other = other_program(&context);
        let transaction = other.transaction().unwrap();
        let busy = Connection::open(READER, Duration::from_millis(300));
        assert_eq!(busy.err(), Some(LinkError::Busy));
        drop(transaction);
        assert_eq!(open(WATCHDOG).exchange(&SELECT), Ok(vec![0x90, 0x00]));
        // The visit's power cuts are news to the other program.
        let reset = other.transaction().map(drop);
        assert_eq!(reset, Err(pcsc::Error::ResetCard));
    });
}

#[test]
fn a_visit_given_up_leaves_the_card_as_it_is() {
    inside("a_visit_given_up_leaves_the_card_as_it_is", || {
        let _pcscd = Pcscd::start();
        let _card = good_card();
        drop(open(WATCHDOG));
        let context = pcsc::Context::establish(pcsc::Scope::User).unwrap();
        let mut other = other_program(&context);
        let transaction = other.transaction().unwrap();
        let busy = Connection::open(READER, Duration::from_millis(100));
        assert_eq!(busy.err(), Some(LinkError::Busy));
        drop(transaction);
        // The opener that was given up gets its turn now: the service looks for
        // one every tenth of a second.
        thread::sleep(Duration::from_secs(1));
        assert_eq!(other.transaction().map(drop), Ok(()));
    });
}

#[test]
fn another_programs_reset_waits_for_the_visit_to_end() {
    inside("another_programs_reset_waits_for_the_visit_to_end", || {
        let _pcscd = Pcscd::start();
        let card = good_card();
        drop(open(WATCHDOG));
        let context = pcsc::Context::establish(pcsc::Scope::User).unwrap();
        let mut other = other_program(&context);

        let mut connection = open(WATCHDOG);
        let begun = card.reached().len();
        let (done, was_reset) = mpsc::channel();
        thread::spawn(move || {
            let (mode, protocols) = (pcsc::ShareMode::Shared, pcsc::Protocols::ANY);
            let outcome = other.reconnect(mode, protocols, pcsc::Disposition::ResetCard);
            done.send(outcome)
        });
        for _ in 0..20 {
            assert_eq!(connection.exchange(&SELECT), Ok(vec![0x90, 0x00]));
        }
        assert!(!card.reached()[begun..].contains(&Reached::Reset));
        drop(connection);
        assert_eq!(was_reset.recv_timeout(SOON), Ok(Ok(())));
        assert!(card.reached()[begun..].contains(&Reached::Reset));
    });
}

#[test]
fn a_dropped_watch_ends_its_thread() {
    inside("a_dropped_watch_ends_its_thread", || {
        let _pcscd = Pcscd::start();
        let (watch, events) = Watch::start();
        expect(&events, &attached());
        // Long enough without news to be waiting inside PC/SC, not on its way.
        while events.recv_timeout(Duration::from_secs(1)).is_ok() {}
        drop(watch);
        // The thread held the other end; it is gone when drop returns.
        assert_eq!(events.try_recv(), Err(mpsc::TryRecvError::Disconnected));
    });
}

fn other_program(context: &pcsc::Context) -> pcsc::Card {
    let name = std::ffi::CString::new(READER).unwrap();
    context
        .connect(&name, pcsc::ShareMode::Shared, pcsc::Protocols::ANY)
        .unwrap()
}
