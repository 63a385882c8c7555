//! A stylised portrait: who it is ([`Features`], drawn from a seed), and how that
//! person is painted for a card: calm, from the front, on a light ground.
//!
//! Who a person is stands apart from the picture taken: `features` knows no
//! pixels, the other files know no seed.

mod clothes;
mod eyes;
mod features;
mod frame;
mod glasses;
mod hair;
mod hairstyle;
mod head;
mod mouth;

use crate::canvas::Canvas;
use crate::shape::Path;
use crate::{PHOTO_HEIGHT, PHOTO_WIDTH};

use features::Features;
use frame::Frame;

/// The card's photo of the person of this seed, 8-bit grey, row by row.
pub(crate) fn draw(seed: u64) -> Vec<u8> {
    paint(&Features::of(seed))
}

fn paint(person: &Features) -> Vec<u8> {
    let frame = Frame::of(&person.face);
    let mut canvas = Canvas::new(PHOTO_WIDTH, PHOTO_HEIGHT, 236.0);
    ground(&mut canvas);
    hair::behind(&mut canvas, &frame, &person.hair);
    head::neck(&mut canvas, &frame, &person.face);
    clothes::paint(&mut canvas, &frame, &person.clothes);
    head::ears(&mut canvas, &frame, &person.face);
    head::face(&mut canvas, &frame, person);
    mouth::nose(&mut canvas, &frame, person);
    mouth::mouth(&mut canvas, &frame, person);
    eyes::paint(&mut canvas, &frame, person);
    glasses::paint(&mut canvas, &frame, person);
    hair::before(&mut canvas, &frame, &person.hair);
    eyes::brows(&mut canvas, &frame, person);
    canvas.into_pixels()
}

/// The plain light ground, a little brighter where the light comes from.
fn ground(canvas: &mut Canvas) {
    let all = Path::polygon(&[(-2.0, -2.0), (382.0, -2.0), (382.0, 476.0), (-2.0, 476.0)]);
    canvas.paint_by(&all.mask(), 1.0, |x, y| 243.0 - x * 0.016 - y * 0.022);
}
