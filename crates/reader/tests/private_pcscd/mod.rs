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

mod scripted_card;

use std::any::type_name;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

pub(crate) use scripted_card::{Reached, ScriptedCard};

/// The first of the two readers that Debian's vpcd brings.
pub(crate) const READER: &str = "Virtual PCD 00 00";
/// The second.
pub(crate) const OTHER_READER: &str = "Virtual PCD 00 01";
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

/// Runs `body`, the closure of a test, inside namespaces of its own.
pub(crate) fn inside<F: FnOnce()>(body: F) {
    if std::env::var_os(INSIDE).is_some() {
        return body();
    }
    for (part, package) in NEEDED {
        assert!(
            Path::new(part).exists(),
            "this test needs {part}: apt-get install {package}"
        );
    }
    // The closure's name begins with the crate's and the test's.
    let name = type_name::<F>().trim_end_matches("::{{closure}}");
    let (_, name) = name.split_once("::").unwrap();
    let mut unshare = Command::new("unshare");
    if fs_owner("/proc/self") != 0 {
        unshare.arg("--map-root-user");
    }
    let ran = unshare
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
        .stderr(Stdio::inherit())
        .output()
        .unwrap();
    // A test that is not found passes too, as none of none.
    let passed = String::from_utf8_lossy(&ran.stdout).contains("ok. 1 passed");
    assert!(passed, "{name} failed inside: see above");
}

fn fs_owner(path: &str) -> u32 {
    std::os::unix::fs::MetadataExt::uid(&std::fs::metadata(path).unwrap())
}

/// A running pcscd, killed when dropped.
pub(crate) struct Pcscd(Child);

impl Pcscd {
    /// Starts the service and waits until it can be spoken to.
    pub(crate) fn start() -> Self {
        Self::start_with(&[])
    }

    /// Starts the service with a reader whose name begins so.
    pub(crate) fn start_with_reader(name: &str) -> Self {
        let folder = Path::new("/run/readers");
        std::fs::create_dir_all(folder).unwrap();
        let driver = NEEDED[2].0;
        let reader = format!(
            "FRIENDLYNAME \"{name}\"\nDEVICENAME /dev/null:{VPCD_PORT:#X}\n\
             LIBPATH {driver}\nCHANNELID {VPCD_PORT:#X}\n"
        );
        std::fs::write(folder.join("reader"), reader).unwrap();
        Self::start_with(&["--config", folder.to_str().unwrap()])
    }

    fn start_with(arguments: &[&str]) -> Self {
        // A killed service leaves its socket behind.
        let _ = std::fs::remove_file(SOCKET);
        let mut pcscd = Command::new("pcscd");
        pcscd.args(["--foreground", "--critical"]).args(arguments);
        // From version 2 on it asks polkit, of which there is none in here.
        let help = Command::new("pcscd").arg("--help").output().unwrap();
        if String::from_utf8_lossy(&help.stdout).contains("--disable-polkit") {
            pcscd.arg("--disable-polkit");
        }
        let child = pcscd.stdout(Stdio::null()).spawn().unwrap();
        patiently("pcscd's socket", || {
            Path::new(SOCKET).exists().then_some(())
        });
        Self(child)
    }

    /// Its process number.
    pub(crate) fn process(&self) -> u32 {
        self.0.id()
    }

    /// Kills the service without warning (SIGKILL).
    pub(crate) fn kill(mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }

    /// Ends the service in order (SIGTERM).
    pub(crate) fn terminate(mut self) {
        self.signal("TERM");
        self.0.wait().unwrap();
    }

    /// Halts the service where it is (SIGSTOP).
    pub(crate) fn halt(&self) {
        self.signal("STOP");
    }

    /// Lets a halted service go on (SIGCONT).
    pub(crate) fn go_on(&self) {
        self.signal("CONT");
    }

    /// Takes its socket away; who is connected already stays so.
    pub(crate) fn lose_socket(&self) {
        std::fs::remove_file(SOCKET).unwrap();
    }

    fn signal(&self, signal: &str) {
        let kill = format!("kill -{signal} {}", self.process());
        let status = Command::new("sh").args(["-c", &kill]).status().unwrap();
        assert!(status.success(), "{kill}");
    }
}

impl Drop for Pcscd {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
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
