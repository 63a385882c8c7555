//! Painting eyes and eyebrows.

use super::features::Features;
use super::frame::Frame;
use crate::canvas::Canvas;
use crate::shape::Path;

/// How far the middle of an eye is from the middle of the face.
const APART: f32 = 0.43;

/// Both eyes.
pub(super) fn paint(canvas: &mut Canvas, frame: &Frame, person: &Features) {
    for side in [-1.0, 1.0] {
        eye(canvas, frame, person, side);
    }
}

/// Half an eye's width, in the measure of the head.
const HALF: f32 = 0.215;

fn eye(canvas: &mut Canvas, frame: &Frame, person: &Features, side: f32) {
    let (eyes, skin) = (&person.eyes, person.face.skin);
    let (x, y) = frame.at(side * APART * eyes.apart, 0.02);
    let half = frame.across(HALF) * eyes.width;
    let open = 9.6 * eyes.height;
    // A place in the eye: along from the inner (−1) to the outer corner (1).
    let rise = 2.4 * eyes.slant;
    let at = |along: f32, up: f32| (x + side * along * half, y - up - along * rise);

    let socket = Path::ellipse(x, y - 5.0, half * 1.25, open * 1.7)
        .mask()
        .blurred(5);
    canvas.paint(&socket, skin * 0.8, 0.3);
    let white = Path::smooth(&[
        at(-1.0, -2.0),
        at(-0.6, open * 0.62),
        at(0.0, open),
        at(0.62, open * 0.72),
        at(1.0, 0.5),
        at(0.5, -open * 0.56),
        at(-0.1, -open * 0.68),
        at(-0.6, -open * 0.52),
    ]);
    let white = white.mask();
    canvas.paint(&white, 243.0, 1.0);
    let lid_shadow = Path::ellipse(x, y - open, half, open * 0.6)
        .mask()
        .blurred(2);
    canvas.paint(&lid_shadow.within(&white), 120.0, 0.42);

    let (iris_x, iris_y) = (x, y - open * 0.14);
    let round = |radius: f32| Path::ellipse(iris_x, iris_y, radius, radius).mask();
    canvas.paint(&round(9.4).within(&white), eyes.iris * 0.62, 1.0);
    canvas.paint(&round(7.8).within(&white), eyes.iris + 14.0, 1.0);
    canvas.paint(&round(4.2).within(&white), 14.0, 1.0);
    let glint = Path::ellipse(iris_x - 3.2, iris_y - 3.4, 2.2, 2.2);
    canvas.paint(&glint.mask().within(&white), 252.0, 0.95);

    let mut line = |places: &[(f32, f32, f32)], tone: f32, opacity: f32| {
        let places = places.iter().map(|&(along, up, thickness)| {
            let (x, y) = at(along, up);
            (x, y, thickness)
        });
        let places: Vec<_> = places.collect();
        canvas.paint(&Path::stroke(&places).mask(), tone, opacity);
    };
    let lid = if eyes.lashes { 4.4 } else { 3.2 };
    line(
        &[
            (-1.04, -2.2, 1.4),
            (-0.6, open * 0.64, lid * 0.8),
            (0.0, open + 0.4, lid),
            (0.62, open * 0.74, lid),
            (1.04, 0.8, lid * 0.6),
        ],
        34.0,
        0.95,
    );
    if eyes.lashes {
        line(
            &[(0.84, open * 0.5, 2.6), (1.04, 1.8, 2.2), (1.24, 4.0, 0.5)],
            34.0,
            0.9,
        );
    }
    line(
        &[
            (-0.5, -open * 0.58, 0.6),
            (0.1, -open * 0.74, 1.5),
            (0.86, -1.6, 0.8),
        ],
        skin * 0.42,
        0.55,
    );
    if eyes.crease {
        let up = open + 4.6;
        line(
            &[
                (-0.86, up * 0.42, 0.6),
                (0.0, up, 1.8),
                (0.96, up * 0.56, 0.6),
            ],
            skin * 0.5,
            0.66,
        );
    }
}

/// Both eyebrows, over the hair so that a fringe does not swallow them.
pub(super) fn brows(canvas: &mut Canvas, frame: &Frame, person: &Features) {
    let brows = &person.brows;
    for side in [-1.0, 1.0] {
        let v = -0.2 - 0.05 * brows.height;
        let arch = 0.02 + 0.045 * brows.arch;
        let tilt = 0.022 * brows.slant;
        let thick = 8.2 * brows.thickness;
        let end = APART + 0.29 * brows.length;
        let brow = Path::stroke(&frame.stroke(&[
            (side * 0.17, v + 0.02 + tilt, thick * 0.62),
            (side * 0.3, v - arch * 0.5 + tilt * 0.4, thick),
            (side * 0.5, v - arch - tilt * 0.3, thick * 0.86),
            (side * end, v + 0.012 - tilt, thick * 0.2),
        ]));
        let shade = (person.hair.shade * 0.82 + 8.0).min(128.0);
        canvas.paint(&brow.mask().blurred(1), shade, 0.84);
    }
}
