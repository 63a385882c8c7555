//! The light of the room, and what the camera makes of it.

use super::{FRAME_HEIGHT, FRAME_WIDTH};
use crate::portrait::lot::Lot;

/// The light that falls on everything in the frame.
pub(super) struct Light {
    /// How long the camera looked, 1 being right.
    exposure: f32,
    /// The bend of the tone curve: below 1 middle greys get brighter, above 1 darker.
    bend: f32,
    /// How much brighter it is at the right edge and at the lower one.
    lean: (f32, f32),
    /// A shadow's edge: the direction it lies in, how far from the middle, in widths
    /// of the frame, and how much light it takes.
    shadow: (f32, f32, f32, f32),
}

impl Light {
    pub(super) fn drawn(lot: &mut Lot, strong: bool) -> Light {
        if strong {
            let shaded = lot.chance(50);
            Light {
                exposure: lot.between(0.62, 1.3),
                bend: lot.between(0.6, 1.7),
                lean: (lot.aside(0.25, 0.6), lot.about(0.25)),
                shadow: (
                    lot.about(1.0),
                    lot.about(1.0),
                    lot.between(-0.1, 0.2),
                    if shaded { lot.between(0.25, 0.55) } else { 0.0 },
                ),
            }
        } else {
            Light {
                exposure: lot.between(0.93, 1.04),
                bend: lot.between(0.92, 1.1),
                lean: (lot.about(0.08), lot.about(0.05)),
                shadow: (1.0, 0.0, 0.0, 0.0),
            }
        }
    }

    /// Lights a frame of values from 0 to 255.
    pub(super) fn fall(&self, values: &mut [f32]) {
        let (width, height) = (f32::from(FRAME_WIDTH), f32::from(FRAME_HEIGHT));
        let (along, down, edge, depth) = self.shadow;
        let length = (along * along + down * down).sqrt().max(0.01);
        let (along, down) = (along / length, down / length);
        for (y, row) in (0_u16..).zip(values.chunks_mut(usize::from(FRAME_WIDTH))) {
            let y = (f32::from(y) - height / 2.0) / width;
            for (x, value) in (0_u16..).zip(row) {
                let x = (f32::from(x) - width / 2.0) / width;
                let lean = 1.0 + 2.0 * self.lean.0 * x + 1.5 * self.lean.1 * y;
                let behind = ((along * x + down * y - edge) * 9.0).clamp(0.0, 1.0);
                let shade = 1.0 - depth * behind * behind * (3.0 - 2.0 * behind);
                let lit = (*value / 255.0 * self.exposure * lean * shade).clamp(0.0, 1.0);
                *value = 255.0 * lit / (lit + self.bend * (1.0 - lit));
            }
        }
    }
}
