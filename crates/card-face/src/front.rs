//! The card's front, as a person would want to see it: a design of our own, marked
//! as simulated.

mod design;
mod sheet;

use png::{BitDepth, ColorType};

use crate::{Photo, PictureError};

/// The picture's width, pixels: a card of ISO/IEC 7810 ID-1 (85.60 × 53.98 mm) at
/// about 300 pixels an inch.
pub const FRONT_WIDTH: u16 = 1012;
/// The picture's height, pixels.
pub const FRONT_HEIGHT: u16 = 638;

/// What the front shows. The pictures are those the card itself carries, so that
/// what is seen is what was read; texts are drawn as they are given.
#[derive(Clone, Copy)]
pub struct Front<'a> {
    /// The name, as [`line`](crate::line) draws it or as a card has it (1-bit PNG).
    pub name_png: &'a [u8],
    /// The address, likewise; a long one is drawn on several lines.
    pub address_png: &'a [u8],
    /// The security code of four digits, likewise.
    pub security_code_png: &'a [u8],
    /// The day of birth as it should read, such as 「昭和55年2月17日」.
    pub birth: &'a str,
    /// The sex as it should read, such as 「女」.
    pub sex: &'a str,
    /// The last day of the card as it should read, such as 「2035年2月17日」.
    pub expires: &'a str,
    /// A remark on the card, such as 「顔認証」 of a card without PIN; empty for none.
    pub remark: &'a str,
    /// The photo.
    pub photo: &'a Photo,
}

impl Front<'_> {
    /// The front as a PNG of 1012 × 638 pixels in colour, transparent outside its
    /// rounded corners.
    ///
    /// # Errors
    /// What is wrong with one of the pictures or texts: pictures of text are read up
    /// to 64 KiB, 4096 pixels wide and 64 high, texts up to 100 characters.
    pub fn to_png(&self) -> Result<Vec<u8>, PictureError> {
        let pixels = design::draw(self)?;
        let size = (FRONT_WIDTH.into(), FRONT_HEIGHT.into());
        crate::png::write(size, ColorType::Rgba, BitDepth::Eight, &pixels)
    }
}

#[cfg(test)]
mod tests;
