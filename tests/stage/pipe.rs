//! TLS over a pipe to the server in the same process.

use std::io;
use std::sync::Arc;

use pki::Credentials;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::DuplexStream;
use tokio::sync::mpsc;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

/// How these credentials shake hands.
pub(crate) fn connector(credentials: &Credentials) -> TlsConnector {
    let mut roots = RootCertStore::empty();
    roots.add(credentials.authority.clone()).unwrap();
    let certificate: CertificateDer<'static> = credentials.certificate.clone();
    let key = PrivateKeyDer::Pkcs8(credentials.key.clone_key());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_client_auth_cert(vec![certificate], key)
        .unwrap();
    config.alpn_protocols = vec![b"h2".to_vec()];
    TlsConnector::from(Arc::new(config))
}

/// Shakes hands on a new pipe to the server that takes those connections.
pub(crate) async fn secured(
    connector: &TlsConnector,
    connections: &mpsc::UnboundedSender<DuplexStream>,
) -> io::Result<TlsStream<DuplexStream>> {
    let (ours, theirs) = tokio::io::duplex(64 * 1024);
    connections.send(theirs).unwrap();
    let name = ServerName::try_from("localhost").unwrap();
    connector.connect(name, ours).await
}
