//! The boxes of a JP2 file: what the picture's colours are, and where its
//! codestream begins.

use crate::PictureError;
use crate::bytes::Bytes;

/// The first box of every JP2 file.
const SIGNATURE: &[u8] = b"\x00\x00\x00\x0CjP  \r\n\x87\n";

/// Colours as the file numbers them.
const CMYK: u32 = 12;
const LUMA_AND_CHROMA: u32 = 18;

/// What a JP2 file holds.
pub(super) struct File<'a> {
    pub(super) codestream: &'a [u8],
    /// Whether the first component alone is the picture in grey.
    pub(super) luma_first: bool,
}

/// Opens the boxes. A file cut off within its codestream still opens.
pub(super) fn open(bytes: &[u8]) -> Result<File<'_>, PictureError> {
    let boxes = bytes.strip_prefix(SIGNATURE);
    let mut boxes = Bytes(boxes.ok_or(PictureError::Damaged("not JPEG 2000"))?);
    let mut luma_first = false;
    while let Some((kind, content)) = next(&mut boxes) {
        match kind {
            b"jp2h" => {
                let mut inner = Bytes(content);
                while let Some((kind, content)) = next(&mut inner) {
                    match kind {
                        b"pclr" => return Err(PictureError::Unsupported("a palette")),
                        b"colr" => match colour(content) {
                            Some(CMYK) => {
                                return Err(PictureError::Unsupported("colours for print"));
                            }
                            colour => luma_first |= colour == Some(LUMA_AND_CHROMA),
                        },
                        _ => {}
                    }
                }
            }
            b"jp2c" => {
                return Ok(File {
                    codestream: content,
                    luma_first,
                });
            }
            _ => {}
        }
    }
    Err(PictureError::Damaged("no codestream"))
}

/// The enumerated colour space, of a box that names one.
fn colour(content: &[u8]) -> Option<u32> {
    let mut content = Bytes(content);
    let method = content.u8()?;
    content.take(2)?;
    content.u32().filter(|_| method == 1)
}

/// The next box's kind and content: as much of it as is there.
fn next<'a>(boxes: &mut Bytes<'a>) -> Option<(&'a [u8; 4], &'a [u8])> {
    let length = boxes.u32()?;
    let kind = boxes.take(4)?.try_into().ok()?;
    let length = match length {
        0 => boxes.0.len(),
        1 => usize::try_from(boxes.u64()?).ok()?.checked_sub(16)?,
        _ => usize::try_from(length).ok()?.checked_sub(8)?,
    };
    let content = boxes.take(length.min(boxes.0.len()))?;
    Some((kind, content))
}
