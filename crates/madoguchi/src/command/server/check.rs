//! `madoguchi server check`: whether a server can be started.

mod told;

use std::fs::OpenOptions;
use std::io::ErrorKind;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use pki::{Finding, Severity, Words};
use store::{ChainVerdict, StoreError, open_for_reading, verify_chain};

use super::keys;
use crate::cli::server::Server;
use crate::command::tell;
use crate::given::RealTime;
use crate::home;

pub(super) async fn run(arguments: Server, json: bool) -> anyhow::Result<ExitCode> {
    let clock = arguments
        .clock
        .map_or_else(RealTime::real, RealTime::set_to);
    let folder = home::pki(arguments.pki.folder)?;
    let mut findings = keys::look_at(
        &folder,
        arguments.listen,
        arguments.allow_demo_keys,
        clock.now(),
    );
    findings.extend(store(&home::store(arguments.store.location)?).await);
    if let Some(file) = &arguments.witness.file {
        findings.push(witness(file));
    }
    findings.push(address("listen", arguments.listen));
    findings.extend(arguments.metrics.map(|it| address("metrics", it)));
    tell(match json {
        true => told::as_json(&findings).to_string(),
        false => told::as_text(&findings),
    });
    let can = findings.iter().all(|it| it.severity != Severity::Error);
    Ok(match can {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}

fn finding(severity: Severity, file: impl Into<PathBuf>, ja: &str, en: &str) -> Finding {
    Finding {
        severity,
        what: Words {
            ja: ja.to_owned(),
            en: en.to_owned(),
        },
        file: file.into(),
    }
}

/// Whether the store can be used, and its content and audit chain are whole.
async fn store(location: &str) -> Vec<Finding> {
    // The rest may hold a password.
    let (scheme, path) = location.split_once(':').unwrap_or((location, ""));
    let name = match scheme {
        "sqlite" => location,
        _ => scheme,
    };
    if scheme == "sqlite" && !Path::new(path).exists() {
        let (ja, en) = ("起動時に作ります", "it is made at the start");
        return vec![finding(Severity::Fine, name, ja, en)];
    }
    let wrong = |error: &StoreError| {
        // Its words are in both languages already.
        let words = error.to_string();
        let (ja, en) = words.split_once(" / ").unwrap_or((&words, &words));
        finding(Severity::Error, name, ja, en)
    };
    let mut findings = Vec::new();
    match store::look_into(location) {
        Ok(()) => findings.push(finding(
            Severity::Fine,
            name,
            "内容は壊れていません",
            "its content is whole",
        )),
        Err(error) => findings.push(wrong(&error)),
    }
    findings.extend(role(scheme, location, name).await);
    let store = match open_for_reading(location).await {
        Ok(store) => store,
        Err(error) => {
            findings.push(wrong(&error));
            return findings;
        }
    };
    findings.push(match verify_chain(store.as_ref()).await {
        Ok(ChainVerdict::Whole { head }) => finding(
            Severity::Fine,
            name,
            &format!("監査記録 {} 件、連鎖は完全です", head.number),
            &format!("{} audit records; the chain is whole", head.number),
        ),
        Ok(ChainVerdict::Broken { record, .. }) => finding(
            Severity::Error,
            name,
            &format!("監査記録 {record} で連鎖が切れています。実行: madoguchi audit verify"),
            &format!(
                "the chain of audit records is broken at {record}; see `madoguchi audit verify`"
            ),
        ),
        Err(error) => wrong(&error),
    });
    findings
}

/// Whether a database's role cannot change what the audit trail says. Whoever may write
/// a file always can.
async fn role(scheme: &str, location: &str, name: &str) -> Option<Finding> {
    if scheme == "sqlite" {
        return None;
    }
    Some(match store::may_rewrite_audit(location).await.ok()? {
        false => finding(
            Severity::Fine,
            name,
            "この役割は監査記録を書き換えられません",
            "this role cannot change audit records",
        ),
        true => finding(
            Severity::Warning,
            name,
            "この役割は監査記録を書き換えられます（制限した役割で起動してください）",
            "this role can change audit records; start the server as one that cannot",
        ),
    })
}

/// Whether checkpoints can be added. Nothing is made.
fn witness(file: &Path) -> Finding {
    match OpenOptions::new().append(true).open(file) {
        Ok(_) => finding(Severity::Fine, file, "追記できます", "it can be added to"),
        Err(error) if error.kind() == ErrorKind::NotFound && parent(file).is_dir() => {
            let (ja, en) = ("起動時に作ります", "it is made at the start");
            finding(Severity::Fine, file, ja, en)
        }
        Err(error) => finding(
            Severity::Error,
            file,
            &format!("証人ファイルに書けません（{error}）"),
            &format!("the witness cannot be written ({error})"),
        ),
    }
}

fn parent(file: &Path) -> &Path {
    let parent = file.parent().filter(|it| !it.as_os_str().is_empty());
    parent.unwrap_or(Path::new("."))
}

/// Whether the address is free.
fn address(whose: &str, address: SocketAddr) -> Finding {
    let name = format!("{whose} {address}");
    match TcpListener::bind(address) {
        Ok(_) => finding(Severity::Fine, name, "空いています", "it is free"),
        Err(error) if error.kind() == ErrorKind::AddrInUse => finding(
            Severity::Warning,
            name,
            "使用中です（サーバーが稼働中かもしれません）",
            "somebody listens there; perhaps a server runs already",
        ),
        Err(error) => finding(
            Severity::Error,
            name,
            &format!("使えません（{error}）"),
            &format!("it cannot be used ({error})"),
        ),
    }
}
