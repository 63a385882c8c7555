//! Messages as bytes, for whoever digests a request or keeps an answer to give it
//! again.

use prost::Message;

/// A message that can be kept.
pub trait Kept: Sized {
    /// Its bytes; the same message has the same bytes.
    fn to_bytes(&self) -> Vec<u8>;

    /// The message of bytes that [`Kept::to_bytes`] made; `None` when they are none.
    fn from_bytes(bytes: &[u8]) -> Option<Self>;
}

impl<M: Message + Default> Kept for M {
    fn to_bytes(&self) -> Vec<u8> {
        self.encode_to_vec()
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        M::decode(bytes).ok()
    }
}
