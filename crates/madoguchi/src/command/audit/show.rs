//! `madoguchi audit show`: the last records that fit.

use std::collections::VecDeque;
use std::process::ExitCode;

use serde_json::json;
use store::{AuditRecord, open_for_reading};

use super::{progress, record, words};
use crate::cli::audit::{Show, japan};
use crate::command::{note, tell};
use crate::home;

/// How many records are read at a time.
const PAGE: usize = 1000;

pub(super) async fn run(arguments: Show) -> anyhow::Result<ExitCode> {
    let store = open_for_reading(&home::store(arguments.store.location)?).await?;
    let mut found = VecDeque::new();
    let mut after = 0;
    let bar = progress(store.audit(u64::MAX, 0).await?.head.number);
    loop {
        let page = store.audit(after, PAGE).await?;
        let last = page.records.last().map(|record| record.number);
        for record in page.records {
            if arguments.wanted.takes(&record) {
                found.push_back(record);
            }
            if found.len() > arguments.limit {
                found.pop_front();
            }
        }
        if let Some(number) = page.unreadable {
            note(format!(
                "監査記録 {number} を読めません / audit record {number} cannot be read; see: madoguchi audit verify"
            ));
        }
        match page.unreadable.or(last) {
            Some(number) => after = number,
            None => break,
        }
        bar.set_position(after);
    }
    bar.finish_and_clear();
    if arguments.json {
        let records: Vec<_> = found.iter().map(record::to_json).collect();
        tell(json!({ "records": records }));
    } else {
        found.iter().for_each(|record| tell(lines(record)));
    }
    Ok(ExitCode::SUCCESS)
}

/// One record in two lines: who did what when and what came of it, then concerning
/// whom and what.
fn lines(record: &AuditRecord) -> String {
    let event = &record.event;
    let at = event.at.to_zoned(japan()).strftime("%Y-%m-%d %H:%M:%S%.6f");
    let called = words::operation(event.operation);
    let mut text = format!(
        "{:>8}  {at}  {:<10}  {:<8}  {:<8}  {} / {}: {}",
        record.number,
        event.party.code(),
        event.terminal.as_ref().map_or("-", |it| it.as_str()),
        event.staff.as_ref().map_or("-", |it| it.as_str()),
        called.ja,
        called.en,
        event.result,
    );
    let mut second = String::new();
    for (name, value) in record::fields(record) {
        let name = match name {
            "visit" => "受付/visit",
            "person" => "対象/person",
            "category" => "情報種別/category",
            "purpose" => "利用目的/purpose",
            "consent" => "同意/consent",
            _ => continue,
        };
        if let Some(value) = value {
            second.extend([" ", name, "=", &value]);
        }
    }
    if !event.detail.is_empty() {
        second.extend([" ", &event.detail]);
    }
    if !second.is_empty() {
        text.extend(["\n         ", &second]);
    }
    text
}
