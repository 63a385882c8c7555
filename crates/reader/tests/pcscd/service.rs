//! The service fails, and comes back.

use super::*;

const OK: [u8; 2] = [0x90, 0x00];
/// Long enough for a good card, short enough to see many bad ones.
const IMPATIENT: Duration = Duration::from_millis(500);
/// How soon the service is found once it is back.
const BACK: Duration = Duration::from_secs(5);

/// How far a visit has come when the service fails.
#[derive(Debug, Clone, Copy)]
enum Point {
    BeforeOpening,
    AfterOpening,
    AfterAnExchange,
    DuringAnExchange,
    AfterTheVisit,
}

const POINTS: [Point; 5] = [
    Point::BeforeOpening,
    Point::AfterOpening,
    Point::AfterAnExchange,
    Point::DuringAnExchange,
    Point::AfterTheVisit,
];

/// Ends the service at every point of a visit, starts it again each time, and looks
/// whether the same watch finds it and the next visit works.
fn ended_at_every_point(end: fn(Pcscd)) {
    let (_watch, events) = Watch::start();
    assert_eq!(events.recv_timeout(SOON), Ok(Event::ServiceLost));
    let mut pcscd = Pcscd::start();
    assert_eq!(events.recv_timeout(BACK), Ok(Event::ServiceFound));
    for point in POINTS {
        let (arrived, arrivals) = mpsc::channel();
        let (answer_now, may_answer) = mpsc::channel::<()>();
        let card = ScriptedCard::insert(move |_| {
            arrived.send(()).unwrap();
            let _ = may_answer.recv();
            Some(OK.to_vec())
        });
        expect(&events, &presented());

        let outcome = match point {
            Point::BeforeOpening => {
                end(pcscd);
                Connection::open(READER, WATCHDOG).map(drop)
            }
            Point::AfterOpening => {
                let mut visit = open(WATCHDOG);
                end(pcscd);
                visit.exchange(&SELECT).map(drop)
            }
            Point::AfterAnExchange => {
                let mut visit = open(WATCHDOG);
                answer_now.send(()).unwrap();
                assert_eq!(visit.exchange(&SELECT), Ok(OK.to_vec()));
                end(pcscd);
                visit.exchange(&SELECT).map(drop)
            }
            Point::DuringAnExchange => {
                let mut visit = open(WATCHDOG);
                let exchange = thread::spawn(move || visit.exchange(&SELECT).map(drop));
                arrivals.recv_timeout(SOON).unwrap();
                end(pcscd);
                exchange.join().unwrap()
            }
            Point::AfterTheVisit => {
                let mut visit = open(WATCHDOG);
                answer_now.send(()).unwrap();
                assert_eq!(visit.exchange(&SELECT), Ok(OK.to_vec()));
                drop(visit);
                end(pcscd);
                readers().map(drop)
            }
        };
        assert_eq!(outcome, Err(LinkError::NoService), "{point:?}");
        assert_eq!(events.recv_timeout(SOON), Ok(removed()), "{point:?}");
        expect(&events, &Event::ServiceLost);
        drop((card, answer_now));

        pcscd = Pcscd::start();
        assert_eq!(events.recv_timeout(BACK), Ok(Event::ServiceFound));
        let next = good_card();
        expect(&events, &presented());
        assert_eq!(open(WATCHDOG).exchange(&SELECT), Ok(OK.to_vec()));
        drop(next);
        assert_eq!(events.recv_timeout(SOON), Ok(removed()));
    }
}

#[test]
fn a_service_killed_at_any_point_is_found_again() {
    inside(|| ended_at_every_point(Pcscd::kill));
}

#[test]
fn a_service_terminated_at_any_point_is_found_again() {
    inside(|| ended_at_every_point(Pcscd::terminate));
}

/// The control of the two tests above: why the driver never keeps a context.
#[test]
fn an_old_context_never_recovers_though_it_says_it_is_valid() {
    inside(|| {
        let pcscd = Pcscd::start();
        let old = pcsc::Context::establish(pcsc::Scope::User).unwrap();
        assert_eq!(old.list_readers_owned().map(|all| all.len()), Ok(2));
        pcscd.kill();
        let _pcscd = Pcscd::start();
        patiently("the service", || readers().ok());
        assert_eq!(old.is_valid(), Ok(()));
        for _ in 0..3 {
            assert!(old.list_readers_owned().is_err());
        }
    });
}

#[test]
fn a_halted_service_holds_nobody_up_and_works_again_when_it_goes_on() {
    inside(|| {
        let pcscd = Pcscd::start();
        let (_watch, events) = Watch::start();
        let card = good_card();
        expect(&events, &presented());

        // During a visit, and at its end.
        let mut visit = open(IMPATIENT);
        pcscd.halt();
        assert_eq!(visit.exchange(&SELECT), Err(LinkError::Mute));
        drop(visit);
        // And before one: it is the service that does not answer, not another
        // program that holds the card.
        let opened = Connection::open(READER, IMPATIENT);
        assert_eq!(opened.err(), Some(LinkError::NoService));
        assert_eq!(readers(), Err(LinkError::NoService));
        pcscd.go_on();
        assert_eq!(open(WATCHDOG).exchange(&SELECT), Ok(OK.to_vec()));

        // While nobody visits, a card goes and another comes.
        pcscd.halt();
        drop(card);
        pcscd.go_on();
        assert_eq!(events.recv_timeout(SOON), Ok(removed()));
        let _card = good_card();
        assert_eq!(events.recv_timeout(SOON), Ok(presented()));
        assert_eq!(open(WATCHDOG).exchange(&SELECT), Ok(OK.to_vec()));
    });
}

#[test]
fn a_service_that_lost_its_socket_is_found_again_when_it_is_back() {
    inside(|| {
        let pcscd = Pcscd::start();
        let (_watch, events) = Watch::start();
        let card = good_card();
        expect(&events, &presented());
        let mut visit = open(WATCHDOG);
        pcscd.lose_socket();
        // Who is connected does not notice.
        assert_eq!(visit.exchange(&SELECT), Ok(OK.to_vec()));
        drop(visit);
        let opened = Connection::open(READER, WATCHDOG);
        assert_eq!(opened.err(), Some(LinkError::NoService));
        drop(card);
        assert_eq!(events.recv_timeout(SOON), Ok(removed()));

        pcscd.kill();
        let _pcscd = Pcscd::start();
        expect(&events, &Event::ServiceFound);
        let _card = good_card();
        expect(&events, &presented());
        assert_eq!(open(WATCHDOG).exchange(&SELECT), Ok(OK.to_vec()));
    });
}

#[test]
fn a_service_that_starts_late_is_found() {
    inside(|| {
        let (_watch, events) = Watch::start();
        assert_eq!(events.recv_timeout(SOON), Ok(Event::ServiceLost));
        let opened = Connection::open(READER, WATCHDOG);
        assert_eq!(opened.err(), Some(LinkError::NoService));
        let _pcscd = Pcscd::start();
        assert_eq!(events.recv_timeout(BACK), Ok(Event::ServiceFound));
        let _card = good_card();
        expect(&events, &presented());
    });
}
