//! `madoguchi audit`: the server's records.

use std::process::ExitCode;

use serde_json::json;
use store::{ChainVerdict, Flaw, open_for_reading, verify_chain};

use super::tell;
use crate::cli::{Audit, AuditCommand};
use crate::home;

pub(crate) async fn run(arguments: Audit) -> anyhow::Result<ExitCode> {
    let AuditCommand::Verify { store, json } = arguments.command;
    let store = open_for_reading(&home::store(store.location)?).await?;
    let verdict = verify_chain(store.as_ref()).await?;
    if json {
        tell(as_json(&verdict));
    } else {
        tell(as_text(&verdict));
    }
    Ok(match verdict {
        ChainVerdict::Whole { .. } => ExitCode::SUCCESS,
        ChainVerdict::Broken { .. } => ExitCode::FAILURE,
    })
}

fn as_json(verdict: &ChainVerdict) -> serde_json::Value {
    match verdict {
        ChainVerdict::Whole { head } => json!({ "whole": true, "records": head.number }),
        ChainVerdict::Broken { record, flaw } => json!({
            "whole": false,
            "record": record,
            "flaw": match flaw {
                Flaw::Altered => "altered",
                Flaw::Missing => "missing",
                Flaw::Unlinked => "unlinked",
            },
        }),
    }
}

fn as_text(verdict: &ChainVerdict) -> String {
    match verdict {
        ChainVerdict::Whole { head } => {
            let records = head.number;
            format!(
                "監査記録 {records} 件、連鎖は完全です。\n{records} audit records; the chain is whole."
            )
        }
        ChainVerdict::Broken { record, flaw } => {
            let (ja, en) = match flaw {
                Flaw::Altered => ("改変されています", "was altered"),
                Flaw::Missing => ("失われています", "is missing"),
                Flaw::Unlinked => ("前の記録とつながりません", "does not follow the one before"),
            };
            format!("監査記録 {record} が{ja}。\nAudit record {record} {en}.")
        }
    }
}
