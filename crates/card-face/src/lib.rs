//! What is printed on a My Number card and stored on its chip as pictures: text in
//! a Japanese font, the portrait, the photo's file, and the card's front to look at.
//!
//! *Knows* fonts, pixels, PNG and JPEG 2000.
//!
//! *Never* knows which file of the card a picture stands in, nor a real person's
//! face: portraits are drawn from a seed, and the front says that it is simulated.
//!
//! *Start reading at* [`Photo`], then [`line()`] and [`Front`].
//!
//! A photo that comes from a card comes from anyone. It is measured before anything
//! is decoded, written anew within the bounds, and decoded on a thread that may be
//! left behind; see `jpeg2000/codestream.rs`. Drawing uses only arithmetic that all
//! machines round alike, so a person's card looks the same everywhere.

mod bytes;
mod canvas;
mod error;
mod font;
mod front;
mod jpeg2000;
mod mask;
mod photo;
mod picture;
mod png;
mod portrait;
mod shape;
mod text;

pub use error::PictureError;
pub use front::{FRONT_HEIGHT, FRONT_WIDTH, Front};
pub use photo::{PHOTO_HEIGHT, PHOTO_WIDTH, Photo};
pub use picture::Picture;
pub use portrait::Variation;
pub use text::{LINE_HEIGHT, MAX_LINE, line, missing};
