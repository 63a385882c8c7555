//! `madoguchi audit export`: records in a file of another form, verified on the way.

use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;
use serde_json::json;
use store::{AuditRecord, ChainHead, Checkpoint, Step, Store, Walk, open_for_reading};
use tempfile::NamedTempFile;

use super::{progress, record};
use crate::cli::audit::{Export, Format};
use crate::command::{note, tell};
use crate::home;

/// How many checkpoints are read at a time.
const PAGE: usize = 1000;

pub(super) async fn run(arguments: Export) -> anyhow::Result<ExitCode> {
    let store = open_for_reading(&home::store(arguments.store.location.clone())?).await?;
    let about = || arguments.file.display().to_string();
    let folder = arguments
        .file
        .parent()
        .filter(|it| !it.as_os_str().is_empty());
    let file = NamedTempFile::new_in(folder.unwrap_or(Path::new("."))).with_context(about)?;
    let mut writer = BufWriter::new(file);
    let Some(exported) = write(store.as_ref(), &arguments, &mut writer).await? else {
        return Ok(ExitCode::FAILURE);
    };
    let file = writer.into_inner().map_err(io::IntoInnerError::into_error);
    let file = file.with_context(about)?;
    file.as_file().sync_all().with_context(about)?;
    file.persist(&arguments.file).with_context(about)?;
    tell(format!(
        "{exported} 件を書き出しました / {exported} audit records exported: {}",
        arguments.file.display()
    ));
    Ok(ExitCode::SUCCESS)
}

/// Writes what is asked for, then the head of the chain and the last checkpoint. Gives
/// how many records it were, or nothing when the chain is not whole.
async fn write(
    store: &dyn Store,
    arguments: &Export,
    to: &mut impl Write,
) -> anyhow::Result<Option<u64>> {
    let bar = progress(store.audit(u64::MAX, 0).await?.head.number);
    let mut walk = Walk::from(store, ChainHead::START);
    let (mut exported, mut origin) = (0, None);
    begin(arguments.format, to)?;
    let head = loop {
        match walk.next().await? {
            Step::Records(records) => {
                origin = origin.or(records.first().map(AuditRecord::as_origin));
                for record in records.iter().filter(|it| arguments.wanted.takes(it)) {
                    line(arguments.format, record, to)?;
                    exported += 1;
                }
                bar.inc(u64::try_from(records.len())?);
            }
            Step::End(head) => break head,
            Step::Broken { record, .. } => {
                bar.finish_and_clear();
                note(format!(
                    "監査記録 {record} に異常があるため、何も書きません / audit record {record} is not as it was written; \
                     nothing is written. See: madoguchi audit verify"
                ));
                return Ok(None);
            }
        }
    };
    bar.finish_and_clear();
    let checkpoint = match origin {
        Some(origin) => last_checkpoint(store, head)
            .await?
            .map(|it| it.to_line(origin)),
        None => None,
    };
    finish(arguments.format, head, checkpoint, to)?;
    Ok(Some(exported))
}

/// The last checkpoint of the chain up to `head`.
async fn last_checkpoint(store: &dyn Store, head: ChainHead) -> anyhow::Result<Option<Checkpoint>> {
    let mut last: Option<Checkpoint> = None;
    loop {
        let after = last.as_ref().map_or(0, |it| it.head.number);
        let page = store.checkpoints(after, PAGE).await?;
        let newest = page
            .into_iter()
            .take_while(|it| it.head.number <= head.number)
            .last();
        if newest.is_none() {
            return Ok(last);
        }
        last = newest;
    }
}

/// The columns: what a line is, a record's own, and the statement of a checkpoint.
const COLUMNS: &str = "kind,number,at,monotonic,party,terminal,staff,operation,visit,person,card,\
    category,purpose,consent,result,detail,answer,previous,hash,checkpoint";

fn begin(format: Format, to: &mut impl Write) -> io::Result<()> {
    match format {
        Format::Jsonl => Ok(()),
        Format::Csv => write!(to, "{COLUMNS}\r\n"),
    }
}

fn line(format: Format, record: &AuditRecord, to: &mut impl Write) -> io::Result<()> {
    match format {
        Format::Jsonl => {
            let mut told = record::to_json(record);
            if let Some(told) = told.as_object_mut() {
                told.insert("kind".into(), "RECORD".into());
            }
            writeln!(to, "{told}")
        }
        Format::Csv => {
            write!(to, "RECORD,{}", record.number)?;
            for (_, value) in record::fields(record) {
                write!(to, ",{}", quoted(value.unwrap_or_default()))?;
            }
            to.write_all(b",\r\n")
        }
    }
}

/// What the export can be checked with.
fn finish(
    format: Format,
    head: ChainHead,
    checkpoint: Option<String>,
    to: &mut impl Write,
) -> io::Result<()> {
    let (number, hash) = (head.number, hex::encode(head.hash));
    match format {
        Format::Jsonl => {
            let head = json!({ "kind": "HEAD", "number": number, "hash": hash });
            let checkpoint = json!({ "kind": "CHECKPOINT", "checkpoint": checkpoint });
            writeln!(to, "{head}\n{checkpoint}")
        }
        Format::Csv => {
            let (empty, checkpoint) = (",".repeat(16), checkpoint.unwrap_or_default());
            write!(to, "HEAD,{number},{empty}{hash},\r\n")?;
            write!(to, "CHECKPOINT,,{empty},{}\r\n", quoted(checkpoint))
        }
    }
}

/// A value of a CSV line (RFC 4180 §2).
fn quoted(value: String) -> String {
    match value.contains(['"', ',', '\r', '\n']) {
        true => format!("\"{}\"", value.replace('"', "\"\"")),
        false => value,
    }
}
