//! A connection after its handshake: whose it is, and its place among those that
//! are allowed at once.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use pki::NetworkSubject;
use qualification::{Caller, Institution, Party, StaffOnDuty, TerminalId};
use ring::digest::{SHA256, digest};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::OwnedSemaphorePermit;
use tokio_rustls::server::TlsStream;
use tonic::transport::server::Connected;

use crate::Revocation;
use crate::metrics::Counted;

/// Whose connection it is, as its client certificate says.
#[derive(Debug, Clone)]
pub(crate) struct Peer {
    /// The party and its terminal; nobody of the staff.
    pub(crate) caller: Caller,
    /// The certificate's serial number.
    pub(crate) serial: Vec<u8>,
    /// SHA-256 of the certificate.
    pub(crate) fingerprint: [u8; 32],
}

impl Peer {
    /// Whom a verified certificate (DER) names.
    fn of(certificate: &[u8]) -> Self {
        let mut fingerprint = [0; 32];
        fingerprint.copy_from_slice(digest(&SHA256, certificate).as_ref());
        Self {
            caller: caller(pki::network_subject(certificate)),
            serial: pki::claims(certificate).map_or_else(Vec::new, |claims| claims.serial),
            fingerprint,
        }
    }

    /// The caller, with who of the staff is signed in.
    pub(crate) fn with(&self, staff: Option<StaffOnDuty>) -> Caller {
        Caller {
            staff,
            ..self.caller.clone()
        }
    }
}

/// A secured connection. It gives its place back when it ends, and it ends when its
/// certificate is revoked, even while nobody says anything.
pub(crate) struct Secured<IO> {
    stream: TlsStream<IO>,
    peer: Peer,
    /// Ends when the certificate is revoked; `None` from then on.
    revoked: Option<Pin<Box<dyn Future<Output = ()> + Send>>>,
    _place: OwnedSemaphorePermit,
    _counted: Counted,
}

impl<IO> Secured<IO> {
    pub(crate) fn new(
        stream: TlsStream<IO>,
        revocation: Arc<Revocation>,
        place: OwnedSemaphorePermit,
    ) -> Self {
        let certificates = stream.get_ref().1.peer_certificates();
        let certificate = certificates.and_then(|certificates| certificates.first());
        let peer = Peer::of(certificate.map_or(&[], AsRef::as_ref));
        Self {
            revoked: Some(Box::pin(revocation.revoked(peer.serial.clone()))),
            stream,
            peer,
            _place: place,
            _counted: Counted::connection(),
        }
    }
}

/// Whom a certificate names; nobody of the staff.
fn caller(subject: Option<NetworkSubject>) -> Caller {
    let (party, terminal) = match subject {
        Some(NetworkSubject::Institution { code, terminal }) => {
            let institution = Institution::parse(&code).ok();
            let party = institution.map_or(Party::Nobody, Party::Institution);
            (party, Some(terminal))
        }
        Some(NetworkSubject::Operator { terminal }) => (Party::Operator, Some(terminal)),
        None => (Party::Nobody, None),
    };
    Caller {
        party,
        terminal: terminal.and_then(|terminal| TerminalId::parse(&terminal).ok()),
        staff: None,
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
        // A connection is always being read from, so this is always being waited for.
        let revoked = self.revoked.as_mut();
        if revoked.is_none_or(|revoked| revoked.as_mut().poll(context).is_ready()) {
            self.revoked = None;
            let why = "the certificate was revoked";
            return Poll::Ready(Err(io::Error::new(io::ErrorKind::ConnectionAborted, why)));
        }
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
