//! Why a persona could not be read or made.

use std::io;

/// What is wrong with a persona's file.
#[derive(Debug, thiserror::Error)]
pub enum PersonaError {
    /// The persona file cannot be read.
    #[error("{file}: the persona cannot be read")]
    Unreadable {
        /// The file as it was named.
        file: String,
        /// The system's reason.
        source: io::Error,
    },
    /// The persona file does not say what it must, or says it wrongly.
    #[error("{file}:{line}: {key}: {problem}")]
    Invalid {
        /// The file as it was named.
        file: String,
        /// The line, counted from 1.
        line: usize,
        /// The key with its section, such as `person.birth`.
        key: String,
        /// What is wrong and what is expected; never the value.
        problem: String,
    },
    /// A key cannot be set: it is no key of a persona's file, or counts more covers
    /// than there are.
    #[error("{key}: has no place in a persona's file; is it spelt right?")]
    NoPlace {
        /// The key as it was given.
        key: String,
    },
    /// A name was given without its reading, or the other way round.
    #[error("person.name and person.kana belong together; give both or neither")]
    HalfAName,
}
