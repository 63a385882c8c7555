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
use tokio_rustls::server::TlsStream;
use tonic::transport::server::Connected;

use crate::conduct::{Conduct, Look};
use crate::connections::Place;
use crate::metrics::Counted;
use crate::{Limits, Revocation};

/// Whose connection it is, as its client certificate says.
#[derive(Debug, Clone)]
pub(crate) struct Peer {
    /// The party and its terminal; nobody of the staff.
    pub(crate) caller: Caller,
    /// The certificate's serial number.
    pub(crate) serial: Vec<u8>,
    /// SHA-256 of the certificate.
    pub(crate) fingerprint: [u8; 32],
    /// How it conducts itself on this connection.
    pub(crate) conduct: Arc<Conduct>,
}

impl Peer {
    /// Whom the client certificate names that was verified in a handshake.
    pub(crate) fn of<IO>(stream: &TlsStream<IO>, limits: &Limits) -> Self {
        let certificates = stream.get_ref().1.peer_certificates();
        let certificate = certificates.and_then(|certificates| certificates.first());
        let certificate: &[u8] = certificate.map_or(&[], AsRef::as_ref);
        let mut fingerprint = [0; 32];
        fingerprint.copy_from_slice(digest(&SHA256, certificate).as_ref());
        Self {
            caller: caller(pki::network_subject(certificate)),
            serial: pki::claims(certificate).map_or_else(Vec::new, |claims| claims.serial),
            fingerprint,
            conduct: Arc::new(Conduct::new(limits)),
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
    look: Look,
    _place: Place,
    _counted: Counted,
}

impl<IO> Secured<IO> {
    pub(crate) fn new(
        stream: TlsStream<IO>,
        peer: Peer,
        revocation: Arc<Revocation>,
        limits: &Limits,
        place: Place,
    ) -> Self {
        Self {
            look: Look::new(Arc::clone(&peer.conduct), limits),
            revoked: Some(Box::pin(revocation.revoked(peer.serial.clone()))),
            stream,
            peer,
            _place: place,
            _counted: Counted::connection(),
        }
    }

    /// Fails when the connection is to be closed. Whatever it waits for, it is woken.
    fn expect_good(&mut self, context: &mut Context<'_>) -> io::Result<()> {
        let revoked = self.revoked.as_mut();
        let revoked = revoked.is_none_or(|revoked| revoked.as_mut().poll(context).is_ready());
        let fault = if revoked {
            self.revoked = None;
            Some("the certificate was revoked")
        } else {
            self.look.fault(context)
        };
        fault.map_or(Ok(()), |why| {
            tracing::info!(why, "a connection is closed");
            Err(io::Error::new(io::ErrorKind::ConnectionAborted, why))
        })
    }

    /// Notes whether what was to be written was taken.
    fn noted<T>(&mut self, written: Poll<T>) -> Poll<T> {
        self.look.written(written.is_ready());
        written
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
        self.expect_good(context)?;
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<IO: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Secured<IO> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.expect_good(context)?;
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.noted(written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.expect_good(context)?;
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.noted(written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.expect_good(context)?;
        let written = Pin::new(&mut self.stream).poll_flush(context);
        self.noted(written)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
