//! A picture of any size, in grey.

use std::fmt;

use image::GrayImage;

use png::{BitDepth, ColorType};
use zeroize::Zeroizing;

use crate::{PHOTO_HEIGHT, PHOTO_WIDTH, Photo, PictureError, Variation, photo, portrait};

/// A picture of any size, 8-bit grey: what a camera gave. It is wiped when dropped.
#[derive(PartialEq, Eq)]
pub struct Picture {
    width: u32,
    height: u32,
    pixels: Zeroizing<Vec<u8>>,
}

impl Picture {
    /// The most bytes of a picture's file that are read.
    pub const MAX_FILE: usize = photo::MAX_READ;

    /// A picture's file, PNG or JPEG: turned upright as its EXIF data says, made grey.
    /// At most 8 MiB, 8192 pixels on a side and 4096 × 3072 in all; it is given 2 s
    /// and 256 MiB of memory, the file included.
    ///
    /// # Errors
    /// What is wrong with it, as [`PictureError`] tells.
    pub fn read(bytes: &[u8]) -> Result<Self, PictureError> {
        let grey: GrayImage = photo::read(bytes)?;
        let (width, height) = grey.dimensions();
        let pixels = grey.into_raw().into();
        Ok(Self {
            width,
            height,
            pixels,
        })
    }

    /// A picture of these grey values, row by row from the top, 0 is black.
    ///
    /// # Errors
    /// [`PictureError::Damaged`] when it has no pixels, or not as many as its size says.
    pub fn from_grey(width: u32, height: u32, pixels: Vec<u8>) -> Result<Self, PictureError> {
        let pixels = Zeroizing::new(pixels);
        if pixels.is_empty() {
            return Err(PictureError::Damaged("it has no pixels"));
        }
        if u64::try_from(pixels.len()) != Ok(u64::from(width) * u64::from(height)) {
            let wrong = "it has not as many pixels as its size says";
            return Err(PictureError::Damaged(wrong));
        }
        Ok(Self {
            width,
            height,
            pixels,
        })
    }

    /// The drawn person of the seed `person`, whom [`Photo::drawn`] shows as on the
    /// card, before a reception's camera: 480 by 640 pixels, the same for the same
    /// arguments on every machine.
    #[must_use]
    pub fn captured(person: u64, variation: Variation, seed: u64) -> Self {
        Self {
            width: portrait::FRAME_WIDTH.into(),
            height: portrait::FRAME_HEIGHT.into(),
            pixels: portrait::captured(person, variation, seed).into(),
        }
    }

    /// The card's photo as a picture.
    #[must_use]
    pub fn of_photo(photo: &Photo) -> Self {
        Self {
            width: PHOTO_WIDTH.into(),
            height: PHOTO_HEIGHT.into(),
            pixels: photo.pixels().to_vec().into(),
        }
    }

    /// The picture as an 8-bit greyscale PNG.
    ///
    /// # Errors
    /// [`PictureError::NotWritten`] when the encoder fails.
    pub fn to_png(&self) -> Result<Vec<u8>, PictureError> {
        let size = (self.width, self.height);
        crate::png::write(size, ColorType::Grayscale, BitDepth::Eight, &self.pixels)
    }

    /// The width, pixels.
    #[must_use]
    pub const fn width(&self) -> u32 {
        self.width
    }

    /// The height, pixels.
    #[must_use]
    pub const fn height(&self) -> u32 {
        self.height
    }

    /// The grey values, row by row from the top, 0 is black.
    #[must_use]
    pub fn pixels(&self) -> &[u8] {
        &self.pixels
    }
}

/// Nothing of the picture.
impl fmt::Debug for Picture {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Picture")
    }
}

#[cfg(test)]
mod tests {
    use zeroize::ZeroizeOnDrop;

    use super::*;

    #[test]
    fn a_face_is_wiped_when_it_is_dropped() {
        fn wiped(pixels: &(impl ZeroizeOnDrop + AsRef<Vec<u8>>)) -> usize {
            pixels.as_ref().len()
        }
        let photo = Photo::drawn(1);
        let picture = Picture::of_photo(&photo);
        assert_eq!(wiped(&picture.pixels), photo.pixels().len());
    }
}
