//! How much of each pixel something covers: what is painted through.

/// How much of each pixel something covers, 0 to 1, in a rectangle of pixels.
#[derive(Clone, Default)]
pub(crate) struct Mask {
    pub(crate) left: i32,
    pub(crate) top: i32,
    pub(crate) width: usize,
    pub(crate) coverage: Vec<f32>,
}

impl Mask {
    /// The rows with their y, from the top.
    pub(crate) fn rows(&self) -> impl Iterator<Item = (i32, &[f32])> {
        (self.top..).zip(self.coverage.chunks(self.width.max(1)))
    }

    /// What this mask covers at a pixel.
    pub(crate) fn at(&self, x: i32, y: i32) -> f32 {
        let (Ok(x), Ok(y)) = (
            usize::try_from(x - self.left),
            usize::try_from(y - self.top),
        ) else {
            return 0.0;
        };
        let inside = x < self.width;
        let found = self.coverage.get(y * self.width + x);
        found.copied().filter(|_| inside).unwrap_or(0.0)
    }

    /// The part of this mask that lies within another.
    pub(crate) fn within(self, other: &Mask) -> Mask {
        self.kept(other, |covered| covered)
    }

    /// The part of this mask that lies outside another.
    pub(crate) fn without(self, other: &Mask) -> Mask {
        self.kept(other, |covered| 1.0 - covered)
    }

    /// Each pixel's coverage, times what is kept of it for what the other covers.
    fn kept(mut self, other: &Mask, kept: impl Fn(f32) -> f32) -> Mask {
        for (y, row) in (self.top..).zip(self.coverage.chunks_mut(self.width.max(1))) {
            for (x, covered) in (self.left..).zip(row) {
                if *covered > 0.0 {
                    *covered *= kept(other.at(x, y));
                }
            }
        }
        self
    }

    /// This mask with soft edges: blurred by three running means of the radius,
    /// in pixels, which comes close to a Gaussian.
    pub(crate) fn blurred(&self, radius: u8) -> Mask {
        let pad = 3 * usize::from(radius);
        let height = self.coverage.len() / self.width.max(1) + 2 * pad;
        let width = self.width + 2 * pad;
        let mut wide = vec![0.0; pad * width];
        for row in self.coverage.chunks(self.width.max(1)) {
            wide.resize(wide.len() + pad, 0.0);
            wide.extend(row);
            wide.resize(wide.len() + pad, 0.0);
        }
        wide.resize(height * width, 0.0);
        let columns = blurred_and_turned(&wide, width, radius);
        let pad = 3 * i32::from(radius);
        Mask {
            left: self.left - pad,
            top: self.top - pad,
            width,
            coverage: blurred_and_turned(&columns, height, radius),
        }
    }
}

/// Blurs each row, and makes rows of columns.
fn blurred_and_turned(values: &[f32], width: usize, radius: u8) -> Vec<f32> {
    let mut blurred = Vec::with_capacity(values.len());
    for row in values.chunks(width.max(1)) {
        blurred.extend(running_means(row, radius));
    }
    let columns = (0..width).flat_map(|x| blurred.iter().skip(x).step_by(width));
    columns.copied().collect()
}

/// Three running means over a line of values, with nothing beyond its ends.
fn running_means(line: &[f32], radius: u8) -> Vec<f32> {
    let reach = usize::from(radius);
    let share = 1.0 / (2.0 * f32::from(radius) + 1.0);
    let mut line = line.to_vec();
    for _ in 0..3 {
        let mut padded = vec![0.0; reach + 1];
        padded.append(&mut line);
        padded.resize(padded.len() + reach, 0.0);
        let (before, entering) = padded.split_at(2 * reach + 1);
        let mut sum: f32 = before.iter().sum();
        for (enters, leaves) in entering.iter().zip(&padded) {
            sum += enters - leaves;
            line.push((sum * share).max(0.0));
        }
    }
    line
}
