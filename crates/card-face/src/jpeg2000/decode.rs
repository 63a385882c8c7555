//! Reading JP2.

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use hayro_jpeg2000::{DecodeSettings, DecoderContext, Image};
use image::GrayImage;

use super::{codestream, file};
use crate::PictureError;

/// The most bytes of a file that are looked at. A card's file can hold 32 KiB.
const MAX_READ: usize = 512 * 1024;

/// How long a picture may take, seconds. A card's photo takes some hundredths.
const LONGEST: u64 = 2;

/// The picture in grey, as large as its file says.
///
/// A file is refused before it is decoded when it declares more than is decoded in
/// moderate memory and time. The last fence stands around the decoder itself: it
/// works on a thread of its own, so that its panic is an error here, and one that
/// outlasts the limit is left behind. Such a thread ends by itself, since the
/// number of its steps is bounded by what was measured, and holds nothing but its
/// own copy of the file; so a card that is read again and again keeps few of them.
pub(crate) fn decode(bytes: &[u8]) -> Result<GrayImage, PictureError> {
    if bytes.len() > MAX_READ {
        return Err(PictureError::FileTooLarge { most: MAX_READ });
    }
    let file = file::open(bytes)?;
    let measured = codestream::measure(file.codestream)?;
    let luma_first = file.luma_first;
    let (answer, answered) = channel();
    let decoder = thread::Builder::new().name("photo".to_owned());
    let spawned = decoder.spawn(move || {
        // Nobody waits any more when the limit has passed.
        let _ = answer.send(decode_measured(&measured, luma_first));
    });
    spawned.map_err(|_| PictureError::TooLarge("there is no thread left to read it"))?;
    match answered.recv_timeout(Duration::from_secs(LONGEST)) {
        Ok(picture) => picture,
        Err(RecvTimeoutError::Timeout) => Err(PictureError::TooSlow { seconds: LONGEST }),
        Err(RecvTimeoutError::Disconnected) => Err(BROKEN),
    }
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
