//! Reading files to their end, and to no other.

use apdu::{StatusWord, Transport};
use zeroize::Zeroizing;

use super::{Answer, Link, expected_of};
use crate::CardError;
use crate::command::read_binary;

/// How many bytes are asked for at a time: the most a short command can.
const CHUNK: usize = 256;
/// The fewest bytes a reader passes at a time, on average over a file.
const SMALLEST_CHUNK: usize = 64;
/// Bytes are returned although the file ended before Le (ISO 7816-4, 5.6).
const END_OF_FILE: StatusWord = StatusWord(0x6282);

impl<T: Transport> Link<T> {
    /// READ BINARY of up to `expected` bytes at `offset`. A card that knows the
    /// length better (`6Cxx`) is asked once more with its own; fewer bytes than
    /// asked for are fine.
    pub(crate) fn read(
        &mut self,
        doing: &'static str,
        offset: usize,
        expected: usize,
    ) -> Result<Zeroizing<Vec<u8>>, CardError> {
        let mut answer = self.ask(&read_binary(offset, expected))?;
        if let [0x6C, right] = answer.status.0.to_be_bytes() {
            answer = self.ask(&read_binary(offset, expected_of(right)))?;
        }
        let Answer { mut data, status } = answer;
        if !status.is_ok() && status != END_OF_FILE {
            return Err(CardError::Protocol { doing, status });
        }
        data.truncate(expected);
        Ok(data)
    }

    /// Reads the current file up to the length that `length_of` finds in its first
    /// bytes; that function also keeps the cap. Files are filled up behind it.
    pub(crate) fn read_file(
        &mut self,
        doing: &'static str,
        length_of: fn(&[u8]) -> Option<usize>,
    ) -> Result<Zeroizing<Vec<u8>>, CardError> {
        let first = self.read(doing, 0, CHUNK)?;
        let length = length_of(&first).ok_or(CardError::Malformed {
            what: "a file has no sensible length",
        })?;
        let mut file = Zeroizing::new(Vec::with_capacity(length.max(first.len())));
        file.extend_from_slice(&first);
        for _ in 0..length.div_ceil(SMALLEST_CHUNK) {
            let missing = length.saturating_sub(file.len());
            if missing == 0 {
                break;
            }
            let chunk = self.read(doing, file.len(), missing.min(CHUNK))?;
            if chunk.is_empty() {
                break;
            }
            file.extend_from_slice(&chunk);
        }
        if file.len() < length {
            return Err(CardError::Malformed {
                what: "a file ends too early",
            });
        }
        file.truncate(length);
        Ok(file)
    }
}
