use super::*;

/// How far two photos are apart: the mean difference of a pixel, 0 to 255, over
/// every 41st of them.
fn apart(one: &[u8], other: &[u8]) -> u32 {
    let sum: u32 = one
        .iter()
        .zip(other)
        .map(|(a, b)| u32::from(a.abs_diff(*b)))
        .sum();
    sum / u32::try_from(one.len()).unwrap()
}

#[test]
fn the_same_seed_gives_the_same_person() {
    assert_eq!(Photo::drawn(42), Photo::drawn(42));
    assert_ne!(Photo::drawn(42), Photo::drawn(43));
}

#[test]
fn a_hundred_people_all_look_different() {
    let thinned = |seed| {
        Photo::drawn(seed)
            .pixels()
            .iter()
            .step_by(41)
            .copied()
            .collect()
    };
    let people: Vec<Vec<u8>> = (0..100).map(thinned).collect();
    let pairs = people.iter().enumerate().flat_map(|(index, one)| {
        let others = people[index + 1..].iter();
        others.map(move |other| apart(one, other))
    });
    assert!(pairs.min() >= Some(3));
}

#[test]
fn the_head_is_dark_on_a_light_ground() {
    for seed in 0..20 {
        let photo = Photo::drawn(seed);
        let at = |x: usize, y: usize| photo.pixels()[y * usize::from(PHOTO_WIDTH) + x];
        assert!(at(4, 4) > 225 && at(373, 4) > 225, "a light ground");
        assert!((150..=250).contains(&at(189, 255)), "a face in the middle");
        assert!(at(189, 465) < 250, "clothes below");
    }
}

/// The pixels, as a hash that was written down: the drawing is the same on every
/// machine, or this fails on some.
#[test]
fn a_drawing_is_the_same_on_every_machine() {
    let hash = |photo: &Photo| {
        let pixels = photo.pixels().iter();
        pixels.fold(0xCBF2_9CE4_8422_2325_u64, |hash, pixel| {
            (hash ^ u64::from(*pixel)).wrapping_mul(0x100_0000_01B3)
        })
    };
    let hashes = [1, 2, u64::MAX].map(|seed| hash(&Photo::drawn(seed)));
    let written = [
        8_422_693_870_148_487_341,
        15_514_398_070_653_268_713,
        6_595_454_946_313_555_039,
    ];
    assert_eq!(hashes, written);
}

#[test]
fn a_photo_tells_nothing_of_itself() {
    assert_eq!(format!("{:?}", Photo::drawn(1)), "Photo");
}

#[test]
fn its_png_is_378_by_472_in_grey() {
    let file = Photo::drawn(1).to_png().unwrap();
    let picture = image::load_from_memory(&file).unwrap();
    assert_eq!(picture.color(), image::ColorType::L8);
    assert_eq!(picture.into_luma8().into_raw(), Photo::drawn(1).pixels());
}
