//! `madoguchi server`: answers desks until told to stop.

mod check;
mod keys;
mod metrics;
mod settings;

use std::future::{Future, poll_fn};
use std::process::ExitCode;
use std::sync::Arc;
use std::task::Poll;

use anyhow::Context as _;
use pki::{CardTrust, Folder};
use qualification::{Switches, visit_date};
use server::{CheckServer, Limits, Notary, Revocation, incoming, serve, tls};
use store::Store;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use super::{audit, note, tell};
use crate::cli::server::{Server, ServerCommand};
use crate::given::{RealTime, SystemEntropy};
use crate::{home, shelf};

pub(crate) async fn run(arguments: Server) -> anyhow::Result<ExitCode> {
    match arguments.command {
        Some(ServerCommand::Check { json }) => check::run(arguments, json).await,
        Some(ServerCommand::Settings) => {
            tell(settings::as_file(&arguments.settings));
            Ok(ExitCode::SUCCESS)
        }
        None => answer_desks(arguments).await,
    }
}

async fn answer_desks(arguments: Server) -> anyhow::Result<ExitCode> {
    let folder = home::made_pki(arguments.pki.folder)?;
    let notary = audit::notary(&folder, arguments.witness.file.as_deref())?;
    let clock = Arc::new(
        arguments
            .clock
            .map_or_else(RealTime::real, RealTime::set_to),
    );
    let findings = keys::look_at(
        &folder,
        arguments.listen,
        arguments.allow_demo_keys,
        clock.now(),
    );
    keys::expect_fit(&findings)?;
    // A shelf that cannot be read is found before a store is made.
    let people = match &arguments.shelf {
        Some(shelf) => shelf::read(shelf)?,
        None => Vec::new(),
    };
    if let Some(address) = arguments.metrics {
        metrics::start(address).await?;
    }
    let store = store::open(&home::store_to_be(arguments.store.location)?).await?;
    let people = enrol(store.as_ref(), &folder, &people, &clock).await?;
    note(format!(
        "{people} 人を登録しました / {people} people put in"
    ));
    let listener = TcpListener::bind(arguments.listen).await;
    let listener = listener.with_context(|| format!("listening on {}", arguments.listen))?;
    let stop = told_to_stop();
    note(format!(
        "資格確認サーバー / check server: https://{}",
        listener.local_addr()?
    ));
    let rules = Rules {
        switches: arguments.rules.switches(),
        for_developers: arguments.developer,
        limits: arguments.limits.limits(),
    };
    let answering = answer(&folder, store, rules, notary, clock, listener, stop)?;
    answering.await?;
    Ok(ExitCode::SUCCESS)
}

/// Puts people into the store, issuing their cards where needed.
pub(crate) async fn enrol(
    store: &dyn Store,
    folder: &Folder,
    shelf: &[shelf::Person],
    clock: &RealTime,
) -> anyhow::Result<usize> {
    let mut people = Vec::new();
    for person in shelf {
        // A new card's keys take a second to make.
        if !virtual_card::is_issued(&folder.card(&person.name())) {
            note(format!(
                "カードを発行しています / issuing: {}",
                person.name()
            ));
        }
        person.issue(folder, clock)?;
        people.extend(person.enrolment(folder, visit_date(clock.now()))?);
    }
    let count = people.len();
    store.enrol(people).await?;
    Ok(count)
}

/// By what a server goes.
#[derive(Clone, Copy)]
pub(crate) struct Rules {
    /// Where sources differ.
    pub(crate) switches: Switches,
    /// Whether the operator may set its clock and switch faults on.
    pub(crate) for_developers: bool,
    /// What clients may take.
    pub(crate) limits: Limits,
}

/// A server on that listener, ready to be awaited.
pub(crate) fn answer<S>(
    folder: &Folder,
    store: Arc<dyn Store>,
    rules: Rules,
    notary: Notary,
    clock: Arc<RealTime>,
    listener: TcpListener,
    stop: S,
) -> anyhow::Result<impl Future<Output = Result<(), server::ServeError>> + Send + use<S>>
where
    S: Future<Output = ()> + Send + 'static,
{
    let enrolled = folder.enrolled()?.into_iter();
    let enrolled = enrolled.map(|card| card.fingerprint).collect();
    let trust = CardTrust::new(&folder.card_authority_certificate()?)?.with_enrolled(enrolled);
    let credentials = folder.server()?;
    let revocation = Revocation::at(folder.revocation_list_path(), &credentials.authority);
    let revocation = Arc::new(revocation);
    let tls = tls(
        &credentials,
        Arc::clone(&clock) as _,
        Arc::clone(&revocation),
    )?;
    let server = CheckServer::new(
        store,
        trust,
        folder.suspended_list_path(),
        revocation,
        &*folder.challenge_key()?,
        clock,
        Arc::new(SystemEntropy),
    )
    .with(rules.switches)
    .attested_by(Arc::new(notary));
    let server = match rules.for_developers {
        true => server.for_developers(),
        false => server,
    };
    let connections = incoming(listener);
    Ok(serve(server, tls, rules.limits, connections, stop))
}

/// Ends with Ctrl-C, SIGTERM, or the terminal's going, from the call of this function
/// on: who is told to stop before anybody waits for it stops as soon as somebody does.
pub(crate) fn told_to_stop() -> impl Future<Output = ()> + Send {
    let kinds = [
        SignalKind::interrupt(),
        SignalKind::terminate(),
        SignalKind::hangup(),
    ];
    // Without a handler there is no other way to stop than to be killed.
    let mut signals: Vec<_> = kinds.into_iter().flat_map(signal).collect();
    poll_fn(move |context| {
        let told = signals
            .iter_mut()
            .any(|signal| signal.poll_recv(context).is_ready());
        if told { Poll::Ready(()) } else { Poll::Pending }
    })
}
