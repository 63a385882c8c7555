//! Whose client certificate it is.

use x509_parser::prelude::{FromDer, X509Certificate};

/// The common name of an institution's client certificate: its 10-digit code.
/// `None` when the bytes are no certificate or it has no single common name.
///
/// The certificate must have been verified before: this only reads it.
#[must_use]
pub fn institution_code(certificate: &[u8]) -> Option<String> {
    let (_, certificate) = X509Certificate::from_der(certificate).ok()?;
    let mut names = certificate.subject().iter_common_name();
    match (names.next(), names.next()) {
        (Some(name), None) => name.as_str().ok().map(str::to_owned),
        _ => None,
    }
}
