//! One table of a persona file, emptied key by key, so that what is left over is
//! unknown and every fault has a line.

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::PersonaError;

/// A table that remembers where it stands.
pub(super) struct Section<'a> {
    file: &'a str,
    text: &'a str,
    /// Its name, empty for the whole file.
    name: String,
    /// Where it begins, in bytes from the start of the file.
    start: usize,
    /// Where the key that was read last stands.
    at: usize,
    table: DeTable<'a>,
}

impl<'a> Section<'a> {
    /// Opens the whole file.
    pub(super) fn root(file: &'a str, text: &'a str) -> Result<Self, PersonaError> {
        let mut root = Self {
            file,
            text,
            name: String::new(),
            start: 0,
            at: 0,
            table: DeTable::new(),
        };
        match DeTable::parse(text) {
            Ok(table) => root.table = table.into_inner(),
            // The parser's own text quotes the line, which may hold the PIN, so
            // only its short message is passed on, under the key of that line.
            Err(error) => {
                root.at = error.span().map_or(0, |span| span.start);
                return Err(root.fault(&root.key_around(), error.message()));
            }
        }
        Ok(root)
    }

    /// Whether `key` is there and has not been read yet.
    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Reads the table under `key`.
    pub(super) fn section(&mut self, key: &str) -> Result<Self, PersonaError> {
        match self.take(key)? {
            DeValue::Table(table) => Ok(Self {
                file: self.file,
                text: self.text,
                name: key.to_owned(),
                start: self.at,
                at: self.at,
                table,
            }),
            _ => Err(self.fault(key, "must be a table")),
        }
    }

    /// Reads the text under `key` and what `meaning` makes of it.
    pub(super) fn text<T>(
        &mut self,
        key: &str,
        meaning: impl FnOnce(&str) -> Result<T, &'static str>,
    ) -> Result<T, PersonaError> {
        match self.take(key)? {
            DeValue::String(text) => meaning(&text).map_err(|problem| self.fault(key, problem)),
            _ => Err(self.fault(key, "must be a text in quotes")),
        }
    }

    /// Reads a text of one line that is not empty.
    pub(super) fn line(&mut self, key: &str) -> Result<String, PersonaError> {
        self.text(key, |text| {
            let is_line = !text.trim().is_empty() && !text.contains(char::is_control);
            is_line
                .then(|| text.to_owned())
                .ok_or("must be one line of text")
        })
    }

    /// Reads a date.
    pub(super) fn date(&mut self, key: &str) -> Result<Date, PersonaError> {
        let date = match self.take(key)? {
            DeValue::Datetime(value) if value.time.is_none() => value.date,
            _ => None,
        };
        date.and_then(|date| {
            let year = i16::try_from(date.year).ok()?;
            let month = i8::try_from(date.month).ok()?;
            Date::new(year, month, i8::try_from(date.day).ok()?).ok()
        })
        .ok_or_else(|| self.fault(key, "must be a date without quotes, such as 1980-02-17"))
    }

    /// Refuses what has not been read.
    pub(super) fn finish(mut self) -> Result<(), PersonaError> {
        let left = self.table.keys().next().cloned();
        left.map_or(Ok(()), |key| {
            self.at = key.span().start;
            Err(self.fault(key.get_ref(), "is not known; is it spelt right?"))
        })
    }

    /// A fault at the key that was read last.
    pub(super) fn fault(&self, key: &str, problem: &str) -> PersonaError {
        let before = self.text.get(..self.at).unwrap_or_default();
        let dot = if self.name.is_empty() { "" } else { "." };
        PersonaError::Invalid {
            file: self.file.to_owned(),
            line: before.matches('\n').count() + 1,
            key: format!("{}{dot}{key}", self.name),
            problem: problem.to_owned(),
        }
    }

    fn take(&mut self, key: &str) -> Result<DeValue<'a>, PersonaError> {
        match self.table.remove_entry(key) {
            Some((name, value)) => {
                self.at = name.span().start;
                Ok(Spanned::into_inner(value))
            }
            None => {
                self.at = self.start;
                Err(self.fault(key, "is missing"))
            }
        }
    }

    /// The key of the line at fault in a file that is not TOML: the last section
    /// header up to it, and what stands before the line's `=`.
    fn key_around(&self) -> String {
        let before = self.text.get(..self.at).unwrap_or_default();
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let line = self.text.get(start..).unwrap_or_default();
        let line = line.lines().next().unwrap_or_default();
        let section = before
            .lines()
            .filter_map(|line| line.trim().strip_prefix('[')?.split(']').next())
            .next_back();
        let key = line.split_once('=').map(|(key, _)| key.trim());
        let parts: Vec<&str> = section.into_iter().chain(key).collect();
        parts.join(".")
    }
}
