//! The photo's file on the card: JP2 (ISO/IEC 15444-1), written with OpenJPEG and
//! read with a decoder in Rust, which is shown only what has been measured first.

mod codestream;
mod decode;
mod encode;
mod file;

pub(crate) use decode::decode;
pub(crate) use encode::encode;

#[cfg(test)]
mod tests;
