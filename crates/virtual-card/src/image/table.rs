//! An application's table, and how what was written becomes its files.

use rsa::pkcs8::DecodePrivateKey;
use rsa::traits::PublicKeyParts;
use rsa::{BigUint, RsaPrivateKey, RsaPublicKey};

use super::{Access, Aid, Application, Change, Contents, File, Purpose, Secret};
use crate::VirtualCardError;

/// RSA-2048, in bytes.
const MODULUS_SIZE: usize = 256;

/// One application's table: the files it may have, and who may use them.
pub(super) struct Table {
    pub(super) aid: &'static Aid,
    pub(super) rows: Vec<(u16, Row)>,
    pub(super) default_key: Option<u16>,
}

/// What an elementary file is and who may use it; what is in it comes from the
/// card's [`Contents`].
pub(super) enum Row {
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

impl Application {
    /// The application with the files that were written.
    ///
    /// # Errors
    /// [`VirtualCardError::KeyUnusable`].
    pub(super) fn new(table: Table, contents: &Contents) -> Result<Self, VirtualCardError> {
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
                Self::Pin {
                    secret: match secret {
                        [] => Secret(None),
                        set => Secret::new(set),
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
