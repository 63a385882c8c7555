//! The program under test, and others, as processes that end with their story.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::OnceLock;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use super::home::Home;

/// How long a story waits for something that should take a moment.
pub(crate) const SOON: Duration = Duration::from_secs(30);

/// Looks again and again until there is something to see; `None` when that takes
/// longer than `limit`.
pub(crate) fn within<T>(limit: Duration, mut look: impl FnMut() -> Option<T>) -> Option<T> {
    #[expect(clippy::disallowed_methods, reason = "a limit for what has no clock")]
    let (now, began) = (Instant::now, Instant::now());
    loop {
        let last = now().duration_since(began) > limit;
        match look() {
            None if !last => std::thread::sleep(Duration::from_millis(5)),
            seen => return seen,
        }
    }
}

/// Says that whoever started the stories has built the program with them.
const BUILT: &str = "MADOGUCHI_IS_BUILT";

/// The program, built as the stories are.
pub(crate) fn madoguchi_path() -> PathBuf {
    static PATH: OnceLock<PathBuf> = OnceLock::new();
    let build = || {
        if std::env::var_os(BUILT).is_none() {
            let built = Command::new(env!("CARGO"))
                .args(["build", "--quiet", "--package", "madoguchi"])
                .status()
                .unwrap();
            assert!(built.success(), "the program does not build");
        }
        // …/target/debug/deps/stories-… → …/target/debug/madoguchi
        let tests = std::env::current_exe().unwrap();
        tests.parent().unwrap().parent().unwrap().join("madoguchi")
    };
    PATH.get_or_init(build).clone()
}

/// The program, not knowing anything of the machine's own home.
pub(crate) fn madoguchi() -> Command {
    bare(madoguchi_path())
}

/// A command without what the machine's environment says to Madoguchi.
pub(crate) fn bare(program: PathBuf) -> Command {
    let mut command = Command::new(program);
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("MADOGUCHI")) {
        command.env_remove(name);
    }
    command
}

/// A process that ends with its story, by its process id.
pub(crate) struct Running {
    child: Child,
    lines: Receiver<String>,
    said: Vec<String>,
}

impl Running {
    /// Starts `command`; what it says on standard error can be waited for.
    pub(crate) fn start(command: &mut Command) -> Self {
        Self::start_with(Stdio::null(), command)
    }

    /// The same with something on standard input.
    pub(crate) fn start_with(input: impl Into<Stdio>, command: &mut Command) -> Self {
        let mut child = command
            .stdin(input)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{command:?}: {error}"));
        let (sender, lines) = channel();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        std::thread::spawn(move || {
            for line in stderr.lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        Self {
            child,
            lines,
            said: Vec::new(),
        }
    }

    /// Waits for a line with `words` and gives it.
    pub(crate) fn wait_for(&mut self, words: &str) -> String {
        loop {
            match self.lines.recv_timeout(SOON) {
                Ok(line) => {
                    self.said.push(line.clone());
                    if line.contains(words) {
                        return line;
                    }
                }
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    panic!("{words:?} was not said, but:\n{}", self.said.join("\n"));
                }
            }
        }
    }

    /// Everything said on standard error until the process ended.
    pub(crate) fn rest(&mut self) -> String {
        self.said.extend(self.lines.iter());
        self.said.join("\n")
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits for its end; `None` when that takes longer than `limit`.
    pub(crate) fn end_within(&mut self, limit: Duration) -> Option<ExitStatus> {
        within(limit, || self.child.try_wait().unwrap())
    }

    /// Ends it at once, as power loss would.
    pub(crate) fn kill(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        self.child.wait().unwrap();
    }

    /// Asks it to end.
    pub(crate) fn tell_to_end(&self) {
        let id = self.child.id().to_string();
        let asked = Command::new("kill").args(["-TERM", &id]).status().unwrap();
        assert!(asked.success());
    }

    /// Asks it to end, and waits.
    pub(crate) fn terminate(&mut self) -> ExitStatus {
        self.tell_to_end();
        self.child.wait().unwrap()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A check server on a port of its own, with the shelf's people.
pub(crate) fn server(home: &Home) -> (Running, String) {
    server_at(home, "127.0.0.1:0", &[])
}

/// The same on a given port (0 is any free one) and with further arguments. Gives
/// its address, too.
pub(crate) fn server_at(home: &Home, listen: &str, arguments: &[&str]) -> (Running, String) {
    let mut command = server_command(home);
    let mut server = Running::start(command.args(["--listen", listen]).args(arguments));
    let address = address_of(&mut server);
    (server, address)
}

/// How a check server is started.
pub(crate) fn server_command(home: &Home) -> Command {
    server_with(home, &home.shelf())
}

/// The same with the people of that shelf.
pub(crate) fn server_with(home: &Home, shelf: &Path) -> Command {
    let mut command = madoguchi();
    command
        .args(["server", "--pki"])
        .arg(home.pki())
        .args(["--store", &home.store_location(), "--shelf"])
        .arg(shelf);
    command
}

/// The address a server says it listens at.
pub(crate) fn address_of(server: &mut Running) -> String {
    let line = server.wait_for("https://");
    let start = line.find("https://").unwrap();
    line[start..].split_whitespace().next().unwrap().to_owned()
}

/// Runs `command` to its end with `input` on standard input.
pub(crate) fn run(command: &mut Command, input: &str) -> Output {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{command:?}: {error}"));
    // A program that does not read its input is no failure here.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

/// What a finished command wrote, for a message.
pub(crate) fn words(output: &Output) -> String {
    let out = String::from_utf8_lossy(&output.stdout);
    let err = String::from_utf8_lossy(&output.stderr);
    format!("{}\n--- stdout\n{out}\n--- stderr\n{err}", output.status)
}

/// The report of `madoguchi visit --json`.
pub(crate) fn report(output: &Output) -> serde_json::Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", words(output)))
}
