//! A PC/SC service of a story's own, in namespaces of its own: there `/run`, the
//! virtual reader's port and the service's socket meet nobody else's.

use std::os::unix::fs::MetadataExt as _;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::processes::{Running, SOON, bare, run, within, words};

/// The first of the two readers that vsmartcard-vpcd brings.
pub(crate) const READER: &str = "Virtual PCD 00 00";
/// The second.
pub(crate) const SECOND_READER: &str = "Virtual PCD 00 01";

/// What makes a room: a `/run` and a loopback of its own, and no USB readers.
const WALLS: &str = "
    mount -t tmpfs tmpfs /run && mkdir /run/pcscd && ip link set lo up || exit
    if [ -d /dev/bus/usb ]; then mount -t tmpfs tmpfs /dev/bus/usb; fi
    echo the room is there >&2
    exec sleep infinity";

const NO_POLKIT: &str = "--disable-polkit";

/// How somebody who is root only inside enters.
const AS_MAPPED: [&str; 2] = ["--user", "--preserve-credentials"];

/// Programs by name, files by path, and the package that has them.
const NEEDED: &[(&str, &str)] = &[
    ("unshare", "util-linux"),
    ("nsenter", "util-linux"),
    ("ip", "iproute2"),
    ("pcscd", "pcscd"),
    (
        "/usr/lib/pcsc/drivers/serial/libifdvpcd.so",
        "vsmartcard-vpcd",
    ),
];

/// Namespaces for files and network, held by a process that does nothing else.
pub(crate) struct Room {
    holder: Running,
    service: Option<Running>,
}

impl Room {
    /// A room without a service.
    pub(crate) fn new() -> Self {
        for (part, package) in NEEDED {
            need(part, package);
        }
        let mut unshare = Command::new("unshare");
        if !is_root() {
            unshare.arg("--map-root-user");
        }
        unshare.args(["--mount", "--net", "sh", "-c", WALLS]);
        let mut holder = Running::start(&mut unshare);
        holder.wait_for("the room is there");
        Self {
            holder,
            service: None,
        }
    }

    /// The same command, to be run in the room.
    pub(crate) fn inside(&self, command: &Command) -> Command {
        let mut nsenter = bare("nsenter".into());
        nsenter
            .args(["--target", &self.holder.id().to_string()])
            .args(["--mount", "--net"])
            .args(if is_root() { &[][..] } else { &AS_MAPPED })
            .arg("--");
        // The room is entered at its root.
        if let Some(folder) = command.get_current_dir() {
            nsenter.args(["env", "--chdir"]).arg(folder);
        }
        nsenter.arg(command.get_program()).args(command.get_args());
        for (name, value) in command.get_envs() {
            match value {
                Some(value) => nsenter.env(name, value),
                None => nsenter.env_remove(name),
            };
        }
        nsenter
    }

    /// Starts pcscd and waits until it can be spoken to.
    pub(crate) fn start_service(&mut self, arguments: &[&str]) {
        let program = found("pcscd").unwrap();
        let mut pcscd = Command::new(&program);
        pcscd.args(["--foreground", "--critical"]).args(arguments);
        // Where pcscd asks polkit: there is none in the room to be asked.
        let help = run(Command::new(&program).arg("--help"), "");
        if words(&help).contains(NO_POLKIT) {
            pcscd.arg(NO_POLKIT);
        }
        let mut pcscd = self.inside(&pcscd);
        self.service = Some(Running::start(pcscd.stdout(Stdio::null())));
        // The room's own `/run`, as the system shows it from outside.
        let room = Path::new("/proc").join(self.holder.id().to_string());
        let socket = room.join("root").join("run/pcscd/pcscd.comm");
        let answers = || UnixStream::connect(&socket).ok();
        within(SOON, answers).expect("pcscd does not answer");
    }

    /// Kills pcscd, which leaves its socket behind.
    pub(crate) fn kill_service(&mut self) {
        self.service.as_mut().unwrap().kill();
    }
}

/// Fails the story when the machine lacks a part.
pub(crate) fn need(part: &str, package: &str) {
    assert!(
        found(part).is_some(),
        "this story needs {part}: apt-get install {package}"
    );
}

/// Where a program is; the folders of administrators are looked in, too.
fn found(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    folders.extend(["/usr/sbin", "/sbin"].map(PathBuf::from));
    let paths = folders.iter().map(|folder| folder.join(program));
    paths.into_iter().find(|path| path.is_file())
}

/// Whether nothing needs to be asked of the system's administrator.
pub(crate) fn is_root() -> bool {
    Path::new("/proc/self").metadata().unwrap().uid() == 0
}
