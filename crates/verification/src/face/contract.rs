//! What every matcher keeps to. A matcher's tests call [`keeps`] with it.

use card_face::{Photo, Picture, Variation};

use super::{FaceMatcher, NotCaptured, Score};
use crate::Policy;

/// People of whom none looks like another.
const PEOPLE: [u64; 6] = [11, 12, 13, 14, 15, 16];

/// How far apart the scores of one picture in two sizes may be, thousandths.
const SIZE_MATTERS: u16 = 40;

/// Every check. `policy` holds the threshold that goes with the matcher.
pub(super) fn keeps(matcher: &dyn FaceMatcher, policy: &Policy) {
    works_on_any_thread::<&dyn FaceMatcher>();
    the_same_pictures_give_the_same_score(matcher);
    a_photo_is_most_like_itself(matcher, policy);
    a_persons_frame_is_more_like_the_person_than_most_others(matcher);
    the_frames_size_does_not_matter(matcher);
    an_empty_frame_holds_no_face(matcher);
    a_frame_of_any_shape_gets_an_answer(matcher);
}

fn works_on_any_thread<T: Send + Sync>() {}

fn score(matcher: &dyn FaceMatcher, photo: &Photo, frame: &Picture) -> u16 {
    matcher
        .compare(photo, frame)
        .map(Score::thousandths)
        .unwrap()
}

fn the_same_pictures_give_the_same_score(matcher: &dyn FaceMatcher) {
    let photo = Photo::drawn(1);
    let frames = Variation::ALL.map(|it| Picture::captured(1, it, 2));
    let scores = || {
        frames
            .each_ref()
            .map(|frame| matcher.compare(&photo, frame))
    };
    assert_eq!(scores(), scores(), "of the same pictures");
}

fn a_photo_is_most_like_itself(matcher: &dyn FaceMatcher, policy: &Policy) {
    for one in PEOPLE {
        let photo = Photo::drawn(one);
        let itself = score(matcher, &photo, &Picture::of_photo(&photo));
        let passes = policy.face.judge(Score::new(itself).unwrap());
        assert!(passes.is_some(), "{one} against itself: {itself}");
        for other in PEOPLE.into_iter().filter(|it| *it != one) {
            let other = score(matcher, &photo, &Picture::of_photo(&Photo::drawn(other)));
            assert!(other < itself, "{one}: {other} is not below {itself}");
        }
    }
}

fn a_persons_frame_is_more_like_the_person_than_most_others(matcher: &dyn FaceMatcher) {
    let photos = PEOPLE.map(Photo::drawn);
    let mut best = 0;
    for (place, person) in PEOPLE.into_iter().enumerate() {
        let frame = Picture::captured(person, Variation::Plain, 5);
        let scores = photos.each_ref().map(|it| score(matcher, it, &frame));
        best += usize::from(scores.iter().all(|it| *it <= scores[place]));
    }
    assert!(
        best + 1 >= PEOPLE.len(),
        "{best} people are best themselves"
    );
}

fn the_frames_size_does_not_matter(matcher: &dyn FaceMatcher) {
    let photo = Photo::drawn(1);
    for variation in Variation::ALL {
        let frame = Picture::captured(1, variation, 3);
        let small = score(matcher, &photo, &frame);
        let large = score(matcher, &photo, &doubled(&frame));
        assert!(
            small.abs_diff(large) <= SIZE_MATTERS,
            "{small} and {large} in two sizes"
        );
    }
}

fn an_empty_frame_holds_no_face(matcher: &dyn FaceMatcher) {
    let photo = Photo::drawn(1);
    for shade in [0, 3, 127, 255] {
        let frame = filled(480, 640, |_| shade);
        let outcome = matcher.compare(&photo, &frame);
        let causes = [NotCaptured::NoFace, NotCaptured::BadLight];
        let told = outcome.is_err_and(|it| causes.contains(&it));
        assert!(told, "a frame of one shade, {shade}: {outcome:?}");
    }
}

/// None of these passes, takes long or panics; which answer it is, is the matcher's.
fn a_frame_of_any_shape_gets_an_answer(matcher: &dyn FaceMatcher) {
    let photo = Photo::drawn(1);
    let shapes = [
        (1, 1),
        (1, 2),
        (2, 1),
        (7, 3),
        (1, 5000),
        (5000, 1),
        (4096, 3072),
    ];
    for (width, height) in shapes {
        // Stripes and specks, by a small generator's numbers.
        let frame = filled(width, height, |place| {
            let mixed = place.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 56;
            u8::try_from(mixed).unwrap()
        });
        if let Ok(score) = matcher.compare(&photo, &frame) {
            let passes = Policy::built_in().face.judge(score);
            assert!(passes.is_none(), "{width} × {height} passes: {score:?}");
        }
    }
}

fn filled(width: u32, height: u32, shade: impl Fn(u64) -> u8) -> Picture {
    let pixels = (0..u64::from(width) * u64::from(height)).map(shade);
    Picture::from_grey(width, height, pixels.collect()).unwrap()
}

/// Each pixel as four.
fn doubled(picture: &Picture) -> Picture {
    let (width, height) = (picture.width(), picture.height());
    let rows = picture.pixels().chunks(width as usize);
    let pixels = rows.flat_map(|row| {
        let row: Vec<u8> = row.iter().flat_map(|pixel| [*pixel; 2]).collect();
        row.repeat(2)
    });
    Picture::from_grey(2 * width, 2 * height, pixels.collect()).unwrap()
}

mod tests;
