//! A PostgreSQL of a story's own, by `scripts/postgres`.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, ChildStdin, Command, Stdio};

use super::home::repository;

/// It ends with its story.
pub(crate) struct Postgres {
    script: Child,
    words: Option<ChildStdin>,
    /// Where it is.
    pub(crate) location: String,
}

impl Postgres {
    pub(crate) fn start() -> Self {
        let mut script = Command::new(repository().join("scripts/postgres"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut location = String::new();
        let mut said = BufReader::new(script.stdout.take().unwrap());
        said.read_line(&mut location).unwrap();
        let location = location.trim_end().to_owned();
        assert!(!location.is_empty(), "there is no PostgreSQL: see above");
        Self {
            words: script.stdin.take(),
            script,
            location,
        }
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // The end of what it is told is its end.
        self.words = None;
        self.script.wait().unwrap();
    }
}
