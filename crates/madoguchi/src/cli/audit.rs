//! The words of `madoguchi audit`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, ToSpan as _};
use qualification::{Party, PersonId, VisitId};
use store::Operation;

use super::{PkiFolder, StoreLocation};

#[derive(Args)]
pub(crate) struct Audit {
    /// What is done.
    #[command(subcommand)]
    pub(crate) command: AuditCommand,
}

#[derive(Subcommand)]
pub(crate) enum AuditCommand {
    /// 監査記録を検証する / verify the records; exit 1 names the first bad one
    #[command(after_help = "例 / Examples:\n  madoguchi audit verify\n  \
        madoguchi audit verify --witness /mnt/witness/audit.log --key audit.pub\n\
        証人ファイルがなければ、末尾の切り捨てや古いバックアップへの差し替えは見つかりません / Without a witness nobody can \
        tell that the end was cut off, or an older store put back, by whoever has the key.\n\
        終了コード / Exit codes: 0 異常なし / whole, 1 異常あり / not as it was written, 2 使い方の誤り / wrong usage, \
        40 準備の不足・読めない / not set up, unreadable")]
    Verify(Verify),
    /// 監査記録を表示する / show records, the last ones that fit
    #[command(
        after_help = "例 / Examples:\n  madoguchi audit show --institution 1310000001 --limit 20\n  \
        madoguchi audit show --operation READ_HISTORY --from 2026-11-01 --until 2026-11-30 --json"
    )]
    Show(Show),
    /// 監査記録を書き出す / write records to a file, verified while they are read
    #[command(
        after_help = "例 / Examples:\n  madoguchi audit export audit.jsonl --format jsonl\n  \
        madoguchi audit export november.csv --format csv --from 2026-11-01 --until 2026-11-30\n\
        連鎖に異常があれば何も書きません / Nothing is written when the chain is not whole.\n\
        終了コード / Exit codes: 0 書いた / written, 1 異常あり / not as it was written, 2 使い方の誤り / wrong usage, \
        40 準備の不足・読めない / not set up, unreadable"
    )]
    Export(Export),
}

#[derive(Args)]
pub(crate) struct Verify {
    #[command(flatten)]
    pub(crate) store: StoreLocation,
    /// What a server's witness has written down; may be given again for another's.
    #[arg(long, value_name = "FILE")]
    pub(crate) witness: Vec<PathBuf>,
    /// The key that checkpoints are verified with, unless it is `audit.pub` of the folder
    /// of certificates.
    #[arg(long, value_name = "FILE")]
    pub(crate) key: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) pki: PkiFolder,
    /// As JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
pub(crate) struct Show {
    #[command(flatten)]
    pub(crate) store: StoreLocation,
    #[command(flatten)]
    pub(crate) wanted: Wanted,
    /// So many at most: the last ones.
    #[arg(long, default_value_t = 50, value_name = "NUMBER")]
    pub(crate) limit: usize,
    /// As JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
pub(crate) struct Export {
    /// The file, which is replaced if there is one.
    pub(crate) file: PathBuf,
    /// How it is written.
    #[arg(long)]
    pub(crate) format: Format,
    #[command(flatten)]
    pub(crate) store: StoreLocation,
    #[command(flatten)]
    pub(crate) wanted: Wanted,
}

/// How records are written.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Format {
    /// One JSON object a line.
    Jsonl,
    /// Comma-separated values (RFC 4180) with a header.
    Csv,
}

/// Which records.
#[derive(Args)]
pub(crate) struct Wanted {
    /// From that day (in Japan) or instant on.
    #[arg(long, value_parser = beginning, value_name = "WHEN")]
    pub(crate) from: Option<Timestamp>,
    /// Up to the end of that day, or before that instant.
    #[arg(long, value_parser = end, value_name = "WHEN")]
    pub(crate) until: Option<Timestamp>,
    /// Who asked: a 10-digit code, `OPERATOR` or `NOBODY`.
    #[arg(long, value_parser = party, value_name = "CODE")]
    pub(crate) institution: Option<Party>,
    /// At which terminal.
    #[arg(long, value_name = "ID")]
    pub(crate) terminal: Option<String>,
    /// Who of the staff.
    #[arg(long, value_name = "ID")]
    pub(crate) staff: Option<String>,
    /// What was done, such as `READ_HISTORY`.
    #[arg(long, value_parser = operation, value_name = "CODE")]
    pub(crate) operation: Option<Operation>,
    /// What came of it, such as `CONFIRMED`.
    #[arg(long, value_name = "CODE")]
    pub(crate) result: Option<String>,
    /// Concerning whom, 32 hexadecimal digits.
    #[arg(long, value_parser = |text: &str| handle(text).map(PersonId), value_name = "HANDLE")]
    pub(crate) person: Option<PersonId>,
    /// In which visit, 32 hexadecimal digits.
    #[arg(long, value_parser = |text: &str| handle(text).map(VisitId), value_name = "HANDLE")]
    pub(crate) visit: Option<VisitId>,
}

/// Who writes down how far the audit trail is.
#[derive(Args)]
pub(crate) struct Witness {
    /// 証人ファイル: where checkpoints of the audit trail are added, best on another
    /// machine. When nothing could be written there for a minute, no medical history is
    /// read any more; eligibility goes on.
    #[arg(long = "witness", env = "MADOGUCHI_WITNESS", value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
}

/// Japan's time.
pub(crate) fn japan() -> TimeZone {
    TimeZone::fixed(Offset::constant(9))
}

fn beginning(text: &str) -> Result<Timestamp, String> {
    instant(text, 0)
}

fn end(text: &str) -> Result<Timestamp, String> {
    instant(text, 1)
}

/// An instant, or midnight that many days after a day begins.
fn instant(text: &str, later: i32) -> Result<Timestamp, String> {
    if let Ok(day) = text.parse::<Date>() {
        let day = day.checked_add(later.days());
        let midnight = day.and_then(|day| day.to_zoned(japan()));
        return midnight
            .map(|midnight| midnight.timestamp())
            .map_err(|error| error.to_string());
    }
    text.parse().map_err(|_| {
        "日付（2026-11-21）か時刻（2026-11-21T09:00:00+09:00） / a day or an instant".to_owned()
    })
}

fn party(text: &str) -> Result<Party, String> {
    Party::from_code(text).ok_or_else(|| {
        "10桁の医療機関コード、OPERATOR、NOBODY のいずれか / a 10-digit code, OPERATOR or NOBODY"
            .to_owned()
    })
}

fn operation(text: &str) -> Result<Operation, String> {
    Operation::from_code(text)
        .ok_or_else(|| "そのような操作はありません / there is no such operation".to_owned())
}

fn handle(text: &str) -> Result<[u8; 16], String> {
    let mut handle = [0; 16];
    hex::decode_to_slice(text, &mut handle)
        .map(|()| handle)
        .map_err(|_| "32桁の16進数 / 32 hexadecimal digits".to_owned())
}
