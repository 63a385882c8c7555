//! `madoguchi card read` and `card record`.

use std::fs::{self, OpenOptions};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use card::{CardError, CollationNumber};
use pki::Folder;
use qualification::Reason;
use reception::{Place, ReaderAddress, Recorded};
use tokio::runtime::Handle;

use super::asker::Asker;
use super::look::{Known, Wanted, look};
use super::told::show;
use super::{failed, must_be_new, refuse};
use crate::cli::card::Read;
use crate::command::note;
use crate::command::place::{has_card, place};
use crate::command::terminal::TerminalOf;
use crate::{home, shelf};

/// Something that was wanted could not be had.
const NOT_ALL: u8 = 1;

pub(crate) async fn run(arguments: Read, transcript: Option<PathBuf>) -> anyhow::Result<ExitCode> {
    let issues = matches!(arguments.at.reader, ReaderAddress::Virtual(_));
    let folder = match issues || arguments.without_pin {
        true => home::made_pki(arguments.at.pki.folder.clone())?,
        false => home::pki(arguments.at.pki.folder.clone())?,
    };
    if let Some(transcript) = &transcript {
        must_be_writable(transcript)?;
    }
    let mut place: Arc<dyn Place> = match place(&arguments.at, &folder)? {
        Ok(place) => place,
        Err(reason) => return Ok(refuse(reason)),
    };
    if let Some(transcript) = transcript {
        place = Arc::new(Recorded::to(transcript, place, about(&arguments)));
    }
    if !has_card(place.as_ref(), arguments.at.wait).await {
        return Ok(refuse(Reason::NoCard));
    }
    let wanted = wanted(&arguments, &folder)?;
    note(announcement(&wanted));
    let mut asker = Asker::new(arguments.secrets_stdin, Handle::current());
    let looked = tokio::task::spawn_blocking(move || {
        let link = place.connect().map_err(CardError::Link)?;
        look(link, wanted, &mut asker)
    });
    match looked.await? {
        Ok(seen) => {
            show(&seen, arguments.json);
            Ok(match seen.has_all() {
                true => ExitCode::SUCCESS,
                false => NOT_ALL.into(),
            })
        }
        Err(error) => Ok(failed(error)),
    }
}

/// Found out before a card is put down.
fn must_be_writable(transcript: &Path) -> anyhow::Result<()> {
    must_be_new(transcript)?;
    let tried = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(transcript);
    tried
        .and_then(|_| fs::remove_file(transcript))
        .with_context(|| transcript.display().to_string())
}

/// What a transcript says it was recorded with: the same words replay it.
fn about(arguments: &Read) -> String {
    let options = [
        (arguments.face, " --face"),
        (arguments.signature, " --signature"),
        (arguments.without_pin, " --without-pin"),
        (arguments.sign, " --sign"),
    ];
    let given = options.iter().filter(|(given, _)| *given);
    let words: String = given.map(|(_, option)| *option).collect();
    format!("madoguchi card read{words}")
}

fn wanted(arguments: &Read, folder: &Folder) -> anyhow::Result<Wanted> {
    Ok(Wanted {
        face: match (arguments.face, &arguments.at.reader) {
            (false, _) => None,
            (true, ReaderAddress::Virtual(persona)) => {
                let person = shelf::Person::load(persona)?;
                Some(Known(person.collation_number_b(folder)?))
            }
            // A transcript holds no secret and asks for none.
            (true, ReaderAddress::Replay(_)) => {
                Some(Known(CollationNumber::parse("00000000000000").ok()))
            }
            (true, ReaderAddress::Pcsc(_)) => Some(Known(None)),
        },
        signature: arguments.signature,
        terminal: match arguments.without_pin {
            true => Some(TerminalOf(folder.terminal(arguments.institution.as_str())?)),
            false => None,
        },
        sign: arguments.sign,
    })
}

/// What is about to be read, told before it is.
fn announcement(wanted: &Wanted) -> String {
    let mut ja = vec!["種類・利用者証明用電子証明書・残り回数"];
    let mut en = vec!["kind, user-authentication certificate, tries left"];
    let mut add = |wanted: bool, in_ja, in_en| {
        if wanted {
            ja.push(in_ja);
            en.push(in_en);
        }
    };
    add(
        wanted.signature,
        "署名用電子証明書",
        "signature certificate",
    );
    add(
        wanted.terminal.is_some(),
        "暗証番号なしの利用（模擬）",
        "use without PIN (SIMULATED)",
    );
    add(wanted.sign, "試しの署名", "a test signature");
    add(wanted.face.is_some(), "券面", "the face");
    format!(
        "読み取ります: {}（個人番号は読みません）\nreading: {} (never the 12-digit number)",
        ja.join("、"),
        en.join(", ")
    )
}
