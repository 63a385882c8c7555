//! A camera's frame, PNG or JPEG, as anyone may send it: a picture with as many pixels
//! as its size says, or refused.
#![no_main]

use card_face::Picture;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(frame) = Picture::read(bytes) {
        let pixels = u64::from(frame.width()) * u64::from(frame.height());
        assert_eq!(u64::try_from(frame.pixels().len()), Ok(pixels));
        assert_ne!(pixels, 0);
    }
});
