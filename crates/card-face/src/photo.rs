//! The card's photo.

mod own;

pub(crate) use own::{MAX_READ, read};

use std::fmt;

use image::GrayImage;
use image::imageops::{self, FilterType};
use png::{BitDepth, ColorType};
use zeroize::Zeroizing;

use crate::{PictureError, jpeg2000, portrait};

/// The photo's width, pixels.
pub const PHOTO_WIDTH: u16 = 378;
/// The photo's height, pixels.
pub const PHOTO_HEIGHT: u16 = 472;

/// A photo as a card has it: 378 by 472 pixels of 8-bit grey, wiped when dropped.
#[derive(PartialEq, Eq)]
pub struct Photo {
    pixels: Zeroizing<Vec<u8>>,
}

impl Photo {
    /// The portrait of the person of this seed, who is nobody: a drawing in which
    /// the same seed gives the same pixels on every machine.
    #[must_use]
    pub fn drawn(seed: u64) -> Photo {
        Photo {
            pixels: portrait::draw(seed).into(),
        }
    }

    /// A picture of one's own, PNG or JPEG: turned upright as its EXIF data says,
    /// cut to 378 : 472 about its middle, scaled, made grey. At most 8 MiB, 8192
    /// pixels on a side and 4096 × 3072 in all.
    ///
    /// # Errors
    /// What is wrong with it, as [`PictureError`] tells.
    pub fn from_picture(bytes: &[u8]) -> Result<Photo, PictureError> {
        own::read(bytes).map(Photo::fitted)
    }

    /// A photo from a card's file. Any grey or coloured JP2 of ordinary coding up
    /// to 4096 pixels on a side and 4 million samples is read and brought to the
    /// card's size; it is given at most 512 KiB, some 100 MiB of memory and 2 s. A
    /// file cut off in the middle may give a coarse photo instead of an error.
    ///
    /// # Errors
    /// What is wrong with it, as [`PictureError`] tells.
    pub fn from_jpeg2000(bytes: &[u8]) -> Result<Photo, PictureError> {
        jpeg2000::decode(bytes).map(Photo::fitted)
    }

    /// The photo as the card's file has it: JP2, one component of 8 bits, grey, 6
    /// resolutions, code blocks of 64 × 64, the reversible 5/3 wavelet; at most 16
    /// KiB, for which fine detail is given up.
    ///
    /// # Errors
    /// [`PictureError::NotWritten`] when the encoder fails.
    pub fn to_jpeg2000(&self) -> Result<Vec<u8>, PictureError> {
        jpeg2000::encode(&self.pixels)
    }

    /// The middle of the picture that has a photo's shape, at a photo's size.
    fn fitted(picture: GrayImage) -> Photo {
        let (width, height) = (u32::from(PHOTO_WIDTH), u32::from(PHOTO_HEIGHT));
        if picture.dimensions() == (width, height) {
            let pixels = picture.into_raw().into();
            return Photo { pixels };
        }
        let (wide, high) = picture.dimensions();
        let across = wide.min(high * width / height).max(1);
        let down = high.min(wide * height / width).max(1);
        let (left, top) = ((wide - across) / 2, (high - down) / 2);
        let middle = imageops::crop_imm(&picture, left, top, across, down);
        let scaled = imageops::resize(&*middle, width, height, FilterType::CatmullRom);
        let pixels = scaled.into_raw().into();
        drop(Zeroizing::new(picture.into_raw()));
        Photo { pixels }
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

#[cfg(test)]
mod tests;
