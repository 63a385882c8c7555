//! `madoguchi audit verify`: whether the records are what was written, and signed.

mod told;

use std::fs::{self, File};
use std::io::BufReader;
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use store::{Evidence, open_for_reading};

use self::told::Told;
use super::progress;
use crate::cli::audit::Verify;
use crate::command::tell;
use crate::home;

pub(super) async fn run(arguments: Verify) -> anyhow::Result<ExitCode> {
    let key = key(&arguments)?;
    let store = open_for_reading(&home::store(arguments.store.location)?).await?;
    let check = |statement: &[u8], signature: &[u8; 64]| {
        key.is_none_or(|key| pki::verify_audit_signature(&key, statement, signature))
    };
    let mut evidence = Evidence::kept_by(store.as_ref(), &check).await?;
    for file in &arguments.witness {
        let opened = File::open(file).with_context(|| file.display().to_string())?;
        let read = evidence.add_witness(&mut BufReader::new(opened));
        read.with_context(|| file.display().to_string())?;
    }
    let bar = progress(store.audit(u64::MAX, 0).await?.head.number);
    let mut reached = |number| bar.set_position(number);
    let verdict = evidence.verify(store.as_ref(), &mut reached).await?;
    bar.finish_and_clear();
    let told = Told {
        verdict: &verdict,
        evidence: &evidence,
        is_signed: key.is_some(),
        witnesses: arguments
            .witness
            .iter()
            .map(|file| file.display().to_string())
            .collect(),
    };
    tell(match arguments.json {
        true => told.as_json().to_string(),
        false => told.as_text(),
    });
    Ok(match verdict.findings.is_empty() {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}

/// The key that signatures are verified with, if there is one.
fn key(arguments: &Verify) -> anyhow::Result<Option<[u8; 32]>> {
    if let Some(file) = &arguments.key {
        let pem = fs::read(file).with_context(|| file.display().to_string())?;
        let key = pki::audit_public_key(&pem);
        let about = || {
            format!(
                "{}: Ed25519 の公開鍵ではありません / no Ed25519 public key",
                file.display()
            )
        };
        return key.with_context(about).map(Some);
    }
    let folder = home::pki(arguments.pki.folder.clone())?;
    if folder.is_made() {
        return Ok(Some(folder.audit_public_key()?));
    }
    if !arguments.witness.is_empty() || arguments.pki.folder.is_some() {
        bail!("鍵がありません / there is no key to verify with; name one with --key or --pki");
    }
    Ok(None)
}
