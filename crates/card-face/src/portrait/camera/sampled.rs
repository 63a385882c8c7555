//! A raster that is looked at between its pixels.

/// A raster of `N` values a pixel.
pub(super) struct Sampled<const N: usize> {
    width: usize,
    values: Vec<[f32; N]>,
}

impl<const N: usize> Sampled<N> {
    pub(super) fn new(width: u16, values: Vec<[f32; N]>) -> Sampled<N> {
        let width = usize::from(width);
        Sampled { width, values }
    }

    /// The values at a place, pixels' middles being whole numbers, between the four
    /// pixels about it. Beyond an edge it goes on as at the edge.
    pub(super) fn at(&self, x: f32, y: f32) -> [f32; N] {
        let height = self.values.len() / self.width.max(1);
        let (left, right, aside) = between(x, self.width);
        let (upper, lower, down) = between(y, height);
        let pixel = |x: usize, y: usize| self.values.get(y * self.width + x).unwrap_or(&[0.0; N]);
        let (a, b) = (pixel(left, upper), pixel(right, upper));
        let (c, d) = (pixel(left, lower), pixel(right, lower));
        let mut mixed = [0.0; N];
        for ((((mixed, a), b), c), d) in mixed.iter_mut().zip(a).zip(b).zip(c).zip(d) {
            let upper = a + (b - a) * aside;
            let lower = c + (d - c) * aside;
            *mixed = upper + (lower - upper) * down;
        }
        mixed
    }

    /// Whether a place lies between the left and the right edge.
    pub(super) fn within(&self, x: f32) -> bool {
        x >= 0.0 && x <= self.width as f32 - 1.0
    }
}

/// The pixels before and behind a place, and how far it is from the first.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "held between 0 and a raster's side first"
)]
fn between(place: f32, count: usize) -> (usize, usize, f32) {
    let last = count.saturating_sub(1);
    let place = place.clamp(0.0, last as f32);
    let before = place as usize;
    (before, (before + 1).min(last), place - before as f32)
}
