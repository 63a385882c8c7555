//! 共通カードAP, the common application: the card's own identity.

use super::contents::pin_file;
use super::{Access, Aid, Change, Particulars, Purpose, Row, Table, Written};

/// The AID, as public readers select it.
const AID: Aid = [0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x01, 0x00];

/// The four-digit PIN.
const PIN: u16 = 0x001C;

/// Its files and who may use them.
pub(super) fn table() -> Table {
    Table {
        aid: &AID,
        rows: vec![
            (0x0001, Row::Record(Access::Free)),
            (0x0002, Row::Record(Access::Free)),
            (0x0019, Row::Key(Purpose::Authenticate)),
            (
                PIN,
                Row::Pin {
                    tries: 3,
                    change: Change::Maker(4..=4),
                },
            ),
        ],
        default_key: None,
    }
}

/// What is written into the application.
pub(crate) struct Common<'a> {
    pub(crate) particulars: &'a Particulars<'a>,
    /// None on a card without PIN.
    pub(crate) pin: Option<&'a [u8]>,
    /// The key that answers INTERNAL AUTHENTICATE: RSA-2048, PKCS#8 DER.
    pub(crate) key: &'a [u8],
    /// The key the second record names.
    pub(crate) key_id: &'a [u8; 16],
}

impl Common<'_> {
    /// The files.
    pub(crate) fn application(&self) -> Written {
        let tries = self.pin.map_or(0, |_| 3);
        let files = vec![
            (0x0001, self.identity().into()),
            (0x0002, self.key_id.to_vec().into()),
            (0x0019, self.key.to_vec().into()),
            (PIN, pin_file(tries, self.pin)),
        ];
        (AID, files)
    }

    /// A simple data object (ISO 7816-4, 5.2.1) of 28 digits: serial number,
    /// municipality, last day.
    fn identity(&self) -> Vec<u8> {
        let card = self.particulars;
        let expires = card.expiry_digits();
        [
            &[0x01, 28][..],
            &card.serial,
            card.municipality,
            expires.as_bytes(),
        ]
        .concat()
    }
}
