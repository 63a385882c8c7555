//! Painting hair: what hangs behind, what lies on the head, strands and shine.

use super::features::Hair;
use super::frame::Frame;
use crate::canvas::Canvas;
use crate::shape::{Mask, Path};

/// The hair behind neck and shoulders, darker for lying in the shade.
pub(super) fn behind(canvas: &mut Canvas, frame: &Frame, hair: &Hair) {
    let Some(outline) = hair.style.behind() else {
        return;
    };
    let mask = Path::smooth(&frame.mirrored(outline)).mask();
    let shade = hair.shade * 0.78;
    canvas.paint_by(&mask, 1.0, |_, y| shade + (220.0 - y).max(0.0) * 0.06);
}

/// The hair on the head.
pub(super) fn before(canvas: &mut Canvas, frame: &Frame, hair: &Hair) {
    let mask = Path::smooth(&frame.all(&lain(hair))).mask();
    let face = Path::ellipse(189.0, 230.0, frame.across(0.97), frame.down(0.9)).mask();
    let shadow = mask.blurred(5).within(&face).without(&mask);
    canvas.paint(&shadow, hair.shade * 0.5 + 40.0, 0.34);
    canvas.paint_by(&mask, 1.0, |x, y| {
        let lit = (260.0 - y).max(0.0) * 0.07 - (x - 189.0) * 0.035;
        hair.shade + lit - 6.0
    });
    strands(canvas, frame, hair, &mask);
    shine(canvas, frame, hair, &mask);
}

/// The outline as this person wears it.
fn lain(hair: &Hair) -> Vec<(f32, f32)> {
    let side = if hair.mirrored { -1.0 } else { 1.0 };
    let places = hair.style.before().iter().map(|&(u, v)| {
        let raised = if v < -0.9 {
            v - 0.01 - 0.07 * hair.volume + 0.08 * u * u
        } else if v < -0.25 && u.abs() < 0.8 {
            v - 0.07 * (hair.hairline - 0.5)
        } else {
            v
        };
        (side * u * (1.0 + 0.03 * hair.volume), raised)
    });
    places.collect()
}

/// Fine strands that run over the crown down to the sides.
fn strands(canvas: &mut Canvas, frame: &Frame, hair: &Hair, mask: &Mask) {
    let side = if hair.mirrored { -1.0 } else { 1.0 };
    for step in 0..15_u8 {
        let spread = (f32::from(step) - 7.0) / 7.0;
        let root = -0.12 * side;
        let strand = frame.stroke(&[
            (root + 0.1 * spread, -1.22, 0.6),
            (root + 0.62 * spread, -1.0, 1.6),
            (1.02 * spread, -0.5, 1.8),
            (1.1 * spread, 0.1, 1.4),
            (1.06 * spread, 0.7, 0.5),
        ]);
        let strand = Path::stroke(&strand).mask().blurred(1).within(mask);
        let tone = if step % 2 == 0 {
            hair.shade * 0.6
        } else {
            hair.shade * 1.25 + 14.0
        };
        canvas.paint(&strand, tone, 0.42);
    }
}

/// The soft band of light across the crown.
fn shine(canvas: &mut Canvas, frame: &Frame, hair: &Hair, mask: &Mask) {
    let band = frame.stroke(&[
        (-0.92, -0.62, 3.0),
        (-0.6, -0.9, 15.0),
        (-0.1, -1.0, 19.0),
        (0.4, -0.95, 12.0),
        (0.7, -0.78, 3.0),
    ]);
    let band = Path::stroke(&band).mask().blurred(5).within(mask);
    canvas.paint(&band, hair.shade + 62.0, 0.42);
}
