//! One table of a persona file, emptied key by key, so that what is left over is
//! unknown and every fault has a line.

use std::ops::RangeInclusive;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml::value::Datetime;

use crate::{Day, PersonaError, keys};

/// A table that remembers where it stands. It reads no key that
/// [`KEYS`](crate::KEYS) does not list, and never quotes a value, which may be
/// someone's.
pub struct Section<'a> {
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
    /// Opens the whole file `text`; `file` is its name for error texts.
    ///
    /// # Errors
    /// [`PersonaError::Invalid`] when it is not TOML.
    pub fn root(file: &'a str, text: &'a str) -> Result<Self, PersonaError> {
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

    /// What `read` makes of `key`, if it is there.
    ///
    /// # Errors
    /// Those of `read`.
    pub fn optional<T>(
        &mut self,
        key: &str,
        read: impl FnOnce(&mut Self, &str) -> Result<T, PersonaError>,
    ) -> Result<Option<T>, PersonaError> {
        let is_there = self.table.contains_key(key) && keys::lists(&self.whole(key));
        is_there.then(|| read(self, key)).transpose()
    }

    /// Refuses `key`, saying `problem`, if it is there.
    ///
    /// # Errors
    /// [`PersonaError::Invalid`].
    pub fn absent(&mut self, key: &str, problem: &str) -> Result<(), PersonaError> {
        self.optional(key, |section, key| {
            section.take(key)?;
            Err(section.fault(key, problem))
        })
        .map(|never: Option<()>| never.unwrap_or_default())
    }

    /// Reads the table under `key`.
    ///
    /// # Errors
    /// [`PersonaError::Invalid`] when it is missing or something else.
    pub fn section(&mut self, key: &str) -> Result<Self, PersonaError> {
        match self.take(key)? {
            DeValue::Table(table) => Ok(self.inner(key, self.at, table)),
            _ => Err(self.fault(key, "must be a table")),
        }
    }

    /// Reads the tables under `key`, each written `[[key]]`.
    ///
    /// # Errors
    /// [`PersonaError::Invalid`] when it is missing or something else.
    pub fn sections(&mut self, key: &str) -> Result<Vec<Self>, PersonaError> {
        let DeValue::Array(items) = self.take(key)? else {
            return Err(self.fault(key, "must be tables, each under [[ ]]"));
        };
        let items = items.into_iter().map(|item| {
            let start = item.span().start;
            match item.into_inner() {
                DeValue::Table(table) => Ok(self.inner(key, start, table)),
                _ => Err(self.fault(key, "must be tables, each under [[ ]]")),
            }
        });
        items.collect()
    }

    /// Reads the text under `key` and what `meaning` makes of it, or says is wrong.
    ///
    /// # Errors
    /// [`PersonaError::Invalid`] when it is missing or something else.
    pub fn text<T>(
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
    ///
    /// # Errors
    /// [`PersonaError::Invalid`] when it is missing or something else.
    pub fn line(&mut self, key: &str) -> Result<String, PersonaError> {
        self.text(key, |text| {
            is_line(text)
                .then(|| text.to_owned())
                .ok_or("must be one line of text")
        })
    }

    /// Reads texts of one line each, in brackets.
    ///
    /// # Errors
    /// [`PersonaError::Invalid`] when it is missing or something else.
    pub fn lines(&mut self, key: &str) -> Result<Vec<String>, PersonaError> {
        let lines = match self.take(key)? {
            DeValue::Array(items) => items.into_iter().map(|item| match item.into_inner() {
                DeValue::String(text) if is_line(&text) => Some(text.into_owned()),
                _ => None,
            }),
            _ => return Err(self.fault(key, LINES)),
        };
        let lines: Option<_> = lines.collect();
        lines.ok_or_else(|| self.fault(key, LINES))
    }

    /// Reads `true` or `false`.
    ///
    /// # Errors
    /// [`PersonaError::Invalid`] when it is missing or something else.
    pub fn boolean(&mut self, key: &str) -> Result<bool, PersonaError> {
        match self.take(key)? {
            DeValue::Boolean(value) => Ok(value),
            _ => Err(self.fault(key, "must be true or false, without quotes")),
        }
    }

    /// Reads a whole number of that range.
    ///
    /// # Errors
    /// [`PersonaError::Invalid`] when it is missing or something else.
    pub fn integer(&mut self, key: &str, range: RangeInclusive<i64>) -> Result<i64, PersonaError> {
        let value = self.take(key)?;
        integer(&value, &range).ok_or_else(|| {
            let (least, most) = range.into_inner();
            self.fault(
                key,
                &format!("must be a number without quotes, {least} to {most}"),
            )
        })
    }

    /// Reads a date.
    ///
    /// # Errors
    /// [`PersonaError::Invalid`] when it is missing or something else.
    pub fn date(&mut self, key: &str) -> Result<Date, PersonaError> {
        let date = match self.take(key)? {
            DeValue::Datetime(value) => date(&value),
            _ => None,
        };
        date.ok_or_else(|| self.fault(key, "must be a date without quotes, such as 1980-02-17"))
    }

    /// Reads a date, or a number of days as `{ days = -30 }`.
    ///
    /// # Errors
    /// [`PersonaError::Invalid`] when it is missing or something else.
    pub fn day(&mut self, key: &str) -> Result<Day, PersonaError> {
        let day = match self.take(key)? {
            DeValue::Datetime(value) => date(&value).map(Day::On),
            DeValue::Table(table) if table.len() == 1 => {
                let far = i64::from(Day::FARTHEST);
                let days = table.get("days");
                days.and_then(|days| integer(days.get_ref(), &(-far..=far)))
                    .and_then(|days| i32::try_from(days).ok())
                    .map(Day::After)
            }
            _ => None,
        };
        day.ok_or_else(|| {
            let problem = "must be a date without quotes, such as 2026-11-21, or so many days \
                           from now, such as { days = -30 }";
            self.fault(key, problem)
        })
    }

    /// Refuses what has not been read.
    ///
    /// # Errors
    /// [`PersonaError::Invalid`] with the first key that is left.
    pub fn finish(mut self) -> Result<(), PersonaError> {
        let left = self.table.keys().next().cloned();
        left.map_or(Ok(()), |key| {
            self.at = key.span().start;
            Err(self.fault(key.get_ref(), "is not known; is it spelt right?"))
        })
    }

    /// A fault at the key that was read last.
    #[must_use]
    pub fn fault(&self, key: &str, problem: &str) -> PersonaError {
        let before = self.text.get(..self.at).unwrap_or_default();
        PersonaError::Invalid {
            file: self.file.to_owned(),
            line: before.matches('\n').count() + 1,
            key: self.whole(key),
            problem: problem.to_owned(),
        }
    }

    /// `key` with the names of the tables it stands in.
    fn whole(&self, key: &str) -> String {
        let dot = if self.name.is_empty() { "" } else { "." };
        format!("{}{dot}{key}", self.name)
    }

    fn inner(&self, key: &str, start: usize, table: DeTable<'a>) -> Self {
        Self {
            file: self.file,
            text: self.text,
            name: self.whole(key),
            start,
            at: start,
            table,
        }
    }

    fn take(&mut self, key: &str) -> Result<DeValue<'a>, PersonaError> {
        let listed = keys::lists(&self.whole(key));
        match self.table.remove_entry(key).filter(|_| listed) {
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

const LINES: &str = "must be texts in brackets, such as [\"mute:4\"]";

fn is_line(text: &str) -> bool {
    !text.trim().is_empty() && !text.contains(char::is_control)
}

fn integer(value: &DeValue<'_>, range: &RangeInclusive<i64>) -> Option<i64> {
    let DeValue::Integer(digits) = value else {
        return None;
    };
    let value = i64::from_str_radix(digits.as_str(), digits.radix()).ok()?;
    range.contains(&value).then_some(value)
}

/// The date, of one that has no time.
fn date(value: &Datetime) -> Option<Date> {
    let date = value.date.filter(|_| value.time.is_none())?;
    let year = i16::try_from(date.year).ok()?;
    let month = i8::try_from(date.month).ok()?;
    Date::new(year, month, i8::try_from(date.day).ok()?).ok()
}
