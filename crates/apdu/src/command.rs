//! A command to the card (ISO 7816-3, 12.1; ISO 7816-4, 5.2).

use std::fmt;

use zeroize::Zeroizing;

/// The longest answer a command with a one-byte Le can ask for.
pub const MAX_SHORT_EXPECTED: usize = 256;
/// The longest answer a command with a two-byte Le can ask for.
pub const MAX_EXTENDED_EXPECTED: usize = 65_536;

/// Whether lengths are one byte or more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Lc and Le of one byte.
    Short,
    /// Lc of three bytes, Le of two or three.
    Extended,
}

/// One command, as a view on its bytes or as the parts to write them from.
///
/// `Debug` shows `CLA INS P1 P2 Lc Le` and never the data, which may be a PIN.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Command<'a> {
    /// CLA.
    pub class: u8,
    /// INS.
    pub instruction: u8,
    /// P1.
    pub p1: u8,
    /// P2.
    pub p2: u8,
    /// The data field; empty when there is none (up to 255 bytes in the short
    /// form, 65,535 in the extended form).
    pub data: &'a [u8],
    /// Ne, the most bytes of answer that are asked for (0 to 256 short, 0 to
    /// 65,536 extended); 0 when no Le is sent.
    pub expected: usize,
    /// How the lengths are written.
    pub form: Form,
}

/// Why bytes are no command, or parts cannot be written as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CommandError {
    /// Fewer than the four bytes of the header.
    #[error("a command has at least 4 bytes, not {length}")]
    TooShort {
        /// How many bytes there are.
        length: usize,
    },
    /// Lc and Le do not add up to the number of bytes.
    #[error("the lengths in the command do not fit its {length} bytes")]
    WrongLength {
        /// How many bytes there are.
        length: usize,
    },
    /// The data field or the expected length is too long for the form.
    #[error("{length} bytes do not fit the command's {form:?} form")]
    DoesNotFit {
        /// The length that does not fit.
        length: usize,
        /// The form it should fit.
        form: Form,
    },
}

impl<'a> Command<'a> {
    /// A short command without data and without Le (case 1).
    #[must_use]
    pub const fn new(class: u8, instruction: u8, p1: u8, p2: u8) -> Self {
        Self {
            class,
            instruction,
            p1,
            p2,
            data: &[],
            expected: 0,
            form: Form::Short,
        }
    }

    /// The same command with a data field.
    #[must_use]
    pub const fn with_data(self, data: &'a [u8]) -> Self {
        Self { data, ..self }
    }

    /// The same command asking for up to `expected` bytes.
    #[must_use]
    pub const fn expecting(self, expected: usize) -> Self {
        Self { expected, ..self }
    }

    /// The same command with extended lengths.
    #[must_use]
    pub const fn extended(self) -> Self {
        Self {
            form: Form::Extended,
            ..self
        }
    }

    /// Reads a command from its bytes, in all seven cases of ISO 7816-3.
    ///
    /// # Errors
    /// [`CommandError`] when the bytes are too few or the lengths do not add up.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, CommandError> {
        let length = bytes.len();
        let [class, instruction, p1, p2, body @ ..] = bytes else {
            return Err(CommandError::TooShort { length });
        };
        let header = Self::new(*class, *instruction, *p1, *p2);
        let wrong = CommandError::WrongLength { length };
        match body {
            [] => Ok(header),
            [le] => Ok(header.expecting(short_expected(*le))),
            [0, hi, lo] => Ok(header.expecting(extended_expected(*hi, *lo)).extended()),
            [0, hi, lo, rest @ ..] => {
                let lc = usize::from(u16::from_be_bytes([*hi, *lo]));
                if lc == 0 {
                    return Err(wrong);
                }
                let (data, le) = rest.split_at_checked(lc).ok_or(wrong)?;
                let command = header.with_data(data).extended();
                match le {
                    [] => Ok(command),
                    [hi, lo] => Ok(command.expecting(extended_expected(*hi, *lo))),
                    _ => Err(wrong),
                }
            }
            [0, ..] => Err(wrong),
            [lc, rest @ ..] => {
                let (data, le) = rest.split_at_checked(usize::from(*lc)).ok_or(wrong)?;
                let command = header.with_data(data);
                match le {
                    [] => Ok(command),
                    [le] => Ok(command.expecting(short_expected(*le))),
                    _ => Err(wrong),
                }
            }
        }
    }

    /// Writes the command's bytes, into memory that is wiped when dropped: the
    /// data may be a PIN.
    ///
    /// # Errors
    /// [`CommandError::DoesNotFit`] when data or expected length are longer than
    /// the form allows.
    pub fn to_bytes(&self) -> Result<Zeroizing<Vec<u8>>, CommandError> {
        // One allocation of the final size, so that no copy of a PIN is left
        // behind by a growing vector.
        let mut bytes = Zeroizing::new(Vec::with_capacity(4 + 3 + self.data.len() + 2));
        bytes.extend_from_slice(&[self.class, self.instruction, self.p1, self.p2]);
        match self.form {
            Form::Short => self.write_short(&mut bytes)?,
            Form::Extended => self.write_extended(&mut bytes)?,
        }
        Ok(bytes)
    }

    fn write_short(&self, bytes: &mut Vec<u8>) -> Result<(), CommandError> {
        if !self.data.is_empty() {
            bytes.push(u8::try_from(self.data.len()).map_err(|_| self.too_long(self.data.len()))?);
            bytes.extend_from_slice(self.data);
        }
        match self.expected {
            0 => {}
            MAX_SHORT_EXPECTED => bytes.push(0),
            n => bytes.push(u8::try_from(n).map_err(|_| self.too_long(n))?),
        }
        Ok(())
    }

    fn write_extended(&self, bytes: &mut Vec<u8>) -> Result<(), CommandError> {
        if !self.data.is_empty() {
            let lc = u16::try_from(self.data.len()).map_err(|_| self.too_long(self.data.len()))?;
            bytes.push(0);
            bytes.extend_from_slice(&lc.to_be_bytes());
            bytes.extend_from_slice(self.data);
        }
        let le = match self.expected {
            0 => return Ok(()),
            MAX_EXTENDED_EXPECTED => 0,
            n => u16::try_from(n).map_err(|_| self.too_long(n))?,
        };
        if self.data.is_empty() {
            bytes.push(0);
        }
        bytes.extend_from_slice(&le.to_be_bytes());
        Ok(())
    }

    const fn too_long(&self, length: usize) -> CommandError {
        CommandError::DoesNotFit {
            length,
            form: self.form,
        }
    }
}

impl fmt::Debug for Command<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:02X} {:02X} {:02X} {:02X} Lc={} Le={}",
            self.class,
            self.instruction,
            self.p1,
            self.p2,
            self.data.len(),
            self.expected
        )
    }
}

fn short_expected(le: u8) -> usize {
    match le {
        0 => MAX_SHORT_EXPECTED,
        n => usize::from(n),
    }
}

fn extended_expected(hi: u8, lo: u8) -> usize {
    match u16::from_be_bytes([hi, lo]) {
        0 => MAX_EXTENDED_EXPECTED,
        n => usize::from(n),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Commands as public clients of the card send them.
    #[test]
    fn commands_seen_in_the_field_are_read_and_written_back() {
        let signing = [&[0x80, 0x2A, 0x00, 0x80, 0x33][..], &[0x5A; 0x33], &[0x00]].concat();
        let table: [(&str, &[u8], usize, usize, Form); 8] = [
            (
                "empty VERIFY, case 1",
                &[0x00, 0x20, 0x00, 0x80],
                0,
                0,
                Form::Short,
            ),
            (
                "READ BINARY of 4, case 2",
                &[0x00, 0xB0, 0, 0, 4],
                0,
                4,
                Form::Short,
            ),
            (
                "READ BINARY of 256",
                &[0x00, 0xB0, 0, 0, 0],
                0,
                256,
                Form::Short,
            ),
            (
                "READ BINARY, extended",
                &[0x00, 0xB0, 0x8A, 0, 0, 0, 0],
                0,
                65_536,
                Form::Extended,
            ),
            (
                "READ BINARY of 1590, extended",
                &[0, 0xB0, 0, 0, 0, 6, 0x36],
                0,
                1590,
                Form::Extended,
            ),
            (
                "SELECT EF, case 3",
                &[0x00, 0xA4, 0x02, 0x0C, 2, 0x00, 0x0A],
                2,
                0,
                Form::Short,
            ),
            (
                "VERIFY, case 3",
                &[0x00, 0x20, 0x00, 0x80, 4, 1, 2, 3, 4],
                4,
                0,
                Form::Short,
            ),
            ("sign, case 4", &signing, 0x33, 256, Form::Short),
        ];
        for (name, bytes, data, expected, form) in table {
            let command = Command::parse(bytes).expect(name);
            assert_eq!(
                (command.data.len(), command.expected, command.form),
                (data, expected, form),
                "{name}"
            );
            assert_eq!(command.to_bytes().expect(name).as_slice(), bytes, "{name}");
        }
    }

    #[test]
    fn lengths_that_do_not_add_up_are_refused() {
        for bytes in [
            &[][..],
            &[0, 0xA4, 4],
            &[0, 0xA4, 4, 0, 3, 1, 2],
            &[0, 0xA4, 4, 0, 1, 1, 2, 3],
            &[0, 0xA4, 4, 0, 0, 0],
            &[0, 0xA4, 4, 0, 0, 0, 0, 1],
            &[0, 0xA4, 4, 0, 0, 0, 9, 1],
        ] {
            assert!(Command::parse(bytes).is_err(), "{bytes:02X?}");
        }
    }

    #[test]
    fn data_too_long_for_the_short_form_is_refused() {
        let data = [0; 256];
        let command = Command::new(0, 0x20, 0, 0x80).with_data(&data);
        assert!(matches!(
            command.to_bytes(),
            Err(CommandError::DoesNotFit { length: 256, .. })
        ));
        assert!(command.extended().to_bytes().is_ok());
    }

    #[test]
    fn debug_never_shows_the_data() {
        let command = Command::new(0, 0x20, 0, 0x80).with_data(b"8642");
        let shown = format!("{command:?}");
        assert_eq!(shown, "00 20 00 80 Lc=4 Le=0");
    }

    proptest! {
        #[test]
        fn parse_never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
            let _ = Command::parse(&bytes);
        }

        #[test]
        fn what_is_written_is_read_back(
            header in any::<[u8; 4]>(),
            data in proptest::collection::vec(any::<u8>(), 0..700),
            expected in 0usize..=65_536,
        ) {
            let [class, instruction, p1, p2] = header;
            let command = Command::new(class, instruction, p1, p2)
                .with_data(&data)
                .expecting(expected);
            for command in [command, command.extended()] {
                if let Ok(bytes) = command.to_bytes() {
                    let mut want = command;
                    if data.is_empty() && expected == 0 {
                        want.form = Form::Short; // case 1 has one form only
                    }
                    prop_assert_eq!(Command::parse(&bytes), Ok(want));
                }
            }
        }
    }
}
