//! The reference page: every rule, every outcome, what is accepted in place of the
//! online check, insurers, and amounts.

mod amounts;
mod fall_back;
mod insurers;
mod rules;

use qualification::outcomes_markdown;

pub use fall_back::fall_back_table;
pub use rules::{rules, rules_json};

/// The whole page as Markdown.
#[must_use]
pub fn reference_page() -> String {
    let parts = [
        "# 窓口の規則 / The rules of the counter\n\n\
         `madoguchi rules list --markdown` がこのページを作ります。確かめられていないものは UNVERIFIED と記します。 / \
         This page is made by `madoguchi rules list --markdown`. What is not verified is marked UNVERIFIED."
            .to_owned(),
        rules::page(),
        outcomes_markdown().trim_end().to_owned(),
        format!(
            "## オンラインで確認できないとき / When the online check cannot be made\n\n{}",
            fall_back_table()
        ),
        insurers::page(),
        amounts::page(),
    ];
    parts.join("\n\n")
}

/// Every way a check can end, as a table for the terminal.
#[must_use]
pub fn outcomes() -> String {
    let lines = qualification::Reason::ALL.iter().map(|reason| {
        let (staff, next) = (reason.staff(), reason.next());
        format!(
            "{}\n  {} / {}\n  → {} / {}",
            reason.code(),
            staff.ja,
            staff.en,
            next.ja,
            next.en
        )
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// A table in Markdown.
fn table(head: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let line = |cells: &[String]| format!("| {} |", cells.join(" | "));
    let head: Vec<String> = head.iter().map(|cell| (*cell).to_owned()).collect();
    let rule = vec!["---".to_owned(); head.len()];
    let rows = rows.map(|row| {
        let cells = row
            .iter()
            .map(|cell| cell.replace('|', "\\|").replace('\n', " "));
        line(&cells.collect::<Vec<_>>())
    });
    let lines = [line(&head), format!("|{}|", rule.join("|"))];
    lines.into_iter().chain(rows).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests;
