//! Protobuf as gRPC carries it, with one difference from tonic's own: bytes that are
//! no such message are the sender's fault, not an internal one.

use std::marker::PhantomData;

use prost::Message;
use tonic::Status;
use tonic::codec::{Codec, DecodeBuf, Decoder};
use tonic_prost::ProstEncoder;

/// Writes messages `T` and reads messages `U`.
pub(crate) struct MessageCodec<T, U>(PhantomData<(T, U)>);

/// Reads messages `U`.
pub(crate) struct MessageDecoder<U>(PhantomData<U>);

impl<T, U> Default for MessageCodec<T, U> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

impl<T, U> Codec for MessageCodec<T, U>
where
    T: Message + Send + 'static,
    U: Message + Default + Send + 'static,
{
    type Encode = T;
    type Decode = U;
    type Encoder = ProstEncoder<T>;
    type Decoder = MessageDecoder<U>;

    fn encoder(&mut self) -> Self::Encoder {
        ProstEncoder::default()
    }

    fn decoder(&mut self) -> Self::Decoder {
        MessageDecoder(PhantomData)
    }
}

impl<U: Message + Default> Decoder for MessageDecoder<U> {
    type Item = U;
    type Error = Status;

    fn decode(&mut self, bytes: &mut DecodeBuf<'_>) -> Result<Option<U>, Status> {
        // The error names a field, never what stands in it.
        U::decode(bytes)
            .map(Some)
            .map_err(|error| Status::invalid_argument(error.to_string()))
    }
}
