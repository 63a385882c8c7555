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
    pub(crate) fn within(mut self, other: &Mask) -> Mask {
        for (y, row) in (self.top..).zip(self.coverage.chunks_mut(self.width.max(1))) {
            for (x, covered) in (self.left..).zip(row) {
                if *covered > 0.0 {
                    *covered *= other.at(x, y);
                }
            }
        }
        self
    }

    /// The part of this mask that lies outside another.
    pub(crate) fn without(mut self, other: &Mask) -> Mask {
        for (y, row) in (self.top..).zip(self.coverage.chunks_mut(self.width.max(1))) {
            for (x, covered) in (self.left..).zip(row) {
                *covered *= 1.0 - other.at(x, y);
            }
        }
        self
    }

    /// This mask with soft edges: blurred by three running means of the radius,
    /// in pixels, which comes close to a Gaussian.
    pub(crate) fn blurred(&self, radius: u8) -> Mask {
        let pad = 3 * usize::from(radius);
        let width = self.width + 2 * pad;
        let mut rows = vec![vec![0.0; width]; pad];
        for row in self.coverage.chunks(self.width.max(1)) {
            let mut wide = vec![0.0; pad];
            wide.extend(row);
            wide.resize(width, 0.0);
            rows.push(running_means(wide, radius));
        }
        rows.extend(vec![vec![0.0; width]; pad]);
        let columns = (0..width).map(|x| {
            let column = rows.iter().map(|row| row.get(x).copied().unwrap_or(0.0));
            running_means(column.collect(), radius)
        });
        let columns: Vec<Vec<f32>> = columns.collect();
        let coverage = (0..rows.len()).flat_map(|y| {
            let row = columns.iter();
            row.map(move |column| column.get(y).copied().unwrap_or(0.0))
        });
        let pad = 3 * i32::from(radius);
        Mask {
            left: self.left - pad,
            top: self.top - pad,
            width,
            coverage: coverage.collect(),
        }
    }
}

/// Three running means over a line of values.
fn running_means(mut line: Vec<f32>, radius: u8) -> Vec<f32> {
    let reach = usize::from(radius);
    let share = 1.0 / (2.0 * f32::from(radius) + 1.0);
    for _ in 0..3 {
        let mut sum: f32 = line.iter().take(reach).sum();
        let entering = line
            .iter()
            .skip(reach)
            .map(Some)
            .chain(std::iter::repeat(None));
        let leaving = std::iter::repeat_n(None, reach + 1).chain(line.iter().map(Some));
        let means = entering
            .zip(leaving)
            .take(line.len())
            .map(|(enters, leaves)| {
                sum += enters.unwrap_or(&0.0) - leaves.unwrap_or(&0.0);
                (sum * share).max(0.0)
            });
        line = means.collect();
    }
    line
}
