//! The log: to standard error, one event one line, whatever it says.

use std::fmt::Write as _;
use std::io::{self, Write};

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

use crate::cli::{Cli, Command, LogFormat};

/// Begins to log; standard output is for what was asked for.
pub(crate) fn start(cli: &Cli) {
    let default = match cli.command {
        Command::Server(_) => "info,rusqlite_migration=warn",
        _ => "error",
    };
    let filter = EnvFilter::try_new(cli.log.as_deref().unwrap_or(default))
        .unwrap_or_else(|_| EnvFilter::new(default));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(Lines(io::stderr as fn() -> io::Stderr))
        .with_ansi(false);
    match cli.log_format {
        LogFormat::Text => log.init(),
        LogFormat::Json => log.json().init(),
    }
}

/// Writers that keep each event in one line.
pub(crate) struct Lines<M>(pub(crate) M);

/// A writer that is given whole events.
pub(crate) struct Line<W>(W);

impl<'a, M: MakeWriter<'a>> MakeWriter<'a> for Lines<M> {
    type Writer = Line<M::Writer>;

    fn make_writer(&'a self) -> Self::Writer {
        Line(self.0.make_writer())
    }
}

impl<W: Write> Write for Line<W> {
    fn write(&mut self, event: &[u8]) -> io::Result<usize> {
        self.0.write_all(one_line(event).as_bytes())?;
        Ok(event.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// The event with everything escaped, as JSON does it, that could end its line, colour
/// it or turn it around.
fn one_line(event: &[u8]) -> String {
    let event = String::from_utf8_lossy(event.strip_suffix(b"\n").unwrap_or(event));
    let mut line = String::with_capacity(event.len() + 1);
    for letter in event.chars() {
        if is_hostile(letter) {
            // Writing to a string does not fail.
            let _ = write!(line, "\\u{:04x}", u32::from(letter));
        } else {
            line.push(letter);
        }
    }
    line.push('\n');
    line
}

/// Control characters, other ends of a line, and what changes the direction of writing
/// or is not seen.
fn is_hostile(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests;
