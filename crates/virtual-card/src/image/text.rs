//! 券面事項入力補助AP, the text application: what is printed on the card, as text, so
//! that nobody has to type it.

use pki::ContentSigner;
use sha2::{Digest, Sha256};

use super::contents::pin_file;
use super::layout::{objects, template, template_with_table};
use super::{Access, Aid, Change, Particulars, Purpose, Row, Table, Written};
use crate::VirtualCardError;

/// The AID, as every public client selects it.
const AID: Aid = [0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x08];

/// The four-digit PIN (券面事項入力補助用).
const PIN: u16 = 0x0011;
/// A key reference that is blocked on every card public readers have looked at.
const BLOCKED: u16 = 0x0012;
/// The application's own key.
const KEY: u16 = 0x0013;
/// Collation number A (照合番号A).
const NUMBER_A: u16 = 0x0014;
/// Collation number B (照合番号B).
const NUMBER_B: u16 = 0x0015;

/// The physical size of the file of the twelve digits, in bytes.
const NUMBER_SIZE: usize = 17;
/// The physical size of the application's basic information; some clients read
/// exactly so much.
const BASIC_SIZE: usize = 256;

/// Its files and who may use them: A opens the number and B the four facts, never
/// the other way round. Who reads 0008 is not published; here who reads any.
pub(super) fn table() -> Table {
    let any = Access::After(&[PIN, NUMBER_A, NUMBER_B]);
    let pin = |tries, change| Row::Pin { tries, change };
    Table {
        aid: &AID,
        rows: vec![
            (0x0001, Row::Transparent(Access::After(&[PIN, NUMBER_A]))),
            (0x0002, Row::Transparent(Access::After(&[PIN, NUMBER_B]))),
            (0x0003, Row::Transparent(any)),
            (0x0004, Row::Transparent(Access::Free)),
            (0x0005, Row::Transparent(Access::Free)),
            (0x0006, Row::Transparent(any)),
            (0x0007, Row::Transparent(any)),
            (0x0008, Row::Transparent(any)),
            (PIN, pin(3, Change::Standard(4..=4))),
            (BLOCKED, pin(3, Change::Never)),
            (KEY, Row::Key(Purpose::Sign(Access::Free))),
            (NUMBER_A, pin(10, Change::Never)),
            (NUMBER_B, pin(10, Change::Never)),
        ],
        default_key: Some(KEY),
    }
}

/// What is written into the application.
pub(crate) struct Text<'a> {
    pub(crate) particulars: &'a Particulars<'a>,
    /// None on a card without PIN.
    pub(crate) pin: Option<&'a [u8]>,
    /// The application's own key: RSA-2048, PKCS#8 DER.
    pub(crate) key: &'a [u8],
    /// Its public half, as the card writes public keys.
    pub(crate) public_key: &'a [u8],
    /// Who vouches for the contents.
    pub(crate) signer: &'a ContentSigner,
}

impl Text<'_> {
    /// The files, signed.
    pub(crate) fn application(&self) -> Result<Written, VirtualCardError> {
        let card = self.particulars;
        let number = padded(template(0xFF10, &[card.number])?, NUMBER_SIZE);
        let (birth, sex) = (card.birth_digits(), [card.sex]);
        let facts = [
            (0xDF22, card.name.as_bytes()),
            (0xDF23, card.address.as_bytes()),
            (0xDF24, birth.as_bytes()),
            (0xDF25, &sex),
        ];
        let pin_tries = self.pin.map_or(0, |_| 3);
        let files = vec![
            (0x0003, self.digests(&number, &objects(&facts)?)?.into()),
            (0x0001, number.into()),
            (0x0002, template_with_table(0xFF20, 0xDF21, &facts)?.into()),
            (0x0004, self.signer.certificate().to_vec().into()),
            (0x0005, self.basic_information()?.into()),
            // The key for secure messaging; the simulated card has none of its own.
            (0x0006, template(0xA1, &[self.public_key])?.into()),
            (0x0007, self.signed_key()?.into()),
            (0x0008, vec![0xFF; 16].into()),
            (PIN, pin_file(pin_tries, self.pin)),
            (BLOCKED, pin_file(0, None)),
            (KEY, self.key.to_vec().into()),
            (NUMBER_A, pin_file(10, Some(card.number))),
            (NUMBER_B, pin_file(10, Some(&card.collation_number_b()))),
        ];
        Ok((AID, files))
    }

    /// The digest of the number's file to its last byte, that of the four facts
    /// without the table before them, and a signature over both.
    fn digests(&self, number: &[u8], facts: &[u8]) -> Result<Vec<u8>, VirtualCardError> {
        let digests = objects(&[
            (0xDF31, &Sha256::digest(number)),
            (0xDF32, &Sha256::digest(facts)),
        ])?;
        let signature = objects(&[(0xDF33, &self.signer.sign(&digests)?)])?;
        Ok(template(0xFF30, &[&digests, &signature])?)
    }

    /// Version and maker, the key that vouches, and 128 bytes whose meaning is not
    /// known: here a digest of what stands before, and filler.
    fn basic_information(&self) -> Result<Vec<u8>, VirtualCardError> {
        let named = objects(&[
            (0xDF41, &[0x01, 0x03, 0x0E, 0x01]),
            (0xDF42, &self.signer.key_id().0),
        ])?;
        let opaque = padded(Sha256::digest(&named).to_vec(), 128);
        let opaque = objects(&[(0xDF43, &opaque)])?;
        Ok(padded(template(0xFF40, &[&named, &opaque])?, BASIC_SIZE))
    }

    /// The public half of the application's key, and a signature over it.
    fn signed_key(&self) -> Result<Vec<u8>, VirtualCardError> {
        let key = objects(&[(0xDF51, self.public_key)])?;
        let signature = objects(&[(0xDF52, &self.signer.sign(&key)?)])?;
        Ok(template(0xFF50, &[&key, &signature])?)
    }
}

/// A file filled to its physical size.
fn padded(mut contents: Vec<u8>, size: usize) -> Vec<u8> {
    contents.resize(contents.len().max(size), 0xFF);
    contents
}
