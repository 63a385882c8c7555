//! A terminal with a person at it who types, by util-linux's `script`.

use std::io::{Read as _, Write as _};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use super::processes::SOON;
use super::room::need;

/// A program at a terminal that shows what is typed, as terminals do. It ends with
/// its story.
pub(crate) struct Terminal {
    script: Child,
    keyboard: ChildStdin,
    shown: Receiver<Vec<u8>>,
    seen: Vec<u8>,
    /// Up to where it has been read.
    read: usize,
}

impl Terminal {
    /// Starts `command` at a new terminal.
    pub(crate) fn start(command: &Command) -> Self {
        need("script", "bsdutils");
        let words = std::iter::once(command.get_program()).chain(command.get_args());
        let quoted: Vec<String> = words
            .map(|word| format!("'{}'", word.to_str().unwrap()))
            .collect();
        let mut script = Command::new("script");
        script
            .args(["--quiet", "--return", "--echo", "always", "--command"])
            .args([&quoted.join(" "), "/dev/null"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        for (name, value) in command.get_envs() {
            match value {
                Some(value) => script.env(name, value),
                None => script.env_remove(name),
            };
        }
        let mut script = script.spawn().unwrap();
        let mut screen = script.stdout.take().unwrap();
        let (sender, shown) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(length @ 1..) = screen.read(&mut buffer) {
                if sender.send(buffer[..length].to_vec()).is_err() {
                    break;
                }
            }
        });
        Self {
            keyboard: script.stdin.take().unwrap(),
            script,
            shown,
            seen: Vec::new(),
            read: 0,
        }
    }

    /// Reads on until `words` are there.
    pub(crate) fn wait_for(&mut self, words: &str) {
        loop {
            let unread = &self.seen[self.read..];
            let found = unread
                .windows(words.len())
                .position(|it| it == words.as_bytes());
            if let Some(found) = found {
                self.read += found + words.len();
                return;
            }
            match self.shown.recv_timeout(SOON) {
                Ok(more) => self.seen.extend(more),
                Err(_) => panic!("{words:?} is not shown, but:\n{}", self.screen()),
            }
        }
    }

    /// Types these keys.
    pub(crate) fn press(&mut self, keys: &str) {
        self.keyboard.write_all(keys.as_bytes()).unwrap();
        self.keyboard.flush().unwrap();
    }

    /// Types a line.
    pub(crate) fn enter(&mut self, line: &str) {
        self.press(&format!("{line}\n"));
    }

    /// Everything shown so far.
    pub(crate) fn screen(&self) -> String {
        String::from_utf8_lossy(&self.seen).into_owned()
    }

    /// Waits for the program's end: its exit code, and all that was shown.
    pub(crate) fn end(mut self) -> (Option<i32>, String) {
        while let Ok(more) = self.shown.recv_timeout(SOON) {
            self.seen.extend(more);
        }
        let limit = Duration::from_secs(5);
        let ended = super::processes::within(limit, || self.script.try_wait().unwrap());
        let code = ended.expect("the program goes on").code();
        (code, self.screen())
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.script.kill();
        let _ = self.script.wait();
    }
}
