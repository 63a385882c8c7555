//! JPEG 2000 as a card may hold it, and a picture of one's own: a photo of the
//! right size, or refused.
#![no_main]

use std::panic;
use std::thread;

use card_face::{PHOTO_HEIGHT, PHOTO_WIDTH, Photo};
use libfuzzer_sys::fuzz_target;

fuzz_target!(
    init: forgive_the_decoder(),
    |bytes: &[u8]| {
        for photo in [Photo::from_jpeg2000(bytes), Photo::from_picture(bytes)]
            .into_iter()
            .flatten()
        {
            let pixels = usize::from(PHOTO_WIDTH) * usize::from(PHOTO_HEIGHT);
            assert_eq!(photo.pixels().len(), pixels);
        }
    }
);

/// A panic of the JPEG 2000 decoder ends its own thread and is an error to the rest,
/// so it is none here.
fn forgive_the_decoder() {
    let fatal = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if thread::current().name() != Some("photo") {
            fatal(info);
        }
    }));
}
