//! Whether the keys are fit for a server to start with.

use std::net::SocketAddr;

use anyhow::bail;
use jiff::Timestamp;
use pki::{Finding, Folder, Severity, Words};

/// Looks at keys, certificates and lists, and whether a demonstration's may be here.
pub(super) fn look_at(
    folder: &Folder,
    listen: SocketAddr,
    allow_demo_keys: bool,
    now: Timestamp,
) -> Vec<Finding> {
    let mut findings = folder.examine(now);
    if listen.ip().is_loopback() || allow_demo_keys {
        return findings;
    }
    // What cannot be looked into is among the findings already.
    if let Ok(Some(why)) = folder.is_demo() {
        findings.push(Finding {
            severity: Severity::Error,
            what: Words {
                ja: format!(
                    "デモ用の鍵のまま、ほかの機械から届く {listen} では起動しません（{}）。\
                     実行: madoguchi pki export-server",
                    why.ja
                ),
                en: format!(
                    "others can reach {listen}, and these are a demonstration's keys ({}); start with \
                     a folder made by `madoguchi pki export-server`, or with --allow-demo-keys",
                    why.en
                ),
            },
            file: folder.path().to_owned(),
        });
    }
    findings
}

/// Refuses to start with what a server must not start with.
pub(super) fn expect_fit(findings: &[Finding]) -> anyhow::Result<()> {
    let wrong = findings.iter().filter(|it| it.severity == Severity::Error);
    let wrong: Vec<_> = wrong
        .map(|it| format!("  {}: {}", it.file.display(), it.what))
        .collect();
    if !wrong.is_empty() {
        bail!(
            "この証明書フォルダーでは起動しません / a server does not start with these keys:\n{}",
            wrong.join("\n")
        );
    }
    Ok(())
}
