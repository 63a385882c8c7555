//! The card's answer: data and status word.

use crate::StatusWord;

/// A view on the bytes of one response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Response<'a> {
    /// The data field, empty when there is none.
    pub data: &'a [u8],
    /// SW1 SW2.
    pub status: StatusWord,
}

/// Why bytes are no response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a response has at least 2 bytes, not {length}")]
pub struct ResponseError {
    /// How many bytes there are.
    pub length: usize,
}

impl<'a> Response<'a> {
    /// Reads a response from its bytes.
    ///
    /// # Errors
    /// [`ResponseError`] when there are fewer than the two status bytes.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, ResponseError> {
        let (data, status) = bytes.split_last_chunk::<2>().ok_or(ResponseError {
            length: bytes.len(),
        })?;
        Ok(Self {
            data,
            status: StatusWord(u16::from_be_bytes(*status)),
        })
    }

    /// Writes the response's bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.data.len() + 2);
        bytes.extend_from_slice(self.data);
        bytes.extend_from_slice(&self.status.0.to_be_bytes());
        bytes
    }
}

impl From<StatusWord> for Response<'_> {
    fn from(status: StatusWord) -> Self {
        Self { data: &[], status }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_response_is_data_then_status() {
        let response = Response::parse(&[0x30, 0x82, 0x90, 0x00]).unwrap();
        assert_eq!(response.data, [0x30, 0x82]);
        assert!(response.status.is_ok());
        assert_eq!(response.to_bytes(), [0x30, 0x82, 0x90, 0x00]);
    }

    #[test]
    fn fewer_than_two_bytes_are_no_response() {
        assert_eq!(Response::parse(&[]), Err(ResponseError { length: 0 }));
        assert_eq!(Response::parse(&[0x90]), Err(ResponseError { length: 1 }));
    }
}
