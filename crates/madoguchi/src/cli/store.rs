//! The words of `madoguchi store`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{PkiFolder, StoreLocation};

#[derive(Args)]
pub(crate) struct Store {
    /// What is done.
    #[command(subcommand)]
    pub(crate) command: StoreCommand,
}

#[derive(Subcommand)]
pub(crate) enum StoreCommand {
    /// PostgreSQL の表を所有者として用意し、サーバーのロールに必要な権限だけを与える / make a database's tables
    /// as their owner, and let the servers' role do what a server does
    #[command(
        after_help = "例 / Examples:\n  madoguchi store prepare --store postgres://owner@db/check --role madoguchi\n  \
        MADOGUCHI_STORE=postgres://owner:PASSWORD@db/check madoguchi store prepare --role madoguchi\n\
        ロールは先に作ります（CREATE ROLE madoguchi LOGIN）。版を上げるときにも実行します。監査記録の変更と削除はロールにはできません / \
        The role is made first. It is run again for each new version of the program. The role can neither \
        change nor delete what the audit trail says."
    )]
    Prepare {
        #[command(flatten)]
        store: StoreLocation,
        /// The role of the servers.
        #[arg(long, value_name = "NAME")]
        role: String,
    },
    /// バックアップを作る（サーバーの稼働中も可） / copy the store, while a server writes to it, too
    #[command(after_help = "例 / Examples:\n  madoguchi store backup backup.db\n  \
        madoguchi store backup --store sqlite:check.db /mnt/backup/check.db\n\
        写しの内容と監査記録の連鎖を確かめてから置きます / The copy is put there once its content and its chain of \
        audit records are found whole.\n\
        PostgreSQL: pg_dump --format=custom --file=FILE URI")]
    Backup {
        /// The new file, which is replaced if there is one.
        file: PathBuf,
        #[command(flatten)]
        store: StoreLocation,
    },
    /// バックアップを戻す（サーバーは停止） / put a backup in the store's place, while no server runs
    #[command(
        after_help = "例 / Examples:\n  madoguchi store restore backup.db --store sqlite:check.db\n  \
        madoguchi store restore backup.db --replace --witness /mnt/witness/audit.log\n\
        PostgreSQL: pg_restore --clean --if-exists --dbname=URI FILE"
    )]
    Restore {
        /// The backup.
        file: PathBuf,
        #[command(flatten)]
        store: StoreLocation,
        /// A store that is there already is moved aside, to the same name with `.replaced`.
        #[arg(long)]
        replace: bool,
        /// 証人ファイル: what a server's witness has written down. A backup that is older
        /// than the witness knows is not restored…
        #[arg(long, env = "MADOGUCHI_WITNESS", value_name = "FILE")]
        witness: Option<PathBuf>,
        /// …unless it is acknowledged that what came after the backup is lost.
        #[arg(long, requires = "witness")]
        accept_rollback: bool,
        #[command(flatten)]
        pki: PkiFolder,
    },
}
