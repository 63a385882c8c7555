//! What one side of a network connection shows of itself.

use rcgen::{KeyPair, PublicKeyData as _};
use rustls_pki_types::{CertificateDer, PrivatePkcs8KeyDer};
use x509_parser::prelude::{FromDer, X509Certificate};
use zeroize::Zeroizing;

use super::files::to_pem;

/// A certificate with its key and the authority that its peer is vouched for by.
pub struct Credentials {
    /// The certificate.
    pub certificate: CertificateDer<'static>,
    /// Its key.
    pub key: PrivatePkcs8KeyDer<'static>,
    /// The network authority.
    pub authority: CertificateDer<'static>,
}

impl Credentials {
    /// Whether the key is its certificate's.
    #[must_use]
    pub fn fit(&self) -> bool {
        let Ok((_, certificate)) = X509Certificate::from_der(&self.certificate) else {
            return false;
        };
        let key = KeyPair::try_from(self.key.secret_pkcs8_der());
        key.is_ok_and(|key| *key.der_bytes() == *certificate.public_key().subject_public_key.data)
    }

    /// The certificate as PEM.
    #[must_use]
    pub fn certificate_pem(&self) -> String {
        to_pem("CERTIFICATE", &self.certificate)
    }

    /// The authority that vouches for the peer, as PEM.
    #[must_use]
    pub fn authority_pem(&self) -> String {
        to_pem("CERTIFICATE", &self.authority)
    }

    /// The private key as PEM.
    #[must_use]
    pub fn key_pem(&self) -> Zeroizing<String> {
        Zeroizing::new(to_pem("PRIVATE KEY", self.key.secret_pkcs8_der()))
    }
}
