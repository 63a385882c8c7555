use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};

use rand_core::{CryptoRng, RngCore};

use super::*;
use crate::card::{ATR, bench};

/// Long enough for any machine; only a failing test waits for it.
const PATIENCE: Duration = Duration::from_secs(20);

/// A reader's slot, as pcscd's driver opens it.
struct Reader(TcpListener);

impl Reader {
    fn new() -> Self {
        Self(TcpListener::bind("127.0.0.1:0").unwrap())
    }

    fn address(&self) -> SocketAddr {
        self.0.local_addr().unwrap()
    }

    fn card(&self) -> TcpStream {
        let stream = self.0.accept().unwrap().0;
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }
}

fn tell(stream: &mut TcpStream, message: &[u8]) {
    let length = u16::try_from(message.len()).unwrap();
    stream.write_all(&length.to_be_bytes()).unwrap();
    stream.write_all(message).unwrap();
}

fn hear(stream: &mut TcpStream) -> Vec<u8> {
    let mut length = [0; 2];
    stream.read_exact(&mut length).unwrap();
    let mut message = vec![0; usize::from(u16::from_be_bytes(length))];
    stream.read_exact(&mut message).unwrap();
    message
}

fn ask(stream: &mut TcpStream, message: &[u8]) -> Vec<u8> {
    tell(stream, message);
    hear(stream)
}

fn inserted(address: SocketAddr) -> (InsertedCard, Receiver<ReaderState>) {
    inserted_with(&[], address)
}

fn inserted_with(faults: &[&str], address: SocketAddr) -> (InsertedCard, Receiver<ReaderState>) {
    let faults = faults.iter().map(|text| text.parse().unwrap()).collect();
    insert(bench::card().with_faults(faults, 1), address)
}

fn insert(card: Card, address: SocketAddr) -> (InsertedCard, Receiver<ReaderState>) {
    let (states, received) = channel();
    let report = move |state| states.send(state).unwrap_or_default();
    (card.insert(address, report).unwrap(), received)
}

const SELECT: &[u8] = b"\x00\xA4\x04\x0C\x0A\xD3\x92\xF0\x00\x26\x01\x00\x00\x00\x01";
const VERIFY: &[u8] = b"\x00\x20\x00\x98\x048642";
const SIGN: &[u8] = b"\x80\x2A\x00\x97\x01\xAA\x00";
const NOT_AUTHORISED: &[u8] = &[0x69, 0x82];

#[test]
fn the_card_answers_reset_and_commands_in_the_reader() {
    let reader = Reader::new();
    let (_card, states) = inserted(reader.address());
    let mut stream = reader.card();
    assert_eq!(states.recv(), Ok(ReaderState::WaitingForReader));
    assert_eq!(ask(&mut stream, &[0x04]), ATR);
    assert_eq!(states.recv(), Ok(ReaderState::InReader));
    tell(&mut stream, &[0x01]);
    assert_eq!(ask(&mut stream, SELECT), [0x90, 0x00]);
    assert_eq!(
        ask(&mut stream, &[0x00, 0xB0, 0x8A, 0, 0, 0, 0]).len(),
        2002
    );
}

#[test]
fn power_off_locks_and_warm_reset_gives_no_answer() {
    let reader = Reader::new();
    let (_card, _states) = inserted(reader.address());
    let mut stream = reader.card();
    ask(&mut stream, SELECT);
    assert_eq!(ask(&mut stream, VERIFY), [0x90, 0x00]);
    tell(&mut stream, &[0x02]);
    ask(&mut stream, SELECT);
    assert_eq!(ask(&mut stream, SIGN).len(), 258);
    tell(&mut stream, &[0x00]);
    ask(&mut stream, SELECT);
    assert_eq!(ask(&mut stream, SIGN), NOT_AUTHORISED);
}

#[test]
fn noise_from_the_reader_does_not_stop_the_card() {
    let reader = Reader::new();
    let (_card, _states) = inserted(reader.address());
    let mut stream = reader.card();
    tell(&mut stream, &[]);
    tell(&mut stream, &[0x77]);
    assert_eq!(ask(&mut stream, &[0x77, 0x77]), [0x67, 0x00]);
    assert_eq!(ask(&mut stream, &[0xFF; 0xFFFF]), [0x67, 0x00]);
    assert_eq!(ask(&mut stream, &[0x04]), ATR);
}

#[test]
fn the_card_comes_back_after_the_reader_was_restarted_with_nothing_unlocked() {
    let reader = Reader::new();
    let address = reader.address();
    let (_card, states) = inserted(address);
    let mut stream = reader.card();
    ask(&mut stream, SELECT);
    ask(&mut stream, VERIFY);
    drop((stream, reader));
    let seen: Vec<_> = states.iter().take(3).collect();
    let (waiting, inside) = (ReaderState::WaitingForReader, ReaderState::InReader);
    assert_eq!(seen, [waiting, inside, waiting]);

    let reader = Reader(TcpListener::bind(address).unwrap());
    let mut stream = reader.card();
    ask(&mut stream, SELECT);
    assert_eq!(ask(&mut stream, SIGN), NOT_AUTHORISED);
    assert_eq!(states.recv(), Ok(inside));
}

#[test]
fn a_pulled_card_closes_the_socket_and_is_given_back_locked() {
    let reader = Reader::new();
    let (card, _states) = inserted(reader.address());
    let mut stream = reader.card();
    ask(&mut stream, SELECT);
    ask(&mut stream, VERIFY);
    let mut card = card.pull().unwrap();
    assert_eq!(stream.read(&mut [0; 1]).unwrap(), 0);
    card.answer(SELECT);
    assert_eq!(card.answer(SIGN), NOT_AUTHORISED);
}

#[test]
fn a_card_that_waits_for_a_reader_can_be_pulled_too() {
    let address = Reader::new().address();
    let (card, states) = inserted(address);
    assert_eq!(states.recv(), Ok(ReaderState::WaitingForReader));
    assert!(card.pull().is_some());
    assert!(states.recv().is_err());
}

#[test]
fn a_mute_card_stays_in_the_reader_and_speaks_again_after_power() {
    let reader = Reader::new();
    let (_card, _states) = inserted_with(&["mute:2"], reader.address());
    let mut stream = reader.card();
    assert_eq!(ask(&mut stream, SELECT), [0x90, 0x00]);
    tell(&mut stream, SIGN);
    // Nothing comes for the signature: the next answer is to the next question.
    assert_eq!(ask(&mut stream, &[0x04]), ATR);
    tell(&mut stream, &[0x01]);
    assert_eq!(ask(&mut stream, SELECT), [0x90, 0x00]);
}

#[test]
fn an_answer_of_no_bytes_is_sent_as_one_and_a_huge_one_whole() {
    let reader = Reader::new();
    let (_card, _states) = inserted_with(&["empty:1", "huge:2"], reader.address());
    let mut stream = reader.card();
    assert_eq!(ask(&mut stream, SELECT), []);
    assert_eq!(ask(&mut stream, SELECT).len(), 65_002);
}

#[test]
fn a_card_that_pulls_itself_out_stays_out_until_it_is_inserted_again() {
    let reader = Reader::new();
    let (card, states) = inserted_with(&["pulled:2"], reader.address());
    let mut stream = reader.card();
    ask(&mut stream, SELECT);
    tell(&mut stream, SIGN);
    assert_eq!(stream.read(&mut [0; 1]).unwrap(), 0);
    let (waiting, inside) = (ReaderState::WaitingForReader, ReaderState::InReader);
    for want in [Ok(waiting), Ok(inside), Ok(waiting)] {
        assert_eq!(states.recv_timeout(PATIENCE), want);
    }
    let ended = Err(RecvTimeoutError::Disconnected);
    assert_eq!(states.recv_timeout(PATIENCE), ended);
    reader.0.set_nonblocking(true).unwrap();
    let knocking = reader.0.accept().map_err(|error| error.kind());
    assert_eq!(knocking.unwrap_err(), io::ErrorKind::WouldBlock);
    reader.0.set_nonblocking(false).unwrap();

    let (_card, _states) = insert(card.pull().unwrap(), reader.address());
    let mut stream = reader.card();
    assert_eq!(ask(&mut stream, SELECT), [0x90, 0x00]);
}

#[test]
fn a_slow_card_answers_late_and_can_be_pulled_meanwhile() {
    let reader = Reader::new();
    let (card, _states) = inserted_with(&["slow:1"], reader.address());
    let mut stream = reader.card();
    assert_eq!(ask(&mut stream, SELECT), [0x90, 0x00]);
    drop((card, stream));

    let (heard, hears) = channel();
    let a_day = "slow:86400000".parse().unwrap();
    let card = bench::card().with_randomness(Heard(heard));
    let (card, _states) = insert(card.with_faults(vec![a_day], 1), reader.address());
    let mut stream = reader.card();
    tell(&mut stream, b"\x00\x84\x00\x00\x10");
    hears.recv_timeout(PATIENCE).unwrap();
    let (pulled, pulls) = channel();
    std::thread::spawn(move || pulled.send(card.pull().is_some()));
    assert_eq!(pulls.recv_timeout(PATIENCE), Ok(true));
    assert_eq!(stream.read(&mut [0; 1]).unwrap(), 0);
}

/// Randomness that tells when the card asks for it.
struct Heard(Sender<()>);

impl CryptoRng for Heard {}

impl RngCore for Heard {
    fn next_u32(&mut self) -> u32 {
        0
    }

    fn next_u64(&mut self) -> u64 {
        0
    }

    fn fill_bytes(&mut self, _: &mut [u8]) {
        self.0.send(()).unwrap();
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), rand_core::Error> {
        self.fill_bytes(bytes);
        Ok(())
    }
}
