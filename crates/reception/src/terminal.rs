//! The terminal of this process: a line an answer, shown or hidden while it is
//! typed.

use std::fs::File;
use std::io::{self, Read as _, Write as _};

use rustix::termios::{
    LocalModes, OptionalActions, QueueSelector, Termios, tcflush, tcgetattr, tcsetattr,
};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use zeroize::Zeroizing;

/// The most a terminal gives as one line.
const LONGEST_LINE: usize = 4096;

/// A person's terminal, given back as it was when dropped.
///
/// Lines are read by a thread that knows no questions, so a question can be taken
/// back at any time and the next one decides what is shown.
pub(crate) struct Terminal {
    device: File,
    before: Termios,
    lines: UnboundedReceiver<Zeroizing<String>>,
}

impl Terminal {
    /// The terminal; `None` where there is none.
    pub(crate) fn open() -> Option<Self> {
        let device = File::open("/dev/tty").ok()?;
        let before = tcgetattr(&device).ok()?;
        let mut keyboard = device.try_clone().ok()?;
        let (sender, lines) = unbounded_channel();
        std::thread::spawn(move || {
            while let Some(line) = read_line(&mut keyboard) {
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        Some(Self {
            device,
            before,
            lines,
        })
    }

    /// Asks, and gives the line that is typed from now on; `None` at the end of
    /// input. What was typed before was no answer to this question and is dropped.
    pub(crate) async fn ask(&mut self, question: &str, hidden: bool) -> Option<Zeroizing<String>> {
        let mut modes = self.before.clone();
        modes.local_modes.set(LocalModes::ECHO, !hidden);
        tcsetattr(&self.device, OptionalActions::Now, &modes).ok()?;
        tcflush(&self.device, QueueSelector::IFlush).ok()?;
        while self.lines.try_recv().is_ok() {}
        write(question);
        let line = self.lines.recv().await;
        if hidden {
            // Enter was hidden, too.
            write("\n");
        }
        line
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // A terminal that is gone needs nothing back.
        let _ = tcsetattr(&self.device, OptionalActions::Now, &self.before);
    }
}

/// One line without its end, unbuffered: it may be a PIN.
fn read_line(keyboard: &mut File) -> Option<Zeroizing<String>> {
    let mut buffer = Zeroizing::new([0; LONGEST_LINE]);
    let length = keyboard.read(buffer.as_mut_slice()).ok()?;
    if length == 0 {
        return None;
    }
    // What is no text is no answer, either.
    let line = std::str::from_utf8(buffer.get(..length)?).unwrap_or_default();
    let line = line.trim_end_matches(['\n', '\r']);
    Some(Zeroizing::new(line.to_owned()))
}

/// Writes to standard error. A terminal that is gone is no reason to stop a visit.
pub(crate) fn write(text: &str) {
    let mut terminal = io::stderr().lock();
    let _ = terminal.write_all(text.as_bytes());
    let _ = terminal.flush();
}
