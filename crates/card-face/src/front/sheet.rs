//! A sheet of colour: three planes painted alike, and pictures laid on it.

use image::GrayImage;

use crate::canvas::Canvas;
use crate::shape::{Mask, Path};
use crate::{PictureError, font};

use super::{FRONT_HEIGHT, FRONT_WIDTH};

/// Red, green, blue, each 0 to 255.
pub(super) type Colour = [f32; 3];

/// The card's front while it is painted.
pub(super) struct Sheet([Canvas; 3]);

impl Sheet {
    pub(super) fn new(colour: Colour) -> Sheet {
        Sheet(colour.map(|value| Canvas::new(FRONT_WIDTH, FRONT_HEIGHT, value)))
    }

    /// Lays a colour over what the mask covers.
    pub(super) fn paint(&mut self, mask: &Mask, colour: Colour, opacity: f32) {
        for (plane, value) in self.0.iter_mut().zip(colour) {
            plane.paint(mask, value, opacity);
        }
    }

    /// Writes text with its upper left corner there, and tells how wide it is. It is
    /// drawn smaller where it would be wider than `most`.
    pub(super) fn write(
        &mut self,
        text: &str,
        (x, y): (f32, f32),
        height: f32,
        most: f32,
        colour: Colour,
    ) -> Result<f32, PictureError> {
        let characters = font::characters(text)?;
        if characters.len() > crate::MAX_LINE {
            return Err(PictureError::TextTooLong {
                most: crate::MAX_LINE,
            });
        }
        let writing = font::write(&characters, height)?;
        let scale = (most / writing.width.max(1.0)).min(1.0);
        let down = y + height * (1.0 - scale) / 2.0;
        let path = writing.path.moved([[scale, 0.0, x], [0.0, scale, down]]);
        self.paint(&path.mask(), colour, 1.0);
        Ok(writing.width * scale)
    }

    /// Lays part of a line's picture there, each of its dark pixels a square of this
    /// side: crisp at a whole side, softly edged at any other.
    pub(super) fn line(
        &mut self,
        line: &GrayImage,
        columns: (u32, u32),
        place: (f32, f32),
        side: f32,
    ) {
        let (from, to) = columns;
        let mut squares = Path::default();
        for (x, y, pixel) in line.enumerate_pixels() {
            if (from..to).contains(&x) && pixel.0 < [128] {
                let (left, top) = (
                    place.0 + (x - from) as f32 * side,
                    place.1 + y as f32 * side,
                );
                let (right, bottom) = (left + side, top + side);
                squares.join(Path::polygon(&[
                    (left, top),
                    (right, top),
                    (right, bottom),
                    (left, bottom),
                ]));
            }
        }
        self.paint(&squares.mask(), [24.0, 28.0, 40.0], 1.0);
    }

    /// Lays a grey picture, with its upper left corner there, on what the mask covers.
    pub(super) fn picture(&mut self, picture: &GrayImage, (left, top): (u32, u32), mask: &Mask) {
        for plane in &mut self.0 {
            plane.paint_each(mask, |x, y| {
                let (x, y) = (x.checked_sub(left)?, y.checked_sub(top)?);
                picture
                    .get_pixel_checked(x, y)
                    .map(|pixel| pixel.0.into_iter().map(f32::from).sum())
            });
        }
    }

    /// The finished sheet, opaque where the mask covers it: red, green, blue and
    /// opacity of each pixel, row by row.
    pub(super) fn into_pixels(self, opaque: &Mask) -> Vec<u8> {
        let [red, green, blue] = self.0.map(Canvas::into_pixels);
        let mut opacity = Canvas::new(FRONT_WIDTH, FRONT_HEIGHT, 0.0);
        opacity.paint(opaque, 255.0, 1.0);
        let colours = red.into_iter().zip(green).zip(blue);
        let pixels = colours.zip(opacity.into_pixels());
        let pixels = pixels.flat_map(|(((red, green), blue), opacity)| [red, green, blue, opacity]);
        pixels.collect()
    }
}
