//! How a person stands before the camera.

use super::sampled::Sampled;
use super::{FRAME_HEIGHT, FRAME_WIDTH};
use crate::portrait::frame::Frame;
use crate::portrait::lot::Lot;

/// Where and how large the person is in the frame, and how the head is held.
pub(super) struct Pose {
    /// Of the face's middle from its usual place, pixels.
    shift: (f32, f32),
    /// Times the portrait's size.
    scale: f32,
    /// The tangent of half the angle the person tilts by.
    tilt: f32,
    /// How far nose and eyes wander over the face as the head turns and nods, pixels.
    turn: (f32, f32),
    /// How much smaller one side of the face seems.
    aside: f32,
}

impl Pose {
    pub(super) fn drawn(lot: &mut Lot, strong: bool) -> Pose {
        // The tangents of half of 10°, 3.5° and 2°.
        if strong {
            Pose {
                shift: (lot.about(46.0), lot.about(40.0)),
                scale: lot.between(0.85, 1.15),
                tilt: lot.aside(0.03, 0.0875),
                turn: (lot.aside(4.0, 11.0), lot.about(7.0)),
                aside: lot.about(0.06),
            }
        } else {
            Pose {
                shift: (lot.about(10.0), lot.about(10.0)),
                scale: lot.between(0.97, 1.03),
                tilt: lot.about(0.0175),
                turn: (lot.about(2.0), lot.about(1.5)),
                aside: lot.about(0.01),
            }
        }
    }

    /// The person before the room, row by row.
    pub(super) fn seen(&self, person: &Sampled<2>, room: &Sampled<1>, frame: &Frame) -> Vec<f32> {
        let (middle_x, middle_y) = frame.at(0.0, 0.1);
        let square = self.tilt * self.tilt;
        let cos = (1.0 - square) / (1.0 + square) / self.scale;
        let sin = 2.0 * self.tilt / (1.0 + square) / self.scale;
        let across = f32::from(FRAME_WIDTH) / 2.0 + self.shift.0;
        let down = f32::from(FRAME_HEIGHT) * 0.45 + self.shift.1;
        let (reach_x, reach_y) = (frame.across(1.15), frame.down(1.2));
        let mut seen = Vec::with_capacity(usize::from(FRAME_WIDTH) * usize::from(FRAME_HEIGHT));
        for y in 0..FRAME_HEIGHT {
            for x in 0..FRAME_WIDTH {
                let (x, y) = (f32::from(x), f32::from(y));
                let (dx, dy) = (x - across, y - down);
                let mut at_x = cos * dx + sin * dy;
                let mut at_y = cos * dy - sin * dx;
                let (u, v) = (at_x / reach_x, at_y / reach_y);
                let near = (1.0 - u * u - v * v).max(0.0);
                let near = near * near;
                at_x -= self.turn.0 * near - self.aside * at_x * u.clamp(-1.0, 1.0);
                at_y -= self.turn.1 * near;
                let (at_x, at_y) = (at_x + middle_x, at_y + middle_y);
                let [value, covered] = if person.within(at_x) {
                    person.at(at_x, at_y)
                } else {
                    [0.0; 2]
                };
                if covered >= 1.0 {
                    seen.push(value);
                    continue;
                }
                let [behind] = room.at(x / super::room::COARSE, y / super::room::COARSE);
                seen.push(value + (1.0 - covered) * behind);
            }
        }
        seen
    }
}
