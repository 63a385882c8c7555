//! A developer's faults.

use std::time::Duration;

use api::Rpc;
use api::admin::FaultEffect;
use clap::{Args, Subcommand};
use qualification::{CardFingerprint, Institution, PersonId};

#[derive(Subcommand)]
pub(crate) enum FaultCommand {
    /// 障害を設定する / switch one on
    #[command(
        after_help = "例 / Examples:\n  madoguchi admin fault put --delay-ms 3000\n  \
        madoguchi admin fault put --status 14 --per-thousand 100 --seed 7\n  \
        madoguchi admin fault put --drop-after-commit --call Complete --persona insured\n\
        server --developer で起動したサーバーだけ / Only on a server started with --developer."
    )]
    Put(Box<Disturbing>),
    /// 設定中の障害の一覧 / list those that are on
    List,
    /// 障害を解除する / switch one off, or all
    #[command(
        after_help = "例 / Examples:\n  madoguchi admin fault remove 3\n  madoguchi admin fault remove --all"
    )]
    Remove {
        /// Its number.
        #[arg(value_parser = clap::value_parser!(u64).range(1..), required_unless_present = "all")]
        number: Option<u64>,
        /// All of them.
        #[arg(long, conflicts_with = "number")]
        all: bool,
    },
}

/// What goes wrong, and for whom.
#[derive(Args)]
pub(crate) struct Disturbing {
    #[command(flatten)]
    effect: Effect,
    /// Only calls of this institution.
    #[arg(long, value_parser = super::super::institution, value_name = "CODE")]
    pub(crate) institution: Option<Institution>,
    /// Only calls that concern this persona.
    #[arg(long, value_name = "PERSONA")]
    pub(crate) persona: Option<String>,
    /// Only calls that concern the holder of this card.
    #[arg(long, value_name = "HEX", conflicts_with_all = ["persona", "person"])]
    pub(crate) card: Option<CardFingerprint>,
    /// Only calls that concern this person.
    #[arg(long, value_name = "HEX", conflicts_with = "persona")]
    pub(crate) person: Option<PersonId>,
    /// Only this call, such as Complete.
    #[arg(long, value_parser = call, value_name = "CALL")]
    pub(crate) call: Option<Rpc>,
    /// How many of a thousand such calls it meets.
    #[arg(long, default_value_t = 1000, value_parser = clap::value_parser!(u16).range(1..=1000), value_name = "N")]
    pub(crate) per_thousand: u16,
    /// The same seed meets the same calls.
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub(crate) seed: u64,
}

/// What goes wrong: exactly one.
#[derive(Args)]
#[group(required = true, multiple = false)]
struct Effect {
    /// The call is answered with this gRPC status code and has no effect.
    #[arg(long, value_parser = clap::value_parser!(i32).range(1..=16), value_name = "CODE")]
    status: Option<i32>,
    /// The answer is held back so many milliseconds, at most a minute.
    #[arg(long, value_parser = clap::value_parser!(u64).range(1..=60_000), value_name = "MS")]
    delay_ms: Option<u64>,
    /// The call has its effect, and its answer is lost.
    #[arg(long)]
    drop_after_commit: bool,
    /// Insurers' data are answered as they were known so many days ago.
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=3650), value_name = "DAYS")]
    stale_days: Option<u16>,
    /// Every question to the store takes so many milliseconds longer, at most ten seconds.
    #[arg(long, value_parser = clap::value_parser!(u64).range(1..=10_000), value_name = "MS")]
    slow_store_ms: Option<u64>,
}

impl Disturbing {
    pub(crate) fn effect(&self) -> FaultEffect {
        let effect = &self.effect;
        let status = effect.status.map(|code| FaultEffect::Status(code.into()));
        let delay = effect.delay_ms.map(Duration::from_millis);
        let slow = effect.slow_store_ms.map(Duration::from_millis);
        status
            .or(delay.map(FaultEffect::Delay))
            .or(effect.stale_days.map(FaultEffect::StaleDays))
            .or(slow.map(FaultEffect::SlowStore))
            .unwrap_or(FaultEffect::DropAfterCommit)
    }
}

/// A call by its own name.
fn call(name: &str) -> Result<Rpc, String> {
    let named = |rpc: &Rpc| rpc.path().rsplit('/').next() == Some(name);
    let mut calls = Rpc::ALL.into_iter();
    let call = calls.find(|rpc| named(rpc) && !rpc.path().contains(".AdminService/"));
    call.ok_or_else(|| "no call of that name can be disturbed; write it as Complete".to_owned())
}
