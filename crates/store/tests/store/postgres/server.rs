//! A PostgreSQL of the tests' own, by `scripts/postgres`.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use tokio_postgres::{Client, NoTls};

/// A server that ends with whoever holds it, or with the tests.
pub(super) struct Server {
    script: Child,
    words: Option<ChildStdin>,
    lines: BufReader<ChildStdout>,
    /// Where it is, as its owner, on its socket.
    pub(super) uri: String,
}

impl Server {
    pub(super) fn start(arguments: &[&str]) -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/postgres");
        let mut script = Command::new(script)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut server = Self {
            words: script.stdin.take(),
            lines: BufReader::new(script.stdout.take().unwrap()),
            script,
            uri: String::new(),
        };
        server.uri = server.line();
        server
    }

    /// The next line that the script says.
    pub(super) fn line(&mut self) -> String {
        let mut line = String::new();
        self.lines.read_line(&mut line).unwrap();
        assert!(line.ends_with('\n'), "there is no PostgreSQL: see above");
        line.trim_end().to_owned()
    }

    /// Has the script do something: `stop`, `start`, `kill`, `freeze`, `thaw`.
    pub(super) fn told(&mut self, word: &str) {
        writeln!(self.words.as_mut().unwrap(), "{word}").unwrap();
        assert_eq!(self.line(), word);
    }

    /// Makes an empty database, and says where it is.
    pub(super) async fn database(&self) -> String {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let name = format!("test_{}", MADE.fetch_add(1, Ordering::Relaxed));
        sql(&self.uri, &format!("CREATE DATABASE {name}")).await;
        self.uri.replace("/postgres", &format!("/{name}"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.words = None;
        self.script.wait().unwrap();
    }
}

/// The one server that most tests share, each with a database of its own.
pub(super) fn shared() -> &'static Server {
    static SHARED: OnceLock<Server> = OnceLock::new();
    SHARED.get_or_init(|| Server::start(&[]))
}

/// The database as another program sees it, which keeps to none of the rules.
pub(super) async fn raw(location: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(location, NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

/// Has another program do something in the database.
pub(super) async fn sql(location: &str, sql: &str) {
    raw(location).await.batch_execute(sql).await.unwrap();
}
