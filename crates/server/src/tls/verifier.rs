//! A client certificate that chains to the authority, and is not revoked.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use rustls::client::danger::HandshakeSignatureValid;
use rustls::pki_types::{CertificateDer, UnixTime};
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::{CertificateError, DigitallySignedStruct, DistinguishedName, Error, SignatureScheme};

use crate::Revocation;
use crate::revocation::Standing;

/// Asks the live list after all else was right.
pub(super) struct NotRevoked {
    chain: Arc<dyn ClientCertVerifier>,
    revocation: Arc<Revocation>,
}

impl NotRevoked {
    pub(super) fn new(chain: Arc<dyn ClientCertVerifier>, revocation: Arc<Revocation>) -> Self {
        Self { chain, revocation }
    }
}

impl fmt::Debug for NotRevoked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NotRevoked")
    }
}

impl ClientCertVerifier for NotRevoked {
    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        self.chain.root_hint_subjects()
    }

    fn verify_client_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        // The authority vouches for clients itself; the length of path that its own
        // certificate allows is looked at by nobody.
        let verified = self.chain.verify_client_cert(end_entity, &[], now)?;
        let claims = pki::claims(end_entity).ok_or(CertificateError::BadEncoding)?;
        let seconds = i64::try_from(now.as_secs()).unwrap_or(i64::MAX);
        let now = Timestamp::from_second(seconds).unwrap_or(Timestamp::MAX);
        match self.revocation.standing(&claims.serial, now) {
            Standing::Good => Ok(verified),
            Standing::Revoked => Err(CertificateError::Revoked.into()),
            Standing::Unknown => Err(CertificateError::UnknownRevocationStatus.into()),
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.chain
            .verify_tls12_signature(message, certificate, signed)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.chain
            .verify_tls13_signature(message, certificate, signed)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.chain.supported_verify_schemes()
    }
}
