//! A line of text as the card carries its name and address: a small picture.

use png::{BitDepth, ColorType};

use crate::{PictureError, font};

/// The height of a line of text, pixels. The known test card's are 12 high; at twice
/// that a person can read a kanji of many strokes in black and white.
pub const LINE_HEIGHT: u8 = 24;

/// The most characters of one line. Two such lines, even uncompressed, and the photo
/// at its most stay below 32 KiB together, what a file of the card can hold.
pub const MAX_LINE: usize = 100;

/// A pixel is black when at least so much of it is covered.
const BLACK: f32 = 0.42;

/// One line of text, black on white, as a 1-bit greyscale PNG 24 pixels high: a full-
/// width character is 24 pixels wide. A character the font lacks becomes ● (U+25CF),
/// as in the resident register's system ([`missing`] names those); variation
/// selectors are left out, so a variant is drawn as its base character.
///
/// # Errors
/// [`PictureError::NoText`] without a visible character or space,
/// [`PictureError::TextTooLong`] above [`MAX_LINE`] characters,
/// [`PictureError::ControlCharacter`] for a line break or another control character.
pub fn line(text: &str) -> Result<Vec<u8>, PictureError> {
    // Marks that are left out count at most as often as characters.
    if text.len() > MAX_LINE * 16 {
        return Err(PictureError::TextTooLong { most: MAX_LINE });
    }
    let characters = font::characters(text)?;
    match characters.len() {
        0 => return Err(PictureError::NoText),
        1..=MAX_LINE => {}
        _ => return Err(PictureError::TextTooLong { most: MAX_LINE }),
    }
    let writing = font::write(&characters, LINE_HEIGHT.into())?;
    let size = (pixels(writing.width), u32::from(LINE_HEIGHT));
    let mask = writing.path.mask();
    let rows = (0..i32::from(LINE_HEIGHT)).flat_map(|y| {
        (0..size.0.div_ceil(8)).map({
            let mask = &mask;
            move |byte| {
                (0..8).fold(0, |packed, bit| {
                    let x = i32::try_from(8 * byte + bit).unwrap_or(i32::MAX);
                    packed << 1 | u8::from(mask.at(x, y) < BLACK)
                })
            }
        })
    });
    let rows: Vec<u8> = rows.collect();
    crate::png::write(size, ColorType::Grayscale, BitDepth::One, &rows)
}

/// The characters of a text that [`line`] draws as ●, each once, in their order.
#[must_use]
pub fn missing(text: &str) -> Vec<char> {
    let mut missing = Vec::new();
    for character in font::characters(text).unwrap_or_default() {
        if !font::has(character) && !missing.contains(&character) {
            missing.push(character);
        }
    }
    missing
}

/// The whole pixels that hold a width.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a line is at most 100 characters of 24 pixels"
)]
fn pixels(width: f32) -> u32 {
    width.ceil().max(1.0) as u32
}

#[cfg(test)]
mod tests;
