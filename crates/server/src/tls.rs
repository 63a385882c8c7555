//! Mutual TLS: the server shows its certificate, and lets in only institutions
//! that the network authority vouches for, judged by the server's own clock.

use std::sync::Arc;

use pki::Credentials;
use rustls::crypto::ring::default_provider;
use rustls::pki_types::PrivateKeyDer;
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};

use crate::given::{Clock, TlsClock};

/// Why TLS cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// The certificates or the key do not fit.
    #[error("the server's certificate, key or authority cannot be used: {0}")]
    Rustls(#[from] rustls::Error),
    /// The authority cannot vouch for clients.
    #[error("the network authority cannot be used: {0}")]
    Authority(#[from] rustls::server::VerifierBuilderError),
}

/// TLS 1.3 with client certificates required.
///
/// # Errors
/// [`TlsError`] when certificate, key and authority do not fit together.
pub fn tls(
    credentials: &Credentials,
    clock: Arc<dyn Clock>,
) -> Result<Arc<ServerConfig>, TlsError> {
    let provider = Arc::new(default_provider());
    let mut roots = RootCertStore::empty();
    roots.add(credentials.authority.clone())?;
    let verifier =
        WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider))
            .build()?;
    let mut config = ServerConfig::builder_with_details(provider, Arc::new(TlsClock(clock)))
        .with_protocol_versions(&[&rustls::version::TLS13])?
        .with_client_cert_verifier(verifier)
        .with_single_cert(
            vec![credentials.certificate.clone()],
            PrivateKeyDer::Pkcs8(credentials.key.clone_key()),
        )?;
    config.alpn_protocols = vec![b"h2".to_vec()];
    Ok(Arc::new(config))
}
