//! What one comparison of faces costs, decoding included: the chip's JPEG 2000 photo
//! and a camera's frame as PNG and as JPEG, by the stub.
//!
//! `cargo bench --package verification --bench face_comparison`

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a benchmark reads the clock, prints, and ends when it cannot go on"
)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use card_face::{Photo, Picture, Variation};
use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageEncoder as _};
use verification::{FaceMatcher as _, StubMatcher};

const PEOPLE: u64 = 20;
const ROUNDS: usize = 10;

fn main() {
    let stub = StubMatcher::new();
    let mut parts = [const { Vec::new() }; 4];
    for person in 0..PEOPLE {
        let photo = Photo::drawn(person).to_jpeg2000().unwrap();
        let frame = Picture::captured(person, Variation::Plain, 1);
        let png = frame.to_png().unwrap();
        let jpeg = jpeg(&frame);
        for _ in 0..ROUNDS {
            let [of_photo, of_png, of_jpeg, of_comparison] = &mut parts;
            let photo = timed(of_photo, || Photo::from_jpeg2000(&photo).unwrap());
            let frame = timed(of_png, || Picture::read(&png).unwrap());
            timed(of_jpeg, || Picture::read(&jpeg).unwrap());
            timed(of_comparison, || stub.compare(&photo, &frame).unwrap());
        }
    }
    let [photo, png, jpeg, comparison] = parts.map(median);
    for (kind, frame) in [("PNG", png), ("JPEG", jpeg)] {
        let whole = photo + frame + comparison;
        let share = |part: Duration| {
            let percent = 100.0 * part.as_secs_f64() / whole.as_secs_f64();
            format!("{} ({percent:.0} %)", ms(part))
        };
        println!(
            "with a frame as {kind}: {}; photo decoded {}, frame decoded {}, compared {}",
            ms(whole),
            share(photo),
            share(frame),
            share(comparison)
        );
    }
}

fn timed<T>(times: &mut Vec<Duration>, work: impl FnOnce() -> T) -> T {
    let began = Instant::now();
    let done = black_box(work());
    times.push(began.elapsed());
    done
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn ms(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1000.0)
}

fn jpeg(frame: &Picture) -> Vec<u8> {
    let mut file = Vec::new();
    let (width, height) = (frame.width(), frame.height());
    let written = JpegEncoder::new_with_quality(&mut file, 85).write_image(
        frame.pixels(),
        width,
        height,
        ExtendedColorType::L8,
    );
    written.unwrap();
    file
}
