//! A plane of grey pixels that masks are painted on.

use crate::shape::Mask;

/// One plane of 8-bit values, kept as floats while it is painted.
#[derive(Clone)]
pub(crate) struct Canvas {
    width: usize,
    values: Vec<f32>,
}

impl Canvas {
    /// A plane that has one value everywhere, 0 (black) to 255 (white).
    pub(crate) fn new(width: u16, height: u16, value: f32) -> Canvas {
        let width = usize::from(width);
        Canvas {
            width,
            values: vec![value; width * usize::from(height)],
        }
    }

    /// Lays a value over what the mask covers; an opacity of 1 hides what was there.
    pub(crate) fn paint(&mut self, mask: &Mask, value: f32, opacity: f32) {
        self.paint_by(mask, opacity, |_, _| value);
    }

    /// Lays values over what the mask covers that may differ by x and y.
    pub(crate) fn paint_by(&mut self, mask: &Mask, opacity: f32, value: impl Fn(f32, f32) -> f32) {
        self.lay(mask, opacity, |x, y| Some(value(x as f32, y as f32)));
    }

    /// Lays values over what the mask covers, by whole pixels, where there are any.
    pub(crate) fn paint_each(&mut self, mask: &Mask, value: impl Fn(u32, u32) -> Option<f32>) {
        self.lay(mask, 1.0, |x, y| {
            value(u32::try_from(x).ok()?, u32::try_from(y).ok()?)
        });
    }

    fn lay(&mut self, mask: &Mask, opacity: f32, value: impl Fn(i32, i32) -> Option<f32>) {
        for (y, covered) in mask.rows() {
            let Some(row) = self.row(y) else { continue };
            let hidden = usize::try_from(-mask.left).unwrap_or(0);
            let left = usize::try_from(mask.left).unwrap_or(0);
            let pixels = (0..).zip(row).skip(left);
            for ((x, pixel), covered) in pixels.zip(covered.iter().skip(hidden)) {
                if let Some(value) = Some(covered)
                    .filter(|it| **it > 0.0)
                    .and_then(|_| value(x, y))
                {
                    *pixel += (value - *pixel) * covered * opacity;
                }
            }
        }
    }

    fn row(&mut self, y: i32) -> Option<&mut [f32]> {
        let start = usize::try_from(y).ok()?.checked_mul(self.width)?;
        self.values.get_mut(start..start + self.width)
    }

    /// The finished plane, row by row from the top.
    pub(crate) fn into_pixels(self) -> Vec<u8> {
        self.values.into_iter().map(byte).collect()
    }
}

/// The nearest of 0 to 255.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "held within 0 to 255 first"
)]
fn byte(value: f32) -> u8 {
    (value + 0.5).clamp(0.0, 255.0) as u8
}
