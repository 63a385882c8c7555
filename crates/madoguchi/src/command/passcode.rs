//! A passcode that is to be set: from a script's standard input or a person's keyboard,
//! never from the command line, which others can see.

use std::fmt::Display;
use std::io::{self, BufRead as _};
use std::process::ExitCode;

use anyhow::Context as _;
use qualification::Reason;
use reception::{Prompt, exit_code};
use zeroize::Zeroizing;

use super::note;

const NO_TERMINAL: &str = "端末がありません。スクリプトからは --passcode-stdin を使ってください / \
    there is no terminal to ask at; a script uses --passcode-stdin";

/// The passcode that `parse` accepts; or what to exit with, after saying why.
pub(super) async fn given<P, E: Display>(
    question: &str,
    from_stdin: bool,
    parse: fn(&str) -> Result<P, E>,
) -> anyhow::Result<Result<P, ExitCode>> {
    if from_stdin {
        return first_line(parse);
    }
    Ok(match Prompt::at_terminal() {
        Some(prompt) => asked(prompt, question, parse).await,
        None => {
            note(NO_TERMINAL);
            Err(ExitCode::from(2))
        }
    })
}

/// The passcode of a script.
fn first_line<P, E: Display>(
    parse: fn(&str) -> Result<P, E>,
) -> anyhow::Result<Result<P, ExitCode>> {
    let mut line = Zeroizing::new(String::new());
    let read = io::stdin().lock().read_line(&mut line);
    read.context("reading the passcode from standard input")?;
    let passcode = parse(line.trim_end_matches(['\n', '\r']));
    Ok(passcode.map_err(|wrong| {
        note(wrong);
        ExitCode::from(2)
    }))
}

/// The passcode as a person types it twice.
async fn asked<P, E: Display>(
    mut prompt: Prompt,
    question: &str,
    parse: fn(&str) -> Result<P, E>,
) -> Result<P, ExitCode> {
    loop {
        let first = typed(&mut prompt, question).await?;
        let passcode = match parse(&first) {
            Ok(passcode) => passcode,
            Err(wrong) => {
                note(wrong);
                continue;
            }
        };
        if *typed(&mut prompt, "もう一度 / Again: ").await? == *first {
            return Ok(passcode);
        }
        note("2回の入力が違います / the two are not the same");
    }
}

async fn typed(prompt: &mut Prompt, question: &str) -> Result<Zeroizing<String>, ExitCode> {
    let typed = prompt.secret(question).await;
    typed.filter(|typed| !typed.is_empty()).ok_or_else(|| {
        note("中止しました。何も変えていません / cancelled; nothing was changed");
        ExitCode::from(exit_code(Reason::Cancelled))
    })
}
