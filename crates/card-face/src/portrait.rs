//! A stylised portrait: who it is ([`Features`], drawn from a seed), and how that
//! person is painted for a card: calm, from the front, on a light ground. `camera`
//! takes the same person at a reception, as cameras do.
//!
//! Who a person is stands apart from the picture taken: `features` knows no
//! pixels, the other files know no seed.

mod camera;
mod clothes;
mod eyes;
mod features;
mod frame;
mod glasses;
mod hair;
mod hairstyle;
mod head;
mod lot;
mod mouth;

pub use camera::Variation;
pub(crate) use camera::{FRAME_HEIGHT, FRAME_WIDTH, captured};

use crate::canvas::Canvas;
use crate::shape::Path;
use crate::{PHOTO_HEIGHT, PHOTO_WIDTH};

use features::Features;
use frame::Frame;

/// The card's photo of the person of this seed, 8-bit grey, row by row.
pub(crate) fn draw(seed: u64) -> Vec<u8> {
    let person = Features::of(seed);
    let mut canvas = Canvas::new(PHOTO_WIDTH, PHOTO_HEIGHT, 236.0);
    ground(&mut canvas);
    paint(&mut canvas, &Frame::of(&person.face), &person);
    canvas.into_pixels()
}

fn paint(canvas: &mut Canvas, frame: &Frame, person: &Features) {
    hair::behind(canvas, frame, &person.hair);
    head::neck(canvas, frame, &person.face);
    clothes::paint(canvas, frame, &person.clothes);
    head::ears(canvas, frame, &person.face);
    head::face(canvas, frame, person);
    mouth::nose(canvas, frame, person);
    mouth::mouth(canvas, frame, person);
    eyes::paint(canvas, frame, person);
    glasses::paint(canvas, frame, person);
    hair::before(canvas, frame, &person.hair);
    eyes::brows(canvas, frame, person);
}

/// The plain light ground, a little brighter where the light comes from.
fn ground(canvas: &mut Canvas) {
    let all = Path::polygon(&[(-2.0, -2.0), (382.0, -2.0), (382.0, 476.0), (-2.0, 476.0)]);
    canvas.paint_by(&all.mask(), 1.0, |x, y| 243.0 - x * 0.016 - y * 0.022);
}
