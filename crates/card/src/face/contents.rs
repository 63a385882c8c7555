//! What is on the card's front, as the card itself keeps it.

use std::ops::Range;

use apdu::{Tag, Tlv};
use ring::digest;
use zeroize::Zeroizing;

use crate::CardError;
use crate::signature::SIGNATURE_LENGTH;

/// The longest front that is read from a card, in bytes.
pub const MAX_FACE: usize = 32 * 1024;
/// The longest photo in it, in bytes.
pub const MAX_PHOTO: usize = 24 * 1024;
/// The longest picture of a text in it, in bytes.
pub const MAX_PICTURE: usize = 8 * 1024;

/// The object around all others.
const FACE: Tag = Tag(0xFF20);
/// Two bytes for each of the objects behind it: where it begins in the file.
const OFFSETS: Tag = Tag(0xDF21);
/// The tags of the objects behind the offsets, in their order.
const TAGS: Range<u32> = 0xDF22..0xDF2B;
/// How many there are.
const OBJECTS: usize = 9;
/// A public key as an object: exponent 65,537, then 256 bytes of modulus.
const KEY_HEAD: [u8; 9] = [0x90, 0x03, 0x01, 0x00, 0x01, 0x91, 0x82, 0x01, 0x00];
/// The DER of a `DigestInfo` for SHA-256, but with three digests in a row.
const THREE_DIGESTS: [u8; 19] = [
    0x30, 0x71, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05,
    0x00, 0x04, 0x60,
];
/// `THREE_DIGESTS` and three times SHA-256.
const SIGNED_INFO: usize = THREE_DIGESTS.len() + 3 * digest::SHA256_OUTPUT_LEN;

/// The card's front (券面): birth date, sex, photo, name and address as pictures,
/// expiry, and who vouches for it. Names and addresses are pictures only, and the
/// twelve-digit number is not among them.
///
/// Everything in it is a person's: there is no `Debug`, and it is wiped when
/// dropped. The pictures have a bounded length, and that is all that is known of
/// them: to decode them with care is for others.
pub struct CardFace {
    file: Zeroizing<Vec<u8>>,
    objects: Vec<Object>,
}

/// Where one object stands in the file.
#[derive(Clone, Default)]
struct Object {
    /// With tag and length.
    whole: Range<usize>,
    value: Range<usize>,
}

/// The place of an object behind the offsets.
#[derive(Clone, Copy)]
enum Item {
    Birth,
    Sex,
    Key,
    Name,
    Address,
    Photo,
    Signature,
    Expiry,
    SecurityCode,
}

impl CardFace {
    /// Reads the front from the file's bytes.
    pub(crate) fn parse(file: Zeroizing<Vec<u8>>) -> Result<Self, CardError> {
        let objects = objects(&file).ok_or(CardError::Malformed {
            what: "its face is not laid out as a card's",
        })?;
        let face = Self { file, objects };
        if face.is_sensible() {
            Ok(face)
        } else {
            Err(CardError::Malformed {
                what: "its face does not hold what a card's does",
            })
        }
    }

    /// The birth date, eight digits `YYYYMMDD` of the Gregorian calendar. Whether
    /// there is such a day is not checked.
    #[must_use]
    pub fn birth(&self) -> &str {
        self.text(Item::Birth)
    }

    /// The sex, one digit as in JIS X 0303: `1` male, `2` female, `9` not
    /// applicable, `0` not known.
    #[must_use]
    pub fn sex(&self) -> &str {
        self.text(Item::Sex)
    }

    /// The last day of the card, eight digits `YYYYMMDD`. Not signed.
    #[must_use]
    pub fn expires(&self) -> &str {
        self.text(Item::Expiry)
    }

    /// The name as a PNG.
    #[must_use]
    pub fn name_png(&self) -> &[u8] {
        self.value(Item::Name)
    }

    /// The address as a PNG.
    #[must_use]
    pub fn address_png(&self) -> &[u8] {
        self.value(Item::Address)
    }

    /// The security code (four digits) as a PNG. Not signed.
    #[must_use]
    pub fn security_code_png(&self) -> &[u8] {
        self.value(Item::SecurityCode)
    }

    /// The photo as JPEG 2000 (JP2).
    #[must_use]
    pub fn photo_jp2(&self) -> &[u8] {
        self.value(Item::Photo)
    }

    /// The modulus of the RSA-2048 key the chip itself keeps for this application,
    /// 256 bytes; its exponent is 65,537.
    #[must_use]
    pub fn card_key(&self) -> &[u8] {
        self.value(Item::Key)
            .get(KEY_HEAD.len()..)
            .unwrap_or_default()
    }

    /// The issuer's RSA signature, 256 bytes: PKCS#1 v1.5 padding around
    /// [`CardFace::signed_info`].
    #[must_use]
    pub fn signature(&self) -> &[u8] {
        self.value(Item::Signature)
    }

    /// What the issuer signed, 115 bytes: a `DigestInfo` whose digest is three
    /// SHA-256 in a row, over birth date, sex and card key; over name and address;
    /// over the photo (public readers of the card). Libraries that hash what they
    /// verify, as ring does, cannot check this form; one that takes a ready
    /// `DigestInfo` can.
    #[must_use]
    pub fn signed_info(&self) -> Vec<u8> {
        let digest = |first, last| digest::digest(&digest::SHA256, self.span(first, last));
        let mut info = Vec::with_capacity(SIGNED_INFO);
        info.extend_from_slice(&THREE_DIGESTS);
        info.extend_from_slice(digest(Item::Birth, Item::Key).as_ref());
        info.extend_from_slice(digest(Item::Name, Item::Address).as_ref());
        info.extend_from_slice(digest(Item::Photo, Item::Photo).as_ref());
        info
    }

    fn is_sensible(&self) -> bool {
        let is_digits = |item, length| {
            let text = self.value(item);
            text.len() == length && text.iter().all(u8::is_ascii_digit)
        };
        let is_picture = |item, most| (1..=most).contains(&self.value(item).len());
        is_digits(Item::Birth, 8)
            && is_digits(Item::Sex, 1)
            && is_digits(Item::Expiry, 8)
            && self.value(Item::Key).starts_with(&KEY_HEAD)
            && self.card_key().len() == SIGNATURE_LENGTH
            && self.signature().len() == SIGNATURE_LENGTH
            && is_picture(Item::Photo, MAX_PHOTO)
            && [Item::Name, Item::Address, Item::SecurityCode]
                .into_iter()
                .all(|item| is_picture(item, MAX_PICTURE))
    }

    fn text(&self, item: Item) -> &str {
        std::str::from_utf8(self.value(item)).unwrap_or_default()
    }

    fn value(&self, item: Item) -> &[u8] {
        self.bytes(&self.object(item).value)
    }

    /// The objects from `first` to `last`, with their tags and lengths.
    fn span(&self, first: Item, last: Item) -> &[u8] {
        self.bytes(&(self.object(first).whole.start..self.object(last).whole.end))
    }

    fn object(&self, item: Item) -> Object {
        self.objects.get(item as usize).cloned().unwrap_or_default()
    }

    fn bytes(&self, range: &Range<usize>) -> &[u8] {
        self.file.get(range.clone()).unwrap_or_default()
    }
}

/// The length of the front that starts with `head`, from its header
/// `FF 20 82 hi lo`; `None` when there is no such header or more than [`MAX_FACE`]
/// is claimed.
pub(crate) fn length_from_header(head: &[u8]) -> Option<usize> {
    let [0xFF, 0x20, 0x82, hi, lo, ..] = head else {
        return None;
    };
    let length = 5 + usize::from(u16::from_be_bytes([*hi, *lo]));
    (length <= MAX_FACE).then_some(length)
}

/// Finds the objects, each one there once, in order, where the offsets say, and
/// nothing else.
fn objects(file: &[u8]) -> Option<Vec<Object>> {
    let (face, []) = Tlv::parse(file).ok()? else {
        return None;
    };
    let (offsets, mut rest) = Tlv::parse(face.value).ok()?;
    let (offset_bytes, []) = offsets.value.as_chunks::<2>() else {
        return None;
    };
    if face.tag != FACE || offsets.tag != OFFSETS || offset_bytes.len() != OBJECTS {
        return None;
    }
    let mut objects = Vec::with_capacity(OBJECTS);
    for (tag, offset) in TAGS.zip(offset_bytes) {
        let start = file.len() - rest.len();
        let (tlv, after) = Tlv::parse(rest).ok()?;
        if tlv.tag != Tag(tag) || usize::from(u16::from_be_bytes(*offset)) != start {
            return None;
        }
        let end = file.len() - after.len();
        objects.push(Object {
            whole: start..end,
            value: end - tlv.value.len()..end,
        });
        rest = after;
    }
    rest.is_empty().then_some(objects)
}

#[cfg(test)]
mod tests;
