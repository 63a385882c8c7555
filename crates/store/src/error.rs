//! What can fail in a store.

/// Why the store could not be used. The texts carry no personal data.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// As much waits as may wait; nothing was recorded.
    #[error("記録の処理が混み合っています / the store is busy; try again in a moment")]
    Busy,
    /// Another program holds the database for longer than is waited for; nothing
    /// was recorded.
    #[error(
        "ほかのプログラムがデータベースを使用中です / another program holds the database; end it, or try again in a moment"
    )]
    Locked,
    /// No room on the disk; nothing was recorded.
    #[error("ディスクの空きがありません / the disk is full; free some space, then try again")]
    Full,
    /// What is stored makes no sense.
    #[error(
        "データベースが壊れています / the database is damaged ({what}); stop the server, keep a copy of the file, and restore the last backup"
    )]
    Damaged {
        /// What is wrong.
        what: String,
    },
    /// The database was written by another version of this program.
    #[error(
        "データベースの版（{found}）がこのプログラムの版（{known}）と違います / the database has schema {found}, this program knows {known}; use the program that wrote it, or start the server once to bring an older one up to date"
    )]
    Schema {
        /// The version of the database.
        found: i64,
        /// The version this program writes.
        known: i64,
    },
    /// The database is another program's.
    #[error(
        "ほかのプログラムのデータベースです / this is another program's database; name another file"
    )]
    Foreign,
    /// The store was opened for reading.
    #[error(
        "読み取り専用で開いています / the store was opened for reading only; open it for writing"
    )]
    ReadOnly,
    /// What was to be recorded contradicts what is stored, such as a visit of a
    /// person who was never put in; nothing was recorded.
    #[error(
        "記録の内容が矛盾しています / what was to be recorded contradicts what is stored ({what}); nothing was recorded"
    )]
    Contradiction {
        /// The rule of the database that was broken.
        what: String,
    },
    /// The location names no store.
    #[error(
        "保存先「{scheme}」は使えません / {scheme:?} names no store; write sqlite:PATH, where PATH is a file, or postgres://USER:PASSWORD@HOST/DATABASE"
    )]
    UnknownLocation {
        /// Its first part, up to the colon; the rest may hold a password.
        scheme: String,
    },
    /// A developer made the question fail.
    #[error(
        "開発者が設定した障害です / a fault that a developer switched on (gRPC status {status})"
    )]
    Disturbed {
        /// The gRPC status code with which the call is answered.
        status: i32,
    },
    /// The location of a PostgreSQL database cannot be used as it is written.
    #[error("保存先の指定が正しくありません / the store's location cannot be used: {what}")]
    Misaddressed {
        /// What is wrong; never the location itself, which may hold a password.
        what: String,
    },
    /// The database cannot be used for another reason.
    #[error(
        "データベースを使えません / the database cannot be used ({reason}); check that it is there, runs and can be written"
    )]
    Unavailable {
        /// What the database or the system said.
        reason: String,
    },
}

impl StoreError {
    /// What is told when a write panicked: what is stored is not as this program keeps it.
    pub(crate) fn panicked() -> Self {
        tracing::error!("a write ended by a fault of this program; those beside it go on");
        Self::Damaged {
            what: "a write met what makes no sense".to_owned(),
        }
    }
}
