//! Writing PNG.

use png::{BitDepth, ColorType, Compression, Encoder};

use crate::PictureError;

/// A PNG of these rows of packed pixels.
pub(crate) fn write(
    (width, height): (u32, u32),
    color: ColorType,
    depth: BitDepth,
    pixels: &[u8],
) -> Result<Vec<u8>, PictureError> {
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, width, height);
    encoder.set_color(color);
    encoder.set_depth(depth);
    encoder.set_compression(Compression::High);
    let written = encoder.write_header().and_then(|mut writer| {
        writer.write_image_data(pixels)?;
        writer.finish()
    });
    written.map_err(|_| PictureError::NotWritten("PNG"))?;
    Ok(file)
}
