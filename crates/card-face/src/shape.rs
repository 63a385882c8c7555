//! Outlines, and how much of each pixel they cover.
//!
//! Only `+ − × ÷` and square roots of 32-bit floats are used, which every machine
//! rounds alike: the same outline gives the same coverage everywhere.

use ab_glyph_rasterizer::{Point, Rasterizer, point};

/// One piece of an outline: a straight line or a cubic Bézier curve.
#[derive(Clone, Copy)]
enum Piece {
    Line(Point, Point),
    Curve(Point, Point, Point, Point),
}

/// A closed outline in pixels, y downwards.
#[derive(Clone, Default)]
pub(crate) struct Path {
    pieces: Vec<Piece>,
}

impl Path {
    /// The closed smooth curve through all the points, in their order (Catmull-Rom).
    pub(crate) fn smooth(points: &[(f32, f32)]) -> Path {
        let count = points.len();
        let at = |index: usize| {
            let (x, y) = points.get(index % count).copied().unwrap_or_default();
            point(x, y)
        };
        let pieces = (0..count).map(|index| {
            let (before, from) = (at(index + count - 1), at(index));
            let (to, after) = (at(index + 1), at(index + 2));
            let leaving = point(
                from.x + (to.x - before.x) / 6.0,
                from.y + (to.y - before.y) / 6.0,
            );
            let arriving = point(
                to.x - (after.x - from.x) / 6.0,
                to.y - (after.y - from.y) / 6.0,
            );
            Piece::Curve(from, leaving, arriving, to)
        });
        Path {
            pieces: pieces.collect(),
        }
    }

    /// The polygon with these corners.
    pub(crate) fn polygon(corners: &[(f32, f32)]) -> Path {
        let ends = corners.iter().cycle().skip(1);
        let pieces = corners
            .iter()
            .zip(ends)
            .map(|(&(x, y), &(to_x, to_y))| Piece::Line(point(x, y), point(to_x, to_y)));
        Path {
            pieces: pieces.collect(),
        }
    }

    /// An ellipse by its centre and radii.
    pub(crate) fn ellipse(x: f32, y: f32, across: f32, down: f32) -> Path {
        Path::rounded(
            x - across,
            y - down,
            2.0 * across,
            2.0 * down,
            (across, down),
        )
    }

    /// A rectangle with its corners rounded by the radii.
    pub(crate) fn rounded(x: f32, y: f32, width: f32, height: f32, radii: (f32, f32)) -> Path {
        // How far a Bézier's control point lies from the corner of a quarter circle.
        const CORNER: f32 = 1.0 - 0.552_284_8;
        let (right, bottom, (rx, ry)) = (x + width, y + height, radii);
        let (kx, ky) = (rx * CORNER, ry * CORNER);
        let p = point;
        Path {
            pieces: vec![
                Piece::Line(p(x + rx, y), p(right - rx, y)),
                Piece::Curve(
                    p(right - rx, y),
                    p(right - kx, y),
                    p(right, y + ky),
                    p(right, y + ry),
                ),
                Piece::Line(p(right, y + ry), p(right, bottom - ry)),
                Piece::Curve(
                    p(right, bottom - ry),
                    p(right, bottom - ky),
                    p(right - kx, bottom),
                    p(right - rx, bottom),
                ),
                Piece::Line(p(right - rx, bottom), p(x + rx, bottom)),
                Piece::Curve(
                    p(x + rx, bottom),
                    p(x + kx, bottom),
                    p(x, bottom - ky),
                    p(x, bottom - ry),
                ),
                Piece::Line(p(x, bottom - ry), p(x, y + ry)),
                Piece::Curve(p(x, y + ry), p(x, y + ky), p(x + kx, y), p(x + rx, y)),
            ],
        }
    }

    /// A brush stroke through the points, as thick as each of them says (x, y,
    /// thickness), so that strokes may taper.
    pub(crate) fn stroke(points: &[(f32, f32, f32)]) -> Path {
        let count = points.len();
        let at = |index: usize| points.get(index.min(count.saturating_sub(1))).copied();
        let mut upper = Vec::new();
        let mut lower = Vec::new();
        for index in 0..count {
            let here = at(index).unwrap_or_default();
            let before = at(index.saturating_sub(1)).unwrap_or_default();
            let after = at(index + 1).unwrap_or_default();
            let (along_x, along_y) = (after.0 - before.0, after.1 - before.1);
            let length = (along_x * along_x + along_y * along_y).sqrt().max(0.001);
            let (x, y) = (
                -along_y / length * here.2 / 2.0,
                along_x / length * here.2 / 2.0,
            );
            upper.push((here.0 - x, here.1 - y));
            lower.push((here.0 + x, here.1 + y));
        }
        upper.extend(lower.into_iter().rev());
        Path::smooth(&upper)
    }

    /// Adds a straight line. Lines and curves added must close in the end.
    pub(crate) fn line(&mut self, from: Point, to: Point) {
        self.pieces.push(Piece::Line(from, to));
    }

    /// Adds a quadratic Bézier curve.
    pub(crate) fn quad(&mut self, from: Point, by: Point, to: Point) {
        let near = |end: Point| {
            point(
                end.x + (by.x - end.x) * 2.0 / 3.0,
                end.y + (by.y - end.y) * 2.0 / 3.0,
            )
        };
        self.cubic(from, near(from), near(to), to);
    }

    /// Adds a cubic Bézier curve.
    pub(crate) fn cubic(&mut self, from: Point, leaving: Point, arriving: Point, to: Point) {
        self.pieces.push(Piece::Curve(from, leaving, arriving, to));
    }

    /// Adds another outline.
    pub(crate) fn join(&mut self, other: Path) {
        self.pieces.extend(other.pieces);
    }

    /// This outline with every point moved by a straight map: (x, y) goes to
    /// (`xx`·x + `xy`·y + dx, `yx`·x + `yy`·y + dy).
    pub(crate) fn moved(mut self, [[xx, xy, dx], [yx, yy, dy]]: [[f32; 3]; 2]) -> Path {
        let map = |it: Point| point(xx * it.x + xy * it.y + dx, yx * it.x + yy * it.y + dy);
        for piece in &mut self.pieces {
            *piece = match *piece {
                Piece::Line(from, to) => Piece::Line(map(from), map(to)),
                Piece::Curve(from, leaving, arriving, to) => {
                    Piece::Curve(map(from), map(leaving), map(arriving), map(to))
                }
            };
        }
        self
    }

    /// How much of each pixel the outline's inside covers.
    pub(crate) fn mask(&self) -> Mask {
        let mut corners = self.pieces.iter().flat_map(|piece| match *piece {
            Piece::Line(from, to) => [from, from, to, to],
            Piece::Curve(from, leaving, arriving, to) => [from, leaving, arriving, to],
        });
        let Some(first) = corners.next() else {
            return Mask::default();
        };
        let (least, most) = corners.fold((first, first), |(least, most), it| {
            (
                point(least.x.min(it.x), least.y.min(it.y)),
                point(most.x.max(it.x), most.y.max(it.y)),
            )
        });
        let (left, top) = (whole(least.x.floor()) - 1, whole(least.y.floor()) - 1);
        let width = usize::try_from(whole(most.x.ceil()) + 2 - left).unwrap_or(0);
        let height = usize::try_from(whole(most.y.ceil()) + 2 - top).unwrap_or(0);
        let origin = point(left as f32, top as f32);
        let mut rasterizer = Rasterizer::new(width, height);
        for piece in &self.pieces {
            match *piece {
                Piece::Line(from, to) => rasterizer.draw_line(from - origin, to - origin),
                Piece::Curve(from, leaving, arriving, to) => rasterizer.draw_cubic(
                    from - origin,
                    leaving - origin,
                    arriving - origin,
                    to - origin,
                ),
            }
        }
        let mut coverage = Vec::with_capacity(width * height);
        rasterizer.for_each_pixel(|_, covered| coverage.push(covered.min(1.0)));
        Mask {
            left,
            top,
            width,
            coverage,
        }
    }
}

/// Farther from the origin than this nothing is drawn, pixels.
const FARTHEST: f32 = 8192.0;

#[expect(clippy::cast_possible_truncation, reason = "held within ±8192 first")]
fn whole(value: f32) -> i32 {
    value.clamp(-FARTHEST, FARTHEST) as i32
}

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
