//! Measuring a codestream before anything is decoded, and writing it anew.
//!
//! The decoder allocates and loops by what headers declare, and headers may stand
//! in many places and be read in more than one way. So it is never shown the bytes
//! that came: what is within bounds is written anew, in the one order and the one
//! reading that was measured here, and every other marker is refused or left out.

mod coding;

use crate::PictureError;
use crate::bytes::Bytes;
use coding::{check_coding, check_component, check_quantization, check_style};

/// The longest side, pixels.
const MAX_SIDE: u32 = 4096;
/// The most samples, over all components: twenty times a card's photo. The decoder
/// takes some twenty bytes for each, and the time for its coefficients.
const MAX_SAMPLES: u64 = 1 << 22;
const MAX_COMPONENTS: u16 = 4;
/// The decoder sets up every tile before it reads the first.
const MAX_TILES: u64 = 256;
const MAX_PRECISION: u8 = 16;

const SOC: u16 = 0xFF4F;
const SIZ: u16 = 0xFF51;
const COD: u16 = 0xFF52;
const COC: u16 = 0xFF53;
const TLM: u16 = 0xFF55;
const PLM: u16 = 0xFF57;
const PLT: u16 = 0xFF58;
const QCD: u16 = 0xFF5C;
const QCC: u16 = 0xFF5D;
const CRG: u16 = 0xFF63;
const COM: u16 = 0xFF64;
const SOT: u16 = 0xFF90;
const SOD: u16 = 0xFF93;
const EOC: u16 = 0xFFD9;

const CUT: PictureError = PictureError::Damaged("its header is cut off");
const WRONG: PictureError = PictureError::Damaged("its header contradicts itself");
const SHORT: PictureError = PictureError::Damaged("its pixels are cut off");

/// A codestream within bounds, written anew.
pub(super) struct Measured {
    pub(super) bytes: Vec<u8>,
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) components: u16,
}

/// Measures a codestream. One that is cut off within a tile-part is refused: what is
/// left of it might pass for a photo, but nobody should be judged by that.
pub(super) fn measure(stream: &[u8]) -> Result<Measured, PictureError> {
    let mut stream = Bytes(stream);
    if stream.u16() != Some(SOC) || stream.u16() != Some(SIZ) {
        return Err(PictureError::Damaged("no codestream"));
    }
    let size = segment(&mut stream).ok_or(CUT)?;
    let (mut measured, tiles) = size_of(size)?;
    loop {
        let marker = stream.u16().ok_or(CUT)?;
        if marker == SOT {
            break;
        }
        let content = segment(&mut stream).ok_or(CUT)?;
        match marker {
            COD => check_coding(content)?,
            COC => check_component(content, measured.components, check_style)?,
            QCD => check_quantization(content)?,
            QCC => check_component(content, measured.components, check_quantization)?,
            COM | TLM | PLM | CRG => continue,
            _ => return Err(PictureError::Unsupported("a rare way of coding")),
        }
        measured.write(marker, content)?;
    }
    loop {
        let part = tile_part(&mut stream, tiles)?;
        measured.write(SOT, &part.header)?;
        measured.bytes.extend(SOD.to_be_bytes());
        measured.bytes.extend(part.data);
        if stream.u16() != Some(SOT) {
            break;
        }
    }
    measured.bytes.extend(EOC.to_be_bytes());
    Ok(measured)
}

impl Measured {
    fn write(&mut self, marker: u16, content: &[u8]) -> Result<(), PictureError> {
        let length = u16::try_from(content.len() + 2).map_err(|_| WRONG)?;
        self.bytes.extend(marker.to_be_bytes());
        self.bytes.extend(length.to_be_bytes());
        self.bytes.extend(content);
        Ok(())
    }
}

/// A marker segment's content.
fn segment<'a>(stream: &mut Bytes<'a>) -> Option<&'a [u8]> {
    let length = usize::from(stream.u16()?).checked_sub(2)?;
    stream.take(length)
}

/// Size, components, number of tiles (A.5.1).
fn size_of(content: &[u8]) -> Result<(Measured, u64), PictureError> {
    let mut size = Bytes(content);
    size.u16().ok_or(CUT)?;
    let mut sides = [0; 8];
    for side in &mut sides {
        *side = size.u32().ok_or(CUT)?;
    }
    let components = size.u16().ok_or(CUT)?;
    let [
        width,
        height,
        left,
        top,
        tile_width,
        tile_height,
        tiles_left,
        tiles_top,
    ] = sides;
    if [left, top, tiles_left, tiles_top] != [0; 4] {
        return Err(PictureError::Unsupported(
            "a picture cut out of a larger one",
        ));
    }
    if [width, height, tile_width, tile_height].contains(&0) || components == 0 {
        return Err(PictureError::Damaged("it has no pixels"));
    }
    if width > MAX_SIDE || height > MAX_SIDE {
        return Err(PictureError::TooLarge("more than 4096 pixels on a side"));
    }
    if components > MAX_COMPONENTS {
        return Err(PictureError::TooLarge("more than 4 components"));
    }
    if u64::from(width) * u64::from(height) * u64::from(components) > MAX_SAMPLES {
        return Err(PictureError::TooLarge("more than 4,194,304 samples"));
    }
    let tiles = u64::from(width.div_ceil(tile_width)) * u64::from(height.div_ceil(tile_height));
    if tiles > MAX_TILES {
        return Err(PictureError::TooLarge("more than 256 tiles"));
    }
    for _ in 0..components {
        // A set top bit would mean that samples have a sign.
        if size.u8().ok_or(CUT)? >= MAX_PRECISION {
            return Err(PictureError::Unsupported("samples of more than 16 bits"));
        }
        if (size.u8().ok_or(CUT)?, size.u8().ok_or(CUT)?) != (1, 1) {
            return Err(PictureError::Unsupported("components of different sizes"));
        }
    }
    if !size.0.is_empty() {
        return Err(WRONG);
    }
    let mut measured = Measured {
        bytes: SOC.to_be_bytes().to_vec(),
        width,
        height,
        components,
    };
    measured.write(SIZ, content)?;
    Ok((measured, tiles))
}

/// One tile-part, its SOT (A.4.2) made to fit what is kept of it.
struct TilePart<'a> {
    header: [u8; 8],
    data: &'a [u8],
}

/// Reads a tile-part behind its SOT marker.
fn tile_part<'a>(stream: &mut Bytes<'a>, tiles: u64) -> Result<TilePart<'a>, PictureError> {
    let mut header = Bytes(segment(stream).ok_or(SHORT)?);
    let tile = header.u16().ok_or(WRONG)?;
    let length = header.u32().ok_or(WRONG)?;
    let part = header.take(2).ok_or(WRONG)?;
    if u64::from(tile) >= tiles || !header.0.is_empty() {
        return Err(WRONG);
    }
    let rest = stream.0.len();
    let length = match usize::try_from(length).map_err(|_| WRONG)? {
        0 => rest,
        // Counted from the marker, whose segment takes twelve bytes.
        length => length.checked_sub(12).ok_or(WRONG)?,
    };
    let mut body = Bytes(stream.take(length).ok_or(SHORT)?);
    loop {
        match body.u16() {
            Some(SOD) => break,
            Some(COM | PLT) => {
                segment(&mut body).ok_or(CUT)?;
            }
            Some(_) => return Err(PictureError::Unsupported("tiles coded in different ways")),
            None => return Err(SHORT),
        }
    }
    let length = u32::try_from(body.0.len() + 14).map_err(|_| WRONG)?;
    let mut header = [0; 8];
    let fields = tile.to_be_bytes().into_iter().chain(length.to_be_bytes());
    for (place, byte) in header.iter_mut().zip(fields.chain(part.iter().copied())) {
        *place = byte;
    }
    Ok(TilePart {
        header,
        data: body.0,
    })
}
