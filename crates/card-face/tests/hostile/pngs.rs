//! PNGs (ISO/IEC 15948).

use std::io::Write;

use card_face::Photo;
use flate2::Compression;
use flate2::write::ZlibEncoder;

use super::{Answer, Hostile, damaged, hostile, noise, too_large, too_slow, unsupported};

const GREY: u8 = 0;
const COLOUR: u8 = 2;
const PALETTE: u8 = 3;
const COLOUR_AND_OPACITY: u8 = 6;

pub(crate) fn all() -> Vec<Hostile> {
    let broken = damaged("its PNG data cannot be decoded");
    let sides = too_large("more than 8192 pixels on a side");
    let area = too_large("more than 12,582,912 pixels");
    let moves = unsupported("it moves; give a still picture");
    let small = Answer::Read(16, 16);
    let whole = Photo::drawn(1).to_png().unwrap();
    let cut = whole[..whole.len() / 2].to_vec();
    let mut flipped = whole.clone();
    flipped[whole.len() / 2] ^= 0xFF;
    let bomb = zeros(1 << 30);
    let text = [b"XML:com.adobe.xmp\0\0".to_vec(), bomb.clone()].concat();
    let unicode = [b"XML:com.adobe.xmp\0\x01\0\0\0".to_vec(), bomb.clone()].concat();
    let texts: Vec<_> = (0..500_000).map(|_| (b"tEXt", b"a\0b".to_vec())).collect();
    let parts: Vec<_> = (0..600_000).map(|_| (b"IDAT", Vec::new())).collect();
    vec![
        hostile("PNG: cut off", cut, [broken.clone()]),
        hostile("PNG: a bit flipped", flipped, [broken.clone()]),
        hostile(
            "PNG: the signature alone",
            whole[..8].to_vec(),
            [broken.clone()],
        ),
        hostile("PNG: no pixels", declared(0, 0), [broken.clone()]),
        hostile(
            "PNG: 65,535 × 65,535",
            declared(65_535, 65_535),
            [sides.clone()],
        ),
        hostile("PNG: 2³¹ wide", declared(u32::MAX >> 1, 1), [sides]),
        hostile("PNG: 8192 × 8192", declared(8192, 8192), [area]),
        hostile(
            "PNG: noise for pixels",
            png((16, 16, 8, GREY, 0), &[(b"IDAT", noise(4096))]),
            [broken.clone()],
        ),
        hostile("PNG: 1 GiB in zTXt", beside(b"zTXt", text), [small.clone()]),
        hostile(
            "PNG: 1 GiB in iTXt",
            beside(b"iTXt", unicode),
            [small.clone()],
        ),
        hostile(
            "PNG: 1 GiB in iCCP",
            beside(b"iCCP", [b"a\0\0".to_vec(), bomb.clone()].concat()),
            [small.clone()],
        ),
        hostile(
            "PNG: 1 GiB for 16 × 16 pixels",
            png((16, 16, 8, GREY, 0), &[(b"IDAT", bomb)]),
            [small.clone(), broken.clone()],
        ),
        hostile("PNG: 500,000 texts", among(&texts), [small.clone()]),
        hostile(
            "PNG: 600,000 empty parts",
            among(&parts),
            [small.clone(), broken.clone(), too_slow()],
        ),
        hostile(
            "PNG: 2 MiB of EXIF data",
            beside(b"eXIf", noise(2 << 20)),
            [too_large("more than 1 MiB beside it")],
        ),
        hostile(
            "PNG: EXIF data that is noise",
            beside(b"eXIf", noise(64)),
            [small.clone()],
        ),
        hostile(
            "PNG: an unknown needed chunk",
            beside(b"ABCD", Vec::new()),
            [broken],
        ),
        hostile(
            "PNG: it moves",
            beside(b"acTL", vec![0, 0, 0, 2, 0, 0, 0, 0]),
            [moves],
        ),
        hostile(
            "PNG: 4096 × 3072 of 16 bits",
            plain(4096, 3072, 16, COLOUR_AND_OPACITY, 0),
            [Answer::Read(4096, 3072), too_slow()],
        ),
        hostile(
            "PNG: the same, interlaced",
            plain(4096, 3072, 16, COLOUR_AND_OPACITY, 1),
            [Answer::Read(4096, 3072), too_slow()],
        ),
        hostile(
            "PNG: 16 bits, colours, interlaced",
            plain(37, 23, 16, COLOUR, 1),
            [Answer::Read(37, 23)],
        ),
        hostile(
            "PNG: 1 bit, 8192 × 1",
            plain(8192, 1, 1, GREY, 0),
            [Answer::Read(8192, 1)],
        ),
        hostile(
            "PNG: 1 × 8191, interlaced",
            plain(1, 8191, 1, GREY, 1),
            [Answer::Read(1, 8191)],
        ),
        hostile(
            "PNG: a palette left out",
            plain(16, 16, 8, PALETTE, 0),
            [damaged("its PNG data cannot be decoded")],
        ),
    ]
}

/// So many zeros, deflated.
fn zeros(count: usize) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    let block = vec![0; 1 << 20];
    for _ in 0..count >> 20 {
        encoder.write_all(&block).unwrap();
    }
    encoder.write_all(&block[..count & 0xF_FFFF]).unwrap();
    encoder.finish().unwrap()
}

fn chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let mut sum = flate2::Crc::new();
    sum.update(kind);
    sum.update(content);
    let length = u32::try_from(content.len()).unwrap().to_be_bytes();
    [&length[..], kind, content, &sum.sum().to_be_bytes()].concat()
}

/// A PNG of this width, height, depth, colour type and interlacing.
fn png(
    (width, height, depth, colour, interlaced): (u32, u32, u8, u8, u8),
    chunks: &[(&[u8; 4], Vec<u8>)],
) -> Vec<u8> {
    let sides = [width.to_be_bytes(), height.to_be_bytes()].concat();
    let header = [&sides[..], &[depth, colour, 0, 0, interlaced]].concat();
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    file.extend(chunk(b"IHDR", &header));
    for (kind, content) in chunks {
        file.extend(chunk(kind, content));
    }
    file.extend(chunk(b"IEND", &[]));
    file
}

fn declared(width: u32, height: u32) -> Vec<u8> {
    png((width, height, 8, COLOUR, 0), &[(b"IDAT", zeros(64))])
}

/// A small picture with this chunk before its pixels.
fn beside(kind: &[u8; 4], content: Vec<u8>) -> Vec<u8> {
    among(&[(kind, content)])
}

/// A small picture with these chunks before its pixels.
fn among(chunks: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let pixels = [(b"IDAT", zeros(16 * 17))];
    png((16, 16, 8, GREY, 0), &[chunks, &pixels].concat())
}

/// A black picture of this kind.
fn plain(width: u32, height: u32, depth: u8, colour: u8, interlaced: u8) -> Vec<u8> {
    let samples = match colour {
        COLOUR => 3,
        COLOUR_AND_OPACITY => 4,
        _ => 1,
    };
    let passes = match interlaced {
        0 => vec![(width, height)],
        // Adam7: each pass's first column and row, and their steps.
        _ => [
            (0, 0, 8, 8),
            (4, 0, 8, 8),
            (0, 4, 4, 8),
            (2, 0, 4, 4),
            (0, 2, 2, 4),
            (1, 0, 2, 2),
            (0, 1, 1, 2),
        ]
        .map(|(x, y, along, down): (u32, u32, u32, u32)| {
            let across = width.saturating_sub(x).div_ceil(along);
            (across, height.saturating_sub(y).div_ceil(down))
        })
        .to_vec(),
    };
    let bits = u32::from(depth) * samples;
    let rows = passes.iter().filter(|(width, _)| *width > 0);
    let count: u32 = rows
        .map(|(width, height)| height * (1 + (width * bits).div_ceil(8)))
        .sum();
    let pixels = zeros(usize::try_from(count).unwrap());
    png(
        (width, height, depth, colour, interlaced),
        &[(b"IDAT", pixels)],
    )
}
