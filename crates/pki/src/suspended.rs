//! The signed list of suspended cards (一時利用停止), a certificate revocation list of
//! the card authority.

use webpki::{CertRevocationList, OwnedCertRevocationList};

/// A suspended list as it was read. Its signature is checked whenever a card is
/// judged against it.
#[derive(Debug)]
pub struct SuspendedList(pub(crate) CertRevocationList<'static>);

impl SuspendedList {
    /// Reads a list (DER); `None` when the bytes are no such list.
    #[must_use]
    pub fn from_der(der: &[u8]) -> Option<Self> {
        OwnedCertRevocationList::from_der(der)
            .ok()
            .map(|list| Self(list.into()))
    }

    /// Whether the certificate with this serial number is on it. An entry that
    /// cannot be read counts as suspended: when in doubt, no.
    #[must_use]
    pub fn contains(&self, serial: &[u8]) -> bool {
        !matches!(self.0.find_serial(serial), Ok(None))
    }
}
