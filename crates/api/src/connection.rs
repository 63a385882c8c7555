//! How a desk's connection is made: TCP, TLS with a certificate on both sides, and
//! the server's first word.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use hyper_util::rt::TokioIo;
use rustls::crypto::ring::default_provider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::version::TLS13;
use rustls::{ClientConfig, RootCertStore};
use tokio::io::AsyncBufReadExt;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tonic::codegen::http::Uri;
use tonic::transport::{Channel, Endpoint};

use crate::CallError;
use crate::failure::of_transport;

/// How often a quiet connection is probed, and how long the answer may take.
const KEEPALIVE: (Duration, Duration) = (Duration::from_secs(30), Duration::from_secs(20));
/// Where an address without a port is.
const HTTPS: u16 = 443;
/// HTTP/2, as TLS names it.
const H2: &[u8] = b"h2";

/// How to reach the server, and as whom.
#[derive(Clone)]
pub struct Connection {
    /// Where, such as `https://localhost:50443`.
    pub address: Uri,
    /// The network authority that vouches for the server, PEM.
    pub authority: String,
    /// The institution's certificate, PEM.
    pub certificate: String,
    /// Its key, PEM.
    pub key: String,
    /// How long connecting or one call may take.
    pub deadline: Duration,
}

impl Connection {
    /// Connects, and connects again when the connection broke.
    pub(crate) async fn channel(&self) -> Result<Channel, CallError> {
        let tls = TlsConnector::from(Arc::new(self.tls()?));
        let host = self.address.host().unwrap_or_default();
        let host = host.trim_matches(['[', ']']).to_owned();
        let name = ServerName::try_from(host.clone())
            .map_err(|_| CallError::Unreachable("the address names no server".to_owned()))?;
        let port = self.address.port_u16().unwrap_or(HTTPS);
        let connect = tower::service_fn(move |_| {
            let (tls, host, name) = (tls.clone(), host.clone(), name.clone());
            async move { secured(&tls, &host, port, name).await.map(TokioIo::new) }
        });
        // "http" keeps tonic from putting its own TLS around this one.
        Endpoint::from_static("http://server")
            .origin(self.address.clone())
            .connect_timeout(self.deadline)
            .timeout(self.deadline)
            .http2_keep_alive_interval(KEEPALIVE.0)
            .keep_alive_timeout(KEEPALIVE.1)
            .connect_with_connector(connect)
            .await
            .map_err(|error| of_transport(&error))
    }

    fn tls(&self) -> Result<ClientConfig, CallError> {
        let authority = CertificateDer::from_pem_slice(self.authority.as_bytes())
            .map_err(|error| CallError::ServerNotTrusted(error.to_string()))?;
        let mut roots = RootCertStore::empty();
        roots
            .add(authority)
            .map_err(|error| CallError::ServerNotTrusted(error.to_string()))?;
        let own = |error: &dyn ToString| CallError::InstitutionRefused(error.to_string());
        let certificate =
            CertificateDer::from_pem_slice(self.certificate.as_bytes()).map_err(|it| own(&it))?;
        let key = PrivateKeyDer::from_pem_slice(self.key.as_bytes()).map_err(|it| own(&it))?;
        let mut config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
            .with_protocol_versions(&[&TLS13])
            .map_err(|error| own(&error))?
            .with_root_certificates(roots)
            .with_client_auth_cert(vec![certificate], key)
            .map_err(|error| own(&error))?;
        config.alpn_protocols = vec![H2.to_vec()];
        Ok(config)
    }
}

/// A connection over which the server has said its first word, its settings.
///
/// In TLS 1.3 a client's handshake ends before the server has judged its
/// certificate. Only silence until then lets the alert of a server that refuses it
/// arrive: a word of ours to a server that is gone would be answered by a reset,
/// which overtakes the alert.
async fn secured(
    tls: &TlsConnector,
    host: &str,
    port: u16,
    name: ServerName<'static>,
) -> io::Result<TlsStream<TcpStream>> {
    let stream = TcpStream::connect((host, port)).await?;
    stream.set_nodelay(true)?;
    let mut stream = tls.connect(name, stream).await?;
    let unusable = |why| Err(io::Error::new(io::ErrorKind::ConnectionAborted, why));
    if stream.get_ref().1.alpn_protocol() != Some(H2) {
        return unusable("what listens there does not speak HTTP/2");
    }
    if stream.fill_buf().await?.is_empty() {
        return unusable("the connection was closed at once");
    }
    Ok(stream)
}
