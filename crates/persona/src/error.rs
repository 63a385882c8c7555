//! Why a persona could not be read.

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
}
