//! `madoguchi admin`: what the operator asks of a running check server.

mod cards;
mod clock;
mod fault;
mod institution;
mod insurance;
mod people;
mod staff;

mod told;

use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context as _;
use api::admin::PersonKey;
use api::{CallError, Connection, OperatorClient};
use pki::Folder;
use qualification::{CardFingerprint, IdempotencyKey};
use rand_core::{OsRng, RngCore as _};
use reception::exit_code;
use serde_json::json;

use self::told::Told;
use super::{note, tell};
use crate::cli::admin::{Admin, AdminCommand, At, Card, Whom};
use crate::{NOT_DONE, home, shelf};

/// How long connecting or one call may take.
const DEADLINE: Duration = Duration::from_secs(10);

pub(crate) async fn run(arguments: Admin) -> anyhow::Result<ExitCode> {
    let json = arguments.at.json;
    match done(arguments).await {
        Ok(Err(code)) => Ok(code),
        Ok(Ok(told)) => {
            if json {
                tell(&told.json);
            } else {
                tell(&told.text);
            }
            Ok(ExitCode::from(u8::from(!told.found)))
        }
        Err(error) => match error.downcast_ref::<CallError>() {
            Some(call) => {
                note(format!("madoguchi: {call}{}", hint(call)));
                Ok(ExitCode::from(code(call)))
            }
            None => Err(error),
        },
    }
}

/// What to exit with: 20 to 24 are the server's.
fn code(error: &CallError) -> u8 {
    match error {
        CallError::Invalid(_)
        | CallError::Precondition(_)
        | CallError::Unreadable(_)
        | CallError::Failed(_) => NOT_DONE,
        error => exit_code(error.reason()),
    }
}

/// What can be done about it.
fn hint(error: &CallError) -> &'static str {
    match error {
        CallError::Precondition(why) if why == api::reason::NOT_FOR_DEVELOPERS => {
            "。サーバーを --developer で起動してください / start the server with --developer"
        }
        CallError::InstitutionRefused(_) => {
            "。運用担当者の証明書: madoguchi pki operator / the operator's certificate is made anew with: \
             madoguchi pki operator"
        }
        CallError::Unreachable(_) => {
            "。--server の宛先とサーバーの状態を確かめてください / check --server, and whether it runs"
        }
        _ => "",
    }
}

/// What came of it; or what to exit with when nothing was asked of the server.
async fn done(arguments: Admin) -> anyhow::Result<Result<Told, ExitCode>> {
    let operator = Operator::at(arguments.at).await?;
    let told = match arguments.command {
        AdminCommand::Enrol { shelf, personas } => {
            people::enrol(&operator, &shelf, &personas).await
        }
        AdminCommand::Find(whom) => people::find(&operator, whom).await,
        AdminCommand::Suspend(card) => cards::suspend(&operator, &card).await,
        AdminCommand::Lift(card) => cards::lift(&operator, &card).await,
        AdminCommand::Renew { old, to } => cards::renew(&operator, &old, &to).await,
        AdminCommand::Arrears(arrears) => insurance::arrears(&operator, arrears).await,
        AdminCommand::Insurer(insurer) => insurance::insurer(&operator, *insurer).await,
        AdminCommand::Registration { whom, event } => {
            insurance::registration(&operator, whom, event).await
        }
        AdminCommand::Institution { command } => institution::run(&operator, command).await,
        AdminCommand::Staff { command } => return staff::run(&operator, command).await,
        AdminCommand::Clock { set } => clock::clock(&operator, set).await,
        AdminCommand::Fault { command } => fault::run(&operator, command).await,
    };
    told.map(Ok)
}

/// The operator at the server, with the folder in which cards were issued.
struct Operator {
    client: OperatorClient,
    connection: Connection,
    folder: Folder,
}

impl Operator {
    async fn at(at: At) -> anyhow::Result<Self> {
        let folder = home::made_pki(at.folder)?;
        let credentials = folder.operator().with_context(
            || "no operator's certificate here; make it with: madoguchi pki operator",
        )?;
        let connection = Connection {
            address: at.server,
            authority: credentials.authority_pem(),
            certificate: credentials.certificate_pem(),
            key: credentials.key_pem().to_string(),
            deadline: DEADLINE,
        };
        let client = OperatorClient::connect(&connection).await?;
        Ok(Self {
            client,
            connection,
            folder,
        })
    }

    /// Whom the words name.
    fn whom(&self, whom: Whom) -> anyhow::Result<PersonKey> {
        let card = match (whom.number, whom.person, whom.persona) {
            (Some(number), ..) => return Ok(PersonKey::Number(number)),
            (_, Some(person), _) => return Ok(PersonKey::Id(person)),
            (.., persona) => Card {
                persona,
                card: whom.card,
            },
        };
        self.card(&card).map(PersonKey::Card)
    }

    /// Which card the words name.
    fn card(&self, card: &Card) -> anyhow::Result<CardFingerprint> {
        match (card.card, &card.persona) {
            (Some(card), _) => Ok(card),
            (None, persona) => shelf::fingerprint(&self.folder, persona.as_deref().unwrap_or("")),
        }
    }
}

/// A key for an intention of its own.
fn fresh_key() -> IdempotencyKey {
    let mut key = [0; 16];
    OsRng.fill_bytes(&mut key);
    IdempotencyKey(key)
}

/// Whether there was what was to be changed.
fn changed(found: bool, text: &str) -> Told {
    match found {
        true => Told::done(text, json!({ "found": true })),
        false => Told::nobody(),
    }
}
