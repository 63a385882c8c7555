//! `madoguchi server`: answers desks until told to stop.

use std::future::Future;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use pki::{CardTrust, Folder};
use server::{CheckServer, Limits, incoming, serve, tls};
use store::Store;
use tokio::net::TcpListener;
use tokio::signal;

use super::note;
use crate::cli::Server;
use crate::given::{RealTime, SystemEntropy};
use crate::{home, shelf};

pub(crate) async fn run(arguments: Server) -> anyhow::Result<ExitCode> {
    let folder = home::made_pki(arguments.pki.folder)?;
    let clock = Arc::new(
        arguments
            .clock
            .map_or_else(RealTime::real, RealTime::set_to),
    );
    let store = store::open(&home::store(arguments.store.location)?).await?;
    if let Some(shelf) = &arguments.shelf {
        let people = enrol(store.as_ref(), &folder, shelf, &clock).await?;
        note(format!("{people} 人を登録しました / people put in"));
    }
    let listener = TcpListener::bind(arguments.listen).await;
    let listener = listener.with_context(|| format!("listening on {}", arguments.listen))?;
    note(format!(
        "資格確認サーバー / check server: https://{}",
        listener.local_addr()?
    ));
    let answering = answer(&folder, store, clock, listener, told_to_stop())?;
    answering.await?;
    Ok(ExitCode::SUCCESS)
}

/// Puts the people of a shelf into the store, issuing their cards where needed.
pub(crate) async fn enrol(
    store: &dyn Store,
    folder: &Folder,
    shelf: &Path,
    clock: &RealTime,
) -> anyhow::Result<usize> {
    let mut people = Vec::new();
    for person in shelf::read(shelf)? {
        person.issue(folder, clock)?;
        people.extend(person.enrolment(folder)?);
    }
    let count = people.len();
    store.enrol(people).await?;
    Ok(count)
}

/// A server on that listener, ready to be awaited.
pub(crate) fn answer<S>(
    folder: &Folder,
    store: Arc<dyn Store>,
    clock: Arc<RealTime>,
    listener: TcpListener,
    stop: S,
) -> anyhow::Result<impl Future<Output = Result<(), server::ServeError>> + Send + use<S>>
where
    S: Future<Output = ()> + Send + 'static,
{
    let tls = tls(&folder.server()?, Arc::clone(&clock) as _)?;
    let server = CheckServer::new(
        store,
        CardTrust::new(&folder.card_authority_certificate()?)?,
        folder.suspended_list_path(),
        &*folder.challenge_key()?,
        clock,
        Arc::new(SystemEntropy),
    );
    let connections = incoming(listener);
    Ok(serve(server, tls, Limits::default(), connections, stop))
}

/// Ends with Ctrl-C or SIGTERM.
pub(crate) async fn told_to_stop() {
    let terminated = async {
        #[cfg(unix)]
        if let Ok(mut terminate) = signal::unix::signal(signal::unix::SignalKind::terminate()) {
            terminate.recv().await;
            return;
        }
        std::future::pending::<()>().await;
    };
    tokio::select! {
        // Without a handler there is no other way to stop than to be killed.
        _ = signal::ctrl_c() => {}
        () = terminated => {}
    }
}
