//! What was written into a card's files when it was issued, in a form that lasts.
//!
//! ```text
//! "MADOGUCHI CARD 1\n"
//! C0 01 <kind>                 P plastic, N without PIN, A Android phone, I iPhone
//! 4F 0A <AID>                  an application, and after it
//! C1 L <file, 2 bytes> <bytes>   each of its files
//! C2 L <tag, 2 bytes> <bytes>  each data object above the applications
//! C3 20 <SHA-256>              of all that stands before
//! ```
//!
//! What the bytes of a file are goes by its kind: the contents or the one record
//! as a terminal reads them; of a PIN the tries it starts with and its characters;
//! of a key its PKCS#8 form; of the terminal authority its key identifier and
//! modulus. Who may use it is not written here but in the applications' tables.

use apdu::{Children, LengthStyle, Tag, TlvError, Writer};
use persona::CardKind;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

const MAGIC: &[u8] = b"MADOGUCHI CARD 1\n";
const KIND: Tag = Tag(0xC0);
const APPLICATION: Tag = Tag(0x4F);
const FILE: Tag = Tag(0xC1);
const OBJECT: Tag = Tag(0xC2);
const DIGEST: Tag = Tag(0xC3);

/// READ BINARY reaches 15 bits far.
const LONGEST_FILE: usize = 0x8000;

const KINDS: [(u8, CardKind); 4] = [
    (b'P', CardKind::Plastic),
    (b'N', CardKind::WithoutPin),
    (b'A', CardKind::AndroidPhone),
    (b'I', CardKind::IPhone),
];

/// The application identifier of a My Number card: ten bytes.
pub(crate) type Aid = [u8; 10];
/// The files of one application, by their identifiers. They are wiped on drop, as
/// some are keys and PINs.
pub(crate) type Files = Vec<(u16, Zeroizing<Vec<u8>>)>;

/// What was written into one application.
pub(crate) type Written = (Aid, Files);

/// The bytes of every file of a card.
pub(crate) struct Contents {
    pub(crate) kind: CardKind,
    pub(crate) applications: Vec<Written>,
    /// What stands above the applications, by its tag.
    pub(crate) objects: Vec<(u16, Vec<u8>)>,
}

/// A PIN's file: the tries it starts with, and its characters; none for one that
/// was never set.
pub(super) fn pin_file(start: u8, secret: Option<&[u8]>) -> Zeroizing<Vec<u8>> {
    Zeroizing::new([&[start], secret.unwrap_or_default()].concat())
}

impl Contents {
    /// The bytes of one file.
    pub(crate) fn file(&self, aid: &Aid, id: u16) -> Option<&[u8]> {
        let (_, files) = self.applications.iter().find(|(other, _)| other == aid)?;
        files
            .iter()
            .find_map(|(other, bytes)| (*other == id).then_some(bytes.as_slice()))
    }

    /// The lasting form.
    ///
    /// # Errors
    /// [`TlvError::TooLong`] when a file is longer than a terminal can read.
    pub(crate) fn to_bytes(&self) -> Result<Zeroizing<Vec<u8>>, TlvError> {
        let mut writer = Writer::new(LengthStyle::Card);
        let kind = KINDS.iter().find(|(_, kind)| *kind == self.kind);
        writer.put(KIND, kind.map(|(letter, _)| *letter).as_slice())?;
        for (aid, files) in &self.applications {
            writer.put(APPLICATION, aid)?;
            for (id, bytes) in files {
                writer.put(FILE, &numbered(*id, bytes)?)?;
            }
        }
        for (tag, bytes) in &self.objects {
            writer.put(OBJECT, &numbered(*tag, bytes)?)?;
        }
        let body = Zeroizing::new(writer.into_bytes());
        let mut bytes = Zeroizing::new([MAGIC, &body].concat());
        let mut end = Writer::new(LengthStyle::Card);
        end.put(DIGEST, &Sha256::digest(&*bytes))?;
        bytes.extend_from_slice(&end.into_bytes());
        Ok(bytes)
    }

    /// Reads the lasting form; nothing when one byte of it is not as it was written.
    pub(crate) fn parse(bytes: &[u8]) -> Option<Self> {
        let before = bytes.len().checked_sub(2 + 32)?;
        let (digested, end) = bytes.split_at_checked(before)?;
        let digest = Children::of(end).next()?.ok()?;
        if digest.tag != DIGEST || digest.value != Sha256::digest(digested).as_slice() {
            return None;
        }
        let mut objects = Children::of(digested.strip_prefix(MAGIC)?);
        let kind = objects.next()?.ok().filter(|first| first.tag == KIND)?;
        let kind = KINDS
            .iter()
            .find_map(|(letter, of)| (kind.value == [*letter]).then_some(*of))?;
        let mut contents = Self {
            kind,
            applications: Vec::new(),
            objects: Vec::new(),
        };
        for object in objects {
            let object = object.ok()?;
            match object.tag {
                APPLICATION => {
                    let aid = object.value.try_into().ok()?;
                    contents.applications.push((aid, Vec::new()));
                }
                FILE => {
                    let (id, bytes) = number(object.value)?;
                    let (_, files) = contents.applications.last_mut()?;
                    files.push((id, Zeroizing::new(bytes.to_vec())));
                }
                OBJECT => {
                    let (tag, bytes) = number(object.value)?;
                    contents.objects.push((tag, bytes.to_vec()));
                }
                _ => return None,
            }
        }
        Some(contents)
    }
}

fn numbered(number: u16, bytes: &[u8]) -> Result<Zeroizing<Vec<u8>>, TlvError> {
    if bytes.len() > LONGEST_FILE {
        return Err(TlvError::TooLong {
            length: bytes.len(),
            available: LONGEST_FILE,
        });
    }
    Ok(Zeroizing::new([&number.to_be_bytes(), bytes].concat()))
}

fn number(value: &[u8]) -> Option<(u16, &[u8])> {
    let (number, bytes) = value.split_first_chunk()?;
    Some((u16::from_be_bytes(*number), bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn contents() -> Contents {
        Contents {
            kind: CardKind::AndroidPhone,
            applications: vec![
                ([1; 10], vec![(1, vec![7; 300].into()), (2, vec![].into())]),
                ([2; 10], vec![]),
            ],
            objects: vec![(0x7F21, vec![9; 575])],
        }
    }

    #[test]
    fn contents_are_read_as_they_were_written() {
        let bytes = contents().to_bytes().unwrap();
        let read = Contents::parse(&bytes).unwrap();
        assert_eq!(read.to_bytes().unwrap(), bytes);
        assert_eq!(read.kind, CardKind::AndroidPhone);
        assert_eq!(read.file(&[1; 10], 1).unwrap(), [7; 300]);
        assert_eq!(read.file(&[2; 10], 1), None);
    }

    #[test]
    fn contents_that_differ_in_one_bit_or_end_early_are_none() {
        let bytes = contents().to_bytes().unwrap();
        for place in 0..bytes.len() {
            let mut damaged = bytes.to_vec();
            damaged[place] ^= 0x10;
            assert!(Contents::parse(&damaged).is_none(), "{place}");
            assert!(Contents::parse(&bytes[..place]).is_none(), "{place}");
        }
    }

    #[test]
    fn a_file_longer_than_a_terminal_can_read_is_not_written() {
        let mut contents = contents();
        contents.objects = vec![(1, vec![0; LONGEST_FILE])];
        assert!(contents.to_bytes().is_ok());
        contents.objects = vec![(1, vec![0; LONGEST_FILE + 1])];
        assert!(contents.to_bytes().is_err());
    }

    proptest! {
        /// Whoever writes the right digest under it still makes no panic.
        #[test]
        fn any_bytes_are_contents_or_none(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let mut all = [MAGIC, &[0xC0, 0x01, b'P'], &bytes].concat();
            let digest = Sha256::digest(&all);
            all.extend_from_slice(&[0xC3, 0x20]);
            all.extend_from_slice(&digest);
            Contents::parse(&all);
            Contents::parse(&bytes);
        }
    }
}
