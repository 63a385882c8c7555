//! Reading a certificate without judging it.

use jiff::Timestamp;
use x509_parser::prelude::{FromDer, X509Certificate};

/// What a certificate says of itself. Nothing of it is verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claims {
    /// Who is said to have issued it.
    pub issuer: String,
    /// The first instant of validity.
    pub not_before: Timestamp,
    /// The last second of validity.
    pub not_after: Timestamp,
    /// Its serial number.
    pub serial: Vec<u8>,
}

/// Reads what a certificate (DER) says of itself; `None` when the bytes are none.
#[must_use]
pub fn claims(certificate: &[u8]) -> Option<Claims> {
    let (_, certificate) = X509Certificate::from_der(certificate).ok()?;
    let instant = |time: x509_parser::time::ASN1Time| Timestamp::from_second(time.timestamp()).ok();
    Some(Claims {
        issuer: certificate.issuer().to_string(),
        not_before: instant(certificate.validity().not_before)?,
        not_after: instant(certificate.validity().not_after)?,
        serial: certificate.raw_serial().to_vec(),
    })
}
