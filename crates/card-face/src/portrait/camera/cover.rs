//! What hides a part of a face.

use crate::canvas::Canvas;
use crate::portrait::features::{Features, Glasses};
use crate::portrait::frame::Frame;
use crate::portrait::lot::Lot;
use crate::shape::Path;

/// Something before the face, or missing there.
#[derive(Clone, Copy)]
pub(super) enum Cover {
    /// Glasses where the card shows none, none where it shows some.
    Glasses,
    Sunglasses,
    /// Of this grey.
    Mask(f32),
    /// Hair down to the eyes, falling to this side.
    Fringe(f32),
    /// A hand at this cheek.
    Hand(f32),
}

pub(super) fn drawn(lot: &mut Lot) -> Cover {
    let (tone, side) = (lot.between(170.0, 244.0), lot.aside(1.0, 1.0));
    let others = [
        Cover::Sunglasses,
        Cover::Mask(tone),
        Cover::Fringe(side),
        Cover::Hand(side),
    ];
    lot.one_of(Cover::Glasses, &others)
}

impl Cover {
    /// Changes what the person wears, before it is painted.
    pub(super) fn put_on(self, person: &mut Features) {
        if matches!(self, Cover::Glasses) {
            person.glasses = match person.glasses {
                Glasses::None => Glasses::Square,
                _ => Glasses::None,
            };
        }
    }

    /// Paints it over the person.
    pub(super) fn paint(self, canvas: &mut Canvas, frame: &Frame, person: &Features) {
        match self {
            Cover::Glasses => {}
            Cover::Sunglasses => sunglasses(canvas, frame),
            Cover::Mask(tone) => mask(canvas, frame, tone),
            Cover::Fringe(side) => fringe(canvas, frame, person, side),
            Cover::Hand(side) => hand(canvas, frame, person, side),
        }
    }
}

fn sunglasses(canvas: &mut Canvas, frame: &Frame) {
    for side in [-1.0, 1.0] {
        let lens = [
            (side * 0.1, -0.12),
            (side * 0.45, -0.16),
            (side * 0.82, -0.12),
            (side * 0.78, 0.16),
            (side * 0.48, 0.27),
            (side * 0.2, 0.2),
        ];
        let lens = Path::smooth(&frame.all(&lens)).mask();
        canvas.paint_by(&lens, 0.97, |_, y| 30.0 + (y - 190.0) * 0.35);
        let temple = frame.stroke(&[(side * 0.78, -0.08, 5.0), (side * 1.02, -0.06, 4.0)]);
        canvas.paint(&Path::stroke(&temple).mask(), 26.0, 0.95);
    }
    let bridge = frame.stroke(&[(-0.14, -0.05, 4.0), (0.0, -0.09, 4.0), (0.14, -0.05, 4.0)]);
    canvas.paint(&Path::stroke(&bridge).mask(), 26.0, 0.95);
}

fn mask(canvas: &mut Canvas, frame: &Frame, tone: f32) {
    for side in [-1.0, 1.0] {
        for (from, to) in [(0.3, 0.0), (0.72, 0.34)] {
            let strap = frame.stroke(&[(side * 0.8, from, 2.6), (side * 1.03, to, 2.6)]);
            canvas.paint(&Path::stroke(&strap).mask(), tone - 20.0, 0.9);
        }
    }
    let cloth = [
        (0.0, 0.16),
        (0.3, 0.22),
        (0.86, 0.28),
        (0.86, 0.6),
        (0.52, 0.96),
        (0.0, 1.06),
    ];
    let cloth = Path::smooth(&frame.mirrored(&cloth)).mask();
    canvas.paint(&cloth.blurred(3), tone * 0.5, 0.35);
    canvas.paint_by(&cloth, 1.0, |x, y| {
        tone - (x - 189.0).abs() * 0.22 - (y - 290.0).abs() * 0.08
    });
    for fold in [0.44, 0.58, 0.72] {
        let fold = frame.stroke(&[
            (-0.78, fold - 0.02, 1.0),
            (0.0, fold, 2.6),
            (0.78, fold - 0.02, 1.0),
        ]);
        canvas.paint(&Path::stroke(&fold).mask().blurred(1), tone * 0.78, 0.7);
    }
}

fn fringe(canvas: &mut Canvas, frame: &Frame, person: &Features, side: f32) {
    let lock = [
        (-0.9, -0.55),
        (-0.3, -0.95),
        (0.4, -0.9),
        (0.92, -0.5),
        (0.9, 0.16),
        (0.62, 0.2),
        (0.3, 0.06),
        (-0.1, -0.14),
        (-0.55, -0.22),
    ];
    let lock = lock.map(|(u, v)| (side * u, v));
    let lock = Path::smooth(&frame.all(&lock)).mask();
    let shade = person.hair.shade;
    canvas.paint_by(&lock, 0.96, |_, y| shade + (260.0 - y) * 0.05);
    for strand in 0..9_u8 {
        let at = -0.7 + 0.19 * f32::from(strand);
        let strand = frame.stroke(&[
            (side * (at * 0.6), -0.9, 0.8),
            (side * at, -0.5, 2.0),
            (side * (at + 0.12), 0.0, 0.8),
        ]);
        let tone = shade * 1.3 + 16.0;
        canvas.paint(&Path::stroke(&strand).mask().within(&lock), tone, 0.4);
    }
}

fn hand(canvas: &mut Canvas, frame: &Frame, person: &Features, side: f32) {
    let skin = person.face.skin;
    let mut part = |places: &[(f32, f32, f32)]| {
        let places: Vec<_> = places
            .iter()
            .map(|&(u, v, thick)| (side * u, v, thick))
            .collect();
        let part = Path::stroke(&frame.stroke(&places)).mask();
        canvas.paint(&part.blurred(3), skin * 0.5, 0.5);
        canvas.paint(&part, skin - 8.0, 1.0);
    };
    part(&[
        (1.2, 3.0, 60.0),
        (1.06, 1.5, 56.0),
        (0.86, 0.95, 66.0),
        (0.72, 0.7, 50.0),
    ]);
    for finger in 0..4_u8 {
        let down = 0.2 * f32::from(finger);
        let reach = 0.06 + 0.1 * (f32::from(finger) - 1.0).abs();
        part(&[
            (0.96, 0.62 + down * 0.7, 22.0),
            (0.56, 0.36 + down, 22.0),
            (reach, 0.3 + down, 17.0),
            (reach - 0.08, 0.3 + down, 6.0),
        ]);
    }
}
