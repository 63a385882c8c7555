//! The words of `madoguchi server`.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use clap::{ArgAction, Args, Subcommand, value_parser};
use jiff::Timestamp;
use server::Limits;

use super::settings::Setting;
use super::{PkiFolder, StoreLocation, audit, switches};

/// Every setting can be given as a flag, in the environment and in a file.
#[derive(Args)]
#[command(
    args_conflicts_with_subcommands = false,
    after_help = "例 / Examples:\n  madoguchi server --shelf hardware/cards\n  \
    madoguchi server --store sqlite:check.db \\\n      --clock 2026-12-01T09:00:00+09:00 \\\n      --rules national --limit-screen ask\n  \
    madoguchi server settings --listen 0.0.0.0:50443 > madoguchi.toml\n  \
    madoguchi server --config madoguchi.toml --metrics 9464\n  \
    madoguchi server check --config madoguchi.toml"
)]
pub(crate) struct Server {
    /// What is done instead of answering desks.
    #[command(subcommand)]
    pub(crate) command: Option<ServerCommand>,
    /// 設定ファイル（TOML）。環境変数、フラグの順に優先します / settings that the environment
    /// and flags override; `madoguchi server settings` prints one.
    #[arg(long, env = "MADOGUCHI_CONFIG", value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Where calls come in.
    #[arg(
        long,
        env = "MADOGUCHI_LISTEN",
        default_value = "127.0.0.1:50443",
        value_name = "ADDRESS"
    )]
    pub(crate) listen: SocketAddr,
    #[command(flatten)]
    pub(crate) pki: PkiFolder,
    /// Lets the keys of a demonstration, which can make certificates and be cards, lie on a
    /// server that others can reach.
    #[arg(long, env = "MADOGUCHI_ALLOW_DEMO_KEYS", value_name = "BOOLEAN", default_value = "false",
        default_missing_value = "true", num_args = 0..=1, require_equals = true, action = ArgAction::Set)]
    pub(crate) allow_demo_keys: bool,
    #[command(flatten)]
    pub(crate) store: StoreLocation,
    #[command(flatten)]
    pub(crate) witness: audit::Witness,
    /// Where Prometheus asks; a port alone is one of this machine. Nobody is told who the
    /// asker is, so let nobody else reach it. Off if not given.
    #[arg(long, env = "MADOGUCHI_METRICS", value_parser = metrics_address, value_name = "ADDRESS")]
    pub(crate) metrics: Option<SocketAddr>,
    /// Personas whose people are put into the store at the start.
    #[arg(long, env = "MADOGUCHI_SHELF", value_name = "FOLDER")]
    pub(crate) shelf: Option<PathBuf>,
    /// Sets the clock: the server's time begins here and goes on.
    #[arg(long, env = "MADOGUCHI_CLOCK", value_name = "INSTANT")]
    pub(crate) clock: Option<Timestamp>,
    /// For developers: the operator may set the clock and switch faults on.
    #[arg(long, env = "MADOGUCHI_DEVELOPER", value_name = "BOOLEAN", default_value = "false",
        default_missing_value = "true", num_args = 0..=1, require_equals = true, action = ArgAction::Set)]
    pub(crate) developer: bool,
    #[command(flatten)]
    pub(crate) limits: GivenLimits,
    #[command(flatten)]
    pub(crate) rules: switches::Rules,
    /// All of it, and where each comes from.
    #[arg(skip)]
    pub(crate) settings: Vec<Setting>,
}

#[derive(Subcommand)]
pub(crate) enum ServerCommand {
    /// 起動できる状態か調べる / look whether a server can be started, and what has to be done soon
    #[command(
        after_help = "終了コード / Exit codes: 0 起動できる / it can, 1 起動できない / it cannot, \
        2 使い方・設定の誤り / wrong usage or settings"
    )]
    Check {
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// 有効な設定と、それぞれの出どころを設定ファイルの形で表示する / print the settings that
    /// hold and where each comes from, as a file for `--config`
    Settings,
}

/// The limits that an operator changes.
#[derive(Args)]
#[command(next_help_heading = "限度 / Limits")]
pub(crate) struct GivenLimits {
    /// Connections at once; more are closed.
    #[arg(long, env = "MADOGUCHI_CONNECTIONS", default_value_t = 4096, value_parser = value_parser!(u16).range(1..), value_name = "NUMBER")]
    connections: u16,
    /// Calls worked on at once; more are told to come again.
    #[arg(long, env = "MADOGUCHI_CALLS", default_value_t = 512, value_parser = value_parser!(u16).range(1..), value_name = "NUMBER")]
    calls: u16,
    /// How long one call may take.
    #[arg(long, env = "MADOGUCHI_CALL_SECONDS", default_value_t = 5, value_parser = value_parser!(u16).range(1..=3600), value_name = "SECONDS")]
    call_seconds: u16,
    /// How long a TLS handshake may take.
    #[arg(long, env = "MADOGUCHI_HANDSHAKE_SECONDS", default_value_t = 5, value_parser = value_parser!(u16).range(1..=60), value_name = "SECONDS")]
    handshake_seconds: u16,
    /// How long calls may go on after the server is told to stop.
    #[arg(long, env = "MADOGUCHI_DRAIN_SECONDS", default_value_t = 10, value_parser = value_parser!(u16).range(0..=3600), value_name = "SECONDS")]
    drain_seconds: u16,
}

impl GivenLimits {
    /// The limits, with those that nobody changes.
    pub(crate) fn limits(&self) -> Limits {
        let seconds = |seconds: u16| Duration::from_secs(seconds.into());
        Limits {
            connections: self.connections.into(),
            calls: self.calls.into(),
            call: seconds(self.call_seconds),
            handshake: seconds(self.handshake_seconds),
            drain: seconds(self.drain_seconds),
            ..Limits::default()
        }
    }
}

fn metrics_address(text: &str) -> Result<SocketAddr, String> {
    if let Ok(port) = text.parse::<u16>() {
        return Ok((Ipv4Addr::LOCALHOST, port).into());
    }
    text.parse().map_err(|_| {
        "ポート番号かアドレス:ポート / a port, or an address with one, such as 127.0.0.1:9464"
            .to_owned()
    })
}
