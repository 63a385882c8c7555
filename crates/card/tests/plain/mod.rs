//! A card that agrees to everything, for tests of what the host makes of it.

use apdu::{LinkError, Transport};

/// The file of a certificate with `length` bytes, zeros behind it.
pub(crate) fn certificate_file(length: u16) -> Vec<u8> {
    let inside = length - 4;
    let mut file = vec![0x30, 0x82];
    file.extend(inside.to_be_bytes());
    file.extend((0..inside).map(|i| i.to_be_bytes()[1]));
    file.resize(2000, 0);
    file
}

/// A card whose every file is `file`, given in pieces, and that agrees to the
/// rest.
pub(crate) struct Plain {
    pub(crate) file: Vec<u8>,
    pub(crate) piece: usize,
    pub(crate) sent: usize,
}

impl Plain {
    pub(crate) fn new(file: Vec<u8>, piece: usize) -> Self {
        let sent = 0;
        Self { file, piece, sent }
    }
}

impl Transport for Plain {
    fn exchange(&mut self, command: &[u8]) -> Result<Vec<u8>, LinkError> {
        self.sent += 1;
        let command = apdu::Command::parse(command).unwrap();
        let mut answer = Vec::new();
        if command.instruction == 0xB0 {
            let offset = usize::from(u16::from_be_bytes([command.p1, command.p2]));
            let rest = self.file.get(offset..).unwrap_or_default();
            answer.extend(rest.iter().take(command.expected.min(self.piece)));
        }
        answer.extend([0x90, 0x00]);
        Ok(answer)
    }
}
