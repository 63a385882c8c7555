//! Mutual TLS: the server shows its certificate, and lets in only those that the
//! network authority vouches for and has not revoked, judged by the server's own clock.

mod verifier;

use std::sync::Arc;

use pki::Credentials;
use rustls::crypto::ring::default_provider;
use rustls::pki_types::PrivateKeyDer;
use rustls::server::{NoServerSessionStorage, WebPkiClientVerifier};
use rustls::{RootCertStore, ServerConfig};

use crate::Revocation;
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

/// TLS 1.3 with client certificates required that are not revoked. No session is
/// resumed: its certificate would not be looked at again.
///
/// # Errors
/// [`TlsError`] when certificate, key and authority do not fit together.
pub fn tls(
    credentials: &Credentials,
    clock: Arc<dyn Clock>,
    revocation: Arc<Revocation>,
) -> Result<Arc<ServerConfig>, TlsError> {
    let provider = Arc::new(default_provider());
    let mut roots = RootCertStore::empty();
    roots.add(credentials.authority.clone())?;
    let chain = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider))
        .build()?;
    let verifier = Arc::new(verifier::NotRevoked::new(chain, revocation));
    let mut config = ServerConfig::builder_with_details(provider, Arc::new(TlsClock(clock)))
        .with_protocol_versions(&[&rustls::version::TLS13])?
        .with_client_cert_verifier(verifier)
        .with_single_cert(
            vec![credentials.certificate.clone()],
            PrivateKeyDer::Pkcs8(credentials.key.clone_key()),
        )?;
    config.alpn_protocols = vec![b"h2".to_vec()];
    config.session_storage = Arc::new(NoServerSessionStorage {});
    config.send_tls13_tickets = 0;
    Ok(Arc::new(config))
}
