//! The words of the command line.

pub(crate) mod admin;
pub(crate) mod audit;
pub(crate) mod card;
pub(crate) mod face;
pub(crate) mod pki;
pub(crate) mod rules;
pub(crate) mod server;
pub(crate) mod settings;
pub(crate) mod staff;
pub(crate) mod store;
pub(crate) mod switches;
pub(crate) mod visit;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use qualification::Institution;

/// The institution of demonstrations.
pub(crate) const INSTITUTION: &str = "1310000001";

const EXIT_CODES: &str = "\
終了コード / Exit codes of `visit` and `demo --headless`:
  0  資格を確認した / cover is confirmed
  1  確認できなかった（回答・拒否） / an answer or refusal without confirmed cover
  2  使い方の誤り / wrong usage
 10  リーダーなし / no reader             24  記録装置が使えない / store locked or down
 11  pcscd 停止 / no PC/SC service        30  中止 / cancelled
 12  リーダー使用中 / reader busy         31  時間切れ / timed out
 13  カードを読めない / card unreadable   32  カードなし / no card put down
 14  カードが外された / card removed      33  顔が一致しない / face does not match
 15  暗証番号違い / PIN wrong             34  顔を撮影できない / no face captured
 16  暗証番号ロック・なし / PIN locked,   35  カードの顔写真が読めない / no photo on the card
     or the card has none                 36  目視確認の暗証番号違い / passcode wrong
 17  最後の1回を残した / last try kept    37  目視確認は一時停止中 / staff's check closed
 18  実物のカードは人が入力 / a real      38  本人ではない / not the person on the card
     card's PIN needs a person            39  その方法はできない / that way is not offered
 19  暗証番号なしでは使えない / the card  40  準備の不足・その他 / not set up, or other
     works with its PIN only
 20  サーバーに接続不可 / server down     22  医療機関の証明書を拒否 / institution refused
 21  サーバーを信頼できない / not trusted 23  サーバー混雑 / server busy";

/// 窓口: a qualification-check simulator, from the card on the reader to the answer.
#[derive(Parser)]
#[command(name = "madoguchi", version, propagate_version = true, after_help = EXIT_CODES)]
pub(crate) struct Cli {
    /// What is done.
    #[command(subcommand)]
    pub(crate) command: Command,

    /// What is logged, such as `info` or `server=debug,store=trace`.
    #[arg(long, env = "MADOGUCHI_LOG", global = true, value_parser = log_filter, value_name = "FILTER", help_heading = "Log", display_order = 100)]
    pub(crate) log: Option<String>,

    /// How it is logged.
    #[arg(
        long,
        env = "MADOGUCHI_LOG_FORMAT",
        global = true,
        default_value = "text",
        help_heading = "Log",
        display_order = 101
    )]
    pub(crate) log_format: LogFormat,
}

/// How a log line is written.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum LogFormat {
    /// For people.
    Text,
    /// For programs, one JSON object a line.
    Json,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// デモ: everything in one process, to see a visit at once
    Demo(Demo),
    /// 資格確認サーバー: answer desks
    Server(Box<server::Server>),
    /// 保存先: prepare a store, back it up and restore it
    Store(store::Store),
    /// 受付: receive one person at a reader
    Visit(Box<visit::Visit>),
    /// カード: readers, cards and personas
    Card(card::Card),
    /// 証明書: make and keep the simulator's certificates
    Pki(pki::Pki),
    /// 監査: look at the server's records
    Audit(audit::Audit),
    /// 運用: what only the operator asks of a running server
    Admin(admin::Admin),
    /// 顔: what compares faces, looked at by itself
    Face(face::Face),
    /// 職員: the passcode for the staff's own check (目視確認)
    Staff(staff::Staff),
    /// 規則: ask the rules of the counter what-if questions
    Rules(rules::Rules),
}

/// Everything in one process: authorities, a card, the server, a desk.
#[derive(Args)]
#[command(after_help = "例 / Examples:\n  madoguchi demo\n  madoguchi demo --headless --json")]
pub(crate) struct Demo {
    /// One visit to its end, with every answer given: for scripts.
    #[arg(long)]
    pub(crate) headless: bool,
    /// The report as JSON.
    #[arg(long)]
    pub(crate) json: bool,
    /// The persona whose card is put down.
    #[arg(
        long,
        default_value = "hardware/cards/insured.toml",
        value_name = "FILE"
    )]
    pub(crate) persona: PathBuf,
    #[command(flatten)]
    pub(crate) rules: switches::Rules,
}

#[derive(Args)]
pub(crate) struct PkiFolder {
    /// The folder of certificates.
    #[arg(long = "pki", env = "MADOGUCHI_PKI", value_name = "FOLDER")]
    pub(crate) folder: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct StoreLocation {
    /// 保存先 / the store, such as `sqlite:check.db` or `postgres://madoguchi@db/check`.
    #[arg(
        long = "store",
        env = "MADOGUCHI_STORE",
        hide_env_values = true,
        value_name = "LOCATION"
    )]
    pub(crate) location: Option<String>,
}

fn log_filter(text: &str) -> Result<String, String> {
    match tracing_subscriber::EnvFilter::try_new(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

fn institution(text: &str) -> Result<Institution, String> {
    Institution::parse(text).map_err(|error| error.to_string())
}
