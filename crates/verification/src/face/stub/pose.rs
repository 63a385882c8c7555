//! How a face lies in a frame.

use super::template::Point;

/// How far the nose may come to the side, pixels of the photo.
const FARTHEST_TURN: f32 = 14.0;

/// How a face lies in a frame, in pixels of the frame's finest level: where its middle
/// is (across, down); where a pixel of the photo to the right leads (across, down); and
/// how far the nose comes to the right and down, in pixels of the photo.
#[derive(Clone, Copy)]
pub(super) struct Pose([f32; 6]);

impl Pose {
    /// A face that looks straight ahead, tilted by the angle of this tangent.
    pub(super) fn straight((x, y): (f32, f32), size: f32, tangent: f32) -> Self {
        let along = size / (1.0 + tangent * tangent).sqrt();
        Self([x, y, along, along * tangent, 0.0, 0.0])
    }

    /// Where a point of the face is in the frame.
    pub(super) fn place(&self, point: &Point) -> (f32, f32) {
        let Self([x, y, along, aside, turn, nod]) = *self;
        let u = point.u + turn * point.forward;
        let v = point.v + nod * point.forward;
        (x + along * u - aside * v, y + aside * u + along * v)
    }

    /// How directions on the photo lie in the frame.
    pub(super) fn tilted(&self) -> impl Fn([f32; 2]) -> [f32; 2] + use<> {
        let Self([_, _, along, aside, ..]) = *self;
        let length = (along * along + aside * aside).sqrt();
        let (cos, sin) = (along / length, aside / length);
        move |[across, down]| [cos * across - sin * down, sin * across + cos * down]
    }

    /// In how many ways a pose can be changed a little.
    pub(super) const WAYS: usize = 6;

    /// The pose changed in one way, below [`Pose::WAYS`], by which the outline moves by
    /// some `step` pixels.
    pub(super) fn changed(mut self, way: usize, step: f32) -> Self {
        let (size, turn) = (step / 120.0, step * 3.0);
        let steps = [step, step, size, size, turn, turn];
        if let Some((number, step)) = self.0.get_mut(way).zip(steps.get(way)) {
            *number += step;
        }
        let [.., turn, nod] = &mut self.0;
        for it in [turn, nod] {
            *it = it.clamp(-FARTHEST_TURN, FARTHEST_TURN);
        }
        self
    }
}
