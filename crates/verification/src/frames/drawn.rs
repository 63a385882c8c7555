//! A camera before which a drawn person stands.

use card_face::{Picture, Variation};

use super::FrameSource;
use crate::NotCaptured;

/// The drawn person of a seed before the camera, frame after frame without end: the
/// same frames for the same seeds.
#[derive(Debug, Clone)]
pub struct DrawnCamera {
    person: u64,
    variation: Variation,
    next: u64,
}

impl DrawnCamera {
    /// The camera before which the person of the seed `person` stands, whose card
    /// shows [`Photo::drawn`](card_face::Photo::drawn) of that seed.
    #[must_use]
    pub const fn new(person: u64, variation: Variation, seed: u64) -> Self {
        Self {
            person,
            variation,
            next: seed,
        }
    }
}

impl FrameSource for DrawnCamera {
    fn next_frame(&mut self) -> Result<Picture, NotCaptured> {
        let frame = Picture::captured(self.person, self.variation, self.next);
        self.next = self.next.wrapping_add(1);
        Ok(frame)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawn_camera_gives_one_frame_after_another_and_the_same_ones_again() {
        let mut camera = DrawnCamera::new(3, Variation::Pose, u64::MAX);
        let mut again = camera.clone();
        let frames = [camera.next_frame().unwrap(), camera.next_frame().unwrap()];
        assert!(frames[0] != frames[1]);
        assert!(frames[0] == again.next_frame().unwrap());
        assert!(frames[1] == Picture::captured(3, Variation::Pose, 0));
    }
}
