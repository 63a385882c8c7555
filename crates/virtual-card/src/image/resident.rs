//! 住基AP: of what the resident register keeps on the card, nothing but its PIN is
//! publicly understood.

use super::contents::pin_file;
use super::{Access, Aid, Change, Row, Table, Written};

/// The AID, as public readers select it.
const AID: Aid = [0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x01];

/// The four-digit PIN (住民基本台帳用).
const PIN: u16 = 0x001C;

/// Its files and who may use them.
pub(super) fn table() -> Table {
    Table {
        aid: &AID,
        rows: vec![
            (0x0002, Row::Record(Access::Free)),
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
pub(crate) struct Resident<'a> {
    /// None on a card without PIN.
    pub(crate) pin: Option<&'a [u8]>,
    /// The key its record names.
    pub(crate) key_id: &'a [u8; 16],
}

impl Resident<'_> {
    /// The files.
    pub(crate) fn application(&self) -> Written {
        let tries = self.pin.map_or(0, |_| 3);
        let files = vec![
            (0x0002, self.key_id.to_vec().into()),
            (PIN, pin_file(tries, self.pin)),
        ];
        (AID, files)
    }
}
