//! One file a subcommand.

pub(crate) mod admin;
pub(crate) mod audit;
pub(crate) mod camera;
pub(crate) mod card;
pub(crate) mod demo;
pub(crate) mod equipment;
pub(crate) mod face;
pub(crate) mod matcher;
pub(crate) mod passcode;
pub(crate) mod pki;
pub(crate) mod place;
pub(crate) mod rules;
pub(crate) mod server;
pub(crate) mod staff;
pub(crate) mod store;
pub(crate) mod terminal;
pub(crate) mod visit;

use std::fmt::Display;
use std::io::{self, Write as _};

/// Writes one thing that was asked for. A reader that has gone away (`| head`) is
/// no failure.
pub(crate) fn tell(text: impl Display) {
    let _ = writeln!(io::stdout(), "{text}");
}

/// Writes one thing for the person who watches.
pub(crate) fn note(text: impl Display) {
    let _ = writeln!(io::stderr(), "{text}");
}
