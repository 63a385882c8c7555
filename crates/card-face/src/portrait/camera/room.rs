//! The reception behind a person, out of focus.

use super::sampled::Sampled;
use super::{FRAME_HEIGHT, FRAME_WIDTH};
use crate::canvas::Canvas;
use crate::mask::Mask;
use crate::portrait::lot::Lot;
use crate::shape::Path;

/// How many of a frame's pixels one of the room's is, along and across.
pub(super) const COARSE: f32 = 4.0;
const WIDTH: u16 = FRAME_WIDTH / 4;
const HEIGHT: u16 = FRAME_HEIGHT / 4;

/// A wall, and what stands and hangs there.
pub(super) fn drawn(lot: &mut Lot) -> Sampled<1> {
    let wall = lot.between(128.0, 214.0);
    let lean = (lot.about(0.22), lot.between(-0.2, 0.05));
    let mut canvas = Canvas::new(WIDTH, HEIGHT, wall);
    let all = block(0.0, 0.0, f32::from(WIDTH), f32::from(HEIGHT));
    canvas.paint_by(&all, 1.0, |x, y| wall + lean.0 * (x - 60.0) + lean.1 * y);
    let things = [window, poster, shelf, door];
    for side in [0.0, 1.0] {
        let thing = lot.one_of(lamp as fn(&mut Canvas, &mut Lot, f32, f32), &things);
        let left = side * lot.between(58.0, 84.0) + (1.0 - side) * lot.between(-16.0, 14.0);
        thing(&mut canvas, lot, left, wall);
    }
    if lot.chance(60) {
        let counter = lot.between(0.55, 0.9) * wall;
        let top = lot.between(104.0, 136.0);
        canvas.paint(&block(0.0, top, 120.0, 60.0), counter, 1.0);
        canvas.paint(&block(0.0, top, 120.0, 2.0), counter + 24.0, 1.0);
    }
    let values = canvas.into_values();
    Sampled::new(WIDTH, values.into_iter().map(|value| [value]).collect())
}

fn block(left: f32, top: f32, width: f32, height: f32) -> Mask {
    let (right, bottom) = (left + width, top + height);
    Path::polygon(&[(left, top), (right, top), (right, bottom), (left, bottom)]).mask()
}

fn lamp(canvas: &mut Canvas, lot: &mut Lot, left: f32, _: f32) {
    let glow = Path::ellipse(left + 20.0, lot.between(2.0, 18.0), 15.0, 7.0).mask();
    canvas.paint(&glow.blurred(5), 250.0, 0.5);
    canvas.paint(&glow, 253.0, 0.8);
}

fn window(canvas: &mut Canvas, lot: &mut Lot, left: f32, wall: f32) {
    let (top, height) = (lot.between(6.0, 30.0), lot.between(50.0, 80.0));
    canvas.paint(&block(left, top, 44.0, height), wall * 0.8, 1.0);
    for column in [2.5, 23.5] {
        let pane = block(left + column, top + 2.5, 18.0, height - 5.0);
        canvas.paint_by(&pane, 1.0, |_, y| 252.0 - 0.3 * y);
    }
}

fn poster(canvas: &mut Canvas, lot: &mut Lot, left: f32, wall: f32) {
    let (top, paper) = (lot.between(14.0, 50.0), lot.between(200.0, 246.0));
    canvas.paint(&block(left, top, 34.0, 46.0), paper, 1.0);
    canvas.paint(&block(left + 3.0, top + 3.0, 28.0, 16.0), wall * 0.6, 0.8);
    for line in [24.0, 29.0, 34.0, 39.0] {
        let length = lot.between(14.0, 28.0);
        canvas.paint(&block(left + 3.0, top + line, length, 1.6), 90.0, 0.7);
    }
}

fn shelf(canvas: &mut Canvas, lot: &mut Lot, left: f32, wall: f32) {
    let first = lot.between(10.0, 34.0);
    for board in [first, first + 34.0, first + 68.0] {
        let mut at = left;
        while at < left + 42.0 {
            let (thick, high) = (lot.between(3.0, 7.0), lot.between(16.0, 26.0));
            let tone = lot.between(60.0, 220.0);
            canvas.paint(&block(at, board + 28.0 - high, thick, high), tone, 0.9);
            at += thick + 0.8;
        }
        canvas.paint(&block(left - 2.0, board + 28.0, 48.0, 3.0), wall * 0.5, 1.0);
    }
}

fn door(canvas: &mut Canvas, lot: &mut Lot, left: f32, wall: f32) {
    let top = lot.between(4.0, 30.0);
    let tone = wall * lot.between(0.6, 0.86);
    canvas.paint(&block(left, top, 48.0, 160.0), tone * 0.8, 1.0);
    canvas.paint(&block(left + 2.0, top + 2.0, 44.0, 160.0), tone, 1.0);
    canvas.paint(&block(left + 38.0, 92.0, 5.0, 2.0), 60.0, 1.0);
}
