//! JPEGs (ISO/IEC 10918-1).

use card_face::{Photo, Picture};
use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageEncoder};

use super::{Answer, Hostile, damaged, hostile, noise, too_large, too_slow};

const BASELINE: u8 = 0xC0;
const EXTENDED: u8 = 0xC1;
const PROGRESSIVE: u8 = 0xC2;
const LOSSLESS: u8 = 0xC3;
const ARITHMETIC: u8 = 0xC9;
const DHT: u8 = 0xC4;
const APP1: u8 = 0xE1;
const APP14: u8 = 0xEE;

pub(crate) fn all() -> Vec<Hostile> {
    let broken = damaged("its JPEG data cannot be decoded");
    let small = Answer::Read(64, 48);
    let most = Answer::Read(4096, 3072);
    let whole = encoded(378, 472, Photo::drawn(1).pixels(), ExtendedColorType::L8);
    let good = encoded(64, 48, &noise(64 * 48 * 3), ExtendedColorType::Rgb8);
    let quiet: Vec<u8> = noise(4096 * 3072 * 3).iter().map(|it| it / 6).collect();
    let large = encoded(4096, 3072, &quiet, ExtendedColorType::Rgb8);
    let cut = whole[..whole.len() / 2].to_vec();
    let headed = |segment: &[u8]| [&good[..2], segment, &good[2..]].concat();
    let sized = |sides: [u8; 4]| {
        let mut file = good.clone();
        let at = file
            .windows(2)
            .position(|at| at == [0xFF, BASELINE])
            .unwrap();
        file[at + 5..at + 9].copy_from_slice(&sides);
        file
    };
    let kind = |kind: u8, depth: u8| {
        let mut file = good.clone();
        let at = file
            .windows(2)
            .position(|at| at == [0xFF, BASELINE])
            .unwrap();
        (file[at + 1], file[at + 4]) = (kind, depth);
        file
    };
    let tables = segment(DHT, &[&[0][..], &[1], &[0; 15], &[0]].concat()).repeat(300_000);
    let empty = segment(APP1, b"Exif\0\0").repeat(600_000);
    let answers = [small.clone(), broken.clone(), too_slow()];
    let mut files = vec![
        hostile(
            "JPEG: cut off",
            cut,
            [Answer::Read(378, 472), broken.clone()],
        ),
        hostile(
            "JPEG: the signature alone",
            good[..3].to_vec(),
            [broken.clone()],
        ),
        hostile(
            "JPEG: 65,535 × 65,535",
            sized([0xFF; 4]),
            [too_large("more than 8192 pixels on a side")],
        ),
        hostile(
            "JPEG: 8192 × 8192",
            sized([32, 0, 32, 0]),
            [too_large("more than 12,582,912 pixels")],
        ),
        hostile(
            "JPEG: no pixels",
            sized([0; 4]),
            [broken.clone(), damaged("it has no pixels")],
        ),
        hostile(
            "JPEG: 4096 × 3072 declared, 64 × 48 there",
            sized([12, 0, 16, 0]),
            [most.clone(), broken.clone(), too_slow()],
        ),
        hostile(
            "JPEG: 4096 × 3072 of noise",
            large,
            [most.clone(), too_slow()],
        ),
        hostile(
            "JPEG: samples of 12 bits",
            kind(EXTENDED, 12),
            [broken.clone()],
        ),
        hostile("JPEG: lossless", kind(LOSSLESS, 8), [broken.clone()]),
        hostile(
            "JPEG: arithmetic coding",
            kind(ARITHMETIC, 8),
            [broken.clone()],
        ),
        hostile(
            "JPEG: baseline called progressive",
            kind(PROGRESSIVE, 8),
            [small.clone(), broken.clone()],
        ),
        hostile("JPEG: 300,000 tables", headed(&tables), &answers),
        hostile("JPEG: 600,000 EXIF blocks", headed(&empty), &answers),
        hostile(
            "JPEG: 4 MiB of filling",
            headed(&vec![0xFF; 4 << 20]),
            &answers,
        ),
        hostile(
            "JPEG: in four colours, 4096 × 3072",
            progressive(4, &scans(4, 1)),
            [most.clone(), too_slow()],
        ),
        hostile(
            "JPEG: 90 scans over 4096 × 3072",
            progressive(3, &scans(3, 90)),
            [most.clone(), too_slow()],
        ),
        hostile(
            "JPEG: 90 finer and finer scans",
            progressive(3, &finer(90)),
            [most, too_slow(), broken.clone()],
        ),
        hostile(
            "JPEG: 5000 scans over 4096 × 3072",
            progressive(3, &scans(3, 5000)),
            [broken.clone(), too_slow()],
        ),
        hostile(
            "JPEG: scans without end",
            progressive(3, &scans(1, 100_000)),
            [broken, too_slow()],
        ),
    ];
    for (name, data) in broken_exif() {
        files.push(hostile(
            name,
            headed(&segment(APP1, &data)),
            [small.clone()],
        ));
    }
    files
}

fn encoded(width: u32, height: u32, pixels: &[u8], colour: ExtendedColorType) -> Vec<u8> {
    let mut file = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut file, 60);
    encoder.write_image(pixels, width, height, colour).unwrap();
    file
}

fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
    [&[0xFF, marker][..], &length, content].concat()
}

/// A progressive JPEG of 4096 × 3072 with these scans.
fn progressive(components: u8, scans: &[u8]) -> Vec<u8> {
    let mut frame = vec![8, 12, 0, 16, 0, components];
    for component in 1..=components {
        frame.extend([component, 0x11, 0]);
    }
    let mut file = vec![0xFF, 0xD8];
    // Four colours are told by Adobe's segment.
    file.extend(segment(APP14, b"Adobe\0\x64\0\0\0\0\x02"));
    file.extend(segment(0xDB, &[&[0][..], &[1; 64]].concat()));
    file.extend(segment(PROGRESSIVE, &frame));
    // One code of one bit: no difference; or a run of 16,384 and more empty blocks.
    for (table, value) in [(0x00, 0), (0x10, 0xE0)] {
        file.extend(segment(
            DHT,
            &[&[table, 1][..], &[0; 15], &[value]].concat(),
        ));
    }
    file.extend(scans);
    file.extend([0xFF, 0xD9]);
    file
}

/// Scans of all components' means, then so many of the first one's detail, all of it
/// nothing, in a few bytes each.
fn scans(components: u8, count: usize) -> Vec<u8> {
    let mut first = vec![components];
    for component in 1..=components {
        first.extend([component, 0]);
    }
    first.extend([0, 0, 0]);
    let mut scans = segment(0xDA, &first);
    // A bit for each of 512 × 384 blocks.
    scans.extend(vec![0; 512 * 384 / 8 * usize::from(components)]);
    let detail = [segment(0xDA, &[1, 1, 0, 1, 63, 0]), runs()].concat();
    scans.extend(detail.repeat(count));
    scans
}

/// Scans that each correct the one before by a bit.
fn finer(count: usize) -> Vec<u8> {
    let detail = [segment(0xDA, &[1, 1, 0, 1, 63, 0x10]), runs()].concat();
    [scans(3, 1), detail.repeat(count)].concat()
}

/// A code of 0 and 14 ones, seven times: 7 × 32,767 empty blocks.
fn runs() -> Vec<u8> {
    let bits: Vec<u8> = (0..7).flat_map(|_| [&[0][..], &[1; 14]].concat()).collect();
    let bytes = bits.chunks(8).map(|bits| {
        let byte = bits.iter().fold(0, |byte, bit| byte << 1 | bit);
        byte << (8 - bits.len())
    });
    // A byte of eight ones is followed by a zero.
    bytes
        .flat_map(|byte: u8| {
            if byte == 0xFF {
                vec![0xFF, 0]
            } else {
                vec![byte]
            }
        })
        .collect()
}

/// EXIF data (JEITA CP-3451) with one entry, an orientation.
fn exif(place: u32, entries: u16, orientation: u16) -> Vec<u8> {
    let mut data = b"Exif\0\0MM\0*".to_vec();
    data.extend(place.to_be_bytes());
    data.extend(entries.to_be_bytes());
    data.extend([1, 0x12, 0, 3, 0, 0, 0, 1]);
    data.extend(orientation.to_be_bytes());
    data.extend([0; 6]);
    data
}

fn broken_exif() -> [(&'static str, Vec<u8>); 8] {
    [
        ("JPEG: EXIF without data", b"Exif\0\0".to_vec()),
        (
            "JPEG: EXIF that is noise",
            [b"Exif\0\0".to_vec(), noise(500)].concat(),
        ),
        ("JPEG: EXIF cut off", exif(8, 1, 6)[..17].to_vec()),
        ("JPEG: EXIF that points outside", exif(u32::MAX, 1, 6)),
        ("JPEG: EXIF that points at itself", exif(0, 1, 6)),
        ("JPEG: EXIF of 65,535 entries", exif(8, u16::MAX, 0)),
        ("JPEG: orientation 0", exif(8, 1, 0)),
        ("JPEG: orientation 65,535", exif(8, 1, u16::MAX)),
    ]
}

/// The darkest corner of the upright picture, whichever way the file holds it.
#[test]
fn a_frame_is_turned_upright_from_each_of_eight_orientations() {
    let dark = |x: u32, y: u32| -> Vec<u8> {
        let pixels = (0..64 * 32_u32).map(|at| {
            let inside = (at % 64) / 32 == x && (at / 64) / 16 == y;
            if inside { 10 } else { 240 }
        });
        encoded(64, 32, &pixels.collect::<Vec<_>>(), ExtendedColorType::L8)
    };
    // Where the upright picture's upper left corner lies in the file (6 and 8: a
    // quarter turn clockwise and back), and whether it is turned on its side.
    let corners = [
        (0, 0),
        (1, 0),
        (1, 1),
        (0, 1),
        (0, 0),
        (0, 1),
        (1, 1),
        (1, 0),
    ];
    for (orientation, (x, y)) in (1_u16..).zip(corners) {
        let file = dark(x, y);
        let told = segment(APP1, &exif(8, 1, orientation));
        let file = [&file[..2], &told, &file[2..]].concat();
        let frame = Picture::read(&file).unwrap();
        let size = if orientation < 5 { (64, 32) } else { (32, 64) };
        assert_eq!((frame.width(), frame.height()), size, "{orientation}");
        let at = |x: u32, y: u32| frame.pixels()[usize::try_from(y * frame.width() + x).unwrap()];
        let (right, bottom) = (size.0 - 5, size.1 - 5);
        let corners = [at(5, 5), at(right, 5), at(5, bottom), at(right, bottom)];
        let expected = corners[0] < 40 && corners[1..].iter().all(|it| *it > 200);
        assert!(expected, "{orientation}: {corners:?}");
    }
}
