//! `madoguchi visit`: receives one person.

mod script;

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use api::{Connection, Uri};
use pki::Folder;
use qualification::{Institution, Reason};
use reception::{Asking, Desk, Ending, Equipment, Person, Prompt, Report, exit_code};

use super::equipment::equipment;
use super::place::place;
use super::server::told_to_stop;
use super::{note, tell};
use crate::cli::visit::Visit;
use crate::given::{RealTime, SystemEntropy};
use crate::home;

/// How long connecting or one call may take.
const DEADLINE: Duration = Duration::from_secs(5);

const NO_TERMINAL: &str = "端末がありません。スクリプトからは --pin-stdin か --method を使ってください / \
    there is no terminal to ask at; a script uses --pin-stdin or --method";

pub(crate) async fn run(arguments: Visit) -> anyhow::Result<ExitCode> {
    let json = arguments.json;
    let time = arguments
        .clock
        .map_or_else(RealTime::real, RealTime::set_to);
    let refused = |reason| Report::without_visit(Ending::Refused(reason), time.now());
    let Some(kind) = arguments.verified_with.reader_kind.reader() else {
        return Ok(report(&refused(Reason::ReaderAbsent), json));
    };
    let script = match arguments.script.is_wanted() {
        true => match script::of(&arguments.script)? {
            Ok(script) => Some(script),
            Err(wrong) => {
                note(wrong);
                return Ok(ExitCode::from(2));
            }
        },
        false => None,
    };
    let folder = home::made_pki(arguments.place.pki.folder.clone())?;
    let mut person: Box<dyn Person> = match script {
        Some(script) => Box::new(script),
        None => match Prompt::at_terminal() {
            Some(prompt) => Box::new(prompt),
            None => {
                note(NO_TERMINAL);
                return Ok(ExitCode::from(2));
            }
        },
    };
    let (reader, institution) = (&arguments.place.reader, &arguments.institution);
    let place = match place(&arguments.place, &folder)? {
        Ok(place) => place,
        Err(reason) => return Ok(report(&refused(reason), json)),
    };
    let equipment = Equipment {
        venue: arguments.venue.venue(),
        phone_reader: arguments.phone_reader,
        ..equipment(&arguments.verified_with, kind, reader, &folder, institution)?
    };
    let asking = asking(&folder, arguments.server, institution)?;
    let patience = Duration::from_secs(arguments.place.wait.into());
    let desk = Desk::new(place, asking, Arc::new(time), patience).with(equipment);
    let outcome = desk.receive(person.as_mut(), told_to_stop()).await;
    Ok(report(&outcome, json))
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

/// Tells the report, and gives the exit code that says the same.
pub(crate) fn report(report: &Report, json: bool) -> ExitCode {
    if json {
        tell(report.to_json());
    } else {
        tell(report);
    }
    ExitCode::from(exit_code(report.ending.reason()))
}
