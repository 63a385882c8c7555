//! The words of `madoguchi admin`.

mod fault;
mod insurance;
mod staff;
mod whom;

use std::path::PathBuf;

use api::Uri;
use clap::{Args, Subcommand};
use jiff::Timestamp;
use qualification::{Category, CategorySet, Institution};

pub(crate) use fault::{Disturbing, FaultCommand};
pub(crate) use insurance::{Arrears, Event, Insurer};
pub(crate) use staff::{Account, StaffCommand};
pub(crate) use whom::{Card, Whom};

use super::visit::{Consent, consent, server};

const EXIT_CODES: &str = "\
終了コード / Exit codes: 0 完了 / done, 1 該当なし・変更なし / nobody and nothing such, or unchanged,
  2 使い方の誤り / wrong usage, 20 サーバーに接続不可 / server down, 21 信頼できない / not trusted,
  22 運用担当者の証明書を拒否 / the operator's certificate is refused, 23 混雑 / busy,
  24 記録装置が使えない / store locked or down, 40 その他 / other";

#[derive(Args)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct Admin {
    #[command(flatten)]
    pub(crate) at: At,
    /// What is done.
    #[command(subcommand)]
    pub(crate) command: AdminCommand,
}

/// The server, and the operator's certificate.
#[derive(Args)]
pub(crate) struct At {
    /// The check server.
    #[arg(
        long,
        env = "MADOGUCHI_SERVER",
        default_value = "https://localhost:50443",
        value_parser = server,
        value_name = "URL",
        global = true
    )]
    pub(crate) server: Uri,
    /// The folder of certificates, with the operator's.
    #[arg(
        long = "pki",
        env = "MADOGUCHI_PKI",
        value_name = "FOLDER",
        global = true
    )]
    pub(crate) folder: Option<PathBuf>,
    /// As JSON.
    #[arg(long, global = true)]
    pub(crate) json: bool,
}

#[derive(Subcommand)]
pub(crate) enum AdminCommand {
    /// 登録: ペルソナの人を、動いているサーバーに登録する / put personas' people into a running server
    #[command(
        after_help = "例 / Examples:\n  madoguchi admin enrol --shelf hardware/cards\n  \
        madoguchi admin enrol --shelf hardware/cards insured arrears\n\
        いま知られている内容（資格・カード・医療情報）は置き換わります / It replaces what was known of them."
    )]
    Enrol {
        /// The folder of the personas.
        #[arg(long, value_name = "FOLDER")]
        shelf: PathBuf,
        /// Only these, by the names of their files.
        #[arg(value_name = "PERSONA")]
        personas: Vec<String>,
    },
    /// 照会: その人について知られていること / what is known of a person
    #[command(after_help = "例 / Examples:\n  madoguchi admin find insured\n  \
        madoguchi admin find --number 06439996:5021:1234567:1980-02-17 --json")]
    Find(Whom),
    /// 一時利用停止: カードをその瞬間から使えなくする / from now on the card lets nobody in
    #[command(after_help = "例 / Example:\n  madoguchi admin suspend insured")]
    Suspend(Card),
    /// 一時利用停止を解除する / lift a suspension
    #[command(after_help = "例 / Example:\n  madoguchi admin lift insured")]
    Lift(Card),
    /// カードの更新: 新しいカードに置き換える / a new card takes the place of an old one
    #[command(
        after_help = "例 / Example:\n  madoguchi admin renew insured --to insured-2\n\
        カードは、ペルソナの名前か利用者証明用証明書のSHA-256で指定 / A card is named by its persona, or \
        by the SHA-256 of its user-authentication certificate."
    )]
    Renew {
        #[command(flatten)]
        old: Card,
        /// The new card: a persona, or the SHA-256 of its certificate.
        #[arg(long, value_name = "PERSONA|HEX")]
        to: String,
    },
    /// 滞納: 納期限を過ぎた保険料の有無 / whether a premium is unpaid
    #[command(
        after_help = "例 / Examples:\n  madoguchi admin arrears insured --due 2026-10-31\n  \
        madoguchi admin arrears insured --paid"
    )]
    Arrears(Arrears),
    /// 保険者の変更 / the insurer changes
    #[command(
        after_help = "例 / Example:\n  madoguchi admin insurer insured --to 439992 --named 架空国保 \\\n      \
        --number-there 7654321 --acquired 2026-11-16 --linked 2026-11-26\n\
        --linked まで、サーバーは新しい資格を知りません / Until --linked the server knows nothing of it."
    )]
    Insurer(Box<Insurer>),
    /// 利用登録・解除申請・解除 / the registration of the card as insurance card
    #[command(
        after_help = "例 / Example:\n  madoguchi admin registration insured --event requested"
    )]
    Registration {
        #[command(flatten)]
        whom: Whom,
        /// What happened.
        #[arg(long, value_name = "EVENT")]
        event: Event,
    },
    /// 医療機関 / institutions: what they offer, and whether they are let in
    Institution {
        /// What is done.
        #[command(subcommand)]
        command: InstitutionCommand,
    },
    /// 職員 / staff: who may sign in at an institution's terminals, and as what
    Staff {
        /// What is done.
        #[command(subcommand)]
        command: StaffCommand,
    },
    /// サーバーの時計 / the server's clock
    #[command(after_help = "例 / Examples:\n  madoguchi admin clock\n  \
        madoguchi admin clock --set 2026-12-01T09:00:00+09:00\n\
        合わせるには server --developer が必要 / To set it the server must be started with --developer.")]
    Clock {
        /// Sets it: it goes on from there.
        #[arg(long, value_name = "INSTANT")]
        set: Option<Timestamp>,
    },
    /// 開発者の障害スイッチ / a developer's faults
    Fault {
        /// What is done.
        #[command(subcommand)]
        command: FaultCommand,
    },
}

#[derive(Subcommand)]
pub(crate) enum InstitutionCommand {
    /// 登録・変更する / put one in, or change it
    #[command(after_help = "例 / Examples:\n  \
        madoguchi admin institution put 1310000001 --named 架空医院 --offers medication,treatment\n  \
        madoguchi admin institution put 1310000001 --named 架空医院 --stopped")]
    Put {
        /// Its 10-digit code.
        #[arg(value_parser = super::institution)]
        code: Institution,
        /// Its name.
        #[arg(long, value_name = "NAME")]
        named: String,
        /// What it views: `all`, `none`, or categories parted by commas.
        #[arg(long, default_value = "all", value_parser = offers, value_name = "CATEGORIES")]
        offers: CategorySet,
        /// It is shut out: every call is refused.
        #[arg(long)]
        stopped: bool,
    },
    /// 一覧を表示する / list them
    List,
}

/// What an institution views: medical information alone can be switched on or off.
fn offers(text: &str) -> Result<CategorySet, String> {
    if text == "all" {
        return Ok(CategorySet::MEDICAL);
    }
    let Consent(offered) = consent(text)?;
    match offered.iter().all(|it| Category::MEDICAL.contains(it)) {
        true => Ok(offered.into_iter().collect()),
        false => Err(
            "特定疾病は医療機関ごとに選べません / specific-disease is not offered by institutions one by one".to_owned(),
        ),
    }
}
