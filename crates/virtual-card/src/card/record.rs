//! READ RECORD (ISO 7816-4, 11.4.3) of one record by its number.

use apdu::{Command, StatusWord};

use super::{Card, Reply, Target};
use crate::image::File;

/// The low three bits of P2: P1 is a record number.
const BY_NUMBER: u8 = 0x04;

impl Card {
    /// Reads the record P1, counted from 1, of the file that the high five bits of
    /// P2 name; up to as many bytes as were asked for.
    pub(super) fn read_record(&mut self, command: &Command) -> Reply {
        if command.p2 & 0x07 != BY_NUMBER {
            return Err(StatusWord::WRONG_PARAMETERS);
        }
        let target = Target::from_byte(0x80 | (command.p2 >> 3))?;
        if !command.data.is_empty() || command.expected == 0 {
            return Err(StatusWord::WRONG_LENGTH);
        }
        let image = &self.persistent.image;
        let (application, _, file) = self.volatile.locate(target, image)?;
        let File::Records { records, read } = file else {
            return Err(StatusWord::WRONG_FILE_KIND);
        };
        if !self.volatile.allows(*read, application) {
            return Err(StatusWord::NOT_AUTHORISED);
        }
        // There is no current record, which 0 would mean.
        let record = usize::from(command.p1)
            .checked_sub(1)
            .and_then(|place| records.get(place))
            .ok_or(StatusWord::RECORD_NOT_FOUND)?;
        Ok(record.iter().copied().take(command.expected).collect())
    }
}

#[cfg(test)]
mod tests {
    use crate::card::bench::{self, COMMON, JPKI, RECORD, send, status_after};

    #[test]
    fn a_record_is_read_by_short_identifier_and_from_the_current_file() {
        let want = [RECORD, b"\x90\x00"].concat();
        for commands in [
            &[COMMON, "00B2010C00"][..],
            &[COMMON, "00A4020C020001", "00B2010400"],
            &[COMMON, "00B2010C00", "00B2010400"],
            &[COMMON, "00B2010C000000"],
        ] {
            assert_eq!(send(&mut bench::card(), commands), want, "{commands:?}");
        }
        let start = send(&mut bench::card(), &[COMMON, "00B2010C02"]);
        assert_eq!(start, b"\x01\x1C\x90\x00");
    }

    #[test]
    fn read_record_says_why_not() {
        for (commands, want) in [
            (&[COMMON, "00B2000C00"][..], "6A83"),
            (&[COMMON, "00B2020C00"], "6A83"),
            (&[COMMON, "00B2FF0C00"], "6A83"),
            (&[COMMON, "00B2011400"], "6982"),
            (&[COMMON, "0020009C 04 38363432", "00B2011400"], "9000"),
            (&[COMMON, "00B2012400"], "6A82"),
            (&[COMMON, "00B201E400"], "6981"),
            (&[COMMON, "00B201FC00"], "6A86"),
            (&[COMMON, "00B2010D00"], "6A86"),
            (&[COMMON, "00B2010C"], "6700"),
            (&[COMMON, "00B2010C01AA00"], "6700"),
            (&[COMMON, "00B0810004"], "6981"),
            (&[JPKI, "00B2015400"], "6981"),
        ] {
            assert_eq!(status_after(commands), want, "{commands:?}");
        }
    }
}
