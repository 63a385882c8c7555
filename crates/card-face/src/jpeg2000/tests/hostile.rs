//! Files that mean harm.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::place;
use crate::{PHOTO_HEIGHT, PHOTO_WIDTH, Photo, PictureError};

fn good() -> Vec<u8> {
    static FILE: LazyLock<Vec<u8>> = LazyLock::new(|| Photo::drawn(5).to_jpeg2000().unwrap());
    FILE.clone()
}

/// A good file with these bytes put over those at a place behind a marker.
fn forged(marker: u8, behind: usize, bytes: &[u8]) -> Vec<u8> {
    let mut file = good();
    let at = place(&file, &[0xFF, marker]) + behind;
    file[at..at + bytes.len()].copy_from_slice(bytes);
    file
}

const SIZ: u8 = 0x51;
const COD: u8 = 0x52;
const QCD: u8 = 0x5C;
const SOT: u8 = 0x90;

fn refused(file: &[u8]) -> PictureError {
    Photo::from_jpeg2000(file).unwrap_err()
}

/// Always an error or a whole photo.
fn harmless(file: &[u8]) {
    if let Ok(photo) = Photo::from_jpeg2000(file) {
        assert_eq!(
            photo.pixels().len(),
            usize::from(PHOTO_WIDTH) * usize::from(PHOTO_HEIGHT)
        );
    }
}

#[test]
fn declared_sizes_beyond_the_bounds_are_refused_before_decoding() {
    use PictureError::{Damaged, TooLarge, Unsupported};
    let most = 65_535_u32.to_be_bytes();
    let sides = [most, most].concat();
    let tiny_tiles = [0, 0, 0, 1, 0, 0, 1, 0xD8];
    let cases: [(&str, Vec<u8>, PictureError); 16] = [
        (
            "65,535 × 65,535",
            forged(SIZ, 6, &sides),
            TooLarge("more than 4096 pixels on a side"),
        ),
        (
            "2³² wide",
            forged(SIZ, 6, &[0xFF; 4]),
            TooLarge("more than 4096 pixels on a side"),
        ),
        (
            "4096 × 4096",
            forged(SIZ, 6, &[0, 0, 16, 0, 0, 0, 16, 0]),
            TooLarge("more than 4,194,304 samples"),
        ),
        (
            "no width",
            forged(SIZ, 6, &[0; 4]),
            Damaged("it has no pixels"),
        ),
        (
            "no height",
            forged(SIZ, 10, &[0; 4]),
            Damaged("it has no pixels"),
        ),
        (
            "an offset",
            forged(SIZ, 14, &[0, 0, 0, 9]),
            Unsupported("a picture cut out of a larger one"),
        ),
        (
            "no tile width",
            forged(SIZ, 22, &[0; 4]),
            Damaged("it has no pixels"),
        ),
        (
            "378 tiles",
            forged(SIZ, 22, &tiny_tiles),
            TooLarge("more than 256 tiles"),
        ),
        (
            "178,416 tiles",
            forged(SIZ, 22, &[0, 0, 0, 1, 0, 0, 0, 1]),
            TooLarge("more than 256 tiles"),
        ),
        (
            "65,535 components",
            forged(SIZ, 38, &[0xFF; 2]),
            TooLarge("more than 4 components"),
        ),
        (
            "no component",
            forged(SIZ, 38, &[0; 2]),
            Damaged("it has no pixels"),
        ),
        (
            "samples of 38 bits",
            forged(SIZ, 40, &[37]),
            Unsupported("samples of more than 16 bits"),
        ),
        (
            "a step of 0",
            forged(SIZ, 41, &[0, 0]),
            Unsupported("components of different sizes"),
        ),
        (
            "33 levels",
            forged(COD, 9, &[33]),
            TooLarge("more than 32 levels"),
        ),
        (
            "65,535 layers",
            forged(COD, 6, &[0xFF; 2]),
            TooLarge("more than 32 layers"),
        ),
        (
            "blocks of 4 × 4",
            forged(COD, 10, &[0, 0]),
            Unsupported("code blocks of a rare size"),
        ),
    ];
    for (case, file, expected) in cases {
        assert_eq!(refused(&file), expected, "{case}");
    }
}

#[test]
fn headers_that_contradict_themselves_are_refused() {
    let cases = [
        ("no wavelet of that number", forged(COD, 13, &[2])),
        ("levels without their steps", forged(COD, 9, &[32])),
        ("no quantization of that number", forged(QCD, 4, &[0x1F])),
        ("a tile of another picture", forged(SOT, 4, &[0, 1])),
        ("tile 65,535", forged(SOT, 4, &[0xFF; 2])),
        (
            "a tile-part shorter than its header",
            forged(SOT, 6, &[0, 0, 0, 11]),
        ),
        ("a segment without length", forged(COD, 2, &[0, 0])),
        (
            "a segment longer than the file",
            forged(COD, 2, &[0xFF, 0xFF]),
        ),
        ("a second size", forged(COD, 1, &[SIZ])),
        ("packed packet headers", forged(COD, 1, &[0x60])),
        ("a change of progression", forged(COD, 1, &[0x5F])),
        ("a region of interest", forged(COD, 1, &[0x5E])),
        ("high throughput", forged(COD, 1, &[0x50])),
    ];
    for (case, file) in cases {
        let answer = Photo::from_jpeg2000(&file);
        assert!(
            matches!(
                answer,
                Err(PictureError::Damaged(_) | PictureError::Unsupported(_))
            ),
            "{case}: {answer:?}"
        );
    }
}

#[test]
fn a_segment_is_never_read_past_its_end() {
    let contradiction = PictureError::Damaged("its header contradicts itself");
    // Precincts announced, and their sizes left out.
    assert_eq!(refused(&forged(COD, 4, &[1])), contradiction);
    // More bytes than were announced.
    assert_eq!(refused(&forged(COD, 3, &[13])), contradiction);
    assert_eq!(refused(&forged(SIZ, 3, &[42])), contradiction);
}

#[test]
fn small_precincts_are_refused() {
    let mut file = good();
    let coding = place(&file, &[0xFF, COD]);
    // Six sizes behind a style that announces them, in a segment six bytes longer.
    file.splice(
        coding + 14..coding + 14,
        [0x88, 0x88, 0x88, 0x88, 0x88, 0x88],
    );
    file[coding + 3] += 6;
    file[coding + 4] = 1;
    // The box about it goes on to the end of the file.
    let stream = place(&file, b"jp2c");
    file[stream - 4..stream].fill(0);
    assert!(Photo::from_jpeg2000(&file).is_ok());
    file[coding + 14 + 5] = 0x11;
    let too_many = PictureError::TooLarge("precincts so small that there are too many");
    assert_eq!(refused(&file), too_many);
}

#[test]
fn more_bytes_than_a_photo_needs_are_not_looked_at() {
    let mut file = good();
    file.resize(512 * 1024, 0);
    assert!(Photo::from_jpeg2000(&file).is_ok());
    file.push(0);
    assert_eq!(
        refused(&file),
        PictureError::FileTooLarge { most: 512 * 1024 }
    );
}

#[test]
fn what_is_no_jpeg_2000_is_refused() {
    for file in [
        &b""[..],
        b"\x00\x00\x00\x0CjP  \r\n\x87\n",
        b"\xFF\x4F\xFF\x51",
        &[0; 4096],
        b"\x89PNG\r\n\x1a\n",
    ] {
        assert!(matches!(refused(file), PictureError::Damaged(_)));
    }
}

#[test]
fn boxes_that_lie_about_their_length_are_harmless() {
    let file = good();
    for kind in [b"ftyp", b"jp2h", b"ihdr", b"colr", b"jp2c"] {
        let at = place(&file, kind) - 4;
        for length in [0, 1, 2, 7, 8, 9, 0x7FFF_FFFF, 0xFFFF_FFFF_u32] {
            let mut file = file.clone();
            file[at..at + 4].copy_from_slice(&length.to_be_bytes());
            harmless(&file);
        }
    }
}

#[test]
fn a_file_cut_off_anywhere_is_refused() {
    let file = good();
    for length in (0..file.len()).step_by(64) {
        assert!(matches!(refused(&file[..length]), PictureError::Damaged(_)));
    }
    let without_end = &file[..file.len() - 2];
    assert!(Photo::from_jpeg2000(without_end).is_ok());
    let short = PictureError::Damaged("its pixels are cut off");
    assert_eq!(refused(&without_end[..without_end.len() - 1]), short);
}

#[test]
fn every_changed_header_byte_is_harmless() {
    let file = good();
    let end = place(&file, &[0xFF, 0x93]) + 40;
    for at in 0..end {
        for flip in [0x01, 0xFF] {
            let mut file = file.clone();
            file[at] ^= flip;
            harmless(&file);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn flipped_bytes_are_harmless(flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..40)) {
        let mut file = good();
        for (at, byte) in flips {
            let at = at.index(file.len());
            file[at] ^= byte;
        }
        harmless(&file);
    }

    #[test]
    fn random_tile_data_is_harmless(data in prop::collection::vec(any::<u8>(), 0..4096)) {
        let mut file = good();
        let start = place(&file, &[0xFF, 0x93]) + 2;
        file.truncate(start);
        file.extend(data);
        harmless(&file);
    }

    #[test]
    fn random_bytes_are_harmless(data in prop::collection::vec(any::<u8>(), 0..512)) {
        harmless(&data);
    }
}
