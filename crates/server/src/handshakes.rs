//! Handshakes: whoever comes gets a place, shows a certificate, and is let in, or sent
//! away.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use rustls::ServerConfig;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt as _};
use tokio::sync::mpsc;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_stream::wrappers::ReceiverStream;
use tokio_stream::{Stream, StreamExt};

use crate::connections::Connections;
use crate::peer::{Peer, Secured};
use crate::{Limits, Revocation, metrics};

/// What a client is told for which there is no place, in HTTP/2: settings, none of them
/// ours, and GOAWAY before its first call, for ENHANCE_YOUR_CALM.
const GO_AWAY: [u8; 26] = [
    0, 0, 0, 4, 0, 0, 0, 0, 0, //
    0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 11,
];

/// Shakes hands on each connection, all at the same time, and gives those that
/// succeed. A connection holds one of the places until it ends; one for which there is
/// no place is closed.
pub(crate) fn secure<IO>(
    connections: impl Stream<Item = IO> + Send + 'static,
    tls: Arc<ServerConfig>,
    revocation: Arc<Revocation>,
    limits: Limits,
) -> impl Stream<Item = io::Result<Secured<IO>>>
where
    IO: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let (sender, receiver) = mpsc::channel(1);
    let acceptor = TlsAcceptor::from(tls);
    let places = Connections::new(limits.connections, limits.connections_per_certificate);
    let places = Arc::new(places);
    tokio::spawn(async move {
        let mut connections = std::pin::pin!(connections);
        loop {
            let next = tokio::select! {
                next = connections.next() => next,
                () = sender.closed() => None,
            };
            let Some(connection) = next else {
                break;
            };
            // Not even a handshake is made with one too many: it costs more than all.
            let Some(place) = places.enter() else {
                tracing::info!("a connection is closed: there are too many");
                continue;
            };
            let (acceptor, sender) = (acceptor.clone(), sender.clone());
            let (revocation, places) = (Arc::clone(&revocation), Arc::clone(&places));
            tokio::spawn(async move {
                let stream = match timeout(limits.handshake, acceptor.accept(connection)).await {
                    Ok(Ok(stream)) => stream,
                    Ok(Err(error)) => {
                        metrics::handshake_failed("refused");
                        return tracing::info!(%error, "a TLS handshake failed");
                    }
                    Err(_) => {
                        metrics::handshake_failed("timeout");
                        return tracing::info!("a TLS handshake took too long");
                    }
                };
                let peer = Peer::of(&stream, &limits);
                let Some(place) = places.keep(place, peer.fingerprint) else {
                    tracing::info!("a connection is closed: its certificate has too many");
                    return send_away(stream, limits.handshake).await;
                };
                let secured = Secured::new(stream, peer, revocation, &limits, place);
                let _stopped = sender.send(Ok(secured)).await;
            });
        }
    });
    ReceiverStream::new(receiver)
}

async fn send_away(mut stream: impl AsyncWrite + Unpin, within: Duration) {
    let said = async {
        stream.write_all(&GO_AWAY).await?;
        stream.shutdown().await
    };
    // Whether it hears it is its own matter.
    let _gone = timeout(within, said).await;
}
