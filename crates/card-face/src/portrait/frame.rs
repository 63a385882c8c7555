//! Where on the photo a head's parts are.

use super::features::Face;

/// The middle of the photo, pixels.
const MIDDLE: f32 = 189.0;
/// The line through the eyes, pixels from the top.
const EYES: f32 = 220.0;
/// From the eyes to the chin, and to the top of the skull, pixels.
const HALF_HEIGHT: f32 = 131.0;

/// A head's own measure: `u` in half widths of the face from its middle (right is
/// positive), `v` from the top of the skull (−1) over the eyes (0) to the chin (1).
pub(super) struct Frame {
    half_width: f32,
    half_height: f32,
}

impl Frame {
    pub(super) fn of(face: &Face) -> Frame {
        Frame {
            half_width: 90.0 * face.width,
            half_height: HALF_HEIGHT * face.length,
        }
    }

    /// Pixels of a place on the head.
    pub(super) fn at(&self, u: f32, v: f32) -> (f32, f32) {
        (MIDDLE + u * self.half_width, EYES + v * self.half_height)
    }

    /// Pixels of many places.
    pub(super) fn all(&self, places: &[(f32, f32)]) -> Vec<(f32, f32)> {
        places.iter().map(|&(u, v)| self.at(u, v)).collect()
    }

    /// Pixels of the places of a right half, from the top middle downwards, with
    /// their mirror images: a symmetric outline.
    pub(super) fn mirrored(&self, right: &[(f32, f32)]) -> Vec<(f32, f32)> {
        let left = right.iter().rev().filter(|(u, _)| *u != 0.0);
        let left = left.map(|&(u, v)| (-u, v));
        let outline = right.iter().copied().chain(left);
        outline.map(|(u, v)| self.at(u, v)).collect()
    }

    /// Pixels of a brush stroke (u, v, thickness in pixels).
    pub(super) fn stroke(&self, places: &[(f32, f32, f32)]) -> Vec<(f32, f32, f32)> {
        let places = places.iter().map(|&(u, v, thickness)| {
            let (x, y) = self.at(u, v);
            (x, y, thickness)
        });
        places.collect()
    }

    /// Pixels of a length across.
    pub(super) fn across(&self, u: f32) -> f32 {
        u * self.half_width
    }

    /// Pixels of a length down.
    pub(super) fn down(&self, v: f32) -> f32 {
        v * self.half_height
    }
}
