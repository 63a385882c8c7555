//! Pictures brought to one small size and one light.

use card_face::Picture;

use crate::face::FaceBox;

/// The rows of a frame when it is compared, and its most columns.
const ROWS: u32 = 192;
const MOST_COLUMNS: u32 = 256;

/// Greys between which a frame's mean must lie, and the least deviation from it.
const DARKEST: f64 = 12.0;
const BRIGHTEST: f64 = 243.0;
const LEAST_DEVIATION: f64 = 4.0;

/// The deviation in greys below which evening out goes soft, so that the noise of an
/// even place is not made a structure.
const SOFT: f64 = 6.0;

/// Values of grey, row by row from the top.
pub(super) struct Plane {
    pub(super) width: usize,
    pub(super) height: usize,
    values: Vec<f32>,
}

impl Plane {
    /// A frame, or the part of it around the face, at the size at which it is compared.
    pub(super) fn of_frame(frame: &Picture, face_box: Option<FaceBox>) -> Self {
        let all = (frame.width(), frame.height());
        let part = face_box.map_or((0, 0, all.0, all.1), |it| it.part(all.0, all.1));
        let (wide, high) = (u64::from(part.2), u64::from(part.3.max(1)));
        let side = |length: u64, most: u32| u32::try_from(length).map_or(most, |it| it.min(most));
        let size = match wide * u64::from(ROWS) / high {
            columns if columns <= u64::from(MOST_COLUMNS) => (side(columns, MOST_COLUMNS), ROWS),
            _ => {
                let rows = high * u64::from(MOST_COLUMNS) / wide.max(1);
                (MOST_COLUMNS, side(rows, ROWS))
            }
        };
        Self::scaled(frame.pixels(), all.0, part, size)
    }

    /// A part (left, top, width, height) of a picture at another size, a pixel wide and
    /// high at least.
    pub(super) fn scaled(
        pixels: &[u8],
        width: u32,
        (left, top, across, down): (u32, u32, u32, u32),
        size: (u32, u32),
    ) -> Self {
        let (columns, rows) = (size.0.max(1) as usize, size.1.max(1) as usize);
        let (left, across) = (left as usize, across as usize);
        let lines = pixels.chunks_exact(width.max(1) as usize);
        let lines = lines.skip(top as usize).take(down as usize);
        let narrow: Vec<Vec<f64>> = lines
            .map(|line| means(line.iter().skip(left).take(across).copied(), columns))
            .collect();
        let mut values = vec![0.0; columns * rows];
        for x in 0..columns {
            let column = narrow.iter().filter_map(|line| line.get(x).copied());
            let means = means(column, rows);
            for (value, mean) in values.iter_mut().skip(x).step_by(columns).zip(means) {
                *value = narrowed(mean);
            }
        }
        Self {
            width: columns,
            height: rows,
            values,
        }
    }

    /// Whether there is light, and anything to see in it.
    pub(super) fn is_well_lit(&self) -> bool {
        let values = || self.values.iter().copied().map(f64::from);
        let count = self.values.len() as f64;
        let mean = values().sum::<f64>() / count;
        let square = values().map(|it| it * it).sum::<f64>() / count;
        let spread = square - mean * mean;
        (DARKEST..=BRIGHTEST).contains(&mean) && spread >= LEAST_DEVIATION * LEAST_DEVIATION
    }

    /// The value there; beyond the right and the lower edge, the edge's.
    pub(super) fn at(&self, x: usize, y: usize) -> f32 {
        let place = y.min(self.height - 1) * self.width + x.min(self.width - 1);
        self.values.get(place).copied().unwrap_or_default()
    }

    /// At half the size.
    pub(super) fn halved(&self) -> Self {
        let (width, height) = ((self.width / 2).max(1), (self.height / 2).max(1));
        let mut values = Vec::with_capacity(width * height);
        for y in (0..height).map(|y| 2 * y) {
            for x in (0..width).map(|x| 2 * x) {
                let upper = self.at(x, y) + self.at(x + 1, y);
                let lower = self.at(x, y + 1) + self.at(x + 1, y + 1);
                values.push((upper + lower) / 4.0);
            }
        }
        Self {
            width,
            height,
            values,
        }
    }

    /// In even light: each value's difference from the mean of those at most `radius`
    /// away, in deviations.
    pub(super) fn evened(&self, radius: usize) -> Self {
        let means = self.means_around(radius, |value| value);
        let squares = self.means_around(radius, |value| value * value);
        let around = means.into_iter().zip(squares);
        let values = self
            .values
            .iter()
            .zip(around)
            .map(|(value, (mean, square))| {
                let deviation = (square - mean * mean).max(0.0).sqrt();
                narrowed((f64::from(*value) - mean) / (deviation + SOFT))
            });
        Self {
            values: values.collect(),
            ..*self
        }
    }

    /// The means over the squares around all pixels, by sums over what is above and to
    /// the left of each.
    fn means_around(&self, radius: usize, of: impl Fn(f64) -> f64) -> Vec<f64> {
        let columns = self.width + 1;
        let mut sums = vec![0.0; columns];
        for row in self.values.chunks_exact(self.width) {
            let mut sum = 0.0;
            sums.push(sum);
            for value in row {
                sum += of(f64::from(*value));
                let above = sums.get(sums.len() - columns).copied();
                sums.push(above.unwrap_or_default() + sum);
            }
        }
        let sum = |x: usize, y: usize| sums.get(y * columns + x).copied().unwrap_or_default();
        let span = |at: usize, end: usize| (at.saturating_sub(radius), (at + radius + 1).min(end));
        let mut means = Vec::with_capacity(self.values.len());
        for y in 0..self.height {
            let (top, bottom) = span(y, self.height);
            for x in 0..self.width {
                let (left, right) = span(x, self.width);
                let inside = sum(right, bottom) - sum(left, bottom) - sum(right, top);
                let count = (right - left) * (bottom - top);
                means.push((inside + sum(left, top)) / count as f64);
            }
        }
        means
    }
}

/// The means of so many equal parts of a line. A value on a border counts in both
/// parts, as far as it lies in each.
fn means(line: impl Iterator<Item = impl Into<f64>>, count: usize) -> Vec<f64> {
    let mut sums = vec![0.0];
    let mut sum = 0.0;
    for value in line {
        sum += value.into();
        sums.push(sum);
    }
    let length = (sums.len() - 1) as f64 / count as f64;
    let up_to = |part: usize| {
        let end = part as f64 * length;
        let whole = whole(end);
        let sum = |place: usize| sums.get(place).or(sums.last()).copied().unwrap_or_default();
        sum(whole) + (sum(whole + 1) - sum(whole)) * (end - whole as f64)
    };
    let parts = (0..count).map(|part| (up_to(part + 1) - up_to(part)) / length);
    parts.collect()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the number of a pixel"
)]
fn whole(place: f64) -> usize {
    place as usize
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "some deviations, as exactly as is needed"
)]
fn narrowed(value: f64) -> f32 {
    value as f32
}
