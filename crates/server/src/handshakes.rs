//! Handshakes: whoever comes shows a certificate, and gets a place, or is sent away.

use std::collections::VecDeque;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use rustls::ServerConfig;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt as _};
use tokio::sync::{mpsc, oneshot};
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
/// succeed. A connection then holds one of the places until it ends; one for which there
/// is no place is closed. Those who say nothing have no place, and keep nobody out: when
/// too many handshakes are under way, the oldest is ended.
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
        let mut under_way = VecDeque::<oneshot::Sender<()>>::new();
        loop {
            let next = tokio::select! {
                next = connections.next() => next,
                () = sender.closed() => None,
            };
            let Some(connection) = next else {
                break;
            };
            // Not even a handshake is made with one too many: it costs more than all.
            if places.are_taken() {
                tracing::info!("a connection is closed: there are too many");
                continue;
            }
            if under_way.len() >= limits.handshakes {
                under_way.retain(|end| !end.is_closed());
            }
            if under_way.len() >= limits.handshakes {
                // It may have ended just now.
                let _ended = under_way.pop_front().map(|end| end.send(()));
            }
            let (end, ended) = oneshot::channel();
            under_way.push_back(end);
            let (acceptor, sender) = (acceptor.clone(), sender.clone());
            let (revocation, places) = (Arc::clone(&revocation), Arc::clone(&places));
            tokio::spawn(async move {
                let shaken = tokio::select! {
                    shaken = timeout(limits.handshake, acceptor.accept(connection)) => shaken,
                    Ok(()) = ended => {
                        metrics::handshake_failed("crowded out");
                        return tracing::info!("a TLS handshake made room for a newer one");
                    }
                };
                let stream = match shaken {
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
                let Some(place) = places.take(peer.fingerprint) else {
                    tracing::info!("a connection is closed: it is one too many");
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
