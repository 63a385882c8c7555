//! One visit, and the cards that spoil it.

use super::*;

#[test]
fn a_visit_begins_and_ends_without_power() {
    inside(|| {
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
    inside(|| {
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
fn a_card_pulled_between_exchanges_is_removed() {
    inside(|| {
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
    inside(|| {
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
    inside(|| {
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
    });
}

/// The control of the test above: the same card with a patient watchdog.
#[test]
fn without_the_watchdog_a_mute_card_hangs() {
    inside(|| {
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
fn a_card_that_is_always_just_in_time_does_not_hold_the_desk() {
    inside(|| {
        let slowly = Duration::from_millis(200);
        let _pcscd = Pcscd::start();
        let card = ScriptedCard::insert(move |_| {
            thread::sleep(slowly);
            Some(vec![0x90, 0x00])
        });
        let mut connection = open(WATCHDOG).with_allowance(slowly * 3);
        let outcomes = [(); 6].map(|()| connection.exchange(&SELECT));
        assert_eq!(outcomes[0], Ok(vec![0x90, 0x00]));
        assert_eq!(outcomes[5], Err(LinkError::Mute));
        drop(connection);
        // The card is let go without power, and the next visit has its own allowance.
        patiently("power to be cut", || {
            let reached = card.reached();
            let last_command = reached
                .iter()
                .rposition(|reached| matches!(reached, Reached::Command(_)))?;
            reached[last_command..]
                .contains(&Reached::PowerOff)
                .then_some(())
        });
        assert_eq!(open(WATCHDOG).exchange(&SELECT), Ok(vec![0x90, 0x00]));
    });
}

#[test]
fn an_answer_of_the_wrong_length_is_not_a_response() {
    inside(|| {
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
