//! The reference page: every outcome with all that is said of it.

use std::fmt::{self, Write};

use crate::{Answerer, Cause, Document, HelpLine, Reason, Rule, Text, holiday};

const HEAD: &str = "\
# 受付の結果 / How a check can end

Every way a check at the desk, or a part of it, can end. What the patient is told never \
shows arrears, special care expense or another's data. *Documents* help today in this \
order, all but `kakunin` (資格確認書) together with the card; whether each still holds on \
the day is looked at apart.

Evidence: SEED, a seed document says so; PUBLIC, another public source does; LAW, a \
statute, not compared with its text; UNVERIFIED, never a fact; DESIGN, every source is \
silent.
";

/// Every outcome, then the causes and the help lines, as Markdown.
#[must_use]
pub fn outcomes_markdown() -> String {
    let mut page = String::new();
    // A string takes whatever is written.
    let _ = write_page(&mut page);
    page
}

fn write_page(page: &mut String) -> fmt::Result {
    page.push_str(HEAD);
    for reason in Reason::ALL {
        write_outcome(page, *reason)?;
    }
    write_causes(page)?;
    write_lines(page)
}

fn write_outcome(page: &mut String, reason: Reason) -> fmt::Result {
    let mender = reason.mender();
    let by = match reason.answerer() {
        Answerer::Server => "the check server",
        Answerer::Desk => "the desk",
    };
    writeln!(page, "\n## {}\n\n| | 日本語 | English |", reason.code())?;
    writeln!(page, "|---|---|---|")?;
    row(page, "patient / 患者さんへ", reason.patient())?;
    row(page, "staff / 職員へ", reason.staff())?;
    row(page, "next / 次にすること", reason.next())?;
    row(page, "who mends it / 対応する人", mender.name())?;
    writeln!(page, "\n- answered by: {by}")?;
    writeln!(page, "- mender: `{}`", mender.code())?;
    if let Some(cause) = reason.cause() {
        writeln!(page, "- cause: `{}`", cause.code())?;
    }
    let documents = reason.documents().iter().copied();
    list(page, "documents", documents.map(Document::code))?;
    list(
        page,
        "rules",
        reason.rules().iter().copied().map(Rule::name),
    )?;
    let evidence = reason.evidence().code();
    writeln!(page, "- source: {} ({evidence})", reason.source())?;
    match reason.unverified() {
        Some(it) => writeln!(page, "- **UNVERIFIED**: {} / {}", it.ja, it.en),
        None => Ok(()),
    }
}

fn row(page: &mut String, title: &str, text: Text) -> fmt::Result {
    writeln!(page, "| {title} | {} | {} |", text.ja, text.en)
}

/// `- title: `a`, `b``, or that there are none.
fn list<'a>(page: &mut String, title: &str, codes: impl Iterator<Item = &'a str>) -> fmt::Result {
    let codes: Vec<_> = codes.map(|code| format!("`{code}`")).collect();
    let codes = if codes.is_empty() {
        "none".to_owned()
    } else {
        codes.join(", ")
    };
    writeln!(page, "- {title}: {codes}")
}

fn write_causes(page: &mut String) -> fmt::Result {
    writeln!(page, "\n# 確認できない原因 / Why no check could be made\n")?;
    writeln!(page, "| cause | 日本語 | English | card | call | source |")?;
    writeln!(page, "|---|---|---|---|---|---|")?;
    for cause in Cause::ALL {
        let (code, text, card) = (cause.code(), cause.text(), cause.card().code());
        let call = cause.help_line().map_or("–", HelpLine::number);
        write!(page, "| `{code}` | {} | {} | ", text.ja, text.en)?;
        let (source, evidence) = (cause.source(), cause.evidence().code());
        writeln!(page, "`{card}` | {call} | {source} ({evidence}) |")?;
    }
    Ok(())
}

fn write_lines(page: &mut String) -> fmt::Result {
    writeln!(page, "\n# 問い合わせ先 / Whom to call\n")?;
    writeln!(page, "| number | 日本語 | English | hours | source |")?;
    writeln!(page, "|---|---|---|---|---|")?;
    for line in HelpLine::all() {
        let (what, hours) = (line.what(), line.hours());
        write!(page, "| {} | {} | {} | ", line.number(), what.ja, what.en)?;
        let (source, evidence) = (line.source(), line.evidence().code());
        writeln!(page, "{hours} | {source} ({evidence}) |")?;
    }
    writeln!(page, "\nNational holidays are known for:\n")?;
    for (year, source, evidence) in holiday::known_years() {
        writeln!(page, "- {year}: {source} ({})", evidence.code())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
