//! The words of `madoguchi pki`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use jiff::Timestamp;
use pki::NetworkSubject;
use qualification::Institution;

use super::{INSTITUTION, PkiFolder, institution};

#[derive(Args)]
pub(crate) struct Pki {
    /// What is done.
    #[command(subcommand)]
    pub(crate) command: PkiCommand,
}

#[derive(Subcommand)]
pub(crate) enum PkiCommand {
    /// 認証局・サーバー・医療機関・カードの証明書を作る / make authorities and certificates
    #[command(after_help = "例 / Example:\n  madoguchi pki init my-pki --shelf hardware/cards")]
    Init {
        /// The new folder.
        folder: Option<PathBuf>,
        /// Personas whose cards are issued, too.
        #[arg(long, value_name = "FOLDER")]
        shelf: Option<PathBuf>,
        /// Names and addresses of the server.
        #[arg(
            long,
            value_delimiter = ',',
            default_value = "localhost,127.0.0.1,::1",
            value_name = "NAMES"
        )]
        server_names: Vec<String>,
        /// The first institution's 10-digit code.
        #[arg(long, default_value = INSTITUTION, value_parser = institution, value_name = "CODE")]
        institution: Institution,
    },
    /// 医療機関（端末ごと）の証明書を追加・更新する / add an institution's terminal, or renew its certificate
    #[command(after_help = "例 / Example:\n  madoguchi pki institution 1310000001 --terminal T02")]
    Institution {
        /// Its 10-digit code.
        #[arg(value_parser = institution)]
        code: Institution,
        /// The terminal: 1 to 16 letters, digits and hyphens.
        #[arg(long, default_value = NetworkSubject::FIRST_TERMINAL, value_parser = terminal, value_name = "TERMINAL")]
        terminal: String,
        #[command(flatten)]
        pki: PkiFolder,
        /// The last instant of validity; two years from now if not given.
        #[arg(long, value_name = "INSTANT")]
        until: Option<Timestamp>,
    },
    /// 運用担当者の証明書を更新する / renew the operator's certificate
    Operator {
        #[command(flatten)]
        pki: PkiFolder,
        /// The last instant of validity; two years from now if not given.
        #[arg(long, value_name = "INSTANT")]
        until: Option<Timestamp>,
    },
    /// 医療機関・運用担当者の証明書を失効させる / revoke certificates of an institution or the operator, for good
    #[command(
        after_help = "例 / Examples:\n  madoguchi pki revoke 1310000001 --terminal T02\n  \
        madoguchi pki revoke 1310000001 --all\n  madoguchi pki revoke --operator --replaced\n\
        失効の後、新しい証明書は pki institution / pki operator で作れます / Afterwards `pki institution` and \
        `pki operator` make new ones."
    )]
    Revoke {
        #[command(flatten)]
        whose: Whose,
        /// Only those that a newer certificate took the place of.
        #[arg(long)]
        replaced: bool,
        #[command(flatten)]
        pki: PkiFolder,
    },
    /// 証明書の一覧を表示する / show the network's certificates and which are revoked
    #[command(after_help = "例 / Example:\n  madoguchi pki show --json")]
    Show {
        #[command(flatten)]
        pki: PkiFolder,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// 失効リストと利用停止リストに署名し直す / sign the lists of revoked and suspended certificates anew
    #[command(after_help = "例 / Example:\n  madoguchi pki refresh --days 7")]
    Refresh {
        /// For how many days they may be gone by; as long as their authorities last
        /// if not given. A server refuses everybody once they are stale.
        #[arg(long, value_parser = clap::value_parser!(u16).range(1..), value_name = "DAYS")]
        days: Option<u16>,
        #[command(flatten)]
        pki: PkiFolder,
    },
    /// 別の機械のサーバーに必要な物だけを取り出す / copy what a server elsewhere needs into a new folder
    #[command(
        after_help = "例 / Example:\n  madoguchi pki export-server for-the-server\n\
        認証局の秘密鍵・カード・医療機関の鍵は含みません / It holds no authority's key, no card and no \
        institution's key."
    )]
    ExportServer {
        /// The new folder.
        to: PathBuf,
        #[command(flatten)]
        pki: PkiFolder,
    },
    /// カードを一時利用停止にする / suspend cards, beside those that are suspended already
    Suspend {
        /// The cards, by the name of their persona's file.
        #[arg(required = true)]
        cards: Vec<String>,
        #[command(flatten)]
        pki: PkiFolder,
    },
    /// 一時利用停止を解除する / lift the suspension of cards
    Lift {
        /// The cards, by the name of their persona's file.
        #[arg(required = true)]
        cards: Vec<String>,
        #[command(flatten)]
        pki: PkiFolder,
    },
}

/// Whose certificates are revoked.
#[derive(Args)]
pub(crate) struct Whose {
    /// The institution's 10-digit code.
    #[arg(value_parser = institution, required_unless_present = "operator", conflicts_with = "operator")]
    pub(crate) code: Option<Institution>,
    /// Its terminal.
    #[arg(long, default_value = NetworkSubject::FIRST_TERMINAL, value_parser = terminal, value_name = "TERMINAL")]
    pub(crate) terminal: String,
    /// All its terminals.
    #[arg(long, conflicts_with_all = ["terminal", "operator"])]
    pub(crate) all: bool,
    /// The operator's.
    #[arg(long)]
    pub(crate) operator: bool,
}

impl Whose {
    /// Whether this is one of those.
    pub(crate) fn includes(&self, subject: &NetworkSubject) -> bool {
        match subject {
            NetworkSubject::Operator { .. } => self.operator,
            NetworkSubject::Institution { code, terminal } => {
                let ours = self.code.as_ref().map(Institution::as_str);
                ours == Some(code) && (self.all || *terminal == self.terminal)
            }
        }
    }
}

fn terminal(text: &str) -> Result<String, String> {
    match NetworkSubject::institution(INSTITUTION, text) {
        Some(subject) => Ok(subject.terminal().to_owned()),
        None => Err("1 to 16 ASCII letters, digits and hyphens are expected".to_owned()),
    }
}
