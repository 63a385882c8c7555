use super::*;
use crate::{Photo, Picture};

#[test]
fn the_same_seeds_give_the_same_frame() {
    let frame = Picture::captured;
    let one = frame(1, Variation::Plain, 1);
    assert_eq!((one.width(), one.height()), (480, 640));
    assert!(one == frame(1, Variation::Plain, 1));
    assert!(one != frame(2, Variation::Plain, 1));
    assert!(one != frame(1, Variation::Pose, 1));
    assert!(one != frame(1, Variation::Plain, 2));
}

/// The pixels, as a hash that was written down: a frame is the same on every machine,
/// or this fails on some.
#[test]
fn a_frame_is_the_same_on_every_machine() {
    let hashes = Variation::ALL.map(|variation| {
        let pixels = captured(7, variation, 3).into_iter();
        pixels.fold(0xCBF2_9CE4_8422_2325_u64, |hash, pixel| {
            (hash ^ u64::from(pixel)).wrapping_mul(0x100_0000_01B3)
        })
    });
    let written = [
        16_244_704_393_647_049_329,
        9_544_208_428_280_859_862,
        2_498_413_346_093_399_294,
        1_354_046_937_171_420_439,
        8_436_384_983_861_688_105,
    ];
    assert_eq!(hashes, written);
}

/// The face's greys in a grid of 12 by 12, less their mean.
fn face(pixels: &[u8], width: usize, (middle, eyes): (usize, usize)) -> Vec<i32> {
    let cells = (0..144).map(|cell| {
        let (left, top) = (middle - 84 + cell % 12 * 14, eyes - 70 + cell / 12 * 14);
        let rows = (top..top + 14).flat_map(|y| &pixels[y * width + left..][..14]);
        rows.map(|pixel| i32::from(*pixel)).sum::<i32>() / 196
    });
    let cells: Vec<_> = cells.collect();
    let mean = cells.iter().sum::<i32>() / 144;
    cells.into_iter().map(|cell| cell - mean).collect()
}

#[test]
fn who_stands_before_the_camera_is_the_person_of_the_photo() {
    let people = 0..24_u64;
    let photo = |person| face(Photo::drawn(person).pixels(), 378, (189, 220));
    let photos: Vec<_> = people.clone().map(photo).collect();
    let known = people.filter(|person| {
        let frame = face(&captured(*person, Variation::Plain, 5), 480, (240, 275));
        let apart = |photo: &Vec<i32>| -> i32 {
            let pairs = photo.iter().zip(&frame);
            pairs.map(|(a, b)| (a - b).abs()).sum()
        };
        let nearest = (0..).zip(&photos).min_by_key(|(_, photo)| apart(photo));
        nearest.unwrap().0 == *person
    });
    let known = known.count();
    // By greys alone and with no matching of places; by chance it were one.
    assert!(known >= 16, "{known} of 24");
}

/// How far a frame's neighbouring greys are apart on average.
fn grain(pixels: &[u8]) -> f64 {
    let pairs = pixels.windows(2);
    let steps: u32 = pairs.map(|it| u32::from(it[0].abs_diff(it[1]))).sum();
    f64::from(steps) / pixels.len() as f64
}

#[test]
fn noise_makes_grain() {
    let shown = |variation| -> f64 { (0..6).map(|it| grain(&captured(11, variation, it))).sum() };
    assert!(shown(Variation::Noise) > 1.5 * shown(Variation::Plain));
}

#[test]
fn strong_light_falls_unevenly_on_an_even_wall() {
    for seed in 0..12 {
        let [strong, slight] = [true, false].map(|strong| {
            let mut wall = vec![150.0; 480 * 640];
            Light::drawn(&mut Lot::of(seed), strong).fall(&mut wall);
            let brightest = wall.iter().fold(0.0_f32, |most, it| most.max(*it));
            let darkest = wall.iter().fold(255.0_f32, |least, it| least.min(*it));
            brightest - darkest
        });
        assert!(strong > 40.0 && slight < 40.0, "{seed}: {strong} {slight}");
    }
}

#[test]
fn variations_are_told_apart_by_their_codes() {
    let mut codes = Variation::ALL.map(Variation::code);
    codes.sort_unstable();
    assert!(codes.windows(2).all(|pair| pair[0] != pair[1]));
}
