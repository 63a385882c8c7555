//! A plane of grey pixels that masks are painted on.

use crate::mask::Mask;

/// One plane of 8-bit values, kept as floats while it is painted.
#[derive(Clone)]
pub(crate) struct Canvas {
    width: usize,
    values: Vec<f32>,
    /// How much of each pixel is painted, 0 to 1, where that is asked for.
    covered: Option<Vec<f32>>,
}

impl Canvas {
    /// A plane that has one value everywhere, 0 (black) to 255 (white).
    pub(crate) fn new(width: u16, height: u16, value: f32) -> Canvas {
        let width = usize::from(width);
        Canvas {
            width,
            values: vec![value; width * usize::from(height)],
            covered: None,
        }
    }

    /// A clear plane, to be laid over another.
    pub(crate) fn clear(width: u16, height: u16) -> Canvas {
        let black = Canvas::new(width, height, 0.0);
        let covered = Some(black.values.clone());
        Canvas { covered, ..black }
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
        lay(&mut self.values, self.width, mask, opacity, &value);
        if let Some(covered) = &mut self.covered {
            let painted = |x, y| value(x, y).map(|_| 1.0);
            lay(covered, self.width, mask, opacity, &painted);
        }
    }

    /// The values as they are, row by row from the top.
    pub(crate) fn into_values(self) -> Vec<f32> {
        self.values
    }

    /// The values of a clear plane, each weighed by how much of its pixel is painted,
    /// and beside it that much.
    pub(crate) fn into_layer(self) -> Vec<[f32; 2]> {
        let covered = self.covered.unwrap_or_default();
        let pairs = self.values.into_iter().zip(covered);
        pairs.map(|(value, covered)| [value, covered]).collect()
    }

    /// The finished plane, row by row from the top.
    pub(crate) fn into_pixels(self) -> Vec<u8> {
        self.values.into_iter().map(byte).collect()
    }
}

fn lay(
    plane: &mut [f32],
    width: usize,
    mask: &Mask,
    opacity: f32,
    value: &impl Fn(i32, i32) -> Option<f32>,
) {
    for (y, covered) in mask.rows() {
        let start = usize::try_from(y).ok().and_then(|it| it.checked_mul(width));
        let row = start.and_then(|start| plane.get_mut(start..start + width));
        let Some(row) = row else { continue };
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

/// The nearest of 0 to 255.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "held within 0 to 255 first"
)]
pub(crate) fn byte(value: f32) -> u8 {
    (value + 0.5).clamp(0.0, 255.0) as u8
}
