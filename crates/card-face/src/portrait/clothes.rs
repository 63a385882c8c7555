//! Painting shoulders and clothes.

use super::features::{Clothes, Cut};
use super::frame::Frame;
use crate::canvas::Canvas;
use crate::shape::{Mask, Path};

/// The clothes over the shoulders, cut open at the neck.
pub(super) fn paint(canvas: &mut Canvas, frame: &Frame, clothes: &Clothes) {
    let body = body(frame);
    match clothes.cut {
        Cut::Suit => {
            cloth(
                canvas,
                &body.clone().without(&v_neck(frame, 0.36, 1.95)),
                clothes.inner,
            );
            cloth(
                canvas,
                &body.clone().without(&v_neck(frame, 0.62, 2.5)),
                clothes.outer * 0.72,
            );
            lapels(canvas, frame, clothes.outer * 0.72, &body);
            collar(canvas, frame, clothes.inner);
            tie(canvas, frame, clothes.outer);
        }
        Cut::Shirt => {
            cloth(
                canvas,
                &body.without(&v_neck(frame, 0.42, 1.62)),
                clothes.inner,
            );
            collar(canvas, frame, clothes.inner);
        }
        Cut::RoundNeck => {
            cloth(
                canvas,
                &body.clone().without(&round_neck(frame, 0.6)),
                clothes.outer,
            );
            let hem = round_neck(frame, 0.67).without(&round_neck(frame, 0.6));
            canvas.paint(&hem.within(&body), clothes.outer * 0.82, 0.8);
        }
        Cut::VNeck => {
            cloth(
                canvas,
                &body.clone().without(&v_neck(frame, 0.56, 1.78)),
                clothes.outer,
            );
            let hem = v_neck(frame, 0.63, 1.86).without(&v_neck(frame, 0.56, 1.78));
            canvas.paint(&hem.within(&body), clothes.outer * 0.8, 0.8);
        }
        Cut::Turtleneck => {
            cloth(canvas, &body, clothes.outer);
            let right = [
                (0.0, 1.04),
                (0.5, 0.98),
                (0.58, 1.1),
                (0.62, 1.36),
                (0.0, 1.5),
            ];
            let roll = Path::smooth(&frame.mirrored(&right)).mask();
            canvas.paint(&roll.blurred(4).within(&body), clothes.outer * 0.6, 0.5);
            canvas.paint_by(&roll, 1.0, |x, _| clothes.outer + 12.0 - (x - 189.0) * 0.16);
        }
        Cut::Cardigan => {
            cloth(
                canvas,
                &body.clone().without(&round_neck(frame, 0.56)),
                clothes.inner - 14.0,
            );
            cloth(
                canvas,
                &body.clone().without(&v_neck(frame, 0.74, 2.6)),
                clothes.outer,
            );
            let hem = v_neck(frame, 0.82, 2.75).without(&v_neck(frame, 0.74, 2.6));
            canvas.paint(&hem.within(&body), clothes.outer * 0.8, 0.8);
        }
    }
}

fn body(frame: &Frame) -> Mask {
    let right = [
        (0.0, 1.22),
        (0.52, 1.24),
        (0.8, 1.36),
        (1.4, 1.52),
        (1.82, 1.72),
        (2.02, 2.1),
        (2.05, 2.5),
        (0.0, 2.6),
    ];
    Path::smooth(&frame.mirrored(&right)).mask()
}

/// A piece of cloth, lit from the upper left.
fn cloth(canvas: &mut Canvas, mask: &Mask, tone: f32) {
    canvas.paint_by(mask, 1.0, |x, y| {
        tone + 8.0 - (x - 189.0) * 0.06 - (y - 420.0).max(0.0) * 0.12
    });
}

fn v_neck(frame: &Frame, half: f32, depth: f32) -> Mask {
    let corners = [
        (-half, 1.0),
        (half, 1.0),
        (half * 0.98, 1.24),
        (0.0, depth),
        (-half * 0.98, 1.24),
    ];
    Path::polygon(&frame.all(&corners)).mask()
}

fn round_neck(frame: &Frame, half: f32) -> Mask {
    let (x, y) = frame.at(0.0, 1.2);
    Path::ellipse(x, y, frame.across(half), frame.down(half * 0.5)).mask()
}

fn collar(canvas: &mut Canvas, frame: &Frame, tone: f32) {
    for side in [-1.0, 1.0] {
        let wing = [
            (side * 0.5, 1.16),
            (side * 0.62, 1.3),
            (side * 0.42, 1.72),
            (side * 0.04, 1.6),
        ];
        let wing = Path::polygon(&frame.all(&wing)).mask();
        canvas.paint(&wing.blurred(3), tone * 0.55, 0.32);
        canvas.paint(&wing, (tone + 10.0).min(252.0), 1.0);
    }
}

fn tie(canvas: &mut Canvas, frame: &Frame, tone: f32) {
    let tie = [
        (-0.1, 1.56),
        (0.1, 1.56),
        (0.08, 1.68),
        (0.17, 2.4),
        (-0.17, 2.4),
        (-0.08, 1.68),
    ];
    canvas.paint(
        &Path::polygon(&frame.all(&tie)).mask(),
        tone * 0.5 + 30.0,
        1.0,
    );
}

fn lapels(canvas: &mut Canvas, frame: &Frame, tone: f32, body: &Mask) {
    for side in [-1.0, 1.0] {
        let lapel = [
            (side * 0.6, 1.24),
            (side * 0.86, 1.62),
            (side * 0.7, 1.72),
            (side * 0.78, 1.82),
            (side * 0.16, 2.5),
            (side * 0.02, 2.5),
        ];
        let lapel = Path::polygon(&frame.all(&lapel)).mask();
        canvas.paint(&lapel.blurred(2).within(body), tone * 0.5, 0.5);
        canvas.paint(&lapel.within(body), tone + 14.0, 1.0);
    }
}
