//! What is on the card: its applications and files as a table of data.

mod common;
mod contents;
mod data_objects;
mod face;
mod jpki;
mod layout;
mod particulars;
mod resident;
mod text;

use std::ops::RangeInclusive;

use persona::CardKind;
use rsa::pkcs8::DecodePrivateKey;
use rsa::traits::PublicKeyParts;
use rsa::{BigUint, RsaPrivateKey, RsaPublicKey};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::VirtualCardError;
use crate::counters::PinReference;
pub(crate) use common::Common;
use contents::Aid;
pub(crate) use contents::{Contents, Written};
pub(crate) use data_objects::DataObjects;
pub(crate) use face::{Face, Pictures, collation_number_b};
pub(crate) use jpki::{Certified, Jpki};
pub(crate) use particulars::Particulars;
pub(crate) use resident::Resident;
pub(crate) use text::Text;

/// RSA-2048, in bytes.
const MODULUS_SIZE: usize = 256;

/// The contents of one card, as they left the issuer.
pub struct Image {
    pub(crate) applications: Vec<Application>,
    /// What GET DATA finds while no application is selected, by its tag.
    pub(crate) objects: Vec<(u16, Vec<u8>)>,
    /// Whether the card is an iPhone, which knows a command (`80 FC`) no other does.
    pub(crate) is_iphone: bool,
}

/// A dedicated file (DF): one application with its elementary files.
pub(crate) struct Application {
    pub(crate) aid: &'static [u8],
    pub(crate) files: Vec<(u16, File)>,
    /// The key that signs when a command names none (P2 00).
    pub(crate) default_key: Option<u16>,
}

/// One application's table: the files it may have, and who may use them.
struct Table {
    aid: &'static Aid,
    rows: Vec<(u16, Row)>,
    default_key: Option<u16>,
}

/// What an elementary file is and who may use it; what is in it comes from the
/// card's [`Contents`].
enum Row {
    Transparent(Access),
    /// One record.
    Record(Access),
    Pin {
        tries: u8,
        change: Change,
    },
    Key(Purpose),
    TerminalAuthority,
}

/// An elementary file (EF).
pub(crate) enum File {
    /// Bytes to read.
    Transparent { contents: Vec<u8>, read: Access },
    /// Records to read, counted from 1.
    Records { records: Vec<Vec<u8>>, read: Access },
    /// A PIN or password.
    Pin {
        secret: Secret,
        /// The most tries it ever has; a right PIN gives them back.
        tries: u8,
        /// The tries it is issued with.
        start: u8,
        change: Change,
    },
    /// A private key.
    Key {
        key: Box<RsaPrivateKey>,
        purpose: Purpose,
    },
    /// The key of the authority whose terminals may use the card without its PIN,
    /// by the key identifier of its verifiable certificates.
    TerminalAuthority {
        key_id: [u8; 16],
        key: Box<RsaPublicKey>,
    },
}

/// What a private key does.
#[derive(Clone, Copy)]
pub(crate) enum Purpose {
    /// COMPUTE DIGITAL SIGNATURE.
    Sign(Access),
    /// INTERNAL AUTHENTICATE, for anyone.
    Authenticate,
}

/// Whether and how a PIN's holder changes it, once it has been given.
#[derive(Clone)]
pub(crate) enum Change {
    /// Not at all.
    Never,
    /// CHANGE REFERENCE DATA (`00 24`) with a new PIN of so many bytes.
    Standard(RangeInclusive<usize>),
    /// The maker's command (`80 32`) with a new PIN of so many bytes.
    Maker(RangeInclusive<usize>),
}

/// Who may use a file.
#[derive(Clone, Copy)]
pub(crate) enum Access {
    /// Anyone.
    Free,
    /// Whoever has given one of these PINs of the same application.
    After(&'static [u16]),
    /// Whoever has given one of these PINs, or a terminal that the terminal
    /// authority vouches for.
    AfterOrTerminal(&'static [u16]),
    /// Nobody.
    Never,
}

/// The bytes a PIN is compared with; none while it has not been set, which no
/// input equals.
pub(crate) struct Secret(Option<Zeroizing<Vec<u8>>>);

impl Image {
    /// A card with these contents, used by the applications' tables.
    ///
    /// # Errors
    /// [`VirtualCardError::KeyUnusable`].
    pub(crate) fn new(contents: Contents) -> Result<Self, VirtualCardError> {
        let kind = contents.kind;
        let tables = [
            jpki::table(kind),
            face::table(),
            text::table(),
            resident::table(),
            common::table(),
        ];
        let applications: Result<_, _> = tables
            .into_iter()
            .filter(|table| {
                contents
                    .applications
                    .iter()
                    .any(|(aid, _)| aid == table.aid)
            })
            .map(|table| Application::new(table, &contents))
            .collect();
        Ok(Self {
            applications: applications?,
            objects: contents.objects,
            is_iphone: kind == CardKind::IPhone,
        })
    }

    /// The application whose AID begins with `name` (ISO 7816-4, 12.3.3 allows a
    /// right-truncated name; the five bytes of the provider must be there).
    pub(crate) fn application(&self, name: &[u8]) -> Option<&Application> {
        self.applications
            .iter()
            .find(|application| name.len() >= 5 && application.aid.starts_with(name))
    }

    /// The data object with this tag.
    pub(crate) fn object(&self, tag: u16) -> Option<&[u8]> {
        self.objects
            .iter()
            .find_map(|(other, contents)| (*other == tag).then_some(contents.as_slice()))
    }

    /// Every PIN of the card with the tries it is issued with.
    pub(crate) fn pins(&self) -> impl Iterator<Item = (PinReference, u8)> + '_ {
        self.applications.iter().flat_map(|application| {
            application
                .files
                .iter()
                .filter_map(|(id, file)| match file {
                    File::Pin { start, .. } => {
                        Some((PinReference::new(application.aid, *id), *start))
                    }
                    _ => None,
                })
        })
    }
}

impl Application {
    fn new(table: Table, contents: &Contents) -> Result<Self, VirtualCardError> {
        let mut files = Vec::new();
        for (id, row) in table.rows {
            // A file of the table for which nothing was written is not on this card.
            if let Some(bytes) = contents.file(table.aid, id) {
                let file = File::new(row, bytes).ok_or(VirtualCardError::KeyUnusable)?;
                files.push((id, file));
            }
        }
        Ok(Self {
            aid: table.aid,
            files,
            default_key: table.default_key,
        })
    }

    /// The file with this identifier.
    pub(crate) fn file(&self, id: u16) -> Option<&File> {
        self.files
            .iter()
            .find_map(|(other, file)| (*other == id).then_some(file))
    }
}

impl File {
    /// Reads a file of this kind from its bytes; none when they are no key.
    fn new(row: Row, bytes: &[u8]) -> Option<Self> {
        Some(match row {
            Row::Transparent(read) => Self::Transparent {
                contents: bytes.to_vec(),
                read,
            },
            Row::Record(read) => Self::Records {
                records: vec![bytes.to_vec()],
                read,
            },
            Row::Pin { tries, change } => {
                let (start, secret) = bytes.split_first()?;
                let is_set = !secret.is_empty();
                Self::Pin {
                    secret: if is_set {
                        Secret::new(secret)
                    } else {
                        Secret(None)
                    },
                    tries,
                    start: tries.min(*start),
                    change,
                }
            }
            Row::Key(purpose) => {
                let key = RsaPrivateKey::from_pkcs8_der(bytes).ok()?;
                (key.size() == MODULUS_SIZE).then(|| Self::Key {
                    key: Box::new(key),
                    purpose,
                })?
            }
            Row::TerminalAuthority => {
                let (key_id, modulus) = bytes.split_first_chunk()?;
                let modulus = BigUint::from_bytes_be(modulus);
                let key = RsaPublicKey::new(modulus, BigUint::from(65_537_u32)).ok()?;
                (key.size() == MODULUS_SIZE).then(|| Self::TerminalAuthority {
                    key_id: *key_id,
                    key: Box::new(key),
                })?
            }
        })
    }
}

impl Secret {
    pub(crate) fn new(bytes: &[u8]) -> Self {
        Self(Some(Zeroizing::new(bytes.to_vec())))
    }

    /// Whether `given` is the secret. The time it takes tells nothing about the
    /// bytes.
    pub(crate) fn is(&self, given: &[u8]) -> bool {
        self.0
            .as_ref()
            .is_some_and(|secret| bool::from(secret.as_slice().ct_eq(given)))
    }
}

#[cfg(test)]
mod tests;
