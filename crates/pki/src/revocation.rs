//! The signed list of revoked certificates (RFC 5280 §5).

use std::collections::BTreeMap;

use jiff::Timestamp;
use ring::signature::{
    ECDSA_P256_SHA256_ASN1, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey, VerificationAlgorithm,
};
use webpki::OwnedCertRevocationList;
use x509_parser::prelude::{CertificateRevocationList, FromDer, X509Certificate};

/// A longer list is refused unread; it has room for 100,000 certificates.
const MAX_LIST: usize = 4 << 20;

const ECDSA_WITH_SHA256: &str = "1.2.840.10045.4.3.2";
const SHA256_WITH_RSA: &str = "1.2.840.113549.1.1.11";

/// A list that its authority has signed. Whether it is still to be gone by is a
/// question of its own: [`RevocationList::is_fresh_at`].
#[derive(Debug, Clone)]
pub struct RevocationList {
    der: Vec<u8>,
    pub(crate) revoked: BTreeMap<Vec<u8>, Timestamp>,
    made_at: Timestamp,
    next_update: Timestamp,
}

/// Why a list is not gone by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UnusableList {
    /// The bytes are no list, or more than 4 MiB, or it does not say when it ends, or
    /// says something that nobody here understands.
    #[error("it is no certificate revocation list (DER)")]
    Malformed,
    /// Another authority signed it, or nobody.
    #[error("its signature is not the authority's")]
    WrongSigner,
}

impl RevocationList {
    /// Reads a list (DER) and checks that `authority`, a certificate (DER), signed it.
    ///
    /// # Errors
    /// [`UnusableList`]; who gets it must refuse, as nobody knows who is revoked.
    pub fn from_der(der: &[u8], authority: &[u8]) -> Result<Self, UnusableList> {
        let malformed = UnusableList::Malformed;
        if der.len() > MAX_LIST {
            return Err(malformed);
        }
        // It knows which extensions may be passed over and which may not.
        OwnedCertRevocationList::from_der(der).map_err(|_| malformed)?;
        let (rest, list) = CertificateRevocationList::from_der(der).map_err(|_| malformed)?;
        if !rest.is_empty() {
            return Err(malformed);
        }
        let (_, authority) =
            X509Certificate::from_der(authority).map_err(|_| UnusableList::WrongSigner)?;
        if !is_signed_by(&list, &authority) {
            return Err(UnusableList::WrongSigner);
        }
        let instant = |time: x509_parser::time::ASN1Time| {
            Timestamp::from_second(time.timestamp()).map_err(|_| malformed)
        };
        let mut revoked = BTreeMap::new();
        for entry in list.iter_revoked_certificates() {
            revoked.insert(entry.raw_serial().to_vec(), instant(entry.revocation_date)?);
        }
        Ok(Self {
            der: der.to_vec(),
            revoked,
            made_at: instant(list.last_update())?,
            next_update: instant(list.next_update().ok_or(malformed)?)?,
        })
    }

    /// Whether the certificate with this serial number is revoked.
    #[must_use]
    pub fn contains(&self, serial: &[u8]) -> bool {
        self.revoked.contains_key(serial)
    }

    /// Whether it may be gone by: until the instant at which the next one was promised
    /// (`nextUpdate`), and not from there on. A list that is newer than the clock is
    /// gone by, as it knows more and not less.
    #[must_use]
    pub fn is_fresh_at(&self, now: Timestamp) -> bool {
        now < self.next_update
    }

    /// When it was signed (`thisUpdate`).
    #[must_use]
    pub const fn made_at(&self) -> Timestamp {
        self.made_at
    }

    /// From when on it is stale (`nextUpdate`).
    #[must_use]
    pub const fn next_update(&self) -> Timestamp {
        self.next_update
    }

    /// How many certificates are on it.
    #[must_use]
    pub fn len(&self) -> usize {
        self.revoked.len()
    }

    /// Whether nothing is revoked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.revoked.is_empty()
    }

    /// The list as it was read (DER).
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }
}

fn is_signed_by(list: &CertificateRevocationList<'_>, authority: &X509Certificate<'_>) -> bool {
    let algorithm: &dyn VerificationAlgorithm =
        match list.signature_algorithm.algorithm.to_id_string().as_str() {
            ECDSA_WITH_SHA256 => &ECDSA_P256_SHA256_ASN1,
            SHA256_WITH_RSA => &RSA_PKCS1_2048_8192_SHA256,
            _ => return false,
        };
    let key = &authority.public_key().subject_public_key.data;
    list.issuer().as_raw() == authority.subject().as_raw()
        && UnparsedPublicKey::new(algorithm, key)
            .verify(list.tbs_cert_list.as_ref(), &list.signature_value.data)
            .is_ok()
}

#[cfg(test)]
mod tests;
