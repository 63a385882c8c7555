//! Settings of the server: from a file, the environment and flags, each stronger than the
//! one before.

mod file;
mod table;
#[cfg(test)]
mod tests;

use std::ffi::OsString;

use clap::error::ErrorKind;
use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Command, CommandFactory as _, Error, FromArgMatches as _};

use self::file::File;
use super::{Cli, Command as Done};

/// The file itself is no setting.
const CONFIG: &str = "config";
const SERVER: &str = "server";

/// One setting, as it holds.
pub(crate) struct Setting {
    /// Its name in a file, which is the flag's.
    pub(crate) key: String,
    /// What it is for.
    pub(crate) help: String,
    /// Its values; none when it is not set.
    pub(crate) values: Vec<String>,
    /// Where it comes from.
    pub(crate) origin: Origin,
}

/// Where a setting comes from.
pub(crate) enum Origin {
    /// Nobody said anything.
    Default,
    /// The file, in that line.
    File(usize),
    /// The environment variable.
    Environment(String),
    /// The command line.
    Flag,
}

/// What the command line, the environment and the file say.
///
/// # Errors
/// What is wrong, and for the file in which line.
pub(crate) fn parse(words: impl IntoIterator<Item = OsString>) -> Result<Cli, Error> {
    let words: Vec<_> = words.into_iter().collect();
    let command = words_of_settings(Cli::command());
    let mut matches = command.clone().try_get_matches_from(&words)?;
    let mut file = None;
    if let Some(path) = config(&matches) {
        let mut with_file = command.clone();
        let read = File::read(&path, &with_file)
            .map_err(|wrong| Error::raw(ErrorKind::ValueValidation, wrong + "\n"))?;
        with_file = read.as_defaults_of(with_file);
        matches = with_file.try_get_matches_from(&words)?;
        file = Some(read);
    }
    let mut cli = Cli::from_arg_matches(&matches)?;
    if let (Done::Server(server), Some(matches)) =
        (&mut cli.command, matches.subcommand_matches(SERVER))
    {
        let settings = settings(&command);
        server.settings = settings
            .map(|arg| setting(arg, matches, file.as_ref()))
            .collect();
    }
    Ok(cli)
}

/// The command line, where every setting may stand behind `server check`, too, and the
/// help shows them in one table.
fn words_of_settings(command: Command) -> Command {
    let command = command.mut_subcommand(SERVER, |server| server.mut_args(|arg| arg.global(true)));
    let table = table::of(settings(&command));
    command.mut_subcommand(SERVER, |server| {
        let examples = server.get_after_help().map(ToString::to_string);
        let examples = examples.unwrap_or_default();
        server.after_help(format!("{table}\n{examples}"))
    })
}

/// Everything that can be set: of the server, and of the log.
fn settings(command: &Command) -> impl Iterator<Item = &Arg> {
    let server = command.find_subcommand(SERVER);
    let server = server.into_iter().flat_map(Command::get_arguments);
    server
        .chain(command.get_arguments())
        .filter(|arg| arg.get_long().is_some_and(|long| long != CONFIG))
}

fn config(matches: &ArgMatches) -> Option<std::path::PathBuf> {
    matches.subcommand_matches(SERVER)?.get_one(CONFIG).cloned()
}

fn setting(arg: &Arg, matches: &ArgMatches, file: Option<&File>) -> Setting {
    let id = arg.get_id().as_str();
    let key = arg.get_long().unwrap_or_default().to_owned();
    let values = matches.get_raw(id).into_iter().flatten();
    let origin = match matches.value_source(id) {
        Some(ValueSource::CommandLine) => Origin::Flag,
        Some(ValueSource::EnvVariable) => Origin::Environment(table::environment(arg)),
        _ => match file.and_then(|file| file.line_of(&key)) {
            Some(line) => Origin::File(line),
            None => Origin::Default,
        },
    };
    Setting {
        help: arg.get_help().map(ToString::to_string).unwrap_or_default(),
        values: values.map(|it| it.to_string_lossy().into_owned()).collect(),
        key,
        origin,
    }
}
