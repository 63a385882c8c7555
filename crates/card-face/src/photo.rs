//! The card's photo.

use std::fmt;

use png::{BitDepth, ColorType};

use crate::{PictureError, portrait};

/// The photo's width, pixels.
pub const PHOTO_WIDTH: u16 = 378;
/// The photo's height, pixels.
pub const PHOTO_HEIGHT: u16 = 472;

/// A photo as a card has it: 378 by 472 pixels of 8-bit grey.
#[derive(Clone, PartialEq, Eq)]
pub struct Photo {
    pixels: Vec<u8>,
}

impl Photo {
    /// The portrait of the person of this seed, who is nobody: a drawing in which
    /// the same seed gives the same pixels on every machine.
    #[must_use]
    pub fn drawn(seed: u64) -> Photo {
        Photo {
            pixels: portrait::draw(seed),
        }
    }

    /// The grey values, row by row from the top, 378 × 472 of them, 0 is black.
    #[must_use]
    pub fn pixels(&self) -> &[u8] {
        &self.pixels
    }

    /// The photo as an 8-bit greyscale PNG.
    ///
    /// # Errors
    /// [`PictureError::NotWritten`] when the encoder fails.
    pub fn to_png(&self) -> Result<Vec<u8>, PictureError> {
        let size = (PHOTO_WIDTH.into(), PHOTO_HEIGHT.into());
        crate::png::write(size, ColorType::Grayscale, BitDepth::Eight, &self.pixels)
    }
}

/// Nothing of the picture.
impl fmt::Debug for Photo {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Photo")
    }
}
