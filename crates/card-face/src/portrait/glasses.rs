//! Painting glasses.

use super::features::{Features, Glasses};
use super::frame::Frame;
use crate::canvas::Canvas;
use crate::shape::Path;

/// The glasses, if the person wears any.
pub(super) fn paint(canvas: &mut Canvas, frame: &Frame, person: &Features) {
    if person.glasses == Glasses::None {
        return;
    }
    let tone = 52.0;
    let (left, y) = frame.at(-0.43 * person.eyes.apart, 0.05);
    let (right, _) = frame.at(0.43 * person.eyes.apart, 0.05);
    let across = frame.across(0.345);
    let lens = |x: f32, grown: f32| match person.glasses {
        Glasses::Round => Path::ellipse(x, y, across * 0.94 + grown, 27.0 + grown),
        _ => {
            let (width, height) = (across + grown, 21.0 + grown);
            Path::rounded(
                x - width,
                y - height,
                2.0 * width,
                2.0 * height,
                (11.0 + grown, 11.0 + grown),
            )
        }
    };
    for x in [left, right] {
        let inner = lens(x, -1.7).mask();
        let mut rim = lens(x, 1.7).mask().without(&inner);
        if person.glasses == Glasses::HalfRim {
            let top = Path::rounded(x - 60.0, y - 60.0, 120.0, 62.0, (1.0, 1.0));
            rim = rim.within(&top.mask());
        }
        canvas.paint(&inner, 250.0, 0.09);
        let glare = [
            (x - 18.0, y - 17.0),
            (x - 8.0, y - 17.0),
            (x - 19.0, y + 8.0),
            (x - 26.0, y + 5.0),
        ];
        canvas.paint(&Path::polygon(&glare).mask().within(&inner), 255.0, 0.2);
        canvas.paint(&rim, tone, 0.94);
    }
    let edge = if person.glasses == Glasses::Round {
        across * 0.94
    } else {
        across
    };
    let middle = (left + right) / 2.0;
    let bridge = Path::stroke(&[
        (left + edge - 1.0, y - 5.0, 3.4),
        (middle, y - 9.0, 3.4),
        (right - edge + 1.0, y - 5.0, 3.4),
    ]);
    canvas.paint(&bridge.mask(), tone, 0.94);
    for side in [-1.0, 1.0] {
        let hinge = if side < 0.0 {
            left - edge
        } else {
            right + edge
        };
        let (temple, _) = frame.at(side * 1.0, 0.0);
        let temple = Path::stroke(&[(hinge, y - 8.0, 3.6), (temple, y - 9.0, 3.0)]);
        canvas.paint(&temple.mask(), tone, 0.9);
    }
}
