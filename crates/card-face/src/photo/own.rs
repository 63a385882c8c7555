//! A picture of one's own or a camera's frame: PNG or JPEG, from anyone.
//!
//! Whatever the file, it takes 2 s and 256 MiB at most, all buffers and the file
//! itself included. The bounds below are set by what was measured under them.

use std::io::Cursor;

use image::codecs::jpeg::JpegDecoder;
use image::metadata::Orientation;
use image::{
    DynamicImage, GrayAlphaImage, GrayImage, ImageDecoder, ImageError, ImageFormat, Limits,
    RgbImage, RgbaImage,
};
use png::{ColorType, DecodingError, Transformations};

use crate::PictureError;
use crate::fence::fenced;

/// The most bytes of a file: twice what a phone writes for its 12 million pixels.
pub(crate) const MAX_READ: usize = 8 * 1024 * 1024;
/// The longest side, pixels.
const MAX_SIDE: u32 = 8192;
/// The most pixels: 4096 × 3072, which a phone takes. A progressive JPEG of them in
/// four colours takes eight bytes for each while it is decoded, and three after.
const MAX_PIXELS: u64 = 4096 * 3072;
/// The most bytes of a PNG's rows and of its EXIF data.
const MAX_CHUNKS: usize = 1024 * 1024;

const NO_PNG: PictureError = PictureError::Damaged("its PNG data cannot be decoded");

/// The picture upright, in grey, on white where it is transparent.
pub(crate) fn read(bytes: &[u8]) -> Result<GrayImage, PictureError> {
    if bytes.len() > MAX_READ {
        return Err(PictureError::FileTooLarge { most: MAX_READ });
    }
    let decode = match image::guess_format(bytes) {
        Ok(ImageFormat::Png) => png,
        Ok(ImageFormat::Jpeg) => jpeg,
        Ok(_) => return Err(PictureError::Unsupported("give a PNG or a JPEG")),
        Err(_) => return Err(PictureError::Damaged("neither PNG nor JPEG")),
    };
    let bytes = bytes.to_vec();
    fenced(move || {
        let (mut picture, orientation) = decode(bytes)?;
        picture.apply_orientation(orientation);
        Ok(grey(picture))
    })
}

fn png(bytes: Vec<u8>) -> Result<(DynamicImage, Orientation), PictureError> {
    let limits = png::Limits { bytes: MAX_CHUNKS };
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(bytes), limits);
    // Texts and profiles, which may inflate to anything, are passed over.
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    decoder.set_transformations(Transformations::normalize_to_color8());
    let info = decoder.read_header_info().map_err(|error| no_png(&error))?;
    measure(info.width, info.height)?;
    let mut reader = decoder.read_info().map_err(|error| no_png(&error))?;
    let info = reader.info();
    if info.animation_control.is_some() {
        return Err(PictureError::Unsupported("it moves; give a still picture"));
    }
    let (width, height) = info.size();
    let exif = info.exif_metadata.as_deref();
    let orientation = exif.and_then(Orientation::from_exif_chunk);
    let mut pixels = vec![0; reader.output_buffer_size().ok_or(NO_PNG)?];
    let frame = reader.next_frame(&mut pixels);
    let picture = match frame.map_err(|error| no_png(&error))?.color_type {
        ColorType::Grayscale => GrayImage::from_raw(width, height, pixels).map(Into::into),
        ColorType::GrayscaleAlpha => {
            GrayAlphaImage::from_raw(width, height, pixels).map(Into::into)
        }
        ColorType::Rgb => RgbImage::from_raw(width, height, pixels).map(Into::into),
        ColorType::Rgba => RgbaImage::from_raw(width, height, pixels).map(Into::into),
        ColorType::Indexed => None,
    };
    let upright = orientation.unwrap_or(Orientation::NoTransforms);
    Ok((picture.ok_or(NO_PNG)?, upright))
}

fn no_png(error: &DecodingError) -> PictureError {
    match error {
        DecodingError::LimitsExceeded => PictureError::TooLarge("more than 1 MiB beside it"),
        _ => NO_PNG,
    }
}

fn jpeg(bytes: Vec<u8>) -> Result<(DynamicImage, Orientation), PictureError> {
    let mut decoder = JpegDecoder::new(Cursor::new(bytes)).map_err(|error| no_jpeg(&error))?;
    let (width, height) = decoder.dimensions();
    measure(width, height)?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    let limited = decoder.set_limits(limits);
    limited.map_err(|error| no_jpeg(&error))?;
    let upright = decoder.orientation().map_err(|error| no_jpeg(&error))?;
    let picture = DynamicImage::from_decoder(decoder);
    Ok((picture.map_err(|error| no_jpeg(&error))?, upright))
}

fn no_jpeg(error: &ImageError) -> PictureError {
    match error {
        ImageError::Unsupported(_) => PictureError::Unsupported("an unusual JPEG"),
        _ => PictureError::Damaged("its JPEG data cannot be decoded"),
    }
}

/// Holds a declared size against the bounds.
fn measure(width: u32, height: u32) -> Result<(), PictureError> {
    if width == 0 || height == 0 {
        return Err(PictureError::Damaged("it has no pixels"));
    }
    if width > MAX_SIDE || height > MAX_SIDE {
        return Err(PictureError::TooLarge("more than 8192 pixels on a side"));
    }
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(PictureError::TooLarge("more than 12,582,912 pixels"));
    }
    Ok(())
}

fn grey(picture: DynamicImage) -> GrayImage {
    if let DynamicImage::ImageLuma8(grey) = picture {
        return grey;
    }
    let shades = picture.into_luma_alpha8();
    let pixels = shades.pixels().map(|pixel| {
        let [shade, opacity] = pixel.0.map(u32::from);
        let mixed = (shade * opacity + 255 * (255 - opacity) + 127) / 255;
        u8::try_from(mixed).unwrap_or(u8::MAX)
    });
    let pixels = pixels.collect();
    GrayImage::from_raw(shades.width(), shades.height(), pixels).unwrap_or_default()
}

#[cfg(test)]
mod tests;
