//! Reading JP2.

use hayro_jpeg2000::{DecodeSettings, DecoderContext, Image};
use image::GrayImage;

use super::{codestream, file};
use crate::PictureError;
use crate::fence::fenced;

/// The most bytes of a file that are looked at. A card's file can hold 32 KiB.
const MAX_READ: usize = 512 * 1024;

/// The picture in grey, as large as its file says.
///
/// A file is refused before it is decoded when it declares more than is decoded in
/// moderate memory and time; the decoder itself stands behind a last fence.
pub(crate) fn decode(bytes: &[u8]) -> Result<GrayImage, PictureError> {
    if bytes.len() > MAX_READ {
        return Err(PictureError::FileTooLarge { most: MAX_READ });
    }
    let file = file::open(bytes)?;
    let measured = codestream::measure(file.codestream)?;
    let luma_first = file.luma_first;
    fenced(move || decode_measured(&measured, luma_first))
}

const BROKEN: PictureError = PictureError::Damaged("its pixels cannot be decoded");

fn decode_measured(
    measured: &codestream::Measured,
    luma_first: bool,
) -> Result<GrayImage, PictureError> {
    let settings = DecodeSettings::default();
    let image = Image::new(&measured.bytes, &settings).map_err(|_| BROKEN)?;
    let mut context = DecoderContext::default();
    let decoded = image.decode(&mut context).map_err(|_| BROKEN)?;
    let samples = decoded.data_u8();
    let pixels = samples.chunks_exact(usize::from(measured.components));
    let pixels = pixels.map(|samples| match *samples {
        [red, green, blue, ..] if !luma_first => luma(red, green, blue),
        [grey, ..] => grey,
        [] => 0,
    });
    let (width, height) = (measured.width, measured.height);
    GrayImage::from_raw(width, height, pixels.collect()).ok_or(BROKEN)
}

/// How bright a colour is (ITU-R BT.601, as JPEG weighs it).
fn luma(red: u8, green: u8, blue: u8) -> u8 {
    let sum = u32::from(red) * 299 + u32::from(green) * 587 + u32::from(blue) * 114;
    u8::try_from(sum / 1000).unwrap_or(u8::MAX)
}
