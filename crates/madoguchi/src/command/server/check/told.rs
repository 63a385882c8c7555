//! Findings, told.

use pki::{Finding, Severity};
use serde_json::json;

const fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Fine => "fine",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

/// For programs.
pub(super) fn as_json(findings: &[Finding]) -> serde_json::Value {
    let can = findings.iter().all(|it| it.severity != Severity::Error);
    let findings = findings.iter().map(|it| {
        json!({
            "severity": word(it.severity),
            "what": it.file.display().to_string(),
            "ja": it.what.ja,
            "en": it.what.en,
        })
    });
    json!({ "can_start": can, "findings": findings.collect::<Vec<_>>() })
}

/// For people.
pub(super) fn as_text(findings: &[Finding]) -> String {
    let line = |it: &Finding| {
        let sign = match it.severity {
            Severity::Fine => "○",
            Severity::Warning => "△",
            Severity::Error => "×",
        };
        format!("{sign} {}: {}", it.file.display(), it.what)
    };
    let wrong = findings
        .iter()
        .filter(|it| it.severity == Severity::Error)
        .count();
    let verdict = match wrong {
        0 => "起動できます / a server can be started".to_owned(),
        wrong => {
            format!("起動できません（{wrong} 件） / a server cannot be started: {wrong} errors")
        }
    };
    let lines: Vec<_> = findings.iter().map(line).collect();
    format!("{}\n{verdict}", lines.join("\n"))
}
