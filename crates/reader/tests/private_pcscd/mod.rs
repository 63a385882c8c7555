//! A PC/SC service of a test's own, and scripted cards to put on its reader.
//!
//! A test runs its body in a process inside private namespaces for files, network
//! and process numbers, where `/run` and port 35963 are its own: tests run side by
//! side, may kill their service, and never meet the machine's.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, and so do its helpers"
)]

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Shutdown, TcpStream};
use std::os::linux::net::TcpStreamExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// The first of the two readers that Debian's vpcd brings.
pub(crate) const READER: &str = "Virtual PCD 00 00";
/// The answer-to-reset of the contact interface that public software knows.
pub(crate) const ATR: [u8; 9] = [0x3B, 0xE0, 0x00, 0xFF, 0x81, 0x31, 0xFE, 0x45, 0x14];

const INSIDE: &str = "PRIVATE_PCSCD";
const VPCD_PORT: u16 = 35_963;
const SOCKET: &str = "/run/pcscd/pcscd.comm";
/// What has to be installed, and the package that has it.
const NEEDED: [(&str, &str); 4] = [
    ("/usr/bin/unshare", "util-linux"),
    ("/usr/sbin/pcscd", "pcscd"),
    (
        "/usr/lib/pcsc/drivers/serial/libifdvpcd.so",
        "vsmartcard-vpcd",
    ),
    ("/bin/ip", "iproute2"),
];

/// Runs `body`, which is the test called `name`, inside namespaces of its own.
pub(crate) fn inside(name: &str, body: impl FnOnce()) {
    if std::env::var_os(INSIDE).is_some() {
        return body();
    }
    for (part, package) in NEEDED {
        assert!(
            Path::new(part).exists(),
            "this test needs {part}: apt-get install {package}"
        );
    }
    let mut unshare = Command::new("unshare");
    if fs_owner("/proc/self") != 0 {
        unshare.arg("--map-root-user");
    }
    let status = unshare
        .args([
            "-m",
            "-n",
            "--pid",
            "--fork",
            "--kill-child",
            "--mount-proc",
        ])
        .args(["sh", "-c"])
        .arg("mount -t tmpfs tmpfs /run && ip link set lo up && exec \"$@\"")
        .arg("sh")
        .arg(std::env::current_exe().unwrap())
        .args([name, "--exact", "--nocapture"])
        .env(INSIDE, "1")
        .stdout(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success(), "the test failed inside: see above");
}

fn fs_owner(path: &str) -> u32 {
    std::os::unix::fs::MetadataExt::uid(&std::fs::metadata(path).unwrap())
}

/// A running pcscd, killed when dropped.
pub(crate) struct Pcscd(Child);

impl Pcscd {
    /// Starts the service and waits until it can be spoken to.
    pub(crate) fn start() -> Self {
        // A killed service leaves its socket behind.
        let _ = std::fs::remove_file(SOCKET);
        let child = Command::new("pcscd")
            .args(["--foreground", "--critical"])
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        patiently("pcscd's socket", || {
            Path::new(SOCKET).exists().then_some(())
        });
        Self(child)
    }

    /// Kills the service without warning (SIGKILL).
    pub(crate) fn kill(mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

impl Drop for Pcscd {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// What reached a card, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reached {
    PowerOff,
    PowerOn,
    Reset,
    Command(Vec<u8>),
}

/// A card on the reader, answering as its script says; pulled when dropped.
///
/// The service looks for cards some three times a second. Before the next card is
/// put down, wait for the event that the last one was removed: a faster swap than
/// a hand can do leaves pcscd and vpcd at odds.
pub(crate) struct ScriptedCard {
    stream: TcpStream,
    reached: Arc<Mutex<Vec<Reached>>>,
}

impl ScriptedCard {
    /// Puts a card down. `answer` gives the bytes for each command; `None` pulls
    /// the card instead of answering.
    pub(crate) fn insert(answer: impl FnMut(&[u8]) -> Option<Vec<u8>> + Send + 'static) -> Self {
        let stream = patiently("vpcd's port", || {
            TcpStream::connect((Ipv4Addr::LOCALHOST, VPCD_PORT)).ok()
        });
        // vpcd writes length and body separately: without both options it waits
        // 40 ms for each.
        stream.set_nodelay(true).unwrap();
        let reached = Arc::default();
        let card = Self {
            stream: stream.try_clone().unwrap(),
            reached: Arc::clone(&reached),
        };
        thread::spawn(move || {
            // It ends when the card is pulled or the service dies.
            let _ = serve(&stream, &reached, answer);
            let _ = stream.shutdown(Shutdown::Both);
        });
        card
    }

    /// What has reached the card so far.
    pub(crate) fn reached(&self) -> Vec<Reached> {
        self.reached.lock().unwrap().clone()
    }
}

impl Drop for ScriptedCard {
    fn drop(&mut self) {
        let _ = self.stream.shutdown(Shutdown::Both);
    }
}

/// The vpcd protocol: frames of a 2-byte length and a payload; a payload of one
/// byte is a word of the reader's, anything else a command.
fn serve(
    mut stream: &TcpStream,
    reached: &Mutex<Vec<Reached>>,
    mut answer: impl FnMut(&[u8]) -> Option<Vec<u8>>,
) -> io::Result<()> {
    loop {
        stream.set_quickack(true)?;
        let mut length = [0; 2];
        stream.read_exact(&mut length)?;
        let mut frame = vec![0; usize::from(u16::from_be_bytes(length))];
        stream.set_quickack(true)?;
        stream.read_exact(&mut frame)?;
        let note = |what| reached.lock().unwrap().push(what);
        let reply = match frame.as_slice() {
            [0x00] => {
                note(Reached::PowerOff);
                continue;
            }
            [0x01] => {
                note(Reached::PowerOn);
                continue;
            }
            [0x02] => {
                note(Reached::Reset);
                continue;
            }
            [0x04] => ATR.to_vec(),
            command => {
                note(Reached::Command(command.to_vec()));
                match answer(command) {
                    Some(reply) => reply,
                    None => return Ok(()),
                }
            }
        };
        let length = u16::try_from(reply.len()).unwrap().to_be_bytes();
        stream.write_all(&[&length[..], &reply].concat())?;
    }
}

/// Looks again and again, for at most ten seconds.
pub(crate) fn patiently<R>(what: &str, mut look: impl FnMut() -> Option<R>) -> R {
    for _ in 0..1000 {
        if let Some(found) = look() {
            return found;
        }
        thread::sleep(Duration::from_millis(10));
    }
    panic!("waited ten seconds for {what}");
}
