//! A connection after its handshake: whose it is, and its place among those that
//! are allowed at once.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use pki::NetworkSubject;
use qualification::Institution;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::OwnedSemaphorePermit;
use tokio_rustls::server::TlsStream;
use tonic::transport::server::Connected;

/// Whose connection it is, as its client certificate says; `None` when the
/// certificate is genuine but names no institution.
#[derive(Debug, Clone)]
pub(crate) struct Peer {
    pub(crate) institution: Option<Institution>,
}

/// A secured connection. It gives its place back when it ends.
pub(crate) struct Secured<IO> {
    stream: TlsStream<IO>,
    peer: Peer,
    _place: OwnedSemaphorePermit,
}

impl<IO> Secured<IO> {
    pub(crate) fn new(stream: TlsStream<IO>, place: OwnedSemaphorePermit) -> Self {
        let certificates = stream.get_ref().1.peer_certificates();
        let institution = certificates
            .and_then(|certificates| certificates.first())
            .and_then(|certificate| match pki::network_subject(certificate)? {
                NetworkSubject::Institution { code, .. } => Institution::parse(&code).ok(),
                NetworkSubject::Operator { .. } => None,
            });
        Self {
            stream,
            peer: Peer { institution },
            _place: place,
        }
    }
}

impl<IO> Connected for Secured<IO> {
    type ConnectInfo = Peer;

    fn connect_info(&self) -> Peer {
        self.peer.clone()
    }
}

impl<IO: AsyncRead + AsyncWrite + Unpin> AsyncRead for Secured<IO> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<IO: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Secured<IO> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
