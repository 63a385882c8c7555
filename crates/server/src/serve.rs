//! Connections in, answers out, until told to stop.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use api::v1::admin_service_server::AdminServiceServer;
use api::v1::batch_service_server::BatchServiceServer;
use api::v1::consent_service_server::ConsentServiceServer;
use api::v1::history_service_server::HistoryServiceServer;
use api::v1::qualification_service_server::QualificationServiceServer;
use api::v1::staff_service_server::StaffServiceServer;
use rustls::ServerConfig;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, mpsc};
use tokio::time::sleep;
use tokio_stream::Stream;
use tokio_stream::wrappers::ReceiverStream;
use tonic::server::NamedService;
use tonic::transport::Server;
use tonic_health::ServingStatus;
use tonic_health::server::HealthReporter;

use crate::access::AccessLayer;
use crate::faults::FaultLayer;
use crate::forgetting::forget;
use crate::handshakes::secure;
use crate::metrics::{self, CallLayer};
use crate::shares::SharesLayer;
use crate::{CheckServer, Limits};

/// How often readiness is looked at.
const READINESS: Duration = Duration::from_secs(1);
/// The longest question for health or reflection, in bytes.
const QUESTION: usize = 16 * 1024;
/// How long accepting rests when the system has no file descriptors left.
const ACCEPT_REST: Duration = Duration::from_millis(50);

/// Why a server ended before it was told to.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The transport failed.
    #[error("the server stopped: {0}")]
    Transport(#[from] tonic::transport::Error),
    /// Reflection cannot be set up.
    #[error("the protocol's descriptors cannot be used: {0}")]
    Reflection(#[from] tonic_reflection::server::Error),
}

/// Connections of a listener. It goes on when the system runs out of descriptors,
/// and closes the listener as soon as nobody takes connections any more.
pub fn incoming(listener: TcpListener) -> impl Stream<Item = TcpStream> + Send + 'static {
    let (sender, receiver) = mpsc::channel(1);
    tokio::spawn(async move {
        loop {
            let accepted = tokio::select! {
                accepted = listener.accept() => accepted,
                () = sender.closed() => break,
            };
            match accepted {
                Ok((stream, _)) => {
                    // A call is one small message each way.
                    if let Err(error) = stream.set_nodelay(true) {
                        tracing::debug!(%error, "TCP_NODELAY was not set");
                    }
                    if sender.send(stream).await.is_err() {
                        break;
                    }
                }
                Err(error) => {
                    tracing::warn!(%error, "a connection was not accepted");
                    sleep(ACCEPT_REST).await;
                }
            }
        }
    });
    ReceiverStream::new(receiver)
}

/// Answers calls on `connections` until `stop`; then says "not serving", lets
/// running calls end, and returns within [`Limits::drain`].
///
/// # Errors
/// [`ServeError`] when the transport cannot go on.
pub async fn serve<IO>(
    server: CheckServer,
    tls: Arc<ServerConfig>,
    limits: Limits,
    connections: impl Stream<Item = IO> + Send + 'static,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServeError>
where
    IO: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let server = Arc::new(server);
    let checkpointing = server.checkpointing();
    let (health, health_service) = tonic_health::server::health_reporter();
    let watch = {
        let (server, health) = (Arc::clone(&server), health.clone());
        tokio::spawn(async move {
            let revocation = &server.access.revocation;
            tokio::join!(
                watch_readiness(&server, &health),
                revocation.look(server.clock.as_ref(), limits.revocation),
                forget(server.store.as_ref(), server.clock.as_ref()),
            )
        })
    };
    let stopping = Arc::new(Notify::new());
    let (clock, entropy) = (Arc::clone(&server.clock), Arc::clone(&server.entropy));
    let reflection = tonic_reflection::server::Builder::configure()
        .register_encoded_file_descriptor_set(api::DESCRIPTORS)
        .build_v1()?;
    macro_rules! limited {
        ($service:ident) => {
            $service::from_arc(Arc::clone(&server))
                .max_decoding_message_size(limits.message)
                .max_encoding_message_size(limits.message)
        };
    }
    let router = Server::builder()
        .max_concurrent_streams(limits.streams)
        .http2_max_header_list_size(limits.headers)
        .http2_keepalive_interval(Some(limits.keepalive.0))
        .http2_keepalive_timeout(Some(limits.keepalive.1))
        .max_connection_age(limits.age.0)
        .max_connection_age_grace(limits.age.1)
        .layer(CallLayer(Arc::clone(&server)))
        .layer(SharesLayer::new(limits, clock, entropy))
        .layer(AccessLayer(Arc::clone(&server)))
        .layer(FaultLayer(server.faults.clone()))
        .add_service(health_service.max_decoding_message_size(QUESTION))
        .add_service(reflection.max_decoding_message_size(QUESTION))
        .add_service(limited!(QualificationServiceServer))
        .add_service(limited!(ConsentServiceServer))
        .add_service(limited!(HistoryServiceServer).max_encoding_message_size(limits.page))
        .add_service(limited!(BatchServiceServer))
        .add_service(limited!(StaffServiceServer))
        .add_service(limited!(AdminServiceServer));
    let revocation = Arc::clone(&server.access.revocation);
    let secured = secure(connections, tls, revocation, limits);
    let told = Arc::clone(&stopping);
    let serving = router.serve_with_incoming_shutdown(secured, async move {
        stop.await;
        watch.abort();
        // It may be about to say otherwise.
        let _aborted = watch.await;
        say(&health, false, false).await;
        told.notify_one();
    });
    tokio::select! {
        served = serving => served?,
        () = async { stopping.notified().await; sleep(limits.drain).await } => {
            tracing::warn!("calls were still running when the time to drain was over");
        }
    }
    checkpointing.finish().await;
    Ok(())
}

/// Says "serving" while calls can be answered.
async fn watch_readiness(server: &CheckServer, health: &HealthReporter) {
    loop {
        let is_ready = server.is_ready().await;
        let with_history = is_ready && server.is_attested();
        say(health, is_ready, with_history).await;
        sleep(READINESS).await;
    }
}

/// Says so of every service, and of the server as a whole, which serves without medical
/// information, too.
async fn say(health: &HealthReporter, is_ready: bool, with_history: bool) {
    for (service, is_ready) in [
        (name::<QualificationServiceServer<CheckServer>>(), is_ready),
        (name::<ConsentServiceServer<CheckServer>>(), is_ready),
        (name::<HistoryServiceServer<CheckServer>>(), with_history),
        (name::<BatchServiceServer<CheckServer>>(), is_ready),
        (name::<StaffServiceServer<CheckServer>>(), is_ready),
        (name::<AdminServiceServer<CheckServer>>(), is_ready),
        ("", is_ready),
    ] {
        let status = match is_ready {
            true => ServingStatus::Serving,
            false => ServingStatus::NotServing,
        };
        health.set_service_status(service, status).await;
        metrics::ready(service, is_ready);
    }
}

const fn name<S: NamedService>() -> &'static str {
    S::NAME
}
