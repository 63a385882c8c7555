//! What happens at the readers is told, each thing once.

use super::*;

#[test]
fn a_card_put_down_and_pulled_is_seen() {
    inside(|| {
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
    inside(|| {
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
fn a_visit_is_no_event_at_the_readers() {
    inside(|| {
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
fn a_dropped_watch_ends_its_thread() {
    inside(|| {
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

/// Cards come and go at once on two readers; what is told of each is one card after
/// the other, none twice and none left out.
#[test]
fn many_cards_on_two_readers_are_each_seen_once() {
    const CARDS: usize = 12;
    inside(|| {
        let _pcscd = Pcscd::start();
        let (watch, events) = Watch::start();
        let desks = [(0, READER), (1, OTHER_READER)].map(|(slot, name)| {
            thread::spawn(move || {
                let is_there = |wanted: bool| {
                    patiently("the card to be noticed", || {
                        let all = readers().ok()?;
                        let reader = all.into_iter().find(|reader| reader.name == name)?;
                        (reader.card.is_some() == wanted).then_some(())
                    });
                };
                for _ in 0..CARDS {
                    let card = ScriptedCard::insert_into(slot, |_| Some(vec![0x90, 0x00]));
                    is_there(true);
                    drop(card);
                    is_there(false);
                }
            })
        });
        for desk in desks {
            desk.join().unwrap();
        }
        // The service, two readers, and each card twice; then nothing more.
        let expected = 1 + 2 + 2 * 2 * CARDS;
        let mut told: Vec<_> = (0..expected)
            .map_while(|_| events.recv_timeout(SOON).ok())
            .collect();
        drop(watch);
        told.extend(events);
        for name in [READER, OTHER_READER] {
            let reader = || name.to_owned();
            let mut expected = vec![Event::ReaderAttached { reader: reader() }];
            for _ in 0..CARDS {
                let (reader, atr) = (reader(), ATR.to_vec());
                expected.push(Event::CardPresented { reader, atr });
                let reader = name.to_owned();
                expected.push(Event::CardRemoved { reader });
            }
            let of_this = told.iter().filter(|event| reader_of(event) == Some(name));
            assert_eq!(of_this.cloned().collect::<Vec<_>>(), expected);
        }
        let others = told.iter().filter(|event| reader_of(event).is_none());
        assert_eq!(others.collect::<Vec<_>>(), [&Event::ServiceFound]);
    });
}

/// Readers that are plugged in again, under another name each time; the service
/// knows serial readers, as these are, only from its start.
#[test]
fn readers_that_come_and_go_are_each_told_once() {
    inside(|| {
        let (_watch, events) = Watch::start();
        assert_eq!(events.recv_timeout(SOON), Ok(Event::ServiceLost));
        for round in 0..8 {
            let desk = format!("Desk {round}");
            let [first, second] = ["00 00", "00 01"].map(|slot| format!("{desk} {slot}"));
            let pcscd = Pcscd::start_with_reader(&desk);
            let next = || events.recv_timeout(SOON).unwrap();
            assert_eq!(next(), Event::ServiceFound);
            for reader in [&first, &second].map(String::clone) {
                assert_eq!(next(), Event::ReaderAttached { reader });
            }
            let card = good_card();
            let (reader, atr) = (first.clone(), ATR.to_vec());
            assert_eq!(next(), Event::CardPresented { reader, atr });
            pcscd.kill();
            let reader = first.clone();
            assert_eq!(next(), Event::CardRemoved { reader });
            for reader in [first, second] {
                assert_eq!(next(), Event::ReaderDetached { reader });
            }
            assert_eq!(next(), Event::ServiceLost);
            drop(card);
        }
    });
}

fn reader_of(event: &Event) -> Option<&str> {
    match event {
        Event::ServiceFound | Event::ServiceLost => None,
        Event::ReaderAttached { reader }
        | Event::ReaderDetached { reader }
        | Event::CardPresented { reader, .. }
        | Event::CardRemoved { reader } => Some(reader),
    }
}
