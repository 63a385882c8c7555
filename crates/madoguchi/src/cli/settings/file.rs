//! The file of settings.

use std::path::{Path, PathBuf};

use clap::builder::Resettable;
use clap::error::{ContextKind, ContextValue};
use clap::{Arg, Command};
use toml_edit::{Document, Item, Value};

use super::{SERVER, settings};

/// No file of settings is longer.
const LONGEST: u64 = 64 * 1024;

/// What a file says, known to be good.
pub(super) struct File {
    entries: Vec<Entry>,
}

struct Entry {
    key: String,
    values: Vec<String>,
    line: usize,
}

impl File {
    /// Reads the file for those words.
    ///
    /// # Errors
    /// The file, the line, the key, and what is wrong with it.
    pub(super) fn read(path: &Path, command: &Command) -> Result<Self, String> {
        let wrong = |why: String| format!("{}: {why}", path.display());
        let length = std::fs::metadata(path).map(|it| it.len());
        if length.map_err(|error| wrong(error.to_string()))? > LONGEST {
            return Err(wrong(
                "設定ファイルではありません / too long to be settings".to_owned(),
            ));
        }
        let text = std::fs::read_to_string(path).map_err(|error| wrong(error.to_string()))?;
        Self::parse(&text, command).map_err(|(line, why)| wrong_at(path, line, &why))
    }

    fn parse(text: &str, command: &Command) -> Result<Self, (usize, String)> {
        let line = |at: Option<std::ops::Range<usize>>| {
            let before = text.get(..at.map_or(0, |at| at.start)).unwrap_or_default();
            before.matches('\n').count() + 1
        };
        let document = Document::parse(text)
            .map_err(|error| (line(error.span()), error.message().to_owned()))?;
        let mut entries = Vec::new();
        for (name, item) in document.as_table() {
            let key = document.as_table().key(name);
            let line = line(key.and_then(toml_edit::Key::span));
            let named = |why: &str| (line, format!("{name}: {why}"));
            let mut known = settings(command);
            let arg = known
                .find(|arg| arg.get_long() == Some(name))
                .ok_or_else(|| named("そのような設定はありません / there is no such setting"))?;
            let values = values(item, arg)
                .ok_or_else(|| named("値は文字列・数・真偽・その配列 / a string, a number, a boolean, or a list of them"))?;
            try_out(command, name, &values).map_err(|why| named(&why))?;
            entries.push(Entry {
                key: name.to_owned(),
                values,
                line,
            });
        }
        Ok(Self { entries })
    }

    /// In which line a setting stands.
    pub(super) fn line_of(&self, key: &str) -> Option<usize> {
        let entry = self.entries.iter().find(|entry| entry.key == key);
        entry.map(|entry| entry.line)
    }

    /// The same words, where what the file says holds unless more is said.
    pub(super) fn as_defaults_of(&self, command: Command) -> Command {
        let with_defaults = |arg: Arg| {
            let key = arg.get_long().unwrap_or_default();
            match self.entries.iter().find(|entry| entry.key == key) {
                Some(entry) => arg.default_values(entry.values.clone()),
                None => arg,
            }
        };
        command
            .mut_args(with_defaults)
            .mut_subcommand(SERVER, |server| server.mut_args(with_defaults))
    }
}

fn wrong_at(path: &Path, line: usize, why: &str) -> String {
    let path: PathBuf = path.into();
    format!("{}:{line}: {why}", path.display())
}

/// The words that a value stands for.
fn values(item: &Item, arg: &Arg) -> Option<Vec<String>> {
    let one = |value: &Value| match value {
        Value::String(text) => Some(text.value().clone()),
        Value::Integer(number) => Some(number.value().to_string()),
        Value::Boolean(yes) => Some(yes.value().to_string()),
        Value::Datetime(instant) => Some(instant.value().to_string()),
        _ => None,
    };
    match (item.as_value()?, arg.get_value_delimiter()) {
        (Value::Array(list), Some(_)) => list.iter().map(one).collect(),
        (value, Some(delimiter)) => Some(one(value)?.split(delimiter).map(str::to_owned).collect()),
        (value, None) => one(value).map(|value| vec![value]),
    }
}

/// Whether the words would be taken on the command line, too.
fn try_out(command: &Command, key: &str, values: &[String]) -> Result<(), String> {
    // What the environment says is another matter.
    let alone = |arg: Arg| arg.env(Resettable::Reset);
    let command = command.clone().mut_args(alone);
    let command = command.mut_subcommand(SERVER, |server| server.mut_args(alone));
    let words = [
        "madoguchi".to_owned(),
        SERVER.to_owned(),
        format!("--{key}={}", values.join(",")),
    ];
    let Err(error) = command.try_get_matches_from(words) else {
        return Ok(());
    };
    let cause = std::error::Error::source(&error).map(ToString::to_string);
    let good = match error.get(ContextKind::ValidValue) {
        Some(ContextValue::Strings(good)) if !good.is_empty() => Some(good.join(", ")),
        _ => None,
    };
    let why = cause.or(good).unwrap_or_else(|| error.kind().to_string());
    Err(format!(
        "値が正しくありません / the value is not good: {why}"
    ))
}
