//! 券面事項確認AP, the face application: the card's printed face, as pictures.

use pki::ContentSigner;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::contents::pin_file;
use super::layout::{objects, template, template_with_table};
use super::{Access, Aid, Change, Contents, Particulars, Purpose, Row, Table, Written};
use crate::VirtualCardError;

/// The AID, as every public client selects it.
const AID: Aid = [0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x02];

/// The key that opens the date of birth alone (生年月日読出用).
const BIRTH_KEY: u16 = 0x0011;
/// Collation number B (照合番号B).
const NUMBER_B: u16 = 0x0012;
/// Collation number A (照合番号A).
const NUMBER_A: u16 = 0x0013;
/// The application's own key.
const KEY: u16 = 0x001A;

/// `DigestInfo` (RFC 8017, A.2.4) for SHA-256 around not one digest but three, as
/// the face of the card is signed: all that stands before the 96 bytes.
const THREE_DIGESTS: [u8; 19] = [
    0x30, 0x71, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05,
    0x00, 0x04, 0x60,
];

/// Its files and who may use them. The tries of the birth-date key are not
/// published; here as many as the collation numbers have.
pub(super) fn table() -> Table {
    let face = Access::After(&[NUMBER_B, NUMBER_A]);
    let number = || Row::Pin {
        tries: 10,
        change: Change::Never,
    };
    Table {
        aid: &AID,
        rows: vec![
            (0x0001, Row::Transparent(Access::After(&[BIRTH_KEY]))),
            (0x0002, Row::Transparent(face)),
            (0x0003, Row::Transparent(Access::Free)),
            (0x0004, Row::Transparent(Access::Free)),
            (0x0005, Row::Transparent(Access::After(&[NUMBER_A]))),
            (0x0006, Row::Transparent(face)),
            (BIRTH_KEY, number()),
            (NUMBER_B, number()),
            (NUMBER_A, number()),
            (KEY, Row::Key(Purpose::Sign(Access::Free))),
        ],
        default_key: Some(KEY),
    }
}

/// Collation number B (照合番号B) of a card with these contents; none on a phone.
pub(crate) fn collation_number_b(contents: &Contents) -> Option<Zeroizing<Vec<u8>>> {
    let (_, number) = contents.file(&AID, NUMBER_B)?.split_first()?;
    Some(Zeroizing::new(number.to_vec()))
}

/// What is printed on the card's face, as pictures: PNG, and JPEG 2000 for the
/// photo.
pub(crate) struct Pictures {
    pub(crate) name: Vec<u8>,
    pub(crate) address: Vec<u8>,
    pub(crate) security_code: Vec<u8>,
    pub(crate) number: Vec<u8>,
    pub(crate) photo: Vec<u8>,
}

/// What is written into the application.
pub(crate) struct Face<'a> {
    pub(crate) particulars: &'a Particulars<'a>,
    pub(crate) pictures: &'a Pictures,
    /// The application's own key: RSA-2048, PKCS#8 DER.
    pub(crate) key: &'a [u8],
    /// Its public half, as the card writes public keys.
    pub(crate) public_key: &'a [u8],
    /// Who vouches for the contents.
    pub(crate) signer: &'a ContentSigner,
}

impl Face<'_> {
    /// The files, signed.
    pub(crate) fn application(&self) -> Result<Written, VirtualCardError> {
        let card = self.particulars;
        let files = vec![
            (0x0001, self.age()?.into()),
            (0x0002, self.printed()?.into()),
            (0x0003, self.basic_information()?.into()),
            (0x0004, self.signer.certificate().to_vec().into()),
            (0x0005, self.number()?.into()),
            (0x0006, vec![0xFF; 16].into()),
            (BIRTH_KEY, pin_file(10, Some(&card.birth_key()))),
            (NUMBER_B, pin_file(10, Some(&card.collation_number_b()))),
            (NUMBER_A, pin_file(10, Some(card.number))),
            (KEY, self.key.to_vec().into()),
        ];
        Ok((AID, files))
    }

    /// The date of birth and the card's key, signed.
    fn age(&self) -> Result<Vec<u8>, VirtualCardError> {
        let birth = self.particulars.birth_digits();
        let signed = objects(&[(0xDF11, birth.as_bytes()), (0xDF12, self.public_key)])?;
        let signature = objects(&[(0xDF13, &self.signer.sign(&signed)?)])?;
        Ok(template(0xFF10, &[&signed, &signature])?)
    }

    /// The face. Its last day and security code stand outside the signature, as on
    /// the published test card.
    fn printed(&self) -> Result<Vec<u8>, VirtualCardError> {
        let (card, pictures) = (self.particulars, self.pictures);
        let (birth, sex, expires) = (card.birth_digits(), [card.sex], card.expiry_digits());
        let person = [
            (0xDF22, birth.as_bytes()),
            (0xDF23, &sex[..]),
            (0xDF24, self.public_key),
        ];
        let text = [
            (0xDF25, pictures.name.as_slice()),
            (0xDF26, &pictures.address),
        ];
        let photo = [(0xDF27, pictures.photo.as_slice())];
        let mut info = THREE_DIGESTS.to_vec();
        for part in [&person[..], &text, &photo] {
            info.extend_from_slice(&Sha256::digest(objects(part)?));
        }
        let signature = self.signer.sign_digest_info(&info)?;
        let unsigned = [
            (0xDF29, expires.as_bytes()),
            (0xDF2A, pictures.security_code.as_slice()),
        ];
        let signature = [(0xDF28, signature.as_slice())];
        let all = [&person[..], &text, &photo, &signature, &unsigned].concat();
        Ok(template_with_table(0xFF20, 0xDF21, &all)?)
    }

    /// Version and maker, the key that vouches, the municipality, and 272 bytes of
    /// which only the key identifier before them is understood: here with a
    /// signature over what stands before.
    fn basic_information(&self) -> Result<Vec<u8>, VirtualCardError> {
        let key_id = self.signer.key_id().0;
        let named = objects(&[
            (0xDF31, &[0x06, 0x03, 0x0E, 0x01]),
            (0xDF32, &key_id),
            (0xDF33, &[0x00]),
            (0xDF34, self.particulars.municipality),
        ])?;
        let vouched = [&key_id, self.signer.sign(&named)?.as_slice()].concat();
        let vouched = objects(&[(0xDF35, &vouched)])?;
        Ok(template(0xFF30, &[&named, &vouched])?)
    }

    /// The twelve digits as a picture, signed with the card's key.
    fn number(&self) -> Result<Vec<u8>, VirtualCardError> {
        let signed = objects(&[(0xDF41, &self.pictures.number), (0xDF42, self.public_key)])?;
        let signature = objects(&[(0xDF43, &self.signer.sign(&signed)?)])?;
        Ok(template(0xFF40, &[&signed, &signature])?)
    }
}
