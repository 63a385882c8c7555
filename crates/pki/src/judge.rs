//! Is this card genuine, and was this signed by it?

mod distrust;

use std::collections::HashSet;
use std::ops::RangeInclusive;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use ring::digest;
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use rustls_pki_types::{CertificateDer, TrustAnchor, UnixTime};
use webpki::{
    EndEntityCert, ExpirationPolicy, KeyUsage, RevocationCheckDepth, RevocationOptionsBuilder,
    UnknownStatusPolicy, anchor_from_trusted_cert,
};
use x509_parser::prelude::{FromDer, X509Certificate};
use x509_parser::public_key::PublicKey;

pub use distrust::{Distrust, Flaw};

use crate::{PkiError, SuspendedList};

/// A certificate that is longer is refused unread; real ones have 1,600 bytes.
const MAX_CERTIFICATE: usize = 4096;
/// RFC 5280 §4.1.2.2.
const MAX_SERIAL: usize = 20;

/// Bits of a card's modulus: what real cards have, and what `ring` verifies with
/// without taking long.
const RSA_BITS: RangeInclusive<usize> = 2048..=4096;

/// Which authority's cards are believed, and which cards beside.
#[derive(Debug, Clone)]
pub struct CardTrust {
    anchor: Arc<TrustAnchor<'static>>,
    enrolled: Arc<HashSet<[u8; 32]>>,
}

/// A card whose certificate is genuine. Whether it is in its time is for the
/// caller to say: an expired card is still answered in its grace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustedCard {
    /// SHA-256 of the certificate.
    pub fingerprint: [u8; 32],
    /// Its serial number, for a later look at the suspended list.
    pub serial: Vec<u8>,
    /// The first instant of validity.
    pub not_before: Timestamp,
    /// The last second of validity.
    pub not_after: Timestamp,
    public_key: Vec<u8>,
}

impl CardTrust {
    /// Believes cards of this authority.
    ///
    /// # Errors
    /// [`PkiError::Content`] when the bytes are no authority's certificate.
    pub fn new(authority: &CertificateDer<'_>) -> Result<Self, PkiError> {
        let anchor = anchor_from_trusted_cert(authority).map_err(|_| PkiError::Content {
            path: "card authority".into(),
            expected: "a certificate (DER)",
        })?;
        Ok(Self {
            anchor: Arc::new(anchor.to_owned()),
            enrolled: Arc::default(),
        })
    }

    /// Believes the certificates with these SHA-256 fingerprints too: real cards,
    /// whose authority nobody here can ask. These replace those given before.
    #[must_use]
    pub fn with_enrolled(self, fingerprints: Vec<[u8; 32]>) -> Self {
        Self {
            enrolled: Arc::new(fingerprints.into_iter().collect()),
            ..self
        }
    }

    /// Judges a card's certificate: form, use, chain, and the suspended list. An
    /// enrolled one needs form and use alone: the list is about our authority's cards.
    ///
    /// # Errors
    /// [`Distrust`], which is an answer for the desk and not a failure.
    pub fn judge(
        &self,
        certificate: &[u8],
        suspended: &SuspendedList,
    ) -> Result<TrustedCard, Distrust> {
        let card = read(certificate)?;
        match self.judge_chain(&card, certificate, suspended) {
            // Enrolling a card of our own does not lift its suspension.
            Err(Distrust::Malformed | Distrust::NotTrusted(_))
                if self.enrolled.contains(&card.fingerprint) =>
            {
                Ok(card)
            }
            judged => judged.map(|()| card),
        }
    }

    fn judge_chain(
        &self,
        card: &TrustedCard,
        certificate: &[u8],
        suspended: &SuspendedList,
    ) -> Result<(), Distrust> {
        let der = CertificateDer::from(certificate);
        let end_entity = EndEntityCert::try_from(&der).map_err(Distrust::from)?;
        let lists = [&suspended.0];
        // Unknown is refused: a list of another authority tells nothing about this
        // card. The list's own age is the operator's business, not the patient's.
        let revocation = RevocationOptionsBuilder::new(&lists)
            .map_err(|_| Distrust::NotTrusted(Flaw::List))?
            .with_depth(RevocationCheckDepth::EndEntity)
            .with_status_policy(UnknownStatusPolicy::Deny)
            .with_expiration_policy(ExpirationPolicy::Ignore)
            .build();
        // The chain is judged at the certificate's own last second, so that "who
        // signed it" and "is it in its time" stay two questions.
        let second = u64::try_from(card.not_after.as_second()).unwrap_or(0);
        let time = UnixTime::since_unix_epoch(Duration::from_secs(second));
        let anchors = [TrustAnchor::clone(&self.anchor)];
        end_entity
            .verify_for_usage(
                &[webpki::ring::RSA_PKCS1_2048_8192_SHA256],
                &anchors,
                &[],
                time,
                KeyUsage::client_auth(),
                Some(revocation),
                None,
            )
            .map(|_| ())
            .map_err(Distrust::from)
    }
}

fn read(certificate: &[u8]) -> Result<TrustedCard, Distrust> {
    if certificate.len() > MAX_CERTIFICATE {
        return Err(Distrust::Malformed);
    }
    let (rest, parsed) = X509Certificate::from_der(certificate).map_err(|_| Distrust::Malformed)?;
    if !rest.is_empty() || parsed.raw_serial().len() > MAX_SERIAL {
        return Err(Distrust::Malformed);
    }
    let signs = matches!(parsed.key_usage(), Ok(Some(usage)) if usage.value.digital_signature());
    let has_rsa = matches!(
        parsed.public_key().parsed(),
        Ok(PublicKey::RSA(key)) if RSA_BITS.contains(&bits(key.modulus))
    );
    for (flaw, has_it) in [
        (Flaw::Authority, parsed.is_ca()),
        (Flaw::Use, !signs),
        (Flaw::Key, !has_rsa),
    ] {
        if has_it {
            return Err(Distrust::NotTrusted(flaw));
        }
    }
    let instant = |time: x509_parser::time::ASN1Time| {
        Timestamp::from_second(time.timestamp()).map_err(|_| Distrust::Malformed)
    };
    let fingerprint = digest::digest(&digest::SHA256, certificate);
    Ok(TrustedCard {
        fingerprint: fingerprint
            .as_ref()
            .try_into()
            .map_err(|_| Distrust::Malformed)?,
        serial: parsed.raw_serial().to_vec(),
        not_before: instant(parsed.validity().not_before)?,
        not_after: instant(parsed.validity().not_after)?,
        public_key: parsed.public_key().subject_public_key.data.to_vec(),
    })
}

/// The bits of a number, without leading zeros.
fn bits(number: &[u8]) -> usize {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    let significant = number.get(zeros..).unwrap_or_default();
    let first = significant.first().map_or(0, |byte| byte.leading_zeros());
    (significant.len() * 8).saturating_sub(first as usize)
}

impl TrustedCard {
    /// Whether `signature` is this card's over `message` (RSA PKCS#1 v1.5, SHA-256).
    #[must_use]
    pub fn signed(&self, message: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, &self.public_key)
            .verify(message, signature)
            .is_ok()
    }
}

#[cfg(test)]
mod tests;
