//! A drawn person before a reception's camera: the same features as on the card, and
//! everything else as it happens to be that day.

mod cover;
mod light;
mod pose;
mod room;
mod sampled;
mod sensor;

use super::features::{Clothes, Features};
use super::frame::Frame;
use super::lot::Lot;
use crate::PHOTO_WIDTH;
use crate::canvas::{Canvas, byte};
use light::Light;
use pose::Pose;
use sampled::Sampled;
use sensor::Sensor;

/// A frame's width, pixels.
pub(crate) const FRAME_WIDTH: u16 = 480;
/// A frame's height, pixels.
pub(crate) const FRAME_HEIGHT: u16 = 640;

/// How much of the person is painted, rows: down to the chest. Below it the clothes
/// go on as in the last row.
const PAINTED: u16 = 516;

/// What makes a drawn frame differ from the card's photo. Every frame is posed, lit
/// and noisy in some small way of its own; a variation makes one thing strong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Variation {
    /// As a patient person is seen by a good camera.
    Plain,
    /// Aside, nearer or farther, the head tilted up to 10° and turned.
    Pose,
    /// Too dark or too bright, lit from one side, or in a shadow.
    Light,
    /// Grainy, blurred, and coded with too few bits.
    Noise,
    /// A part of the face is hidden: by glasses, a mask, hair or a hand.
    Occlusion,
}

impl Variation {
    /// Every one.
    pub const ALL: [Self; 5] = [
        Self::Plain,
        Self::Pose,
        Self::Light,
        Self::Noise,
        Self::Occlusion,
    ];

    /// The machine code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Pose => "pose",
            Self::Light => "light",
            Self::Noise => "noise",
            Self::Occlusion => "occlusion",
        }
    }
}

/// The frame of this person under this variation and seed, 8-bit grey, row by row.
pub(crate) fn captured(person: u64, variation: Variation, seed: u64) -> Vec<u8> {
    // So that no frame's lots are a person's.
    const FRAMES: u64 = u64::from_le_bytes(*b"captured");
    let code = variation.code().bytes();
    let code = code.fold(0, |sum, byte| sum << 8 ^ u64::from(byte));
    let mut lot = Lot::of_all([FRAMES, person, code, seed]);

    let mut features = Features::of(person);
    dress(&mut features, &mut lot);
    let frame = Frame::of(&features.face);
    let cover = (variation == Variation::Occlusion).then(|| cover::drawn(&mut lot));
    let pose = Pose::drawn(&mut lot, variation == Variation::Pose);
    let room = room::drawn(&mut lot);
    let light = Light::drawn(&mut lot, variation == Variation::Light);
    let sensor = Sensor::drawn(&mut lot, variation == Variation::Noise);

    let mut canvas = Canvas::clear(PHOTO_WIDTH, PAINTED);
    if let Some(cover) = cover {
        cover.put_on(&mut features);
    }
    super::paint(&mut canvas, &frame, &features);
    if let Some(cover) = cover {
        cover.paint(&mut canvas, &frame, &features);
    }
    let person = Sampled::new(PHOTO_WIDTH, canvas.into_layer());
    let mut values = pose.seen(&person, &room, &frame);
    light.fall(&mut values);
    sensor.expose(&mut values, &mut lot);
    values.into_iter().map(byte).collect()
}

/// Another day: other clothes as a rule, another expression.
fn dress(features: &mut Features, lot: &mut Lot) {
    let clothes = Clothes::drawn(lot);
    if lot.chance(70) {
        features.clothes = clothes;
    }
    features.mouth.smile = (features.mouth.smile + lot.about(0.5)).clamp(-0.2, 1.2);
    features.eyes.height *= lot.between(0.88, 1.04);
    features.brows.height = (features.brows.height + lot.about(0.25)).clamp(0.0, 1.2);
}

#[cfg(test)]
mod tests;
