//! `madoguchi visit`: receives one person.

use std::io::{self, BufRead as _};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use api::{Connection, Uri};
use card::Pin;
use pki::Folder;
use qualification::{Institution, LimitChoice, Reason};
use reception::{Asking, Desk, Ending, Person, Prompt, Report, Script, exit_code};
use zeroize::Zeroizing;

use super::place::place;
use super::server::told_to_stop;
use super::{note, tell};
use crate::cli::{Visit, YesNo};
use crate::given::{RealTime, SystemEntropy};
use crate::home;

/// How long connecting or one call may take.
const DEADLINE: Duration = Duration::from_secs(5);

const NO_TERMINAL: &str = "端末がありません。スクリプトからは --pin-stdin を使ってください / \
    there is no terminal to ask at; a script uses --pin-stdin";

const NO_PIN: &str = "標準入力の1行目が数字4桁の暗証番号ではありません。カードには送っていません / \
    the first line of standard input is not a PIN of four digits; nothing reached the card";

pub(crate) async fn run(arguments: Visit) -> anyhow::Result<ExitCode> {
    let folder = home::made_pki(arguments.place.pki.folder.clone())?;
    let mut person: Box<dyn Person> = if arguments.pin_stdin {
        match script(&arguments)? {
            Some(script) => Box::new(script),
            None => return Ok(ExitCode::from(2)),
        }
    } else if let Some(prompt) = Prompt::at_terminal() {
        Box::new(prompt)
    } else {
        note(NO_TERMINAL);
        return Ok(ExitCode::from(2));
    };
    let place = match place(&arguments.place, &folder)? {
        Ok(place) => place,
        Err(reason) => return Ok(report(&refused(reason), arguments.json)),
    };
    let asking = asking(&folder, arguments.server, &arguments.institution)?;
    let time = Arc::new(RealTime::real());
    let patience = Duration::from_secs(arguments.place.wait.into());
    let desk = Desk::new(place, asking, time, patience);
    let outcome = desk.receive(person.as_mut(), told_to_stop()).await;
    Ok(report(&outcome, arguments.json))
}

/// The way to the server, as that institution.
pub(crate) fn asking(
    folder: &Folder,
    address: Uri,
    institution: &Institution,
) -> anyhow::Result<Asking> {
    let code = institution.as_str();
    let credentials = folder.institution(code);
    let credentials = credentials.with_context(|| {
        format!("no certificate; make it with: madoguchi pki institution {code}")
    })?;
    let connection = Connection {
        address,
        authority: credentials.authority_pem(),
        certificate: credentials.certificate_pem(),
        key: credentials.key_pem().to_string(),
        deadline: DEADLINE,
    };
    Ok(Asking::at(connection, Arc::new(SystemEntropy)))
}

/// The script of the arguments; `None`, with a word why, when the PIN is none.
fn script(arguments: &Visit) -> anyhow::Result<Option<Script>> {
    let mut line = Zeroizing::new(String::new());
    let read = io::stdin().lock().read_line(&mut line);
    read.context("reading the PIN from standard input")?;
    let pin = match Pin::parse(line.trim_end_matches(['\n', '\r'])) {
        Ok(pin) => pin,
        Err(_) => {
            note(NO_PIN);
            return Ok(None);
        }
    };
    Ok(Some(Script {
        pin: Some(pin),
        spend_last_try: arguments.spend_last_try,
        consented: arguments.consent.0.clone(),
        limit: match arguments.limit {
            YesNo::Yes => LimitChoice::Provide,
            YesNo::No => LimitChoice::Withhold,
        },
    }))
}

fn refused(reason: Reason) -> Report {
    Report::without_visit(Ending::Refused(reason))
}

/// Tells the report, and gives the exit code that says the same.
pub(crate) fn report(report: &Report, json: bool) -> ExitCode {
    if json {
        tell(report.to_json());
    } else {
        tell(report);
    }
    ExitCode::from(exit_code(report.ending.reason()))
}
