//! The certificate as it came from the card, and how to know it again.

use std::fmt;

use ring::digest;

/// The longest certificate that is read from a card, in bytes. Real ones have
/// about 1,600.
pub const MAX_CERTIFICATE: usize = 4096;

/// The user-authentication certificate (利用者証明用電子証明書), as DER. Who issued
/// it and whether it is valid is for others to judge: the card says nothing of
/// either.
///
/// `Debug` shows its length only; the certificate is a person's.
#[derive(Clone, PartialEq, Eq)]
pub struct Certificate {
    der: Vec<u8>,
    fingerprint: Fingerprint,
}

/// What a card that has not been unlocked says to the question for its
/// certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CertificateRead {
    /// Here it is, as a plastic card shows it.
    Shown(Certificate),
    /// It shows it after the PIN, as an Android phone does.
    AfterPin,
}

/// SHA-256 of a certificate's DER: the same card gives the same fingerprint, so
/// a card that was swapped is noticed.
///
/// `Debug` does not show it: it tells one person's card from another's.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint([u8; 32]);

impl Certificate {
    pub(crate) fn new(der: Vec<u8>) -> Self {
        let fingerprint = Fingerprint::of(&der);
        Self { der, fingerprint }
    }

    /// The certificate's DER bytes, without the file's filling.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// What this certificate is known by.
    #[must_use]
    pub const fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }

    /// The DER bytes, to keep.
    #[must_use]
    pub fn into_der(self) -> Vec<u8> {
        self.der
    }
}

impl Fingerprint {
    fn of(der: &[u8]) -> Self {
        let mut bytes = [0; 32];
        bytes.copy_from_slice(digest::digest(&digest::SHA256, der).as_ref());
        Self(bytes)
    }

    /// The 32 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Certificate({} bytes)", self.der.len())
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Fingerprint(..)")
    }
}

/// The length of the certificate that starts with `head`, from its DER header
/// `30 82 hh ll`; `None` when there is no such header or more than
/// [`MAX_CERTIFICATE`] is claimed.
pub(crate) fn length_from_header(head: &[u8]) -> Option<usize> {
    let [0x30, 0x82, hi, lo, ..] = head else {
        return None;
    };
    let length = 4 + usize::from(u16::from_be_bytes([*hi, *lo]));
    (length <= MAX_CERTIFICATE).then_some(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_tells_the_length_up_to_the_cap() {
        let table: [(&[u8], Option<usize>); 6] = [
            (&[0x30, 0x82, 0x06, 0x2C, 0x30], Some(1584)),
            (&[0x30, 0x82, 0x0F, 0xFC], Some(MAX_CERTIFICATE)),
            (&[0x30, 0x82, 0x0F, 0xFD], None),
            (&[0x30, 0x82, 0xFF, 0xFF], None),
            (&[0x31, 0x82, 0x06, 0x2C], None),
            (&[0x30, 0x82, 0x06], None),
        ];
        for (head, length) in table {
            assert_eq!(length_from_header(head), length, "{head:02X?}");
        }
    }

    #[test]
    fn debug_shows_nothing_that_tells_people_apart() {
        let certificate = Certificate::new(b"0123 someone".to_vec());
        assert_eq!(
            format!("{certificate:?} {:?}", certificate.fingerprint()),
            "Certificate(12 bytes) Fingerprint(..)"
        );
    }
}
