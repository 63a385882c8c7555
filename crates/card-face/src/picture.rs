//! A picture of any size, in grey.

use std::fmt;

use image::GrayImage;

use crate::{PictureError, photo};

/// A picture of any size, 8-bit grey: what a camera gave.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    width: u32,
    height: u32,
    pixels: Vec<u8>,
}

impl Picture {
    /// A picture's file, PNG or JPEG: turned upright as its EXIF data says, made grey.
    ///
    /// # Errors
    /// What is wrong with it, as [`PictureError`] tells.
    pub fn read(bytes: &[u8]) -> Result<Self, PictureError> {
        let grey: GrayImage = photo::read(bytes)?;
        let (width, height) = grey.dimensions();
        let pixels = grey.into_raw();
        Ok(Self {
            width,
            height,
            pixels,
        })
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
