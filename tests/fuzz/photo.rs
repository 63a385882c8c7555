//! JPEG 2000 as a card may hold it, and a picture of one's own: a photo of the
//! right size, or refused.
#![no_main]

use card_face::{PHOTO_HEIGHT, PHOTO_WIDTH, Photo};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for photo in [Photo::from_jpeg2000(bytes), Photo::from_picture(bytes)]
        .into_iter()
        .flatten()
    {
        let pixels = usize::from(PHOTO_WIDTH) * usize::from(PHOTO_HEIGHT);
        assert_eq!(photo.pixels().len(), pixels);
    }
});
