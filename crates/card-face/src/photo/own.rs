//! A picture of one's own: PNG or JPEG, as cameras and scanners write them.

use std::io::Cursor;

use image::codecs::jpeg::JpegDecoder;
use image::codecs::png::PngDecoder;
use image::{DynamicImage, GrayImage, ImageDecoder, ImageError, ImageFormat, Limits};

use crate::PictureError;

/// The most bytes of a file.
const MAX_READ: usize = 16 * 1024 * 1024;
/// The longest side, pixels.
const MAX_SIDE: u32 = 8192;
/// The most pixels: what a good camera takes, 26 million.
const MAX_PIXELS: u64 = 26_000_000;
/// The most memory the decoder may take, bytes.
const MAX_MEMORY: u64 = 256 * 1024 * 1024;

/// The picture upright, in grey, on white where it is transparent.
pub(crate) fn read(bytes: &[u8]) -> Result<GrayImage, PictureError> {
    if bytes.len() > MAX_READ {
        return Err(PictureError::FileTooLarge { most: MAX_READ });
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_MEMORY);
    let picture = match image::guess_format(bytes) {
        Ok(ImageFormat::Png) => {
            let decoder = PngDecoder::with_limits(Cursor::new(bytes), limits.clone());
            let decoder = decoder.map_err(|error| refusal(&error))?;
            if decoder.is_apng().map_err(|error| refusal(&error))? {
                return Err(PictureError::Unsupported("it moves; give a still picture"));
            }
            upright(decoder, limits)?
        }
        Ok(ImageFormat::Jpeg) => {
            let decoder = JpegDecoder::new(Cursor::new(bytes)).map_err(|error| refusal(&error))?;
            upright(decoder, limits)?
        }
        Ok(_) => return Err(PictureError::Unsupported("give a PNG or a JPEG")),
        Err(_) => return Err(PictureError::Damaged("neither PNG nor JPEG")),
    };
    Ok(grey(&picture))
}

/// Decodes within the limits, and turns the picture as its EXIF data says.
fn upright(mut decoder: impl ImageDecoder, limits: Limits) -> Result<DynamicImage, PictureError> {
    let (width, height) = decoder.dimensions();
    if width == 0 || height == 0 {
        return Err(PictureError::Damaged("it has no pixels"));
    }
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(PictureError::TooLarge("more than 26 million pixels"));
    }
    decoder
        .set_limits(limits)
        .map_err(|error| refusal(&error))?;
    let orientation = decoder.orientation().map_err(|error| refusal(&error))?;
    let picture = DynamicImage::from_decoder(decoder);
    let mut picture = picture.map_err(|error| refusal(&error))?;
    picture.apply_orientation(orientation);
    Ok(picture)
}

fn grey(picture: &DynamicImage) -> GrayImage {
    let shades = picture.to_luma_alpha8();
    let pixels = shades.pixels().map(|pixel| {
        let [shade, opacity] = pixel.0.map(u32::from);
        let mixed = (shade * opacity + 255 * (255 - opacity) + 127) / 255;
        u8::try_from(mixed).unwrap_or(u8::MAX)
    });
    let pixels = pixels.collect();
    GrayImage::from_raw(shades.width(), shades.height(), pixels).unwrap_or_default()
}

fn refusal(error: &ImageError) -> PictureError {
    match error {
        ImageError::Limits(_) => {
            PictureError::TooLarge("more than 8192 pixels on a side, or 256 MiB")
        }
        ImageError::Unsupported(_) => PictureError::Unsupported("an unusual PNG or JPEG"),
        _ => PictureError::Damaged("its PNG or JPEG data cannot be decoded"),
    }
}

#[cfg(test)]
mod tests;
