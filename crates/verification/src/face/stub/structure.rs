//! In which direction grey changes, at each pixel.

use super::plane::Plane;

/// Of each level from fine to coarse, each half as fine as the one before: how far
/// around a pixel its light is evened out, pixels, and how much change counts half.
const LEVELS: [(usize, f32); 3] = [(14, 0.15), (7, 0.2), (6, 0.3)];

/// The change of grey across and down at each pixel of a plane in even light. It is
/// shorter than 1, so that a strong edge says little more than a clear one.
pub(super) struct Structure {
    width: usize,
    /// The side of a pixel in pixels of the finest level.
    pub(super) pixel: f32,
    /// One divided by that.
    part: f32,
    changes: Vec<[f32; 2]>,
}

impl Structure {
    /// The structures of a picture, fine to coarse.
    pub(super) fn levels(plane: &Plane) -> [Self; 3] {
        let halved = plane.halved();
        let quartered = halved.halved();
        let [fine, middle, coarse] = LEVELS;
        [
            Self::of(plane, fine, 1.0),
            Self::of(&halved, middle, 2.0),
            Self::of(&quartered, coarse, 4.0),
        ]
    }

    fn of(plane: &Plane, (radius, half): (usize, f32), pixel: f32) -> Self {
        let even = plane.evened(radius);
        let mut changes = Vec::with_capacity(even.width * even.height);
        for y in 0..even.height {
            for x in 0..even.width {
                let across = even.at(x + 1, y) - even.at(x.saturating_sub(1), y);
                let down = even.at(x, y + 1) - even.at(x, y.saturating_sub(1));
                let (across, down) = (across / 2.0, down / 2.0);
                let length = (across * across + down * down).sqrt() + half;
                changes.push([across / length, down / length]);
            }
        }
        Self {
            width: even.width,
            pixel,
            part: 1.0 / pixel,
            changes,
        }
    }

    /// The pixels' middles, in pixels of the finest level, and the changes there.
    pub(super) fn pixels(&self) -> impl Iterator<Item = ((f32, f32), [f32; 2])> {
        let rows = self.changes.chunks_exact(self.width).enumerate();
        let pixels = rows.flat_map(|(y, row)| row.iter().enumerate().map(move |it| (y, it)));
        let middle = |place: usize| (place as f32 + 0.5) * self.pixel;
        pixels.map(move |(y, (x, change))| ((middle(x), middle(y)), *change))
    }

    /// Width and height in pixels of the finest level.
    pub(super) fn size(&self) -> (f32, f32) {
        let rows = self.changes.len() / self.width;
        (self.width as f32 * self.pixel, rows as f32 * self.pixel)
    }

    /// The change at a pixel; none outside.
    pub(super) fn at(&self, x: i32, y: i32) -> [f32; 2] {
        let (Ok(x), Ok(y)) = (usize::try_from(x), usize::try_from(y)) else {
            return [0.0; 2];
        };
        if x >= self.width {
            return [0.0; 2];
        }
        let change = self.changes.get(y * self.width + x);
        change.copied().unwrap_or_default()
    }

    /// The change at a place in pixels of the finest level, between those of the four
    /// pixels around it; none outside.
    pub(super) fn between(&self, (x, y): (f32, f32)) -> [f32; 2] {
        let (x, y) = (x * self.part - 0.5, y * self.part - 0.5);
        let (Some((left, across)), Some((top, down))) = (split(x), split(y)) else {
            return [0.0; 2];
        };
        if left + 1 >= self.width {
            return [0.0; 2];
        }
        let pair = |start: usize| self.changes.get(start..start + 2);
        let start = top * self.width + left;
        let (Some([a, b]), Some([c, d])) = (pair(start), pair(start + self.width)) else {
            return [0.0; 2];
        };
        let mix = |a: f32, b: f32, c: f32, d: f32| {
            let (upper, lower) = (a + (b - a) * across, c + (d - c) * across);
            upper + (lower - upper) * down
        };
        [mix(a[0], b[0], c[0], d[0]), mix(a[1], b[1], c[1], d[1])]
    }
}

/// A place as the pixel before it and the rest; `None` before the first pixel.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it is not negative, and far below the greatest"
)]
fn split(place: f32) -> Option<(usize, f32)> {
    (place >= 0.0).then(|| {
        let whole = place as usize;
        (whole, place - whole as f32)
    })
}
