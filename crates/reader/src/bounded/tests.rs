use super::*;
use std::thread;

use crate::WATCHDOG;

const SELECT: [u8; 7] = [0x00, 0xA4, 0x02, 0x0C, 0x02, 0x00, 0x0A];
const READ: [u8; 5] = [0x00, 0xB0, 0x00, 0x00, 0x04];
const OK: [u8; 2] = [0x90, 0x00];
const SHORT: Duration = Duration::from_millis(50);

/// A card that does as its script says; what reaches it is told.
struct Scripted<F> {
    answer: F,
    reached: Sender<Vec<u8>>,
}

impl<F: FnMut(&[u8]) -> Result<Vec<u8>, LinkError>> Transport for Scripted<F> {
    fn exchange(&mut self, command: &[u8]) -> Result<Vec<u8>, LinkError> {
        self.reached.send(command.to_vec()).unwrap();
        (self.answer)(command)
    }
}

fn scripted(
    watchdog: Duration,
    answer: impl FnMut(&[u8]) -> Result<Vec<u8>, LinkError> + Send + 'static,
) -> (Bounded, Receiver<Vec<u8>>) {
    let (reached, arrived) = mpsc::channel();
    let bounded = Bounded::new(Scripted { answer, reached }, watchdog).unwrap();
    (bounded, arrived)
}

#[test]
fn commands_go_through_once_and_in_order() {
    let (mut bounded, arrived) = scripted(WATCHDOG, |_| Ok(OK.to_vec()));
    assert_eq!(bounded.exchange(&SELECT), Ok(OK.to_vec()));
    assert_eq!(bounded.exchange(&READ), Ok(OK.to_vec()));
    drop(bounded);
    let arrived: Vec<_> = arrived.iter().collect();
    assert_eq!(arrived, [SELECT.to_vec(), READ.to_vec()]);
}

#[test]
fn a_card_that_does_not_answer_in_time_is_mute_and_is_asked_no_more() {
    let (never, wait) = mpsc::channel::<()>();
    let (mut bounded, arrived) = scripted(SHORT, move |_| {
        let _ = wait.recv_timeout(WATCHDOG);
        Ok(OK.to_vec())
    });
    assert_eq!(bounded.exchange(&SELECT), Err(LinkError::Mute));
    assert_eq!(bounded.exchange(&READ), Err(LinkError::Mute));
    // It could answer now.
    drop(never);
    assert_eq!(bounded.exchange(&READ), Err(LinkError::Mute));
    drop(bounded);
    assert_eq!(arrived.iter().count(), 1);
}

#[test]
fn slow_answers_use_up_the_visits_allowance() {
    let (bounded, arrived) = scripted(WATCHDOG, |_| {
        thread::sleep(SHORT);
        Ok(OK.to_vec())
    });
    let mut bounded = bounded.with_allowance(SHORT * 4);
    let outcomes: Vec<_> = (0..8).map(|_| bounded.exchange(&SELECT)).collect();
    assert_eq!(outcomes[7], Err(LinkError::Mute));
    drop(bounded);
    // The sleep is never shorter than it says, so there is no room for a fifth; the
    // fourth can be under way when the time is over.
    let answered = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
    assert!(answered < 5, "{answered}");
    assert!(arrived.iter().count() < 6);
}

/// The control of the test above: the same card with time enough.
#[test]
fn slow_answers_within_the_allowance_are_fine() {
    let (mut bounded, _arrived) = scripted(WATCHDOG, |_| {
        thread::sleep(SHORT);
        Ok(OK.to_vec())
    });
    for _ in 0..8 {
        assert_eq!(bounded.exchange(&SELECT), Ok(OK.to_vec()));
    }
}

#[test]
fn only_the_cards_time_counts_against_the_allowance() {
    let (bounded, _arrived) = scripted(WATCHDOG, |_| Ok(OK.to_vec()));
    let mut bounded = bounded.with_allowance(WATCHDOG);
    assert_eq!(bounded.exchange(&SELECT), Ok(OK.to_vec()));
    let left = bounded.left;
    thread::sleep(SHORT);
    assert_eq!(bounded.left, left);
    assert_eq!(bounded.exchange(&SELECT), Ok(OK.to_vec()));
    assert!(bounded.left < left);
}

#[test]
fn nothing_is_sent_without_allowance() {
    let (bounded, arrived) = scripted(WATCHDOG, |_| Ok(OK.to_vec()));
    let mut bounded = bounded.with_allowance(Duration::ZERO);
    assert_eq!(bounded.exchange(&SELECT), Err(LinkError::Mute));
    drop(bounded);
    assert_eq!(arrived.iter().count(), 0);
}

#[test]
fn an_answer_of_the_wrong_length_is_not_a_response() {
    let table: [(usize, &[u8]); 5] = [
        (0, &READ),
        (1, &READ),
        (7, &READ),
        (65_539, &READ),
        (3, &SELECT),
    ];
    for (length, command) in table {
        let (mut bounded, _arrived) = scripted(WATCHDOG, move |_| Ok(vec![0x90; length]));
        let refused = Err(LinkError::NotAResponse { length });
        assert_eq!(bounded.exchange(command), refused, "{length}");
    }
}

#[test]
fn the_first_failure_is_the_last_word() {
    for failure in [LinkError::Reset, LinkError::Removed, LinkError::NoService] {
        let mut outcomes = vec![Ok(OK.to_vec()), Err(failure), Ok(OK.to_vec())].into_iter();
        let (mut bounded, arrived) = scripted(WATCHDOG, move |_| outcomes.next().unwrap());
        assert_eq!(bounded.exchange(&SELECT), Ok(OK.to_vec()));
        assert_eq!(bounded.exchange(&SELECT), Err(failure));
        assert_eq!(bounded.exchange(&SELECT), Err(failure));
        drop(bounded);
        assert_eq!(arrived.iter().count(), 2);
    }
}

#[test]
fn the_card_has_been_left_when_drop_returns() {
    struct Lies(Sender<()>);
    impl Transport for Lies {
        fn exchange(&mut self, _command: &[u8]) -> Result<Vec<u8>, LinkError> {
            Ok(OK.to_vec())
        }
    }
    impl Drop for Lies {
        fn drop(&mut self) {
            thread::sleep(SHORT);
            self.0.send(()).unwrap();
        }
    }
    let (left, seen) = mpsc::channel();
    drop(Bounded::new(Lies(left), WATCHDOG).unwrap());
    assert_eq!(seen.try_recv(), Ok(()));
}

#[test]
fn a_card_that_panics_is_mute() {
    let (mut bounded, _arrived) = scripted(WATCHDOG, |_| panic!("as this test wants"));
    assert_eq!(bounded.exchange(&SELECT), Err(LinkError::Mute));
}

#[test]
fn an_answer_may_be_as_long_as_the_command_asks_for() {
    let table: [(&[u8], usize); 6] = [
        (&[0x00, 0x20, 0x00, 0x80], 2),
        (&SELECT, 2),
        (&READ, 6),
        (&[0x00, 0xB0, 0x00, 0x00, 0x00], 258),
        (&[0x00, 0xB0, 0x00, 0x00, 0x00, 0x00, 0x00], MAX_ANSWER),
        (&[0x00], MAX_ANSWER),
    ];
    for (command, longest) in table {
        assert_eq!(longest_answer(command), longest, "{command:02X?}");
    }
}
