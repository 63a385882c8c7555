//! `madoguchi card insert`: a virtual card in pcscd's virtual reader.

use std::process::ExitCode;

use virtual_card::ReaderState;

use crate::cli::card::Insert;
use crate::command::place::misbehaving;
use crate::command::{note, server};
use crate::{home, shelf};

pub(crate) async fn run(arguments: Insert) -> anyhow::Result<ExitCode> {
    let folder = home::made_pki(arguments.pki.folder)?;
    let person = shelf::Person::load(&arguments.persona)?;
    let title = person.title().clone();
    let card = misbehaving(&person, &folder, &arguments.faults)?;
    let stop = server::told_to_stop();
    let inserted = card.insert(arguments.vpcd, move |state| match state {
        ReaderState::InReader => note(format!(
            "リーダーに入りました / in the reader: {} / {}",
            title.ja, title.en
        )),
        ReaderState::WaitingForReader => note(
            "仮想リーダー（pcscd と vsmartcard-vpcd）を待っています / waiting for the virtual reader (pcscd with vsmartcard-vpcd)",
        ),
    })?;
    stop.await;
    drop(inserted);
    note("カードを抜きました / the card was pulled out");
    Ok(ExitCode::SUCCESS)
}
