//! The camera at the desk, from the words of the command line.

use std::sync::Arc;

use reception::{Camera, CameraAddress};
use verification::{DrawnCamera, FaceMatcher, Files, Film, FrameSource};

use crate::shelf;

/// That camera, with that matcher.
pub(crate) fn camera(
    address: &CameraAddress,
    matcher: Arc<dyn FaceMatcher>,
) -> anyhow::Result<Camera> {
    let frames: Box<dyn FrameSource> = match address {
        CameraAddress::Files(paths) => Box::new(Files::open(paths.clone())?),
        CameraAddress::Film(folder) => Box::new(Film::open(folder)?),
        CameraAddress::Drawn {
            persona,
            variation,
            seed,
        } => {
            let person = shelf::Person::load(persona)?.persona().card.seed;
            Box::new(DrawnCamera::new(person, *variation, *seed))
        }
    };
    Ok(Camera::new(frames, matcher))
}
