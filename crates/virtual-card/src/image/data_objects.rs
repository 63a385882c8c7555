//! What stands above the applications, for GET DATA.

use pki::ContentSigner;
use sha2::{Digest, Sha256};

use super::Particulars;
use super::layout::objects;
use crate::{ATR, VirtualCardError};

/// What the data objects say.
pub(crate) struct DataObjects<'a> {
    pub(crate) particulars: &'a Particulars<'a>,
    /// The public half of the card's own key, as the card writes public keys.
    pub(crate) public_key: &'a [u8],
    /// Who vouches for it.
    pub(crate) signer: &'a ContentSigner,
}

/// The bytes of a verifiable certificate before its body: the tag of its file and
/// the tag and length around everything.
const CERTIFICATE_HEADER: usize = 5;
/// The header list that says what a certificate's body is made of: an issuer's and
/// a holder's identifier of 16 bytes each, and a public key of 265 bytes.
const BODY_LAYOUT: [u8; 12] = [
    0x4D, 0x0A, 0x42, 0x10, 0x5F, 0x20, 0x10, 0x5F, 0x49, 0x82, 0x01, 0x09,
];
/// Card recognition data (GlobalPlatform Card Specification, H.2): that it is, under
/// the arc 1.2.840.114283.1.
const RECOGNITION: [u8; 11] = [
    0x73, 0x09, 0x06, 0x07, 0x2A, 0x86, 0x48, 0x86, 0xFC, 0x6B, 0x01,
];
/// What the key identifier of a card's own key begins with; the first digit is one
/// that no real one has.
const OWN_KEY: [u8; 12] = *b"7000120\x08\x05001";

impl DataObjects<'_> {
    /// The objects by their tags: as public readers name them, in the order of the
    /// tags.
    pub(crate) fn objects(&self) -> Result<Vec<(u16, Vec<u8>)>, VirtualCardError> {
        let card = self.particulars;
        let key_id = self.signer.key_id().0.to_vec();
        let atr = ATR.split_first().map_or(&[][..], |(_, rest)| rest);
        Ok(vec![
            (0x0042, key_id.clone()),
            (0x0045, card.serial.to_vec()),
            (0x0066, RECOGNITION.to_vec()),
            (0x00F0, card.municipality.to_vec()),
            (0x00F2, card.expiry_digits().into_bytes()),
            (0x00F7, key_id),
            (0x00F8, self.signers_certificate()),
            (0x5F51, atr.to_vec()),
            (0x7F21, self.own_certificate()?),
        ])
    }

    /// The certificate over the signer's key, without its outermost tag.
    fn signers_certificate(&self) -> Vec<u8> {
        let certificate = self.signer.certificate();
        let inside = certificate.get(CERTIFICATE_HEADER..).unwrap_or_default();
        [&BODY_LAYOUT, inside].concat()
    }

    /// The certificate over the card's own key, in the same form.
    fn own_certificate(&self) -> Result<Vec<u8>, VirtualCardError> {
        let digest = Sha256::digest(self.public_key);
        let holder = OWN_KEY.iter().chain(&digest).copied().take(16);
        let holder: Vec<u8> = holder.collect();
        let body = [&self.signer.key_id().0, &holder[..], self.public_key].concat();
        let signature = self.signer.sign(&body)?;
        let inside = objects(&[(0x5F4E, &body), (0x5F37, &signature)])?;
        Ok([&BODY_LAYOUT[..], &inside].concat())
    }
}
