//! The marker segments that say how the samples are coded: each read to its end, as
//! the decoder will read it, and held to bounds.

use super::{CUT, WRONG};
use crate::PictureError;
use crate::bytes::Bytes;

const MAX_LEVELS: u8 = 32;
const MAX_LAYERS: u16 = 32;
/// Exponents of a code block's and a precinct's sides; smaller ones make more of
/// them than a photo's samples can pay for.
const MIN_BLOCK: u8 = 4;
const MAX_BLOCK: u8 = 10;
const MAX_BLOCK_AREA: u8 = 12;
const MIN_PRECINCT: u8 = 5;

/// Coding style of all components (A.6.1).
pub(super) fn check_coding(content: &[u8]) -> Result<(), PictureError> {
    let mut coding = Bytes(content);
    let style = coding.u8().ok_or(CUT)?;
    coding.u8().ok_or(CUT)?;
    let layers = coding.u16().ok_or(CUT)?;
    coding.u8().ok_or(CUT)?;
    if layers > MAX_LAYERS {
        return Err(PictureError::TooLarge("more than 32 layers"));
    }
    check_blocks(style, coding)
}

/// Coding style of one component (A.6.2).
pub(super) fn check_style(content: &[u8]) -> Result<(), PictureError> {
    let mut coding = Bytes(content);
    let style = coding.u8().ok_or(CUT)?;
    check_blocks(style, coding)
}

/// Levels, code blocks and precincts, which both of those end with.
fn check_blocks(style: u8, mut coding: Bytes<'_>) -> Result<(), PictureError> {
    let levels = coding.u8().ok_or(CUT)?;
    if levels > MAX_LEVELS {
        return Err(PictureError::TooLarge("more than 32 levels"));
    }
    let (width, height) = (coding.u8().ok_or(CUT)?, coding.u8().ok_or(CUT)?);
    let (width, height) = (width.saturating_add(2), height.saturating_add(2));
    let sides = MIN_BLOCK..=MAX_BLOCK;
    if !sides.contains(&width) || !sides.contains(&height) || width + height > MAX_BLOCK_AREA {
        return Err(PictureError::Unsupported("code blocks of a rare size"));
    }
    coding.take(2).ok_or(CUT)?;
    let precincts = coding.0;
    let declared = if style & 1 == 1 {
        usize::from(levels) + 1
    } else {
        0
    };
    if precincts.len() != declared {
        return Err(WRONG);
    }
    let small = |size: &u8| size & 0x0F < MIN_PRECINCT || size >> 4 < MIN_PRECINCT;
    if precincts.iter().any(small) {
        return Err(PictureError::TooLarge(
            "precincts so small that there are too many",
        ));
    }
    Ok(())
}

/// Quantization (A.6.4): as many steps as the style has.
pub(super) fn check_quantization(content: &[u8]) -> Result<(), PictureError> {
    let (style, steps) = content.split_first().ok_or(CUT)?;
    let bands = 1..=3 * usize::from(MAX_LEVELS) + 1;
    let right = match style & 0x1F {
        0 => bands.contains(&steps.len()),
        1 => steps.len() == 2,
        2 => steps.len() % 2 == 0 && bands.contains(&(steps.len() / 2)),
        _ => false,
    };
    if right { Ok(()) } else { Err(WRONG) }
}

/// What is said of one component: which, then what.
pub(super) fn check_component(
    content: &[u8],
    components: u16,
    check: impl Fn(&[u8]) -> Result<(), PictureError>,
) -> Result<(), PictureError> {
    let (component, rest) = content.split_first().ok_or(CUT)?;
    if u16::from(*component) >= components {
        return Err(WRONG);
    }
    check(rest)
}
