//! What a card costs: a whole visit's card work in this process and through pcscd with
//! vpcd, how many exchanges a second the virtual reader carries, and how much memory
//! cards take. `scripts/bench` runs it where a PC/SC service of its own can be started.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::cast_precision_loss,
    reason = "a benchmark reads the clock, prints, and ends when it cannot go on"
)]

use std::io::{self, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use apdu::{LinkError, Transport};
use card::{Card, CertificateRead, Pin, PinOutcome};
use jiff::civil::date;
use persona::Persona;
use pki::CardIssuer;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;
use reader::{Connection, WATCHDOG};
use virtual_card::{ATR, CounterMemory, SLOT_PORTS};

const READER: &str = "Virtual PCD 00 00";
const READ: [u8; 5] = [0x00, 0xB0, 0x00, 0x00, 0x00];
const SELECT_JPKI: [u8; 15] = [
    0x00, 0xA4, 0x04, 0x0C, 0x0A, 0xD3, 0x92, 0xF0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01,
];
const SELECT_CERTIFICATE: [u8; 7] = [0x00, 0xA4, 0x02, 0x0C, 0x02, 0x00, 0x0A];
const VISITS: usize = 200;
const EXCHANGES: usize = 20_000;
const PLAIN_EXCHANGES: usize = 60;
const CARDS: usize = 3_000;

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let card = folder.path().join("insured");
    issue(&card);
    let here = visits(VISITS, || fresh(&card));
    println!(
        "in process: a visit {}, of it the signature {} ({:.0} %)",
        ms(here.whole),
        ms(here.signature),
        100.0 * here.signature.as_secs_f64() / here.whole.as_secs_f64()
    );
    memory(&card);

    let _service = Service::start();
    let inserted = fresh(&card)
        .insert(
            ([127, 0, 0, 1], SLOT_PORTS.first().copied().unwrap()).into(),
            |_| (),
        )
        .unwrap();
    let there = visits(VISITS, connected);
    println!(
        "through pcscd and vpcd: a visit {}, of it the signature {}",
        ms(there.whole),
        ms(there.signature)
    );
    println!("exchanges a second: {:.0}", exchanges(EXCHANGES));
    drop(inserted);
    // The service looks some three times a second, and may miss a faster swap.
    thread::sleep(Duration::from_secs(2));

    let last = fresh(&card);
    thread::spawn(move || plain(last));
    println!(
        "exchanges a second with a plain socket: {:.0}",
        exchanges(PLAIN_EXCHANGES)
    );
}

fn ms(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1000.0)
}

fn issue(card: &Path) {
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    let from = "2024-01-01T00:00:00Z".parse().unwrap();
    let until = "2044-01-01T00:00:00Z".parse().unwrap();
    let issuer = CardIssuer::make(from, until, &mut rng).unwrap();
    let shelf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../hardware/cards");
    let persona = Persona::load(&shelf.join("insured.toml")).unwrap();
    virtual_card::issue(&persona, &issuer, card, date(2026, 11, 21), &mut rng).unwrap();
}

/// A likeness of the card, which shares nothing with another.
fn fresh(card: &Path) -> virtual_card::Card {
    let image = virtual_card::issued_image(card).unwrap();
    let tries = CounterMemory::fresh(&image);
    virtual_card::Card::new(image, tries)
}

fn connected() -> Connection {
    until("the card", || Connection::open(READER, WATCHDOG).ok())
}

/// The medians of many visits.
struct Visits {
    whole: Duration,
    signature: Duration,
}

fn visits<T: Transport>(count: usize, link: impl Fn() -> T) -> Visits {
    let mut whole = Vec::new();
    let mut signature = Vec::new();
    for _ in 0..count {
        let link = link();
        let began = Instant::now();
        let mut card = Card::new(link).select_jpki().unwrap();
        card.kind().unwrap();
        assert!(matches!(
            card.certificate().unwrap(),
            CertificateRead::Shown(_)
        ));
        card.tries_left().unwrap();
        let PinOutcome::Accepted(mut card) = card.verify(Pin::parse("1234").unwrap()).unwrap()
        else {
            panic!("the PIN was not accepted");
        };
        let signing = Instant::now();
        card.sign(b"challenge").unwrap();
        signature.push(signing.elapsed());
        whole.push(began.elapsed());
    }
    Visits {
        whole: median(whole),
        signature: median(signature),
    }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// Reads of 256 bytes a second.
fn exchanges(count: usize) -> f64 {
    let mut link = connected().with_allowance(Duration::from_secs(600));
    send(&mut link, &SELECT_JPKI).unwrap();
    send(&mut link, &SELECT_CERTIFICATE).unwrap();
    let began = Instant::now();
    for _ in 0..count {
        send(&mut link, &READ).unwrap();
    }
    count as f64 / began.elapsed().as_secs_f64()
}

fn send(link: &mut Connection, command: &[u8]) -> Result<Vec<u8>, LinkError> {
    let answer = link.exchange(command)?;
    assert!(answer.ends_with(&[0x90, 0x00]));
    Ok(answer)
}

/// Resident memory before and after so many cards.
fn memory(card: &Path) {
    let before = resident();
    let one = fresh(card);
    let cards: Vec<_> = (0..CARDS).map(|_| fresh(card)).collect();
    let after = resident();
    println!(
        "memory: {} cards {:.1} MiB, the process {:.1} MiB",
        cards.len(),
        (after - before) as f64 / 1024.0,
        after as f64 / 1024.0
    );
    drop((one, cards));
}

/// KiB that the process holds.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.unwrap()
        .trim()
        .trim_end_matches(" kB")
        .parse()
        .unwrap()
}

/// A card on a socket without the two options, for comparison.
fn plain(mut card: virtual_card::Card) {
    let port = SLOT_PORTS.first().copied().unwrap();
    let mut stream = until("vpcd's port", || {
        TcpStream::connect(("127.0.0.1", port)).ok()
    });
    let mut serve = || -> io::Result<()> {
        loop {
            let mut length = [0; 2];
            stream.read_exact(&mut length)?;
            let mut message = vec![0; usize::from(u16::from_be_bytes(length))];
            stream.read_exact(&mut message)?;
            let answer = match message.as_slice() {
                [0x00..=0x02] => {
                    card.power_on();
                    continue;
                }
                [0x04] => ATR.to_vec(),
                command => card.answer(command),
            };
            let length = u16::try_from(answer.len()).unwrap();
            stream.write_all(&length.to_be_bytes())?;
            stream.write_all(&answer)?;
        }
    };
    // It ends when the service does.
    let _ = serve();
}

/// pcscd, ended with the benchmark.
struct Service(Child);

impl Service {
    fn start() -> Self {
        let mut pcscd = Command::new("pcscd");
        pcscd
            .arg("--foreground")
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        Self(pcscd.spawn().unwrap())
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    for _ in 0..1000 {
        if let Some(seen) = look() {
            return seen;
        }
        thread::sleep(Duration::from_millis(10));
    }
    panic!("waited for {what} in vain");
}
