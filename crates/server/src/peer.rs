//! A connection after its handshake: whose it is, and its place among those that
//! are allowed at once.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use pki::NetworkSubject;
use qualification::{Caller, Institution, Party, TerminalId};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::OwnedSemaphorePermit;
use tokio_rustls::server::TlsStream;
use tonic::transport::server::Connected;

/// Whose connection it is, as its client certificate says.
#[derive(Debug, Clone)]
pub(crate) struct Peer {
    /// The party and its terminal; nobody of the staff.
    pub(crate) caller: Caller,
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
        // The authority vouches for clients itself: whom another one below it vouches
        // for is nobody, though the handshake lets it pass.
        let subject = match certificates {
            Some([certificate]) => pki::network_subject(certificate),
            _ => None,
        };
        Self {
            stream,
            peer: Peer {
                caller: caller(subject),
            },
            _place: place,
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
