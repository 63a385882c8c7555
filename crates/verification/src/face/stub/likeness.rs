//! How alike a face and what it lies over are.

use super::pose::Pose;
use super::structure::Structure;
use super::template::{Point, Template};

/// The side of a cell, pixels of the photo, and how many there are across and down.
const CELL: f32 = 24.0;
const COLUMNS: usize = 10;
const ROWS: usize = 14;

/// Of so many cells one is left out, the least alike first: it may be covered.
const LEFT_OUT: usize = 6;

/// A cell's sums over its points.
#[derive(Clone, Copy, Default)]
struct Cell {
    /// Of the product of face and frame, of the face's square and the frame's.
    product: f32,
    face: f32,
    frame: f32,
}

/// The correlation of the structures, −1 to 1.
pub(super) fn of(face: &Template, frame: &Structure, pose: &Pose) -> f32 {
    let [points, ..] = &face.levels;
    let mut cells = [Cell::default(); COLUMNS * ROWS];
    let tilted = pose.tilted();
    for point in points {
        let Some(cell) = place(point).and_then(|it| cells.get_mut(it)) else {
            continue;
        };
        let [a, b] = tilted(point.change);
        let [c, d] = frame.between(pose.place(point));
        let weight = weight(point);
        cell.product += weight * (a * c + b * d);
        cell.face += weight * (a * a + b * b);
        cell.frame += weight * (c * c + d * d);
    }
    let mut alike: Vec<(f32, f32, f32)> = cells
        .iter()
        .filter(|cell| cell.face > 0.0)
        .map(|cell| {
            let most = (cell.face * cell.frame).sqrt();
            (
                cell.product / most.max(f32::MIN_POSITIVE),
                cell.product,
                most,
            )
        })
        .collect();
    alike.sort_by(|one, other| other.0.total_cmp(&one.0));
    alike.truncate(alike.len() - alike.len() / LEFT_OUT);
    let sum = |of: fn(&(f32, f32, f32)) -> f32| alike.iter().map(of).sum::<f32>();
    // A frame with little structure is no better for agreeing in that little.
    let least = cells.iter().map(|cell| cell.face).sum::<f32>() / 2.0;
    sum(|it| it.1) / sum(|it| it.2).max(least).max(f32::MIN_POSITIVE)
}

/// How much a point counts: most about the brows, from hairline to nose, and less and
/// less towards outline and chin. Drawn faces differ there most.
fn weight(point: &Point) -> f32 {
    let square = |length: f32| length * length;
    let above = square((point.v + 70.0) / 60.0);
    let aside = square(square(point.u / 60.0));
    1.0 / ((1.0 + above) * (1.0 + aside))
}

/// The number of the cell in which a point is.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "below 0 it saturates, and the greatest are no cell"
)]
fn place(point: &Point) -> Option<usize> {
    let column = (point.u / CELL + COLUMNS as f32 / 2.0) as usize;
    let row = (point.v / CELL + ROWS as f32 / 2.0) as usize;
    (column < COLUMNS && row < ROWS).then_some(row * COLUMNS + column)
}
