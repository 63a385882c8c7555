//! Another PC/SC program at the same card.

use super::*;

#[test]
fn a_card_held_by_another_program_is_busy() {
    inside(|| {
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
    inside(|| {
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
    inside(|| {
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
fn a_card_opened_exclusively_by_another_program_is_busy() {
    inside(|| {
        let _pcscd = Pcscd::start();
        let _card = good_card();
        drop(open(WATCHDOG));
        let context = pcsc::Context::establish(pcsc::Scope::User).unwrap();
        let name = std::ffi::CString::new(READER).unwrap();
        let (mode, protocols) = (pcsc::ShareMode::Exclusive, pcsc::Protocols::ANY);
        let other = context.connect(&name, mode, protocols).unwrap();
        let busy = Connection::open(READER, WATCHDOG);
        assert_eq!(busy.err(), Some(LinkError::Busy));
        drop(other);
        assert_eq!(open(WATCHDOG).exchange(&SELECT), Ok(vec![0x90, 0x00]));
    });
}

/// Whatever state the other program leaves the card in, power is cut before the
/// first command of a visit, and none goes in between.
#[test]
fn a_visit_after_another_programs_reset_begins_anew() {
    inside(|| {
        let _pcscd = Pcscd::start();
        let card = good_card();
        drop(open(WATCHDOG));
        let context = pcsc::Context::establish(pcsc::Scope::User).unwrap();
        let mut other = other_program(&context);
        let transaction = other.transaction().unwrap();
        transaction.transmit(&READ, &mut [0; 2]).unwrap();
        let before = card.reached().len();

        let waiting = thread::spawn(|| open(WATCHDOG).exchange(&SELECT));
        // Likely it waits by now; if not, the outcome is the same.
        thread::sleep(Duration::from_millis(300));
        transaction
            .end(pcsc::Disposition::ResetCard)
            .map_err(|(_, error)| error)
            .unwrap();
        assert_eq!(waiting.join().unwrap(), Ok(vec![0x90, 0x00]));

        let reached = card.reached().split_off(before);
        let place = |wanted: &Reached| reached.iter().position(|reached| reached == wanted);
        let reset = place(&Reached::Reset).unwrap();
        let off = place(&Reached::PowerOff).unwrap();
        let on = place(&Reached::PowerOn).unwrap();
        let select = place(&Reached::Command(SELECT.to_vec())).unwrap();
        assert!(reset < off && off < on && on < select, "{reached:?}");
    });
}

#[test]
fn another_program_that_leaves_with_a_reset_does_not_disturb_a_visit() {
    inside(|| {
        let _pcscd = Pcscd::start();
        let card = good_card();
        drop(open(WATCHDOG));
        let context = pcsc::Context::establish(pcsc::Scope::User).unwrap();
        let other = other_program(&context);

        let mut connection = open(WATCHDOG);
        let begun = card.reached().len();
        let (done, gone) = mpsc::channel();
        thread::spawn(move || done.send(other.disconnect(pcsc::Disposition::ResetCard).is_ok()));
        for _ in 0..20 {
            assert_eq!(connection.exchange(&SELECT), Ok(vec![0x90, 0x00]));
            thread::sleep(Duration::from_millis(10));
        }
        let visit = card.reached().split_off(begun);
        assert_eq!(visit, vec![Reached::Command(SELECT.to_vec()); 20]);
        drop(connection);
        assert_eq!(gone.recv_timeout(SOON), Ok(true));
        assert!(card.reached()[begun..].contains(&Reached::Reset));
        assert_eq!(open(WATCHDOG).exchange(&SELECT), Ok(vec![0x90, 0x00]));
    });
}

fn other_program(context: &pcsc::Context) -> pcsc::Card {
    let name = std::ffi::CString::new(READER).unwrap();
    context
        .connect(&name, pcsc::ShareMode::Shared, pcsc::Protocols::ANY)
        .unwrap()
}
