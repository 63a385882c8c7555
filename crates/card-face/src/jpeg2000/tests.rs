mod hostile;

use super::*;
use crate::{PHOTO_HEIGHT, PHOTO_WIDTH, Photo};

/// The peak signal-to-noise ratio of two photos, decibels.
fn closeness(one: &Photo, other: &Photo) -> f64 {
    let pairs = one.pixels().iter().zip(other.pixels());
    let squares: f64 = pairs
        .map(|(a, b)| (f64::from(*a) - f64::from(*b)).powi(2))
        .sum();
    let mean = squares / one.pixels().len() as f64;
    10.0 * (255.0 * 255.0 / mean.max(1e-9)).log10()
}

/// Where these bytes begin in a file.
fn place(file: &[u8], bytes: &[u8]) -> usize {
    file.windows(bytes.len())
        .position(|at| at == bytes)
        .unwrap()
}

#[test]
fn a_drawn_photo_comes_back_at_40_decibels_or_better_from_at_most_16_kib() {
    for seed in 0..12 {
        let photo = Photo::drawn(seed);
        let file = photo.to_jpeg2000().unwrap();
        assert!(file.len() <= 16 * 1024, "{} bytes", file.len());
        let back = Photo::from_jpeg2000(&file).unwrap();
        let closeness = closeness(&photo, &back);
        assert!(closeness >= 40.0, "{closeness} dB for {seed}");
    }
}

#[test]
fn even_noise_fits_the_card() {
    let mut state = 1_u32;
    let noise = (0..u32::from(PHOTO_WIDTH) * u32::from(PHOTO_HEIGHT)).map(|_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    });
    let file = encode(&noise.collect::<Vec<u8>>()).unwrap();
    assert!(
        (12 * 1024..=16 * 1024).contains(&file.len()),
        "{} bytes",
        file.len()
    );
    assert!(decode(&file).is_ok());
}

#[test]
fn a_plain_photo_comes_back_exactly() {
    let plain = vec![200; usize::from(PHOTO_WIDTH) * usize::from(PHOTO_HEIGHT)];
    let file = encode(&plain).unwrap();
    assert!(file.len() < 1024);
    assert_eq!(decode(&file).unwrap().into_raw(), plain);
}

#[test]
fn the_file_is_built_like_the_cards() {
    let file = Photo::drawn(7).to_jpeg2000().unwrap();
    assert_eq!(&file[..12], b"\x00\x00\x00\x0CjP  \r\n\x87\n");
    let colour = place(&file, b"colr");
    assert_eq!(file[colour + 4..colour + 11], [1, 0, 0, 0, 0, 0, 17]);
    let header = place(&file, b"ihdr");
    assert_eq!(
        file[header + 4..header + 15],
        [0, 0, 1, 0xD8, 0, 0, 1, 0x7A, 0, 1, 7]
    );
    let coding = place(&file, &[0xFF, 0x52]);
    let [layers_high, layers_low] = [file[coding + 6], file[coding + 7]];
    assert_eq!([layers_high, layers_low], [0, 1]);
    let [levels, width, height, style, wavelet] = file[coding + 9..coding + 14] else {
        unreachable!()
    };
    assert_eq!((levels, width, height, style, wavelet), (5, 4, 4, 0, 1));
}

#[test]
fn the_same_photo_gives_the_same_file() {
    let photo = Photo::drawn(3);
    assert_eq!(photo.to_jpeg2000().unwrap(), photo.to_jpeg2000().unwrap());
}

#[test]
fn many_threads_write_at_once() {
    let files: Vec<_> = (0..4)
        .map(|_| std::thread::spawn(|| Photo::drawn(1).to_jpeg2000().unwrap()))
        .collect();
    let files: Vec<_> = files.into_iter().map(|it| it.join().unwrap()).collect();
    assert!(files.windows(2).all(|pair| pair[0] == pair[1]));
}

#[test]
fn a_wrong_number_of_pixels_is_refused() {
    for count in [0, 1, 378 * 471, 378 * 472 + 1] {
        assert!(encode(&vec![0; count]).is_err());
    }
}
