use std::io::Cursor;

use image::{DynamicImage, GrayImage, ImageFormat, Luma, Rgb, RgbImage, Rgba, RgbaImage};
use proptest::prelude::*;

use crate::{PHOTO_WIDTH, Photo, PictureError};

fn file(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    picture.into().write_to(&mut file, format).unwrap();
    file.into_inner()
}

/// Dark on the left, light on the right.
fn halves(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, _| {
        if x < width / 2 {
            Rgb([20; 3])
        } else {
            Rgb([230; 3])
        }
    })
}

fn at(photo: &Photo, x: usize, y: usize) -> u8 {
    photo.pixels()[y * usize::from(PHOTO_WIDTH) + x]
}

fn dark_then_light(photo: &Photo, dark: (usize, usize), light: (usize, usize)) {
    assert!(
        at(photo, dark.0, dark.1) < 40,
        "{}",
        at(photo, dark.0, dark.1)
    );
    assert!(
        at(photo, light.0, light.1) > 210,
        "{}",
        at(photo, light.0, light.1)
    );
}

#[test]
fn a_png_and_a_jpeg_are_cut_and_scaled_to_the_photos_shape() {
    for format in [ImageFormat::Png, ImageFormat::Jpeg] {
        for (width, height) in [(378, 472), (800, 600), (100, 900), (3, 5), (1, 1)] {
            let photo = Photo::from_picture(&file(halves(width, height), format)).unwrap();
            assert_eq!(photo.pixels().len(), 378 * 472);
        }
        let photo = Photo::from_picture(&file(halves(900, 500), format)).unwrap();
        dark_then_light(&photo, (30, 236), (348, 236));
    }
}

#[test]
fn a_photo_of_the_right_size_is_kept_as_it_is() {
    let drawn = Photo::drawn(9);
    assert_eq!(
        Photo::from_picture(&drawn.to_png().unwrap()).unwrap(),
        drawn
    );
}

#[test]
fn the_middle_of_the_picture_is_kept() {
    let wide = GrayImage::from_fn(1000, 200, |x, _| {
        Luma([if (460..540).contains(&x) { 10 } else { 250 }])
    });
    let photo = Photo::from_picture(&file(wide, ImageFormat::Png)).unwrap();
    dark_then_light(&photo, (189, 236), (10, 236));
}

/// A JPEG whose EXIF data give this orientation.
fn turned(orientation: u8) -> Vec<u8> {
    let jpeg = file(halves(472, 378), ImageFormat::Jpeg);
    let exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0";
    let mut turned = jpeg[..2].to_vec();
    turned.extend([0xFF, 0xE1, 0, u8::try_from(exif.len()).unwrap() + 9]);
    turned.extend(exif);
    turned.extend([orientation, 0, 0, 0, 0, 0, 0]);
    turned.extend(&jpeg[2..]);
    turned
}

#[test]
fn a_picture_taken_sideways_is_turned_upright() {
    let upright = Photo::from_picture(&turned(6)).unwrap();
    dark_then_light(&upright, (189, 40), (189, 430));
    let other_way = Photo::from_picture(&turned(8)).unwrap();
    dark_then_light(&other_way, (189, 430), (189, 40));
    let untouched = Photo::from_picture(&turned(1)).unwrap();
    dark_then_light(&untouched, (40, 236), (340, 236));
}

#[test]
fn what_is_transparent_becomes_white() {
    let clear = RgbaImage::from_pixel(378, 472, Rgba([0, 0, 0, 0]));
    let photo = Photo::from_picture(&file(clear, ImageFormat::Png)).unwrap();
    assert!(photo.pixels().iter().all(|pixel| *pixel == 255));
}

#[test]
fn other_kinds_of_file_are_refused_with_a_reason() {
    for other in [
        &b""[..],
        b"hello",
        &[0; 5000],
        b"\xFF\xD8\xFF",
        b"\x89PNG\r\n\x1a\n",
    ] {
        assert!(matches!(
            Photo::from_picture(other),
            Err(PictureError::Damaged(_))
        ));
    }
    let gif = b"GIF89a\x01\0\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x01\0;";
    let refused = Err(PictureError::Unsupported("give a PNG or a JPEG"));
    assert_eq!(Photo::from_picture(gif), refused);
    assert_eq!(Photo::from_picture(b"RIFF\x10\0\0\0WEBPVP8 "), refused);
}

/// A PNG that declares this size and hardly has data.
fn forged(width: u32, height: u32) -> Vec<u8> {
    let mut info = png::Info::with_size(width, height);
    info.bit_depth = png::BitDepth::Eight;
    info.color_type = png::ColorType::Rgb;
    let mut file = Vec::new();
    let encoder = png::Encoder::with_info(&mut file, info).unwrap();
    let mut writer = encoder.write_header().unwrap();
    writer.write_chunk(png::chunk::IDAT, &[0; 16]).unwrap();
    drop(writer);
    file
}

#[test]
fn huge_declared_sizes_are_refused_before_decoding() {
    for (width, height) in [
        (1_000_000, 1_000_000),
        (8193, 1),
        (1, 8193),
        (8192, 8192),
        (4097, 3072),
    ] {
        let answer = Photo::from_picture(&forged(width, height));
        assert!(
            matches!(answer, Err(PictureError::TooLarge(_))),
            "{width}: {answer:?}"
        );
    }
    let mut jpeg = file(halves(16, 16), ImageFormat::Jpeg);
    let frame = jpeg.windows(2).position(|at| at == [0xFF, 0xC0]).unwrap();
    jpeg[frame + 5..frame + 9].fill(0xFF);
    assert!(matches!(
        Photo::from_picture(&jpeg),
        Err(PictureError::TooLarge(_))
    ));
    jpeg[frame + 5..frame + 9].fill(0);
    assert!(Photo::from_picture(&jpeg).is_err());
}

#[test]
fn a_file_of_50_megabytes_is_refused() {
    let refused = Err(PictureError::FileTooLarge {
        most: 8 * 1024 * 1024,
    });
    assert_eq!(Photo::from_picture(&vec![0xFF; 50_000_000]), refused);
}

#[test]
fn a_picture_that_moves_is_refused() {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, 2, 2);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_animated(2, 0).unwrap();
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&[0; 4]).unwrap();
    writer.write_image_data(&[255; 4]).unwrap();
    writer.finish().unwrap();
    let refused = Err(PictureError::Unsupported("it moves; give a still picture"));
    assert_eq!(Photo::from_picture(&file), refused);
}

#[test]
fn a_picture_cut_off_anywhere_never_panics() {
    for format in [ImageFormat::Png, ImageFormat::Jpeg] {
        let whole = file(Photo::drawn(4).fitted_again(), format);
        for length in (0..whole.len()).step_by(997) {
            let _ = Photo::from_picture(&whole[..length]);
        }
    }
}

impl Photo {
    fn fitted_again(&self) -> GrayImage {
        GrayImage::from_raw(378, 472, self.pixels().to_vec()).unwrap()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn flipped_bytes_never_panic(
        jpeg in any::<bool>(),
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
    ) {
        let format = if jpeg { ImageFormat::Jpeg } else { ImageFormat::Png };
        let mut file = file(halves(64, 48), format);
        for (at, byte) in flips {
            let at = at.index(file.len());
            file[at] ^= byte;
        }
        let _ = Photo::from_picture(&file);
    }
}
