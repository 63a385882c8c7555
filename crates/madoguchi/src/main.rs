//! The one command: subcommands that wire the rooms together.
//!
//! *Knows* configuration: which folder, which store, which reader, which time.
//!
//! *Never* knows anything else: what happens is in the rooms.
//!
//! *Start reading at* `cli.rs`, then the file of a subcommand in `command/`.

mod cli;
mod command;
mod given;
mod home;
mod log;
mod shelf;

use std::io::{self, Write as _};
use std::process::ExitCode;

use crate::cli::{Cli, Command};

/// Something that was needed is not there or does not work: neither a wrong usage (2)
/// nor an answer.
const NOT_DONE: u8 = 40;

fn main() -> ExitCode {
    let cli = cli::settings::parse(std::env::args_os()).unwrap_or_else(|error| error.exit());
    log::start(&cli);
    match run(cli) {
        Ok(code) => code,
        Err(error) => {
            // Nobody is left to be told if standard error is gone.
            let _ = writeln!(io::stderr(), "madoguchi: {error:#}");
            ExitCode::from(NOT_DONE)
        }
    }
}

#[tokio::main]
async fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    match cli.command {
        Command::Demo(arguments) => command::demo::run(arguments).await,
        Command::Server(arguments) => command::server::run(*arguments).await,
        Command::Visit(arguments) => command::visit::run(*arguments).await,
        Command::Card(arguments) => command::card::run(arguments).await,
        Command::Pki(arguments) => command::pki::run(arguments),
        Command::Store(arguments) => command::store::run(arguments).await,
        Command::Audit(arguments) => command::audit::run(arguments).await,
        Command::Admin(arguments) => command::admin::run(arguments).await,
        Command::Face(arguments) => command::face::run(arguments),
        Command::Staff(arguments) => command::staff::run(arguments).await,
        Command::Rules(arguments) => command::rules::run(arguments),
    }
}
