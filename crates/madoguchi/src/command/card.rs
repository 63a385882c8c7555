//! `madoguchi card`: readers, cards and personas.

mod asker;
mod enrol;
mod insert;
mod look;
mod make;
mod read;
mod show;

use std::process::ExitCode;

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
    note(reason.text().ja);
    note(reason.text().en);
    note(reason.advice().ja);
    note(reason.advice().en);
    ExitCode::from(exit_code(reason))
}
