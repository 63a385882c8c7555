//! `madoguchi card`: readers, cards and personas.

mod asker;
mod enrol;
mod insert;
mod look;
mod make;
mod read;
mod show;
mod told;

use std::path::Path;
use std::process::ExitCode;

use anyhow::bail;
use apdu::LinkError;
use card::CardError;
use qualification::Reason;
use reception::exit_code;
use serde_json::json;

use super::{note, tell};
use crate::cli::card::{Card as Arguments, CardCommand};
use crate::home;

pub(crate) async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    match arguments.command {
        CardCommand::Readers { json } => Ok(readers(json)),
        CardCommand::Insert(arguments) => insert::run(arguments).await,
        CardCommand::Read(arguments) => read::run(arguments, None).await,
        CardCommand::Record { transcript, read } => read::run(read, Some(transcript)).await,
        CardCommand::Show(arguments) => show::run(&arguments),
        CardCommand::New(arguments) => make::new(arguments).await,
        CardCommand::Edit(arguments) => make::edit(&arguments),
        CardCommand::Issue { persona, pki, anew } => {
            make::issue(&persona, &home::made_pki(pki.folder)?, anew)
        }
        CardCommand::Enrol { persona, place } => enrol::enrol(&persona, &place).await,
        CardCommand::Forget { place, all } => enrol::forget(&place, all).await,
    }
}

fn readers(json: bool) -> ExitCode {
    let readers = match reader::readers() {
        Ok(readers) => readers,
        Err(error) => return refuse(reception::reason(error)),
    };
    if json {
        let view = |reader: &reader::Reader| {
            let atr = reader.card.as_ref().map(hex::encode_upper);
            json!({ "name": reader.name, "card": reader.card.is_some(), "atr": atr })
        };
        tell(json!(readers.iter().map(view).collect::<Vec<_>>()));
    } else {
        for reader in &readers {
            let card = match &reader.card {
                Some(atr) => format!("カードあり / card: {}", hex::encode_upper(atr)),
                None => "カードなし / no card".to_owned(),
            };
            tell(format!("pcsc:{}  {card}", reader.name));
        }
    }
    if readers.is_empty() {
        return refuse(Reason::ReaderAbsent);
    }
    ExitCode::SUCCESS
}

fn refuse(reason: Reason) -> ExitCode {
    note(reason.staff().ja);
    note(reason.staff().en);
    note(reason.next().ja);
    note(reason.next().en);
    ExitCode::from(exit_code(reason))
}

/// Tells why a card could not be used, and gives the exit code that says the same.
fn failed(error: CardError) -> ExitCode {
    match error {
        // No card lies wrong: the advice for one is of no use.
        CardError::Link(error @ LinkError::NotInTranscript { .. }) => {
            note("記録と違うやり取りになりました。記録したときと同じ指定で読んでください");
            note(format!(
                "{error}; read it with the options it was recorded with"
            ));
            ExitCode::from(exit_code(Reason::CardUnreadable))
        }
        CardError::Link(link) => {
            note(format!("{error} ({link})"));
            refuse(reception::reason(link))
        }
        _ => {
            note(error);
            refuse(Reason::CardUnreadable)
        }
    }
}

/// Nothing that is there is written over.
fn must_be_new(file: &Path) -> anyhow::Result<()> {
    if file.exists() {
        bail!(
            "{}: もうあります。別の名前にしてください / is there already; choose another name",
            file.display()
        );
    }
    Ok(())
}

/// `20350217` as `2035-02-17`.
fn dashed(day: &str) -> String {
    match (day.get(..4), day.get(4..6), day.get(6..)) {
        (Some(year), Some(month), Some(day)) => format!("{year}-{month}-{day}"),
        _ => day.to_owned(),
    }
}
