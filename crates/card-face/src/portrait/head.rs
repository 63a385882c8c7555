//! Painting the head: neck, ears, the face's form and its light.

use super::features::{Beard, Face, Features};
use super::frame::Frame;
use crate::canvas::Canvas;
use crate::shape::{Mask, Path};

/// The face's outline.
pub(super) fn outline(frame: &Frame, face: &Face) -> Mask {
    let (jaw, chin) = (face.jaw, face.chin);
    let right = [
        (0.0, -1.0),
        (0.5, -0.94),
        (0.86, -0.66),
        (0.99, -0.2),
        (0.97, 0.2),
        (0.84 + 0.07 * jaw, 0.54),
        (0.58 + 0.1 * jaw, 0.8),
        (0.26 + 0.1 * chin, 0.965),
        (0.0, 1.0),
    ];
    Path::smooth(&frame.mirrored(&right)).mask()
}

/// The neck, in the chin's shadow.
pub(super) fn neck(canvas: &mut Canvas, frame: &Frame, face: &Face) {
    let right = [
        (0.0, 0.5),
        (0.5, 0.6),
        (0.5, 1.05),
        (0.54, 1.3),
        (0.9, 1.55),
        (0.0, 2.0),
    ];
    let neck = Path::smooth(&frame.mirrored(&right)).mask();
    canvas.paint_by(&neck, 1.0, |x, _| face.skin - 12.0 - (x - 189.0) * 0.1);
    let cast = [(0.0, 0.7), (0.62, 0.74), (0.56, 1.06), (0.0, 1.24)];
    let cast = Path::smooth(&frame.mirrored(&cast)).mask().blurred(6);
    canvas.paint(&cast.within(&neck), face.skin * 0.58, 0.62);
}

/// Both ears.
pub(super) fn ears(canvas: &mut Canvas, frame: &Frame, face: &Face) {
    for side in [-1.0, 1.0] {
        let (x, y) = frame.at(side * 1.01, 0.12);
        let ear = Path::ellipse(x, y, frame.across(0.115), frame.down(0.215)).mask();
        canvas.paint(&ear, face.skin - 10.0 - side * 5.0, 1.0);
        let (x, y) = frame.at(side * 1.035, 0.11);
        let hollow = Path::ellipse(x, y, frame.across(0.05), frame.down(0.13)).mask();
        canvas.paint(&hollow.blurred(2), face.skin * 0.68, 0.55);
    }
}

/// The face without its features.
pub(super) fn face(canvas: &mut Canvas, frame: &Frame, person: &Features) {
    let face = &person.face;
    let mask = outline(frame, face);
    canvas.paint(&mask, face.skin, 1.0);
    let mut glow = |u: f32, v: f32, across: f32, down: f32, tone: f32, opacity: f32| {
        let (x, y) = frame.at(u, v);
        let spot = Path::ellipse(x, y, frame.across(across), frame.down(down)).mask();
        canvas.paint(&spot.blurred(9).within(&mask), tone, opacity);
    };
    let (light, shade) = ((face.skin + 26.0).min(250.0), face.skin * 0.72);
    glow(0.98, 0.1, 0.2, 0.85, shade, 0.5);
    glow(-1.02, 0.1, 0.13, 0.8, shade, 0.34);
    glow(0.5, 0.92, 0.42, 0.12, shade, 0.34);
    glow(-0.45, 0.94, 0.36, 0.1, shade, 0.26);
    glow(-0.12, -0.42, 0.5, 0.2, light, 0.5);
    glow(-0.5, 0.36, 0.22, 0.15, light, 0.5);
    glow(0.46, 0.36, 0.2, 0.14, light, 0.34);
    glow(-0.04, 0.88, 0.15, 0.06, light, 0.36);
    glow(-0.46, 0.46, 0.2, 0.12, face.skin * 0.86, 0.26);
    glow(0.46, 0.46, 0.2, 0.12, face.skin * 0.86, 0.26);
    beard(canvas, frame, person, &mask);
    age(canvas, frame, face);
}

fn beard(canvas: &mut Canvas, frame: &Frame, person: &Features, face: &Mask) {
    let shade = person.hair.shade + 12.0;
    let mut grow = |right: &[(f32, f32)], soft: u8, opacity: f32| {
        let mask = Path::smooth(&frame.mirrored(right)).mask().blurred(soft);
        canvas.paint(&mask.within(face), shade, opacity);
    };
    match person.beard {
        Beard::None => {}
        Beard::Shadow => {
            let jaw = [
                (0.0, 0.56),
                (0.3, 0.6),
                (0.62, 0.5),
                (0.94, 0.3),
                (0.9, 0.7),
                (0.5, 1.0),
                (0.0, 1.05),
            ];
            grow(&jaw, 8, 0.2);
        }
        Beard::Moustache => grow(
            &[
                (0.0, 0.535),
                (0.2, 0.535),
                (0.33, 0.62),
                (0.16, 0.605),
                (0.0, 0.595),
            ],
            2,
            0.8,
        ),
        Beard::Goatee => {
            grow(
                &[
                    (0.0, 0.535),
                    (0.2, 0.535),
                    (0.33, 0.62),
                    (0.16, 0.605),
                    (0.0, 0.595),
                ],
                2,
                0.62,
            );
            grow(
                &[
                    (0.0, 0.79),
                    (0.1, 0.8),
                    (0.24, 0.88),
                    (0.2, 0.99),
                    (0.0, 1.03),
                ],
                3,
                0.62,
            );
        }
    }
}

/// The lines of age, and the mole.
fn age(canvas: &mut Canvas, frame: &Frame, face: &Face) {
    if let Some((u, v)) = face.mole {
        let (x, y) = frame.at(u, v);
        canvas.paint(&Path::ellipse(x, y, 2.3, 2.2).mask(), face.skin * 0.42, 0.9);
    }
    let mut crease = |places: &[(f32, f32, f32)], opacity: f32| {
        let mask = Path::stroke(&frame.stroke(places)).mask().blurred(1);
        canvas.paint(&mask, face.skin * 0.55, opacity * face.lines);
    };
    if face.lines > 0.0 {
        for side in [-1.0, 1.0] {
            crease(
                &[
                    (side * 0.25, 0.42, 1.0),
                    (side * 0.37, 0.54, 3.2),
                    (side * 0.43, 0.7, 1.0),
                ],
                0.62,
            );
            crease(
                &[
                    (side * 0.26, 0.17, 0.8),
                    (side * 0.42, 0.225, 2.4),
                    (side * 0.58, 0.2, 0.8),
                ],
                0.5,
            );
            crease(
                &[
                    (side * 0.78, 0.02, 0.6),
                    (side * 0.86, 0.05, 2.0),
                    (side * 0.9, 0.1, 0.6),
                ],
                0.5,
            );
        }
        crease(
            &[(-0.36, -0.5, 0.6), (0.0, -0.52, 2.2), (0.36, -0.5, 0.6)],
            0.3,
        );
    }
}
