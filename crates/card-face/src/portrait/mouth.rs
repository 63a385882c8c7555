//! Painting nose and mouth.

use super::features::Features;
use super::frame::Frame;
use crate::canvas::Canvas;
use crate::shape::Path;

/// The nose: a shadow along its side, its tip, the nostrils.
pub(super) fn nose(canvas: &mut Canvas, frame: &Frame, person: &Features) {
    let (nose, skin) = (&person.nose, person.face.skin);
    let tip = 0.41 * nose.length;
    let wide = 0.165 * nose.width;
    let side = Path::stroke(&frame.stroke(&[
        (0.13, -0.12, 2.0),
        (0.1, 0.08, 7.0),
        (0.13, tip - 0.12, 9.0),
        (wide + 0.03, tip - 0.02, 4.0),
    ]));
    canvas.paint(
        &side.mask().blurred(4),
        skin * 0.7,
        0.26 + 0.3 * nose.bridge,
    );
    let bridge = Path::stroke(&frame.stroke(&[
        (-0.02, -0.06, 4.0),
        (-0.02, 0.15, 7.0),
        (-0.01, tip - 0.08, 11.0),
    ]));
    canvas.paint(&bridge.mask().blurred(4), (skin + 26.0).min(250.0), 0.62);
    let under = Path::smooth(&frame.mirrored(&[
        (0.0, tip + 0.0),
        (wide, tip - 0.01),
        (wide * 0.7, tip + 0.06),
        (0.0, tip + 0.075),
    ]));
    canvas.paint(&under.mask().blurred(3), skin * 0.62, 0.46);
    for side in [-1.0, 1.0] {
        let wing = Path::stroke(&frame.stroke(&[
            (side * wide * 0.96, tip - 0.075, 0.8),
            (side * (wide + 0.025), tip - 0.02, 2.2),
            (side * wide * 0.86, tip + 0.025, 1.0),
        ]));
        canvas.paint(&wing.mask().blurred(1), skin * 0.48, 0.62);
        let nostril = Path::stroke(&frame.stroke(&[
            (side * wide * 0.26, tip + 0.034, 1.4),
            (side * wide * 0.52, tip + 0.016, 3.8),
            (side * wide * 0.74, tip + 0.028, 1.4),
        ]));
        canvas.paint(&nostril.mask().blurred(1), skin * 0.3, 0.8);
    }
}

/// The mouth, closed, with a smile as friendly as the person.
pub(super) fn mouth(canvas: &mut Canvas, frame: &Frame, person: &Features) {
    let (mouth, skin) = (&person.mouth, person.face.skin);
    let middle = 0.665;
    let half = 0.33 * mouth.width;
    let lift = 0.05 * mouth.smile;
    let upper = 0.042 * mouth.fullness;
    let lower = 0.074 * mouth.fullness;
    let lips = Path::smooth(&frame.mirrored(&[
        (0.0, middle - upper * 0.82),
        (half * 0.2, middle - upper),
        (half * 0.62, middle - upper * 0.52 - lift * 0.3),
        (half, middle - lift),
        (half * 0.6, middle + lower * 0.7),
        (half * 0.24, middle + lower),
        (0.0, middle + lower),
    ]));
    let lips = lips.mask();
    canvas.paint(&lips.blurred(1), mouth.shade, 0.72);
    let (x, y) = frame.at(-0.03, middle + lower * 0.55);
    let gloss = Path::ellipse(x, y, frame.across(half * 0.4), frame.down(lower * 0.26));
    canvas.paint(&gloss.mask().blurred(2), mouth.shade + 52.0, 0.5);
    let line = Path::stroke(&frame.stroke(&[
        (-half * 1.04, middle - lift * 1.12, 1.4),
        (-half * 0.5, middle + 0.006, 2.6),
        (0.0, middle + 0.004, 2.8),
        (half * 0.5, middle + 0.006, 2.6),
        (half * 1.04, middle - lift * 1.12, 1.4),
    ]));
    canvas.paint(&line.mask(), skin * 0.34, 0.82);
    let (x, y) = frame.at(0.0, middle + lower + 0.05);
    let below = Path::ellipse(x, y, frame.across(half * 0.5), frame.down(0.022));
    canvas.paint(&below.mask().blurred(3), skin * 0.66, 0.5);
    for side in [-1.0, 1.0] {
        let (x, y) = frame.at(side * half * 1.1, middle - lift * 1.1);
        let corner = Path::ellipse(x, y, 3.0, 3.4).mask().blurred(2);
        canvas.paint(&corner, skin * 0.6, 0.42);
    }
}
