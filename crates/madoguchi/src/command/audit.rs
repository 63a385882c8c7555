//! `madoguchi audit`: the server's records.

mod export;
mod record;
mod show;
mod verify;
mod words;

use std::io::{self, IsTerminal as _};
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use pki::Folder;
use server::Notary;
use store::Witness;

use crate::cli::audit::{Audit, AuditCommand};

pub(crate) async fn run(arguments: Audit) -> anyhow::Result<ExitCode> {
    match arguments.command {
        AuditCommand::Verify(arguments) => verify::run(arguments).await,
        AuditCommand::Show(arguments) => show::run(arguments).await,
        AuditCommand::Export(arguments) => export::run(arguments).await,
    }
}

/// Who vouches for a server's records: with the folder's key, and that file as witness.
pub(crate) fn notary(folder: &Folder, witness: Option<&Path>) -> anyhow::Result<Notary> {
    let key = folder.audit_key()?;
    let witness = witness.map(|file| {
        Witness::open(file.to_owned()).with_context(|| {
            let file = file.display();
            format!("証人ファイルに書けません / the witness cannot be written: {file}")
        })
    });
    Ok(Notary::new(
        move |statement| key.sign(statement),
        witness.transpose()?,
    ))
}

/// A bar on standard error, where somebody watches.
fn progress(records: u64) -> ProgressBar {
    bar("記録 / records", records)
}

/// The same for something else.
pub(crate) fn bar(of: &str, length: u64) -> ProgressBar {
    let target = match io::stderr().is_terminal() {
        true => ProgressDrawTarget::stderr(),
        false => ProgressDrawTarget::hidden(),
    };
    let style = ProgressStyle::with_template("{prefix} {wide_bar} {pos}/{len} {eta}");
    let bar = ProgressBar::with_draw_target(Some(length), target).with_prefix(of.to_owned());
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}
