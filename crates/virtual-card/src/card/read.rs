//! READ BINARY (ISO 7816-4, 11.3.3).

use apdu::{Command, StatusWord};

use super::{Card, Reply, Target};
use crate::image::File;

impl Card {
    /// Reads from the offset to the end of the file or as much as was asked for.
    /// Fewer bytes than asked for are no warning: the answer ends with 9000.
    pub(super) fn read_binary(&mut self, command: &Command) -> Reply {
        let (target, offset) = place(command.p1, command.p2)?;
        if !command.data.is_empty() || command.expected == 0 {
            return Err(StatusWord::WRONG_LENGTH);
        }
        let image = &self.persistent.image;
        let (application, _, file) = self.volatile.locate(target, image)?;
        let File::Transparent { contents, read } = file else {
            return Err(StatusWord::WRONG_FILE_KIND);
        };
        if !self.volatile.allows(*read, application) {
            return Err(StatusWord::NOT_AUTHORISED);
        }
        match contents.get(offset..) {
            None | Some([]) => Err(StatusWord::OFFSET_OUTSIDE),
            Some(rest) => Ok(rest.iter().copied().take(command.expected).collect()),
        }
    }
}

/// P1 P2: a short identifier and an offset of 8 bits, or an offset of 15 bits in
/// the current file.
fn place(p1: u8, p2: u8) -> Result<(Target, usize), StatusWord> {
    match Target::from_byte(p1) {
        Ok(Target::Short(id)) => Ok((Target::Short(id), usize::from(p2))),
        _ if p1 < 0x80 => Ok((Target::Current, usize::from(u16::from_be_bytes([p1, p2])))),
        _ => Err(StatusWord::WRONG_PARAMETERS),
    }
}

#[cfg(test)]
mod tests {
    use crate::card::bench::{self, FACE, JPKI, TEXT, VERIFY, send, status_after};

    #[test]
    fn read_binary_gives_what_is_asked_and_no_warning_at_the_end() {
        let certificate = bench::certificate(1590);
        for (command, from, to) in [
            ("00B0000004", 0, 4),
            ("00B0000000", 0, 256),
            ("00B0060000", 1536, 1792),
            ("00B0070000", 1792, 2000),
            ("00B007CF00", 1999, 2000),
            ("00B000000007D0", 0, 2000),
            ("00B00000000000", 0, 2000),
            ("00B00000000636", 0, 1590),
            ("00B08A0000", 0, 256),
            ("00B08AFF04", 255, 259),
            ("00B08A00000000", 0, 2000),
        ] {
            let answer = send(&mut bench::card(), &[JPKI, "00A4020C02000A", command]);
            let mut file = certificate.clone();
            file.resize(2000, 0);
            assert_eq!(
                answer,
                [&file[from..to], &[0x90, 0x00]].concat(),
                "{command}"
            );
        }
    }

    #[test]
    fn read_binary_says_why_not() {
        for (commands, want) in [
            (&["00B0000004"][..], "6986"),
            (&["00B08A0004"], "6A82"),
            (&[JPKI, "00B0000004"], "6986"),
            (&[JPKI, "00A4020C02000A", JPKI, "00B0000004"], "6986"),
            (&[JPKI, "00A4020C020001", "00B0000004"], "6982"),
            (&[JPKI, VERIFY, "00B0890001"], "6982"),
            (&[FACE, "00B0820001"], "6982"),
            (&[FACE, "00B0830001"], "9000"),
            (&[JPKI, "00B0810004"], "6982"),
            (&[JPKI, "00B0980004"], "6981"),
            (&[JPKI, "00B0970004"], "6981"),
            (&[JPKI, "00B0850004"], "6A82"),
            (&[JPKI, "00B0800004"], "6A86"),
            (&[JPKI, "00B09F0004"], "6A86"),
            (&[JPKI, "00B0CA0004"], "6A86"),
            (&[JPKI, "00A4020C02000A", "00B007D000"], "6B00"),
            (&[JPKI, "00A4020C02000A", "00B07FFF01"], "6B00"),
            (&[JPKI, "00B08A00"], "6700"),
            (&[JPKI, "00B08A0001AA04"], "6700"),
            (&[JPKI, "00B08A0001", "00B0000004"], "9000"),
        ] {
            assert_eq!(status_after(commands), want, "{commands:?}");
        }
    }

    #[test]
    fn a_file_is_opened_by_any_of_its_pins() {
        for (commands, want) in [
            (&[TEXT, "00B0820004"][..], "6982"),
            (&[TEXT, "00200091 04 38363432", "00B0820004"], "9000"),
            (&[TEXT, "00200095 04 38363432", "00B0820004"], "9000"),
            (
                &[TEXT, "00200091 04 38363432", FACE, TEXT, "00B0820004"],
                "6982",
            ),
        ] {
            assert_eq!(status_after(commands), want, "{commands:?}");
        }
    }
}
