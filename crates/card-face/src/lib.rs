//! What is printed on a My Number card and stored on its chip as pictures: text in
//! a Japanese font, the portrait, the photo's file.
//!
//! *Knows* fonts, pixels, PNG and JPEG 2000.
//!
//! *Never* knows which file of the card a picture stands in, nor a real person's
//! face: portraits are drawn from a seed.
//!
//! *Start reading at* the module list.

mod bytes;
mod canvas;
mod error;
mod font;
mod jpeg2000;
mod photo;
mod png;
mod portrait;
mod shape;
mod text;

pub use error::PictureError;
pub use photo::{PHOTO_HEIGHT, PHOTO_WIDTH, Photo};
pub use text::{LINE_HEIGHT, MAX_LINE, line, missing};
