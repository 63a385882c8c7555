use card_face::Variation;

use super::*;
use crate::Policy;
use crate::face::contract;

#[test]
fn the_stub_keeps_the_contract_of_matchers() {
    contract::keeps(&StubMatcher::new(), &Policy::built_in());
}

#[test]
fn a_face_box_brings_a_small_face_within_reach() {
    let photo = Photo::drawn(4);
    let frame = Picture::captured(4, Variation::Plain, 1);
    let room = beside(&frame, 3);
    let face_box = FaceBox::new(90, 720, 150, 180).unwrap();
    let score = |stub: StubMatcher| stub.compare(&photo, &room).unwrap();
    let (with, without) = (StubMatcher::with_face_box(face_box), StubMatcher::new());
    let policy = Policy::built_in().face;
    assert!(policy.judge(score(with)).is_some(), "{:?}", score(with));
    assert!(
        policy.judge(score(without)).is_none(),
        "{:?}",
        score(without)
    );
}

/// The scores as they were written down: the same on every machine, or this fails on
/// some.
#[test]
fn a_score_is_the_same_on_every_machine() {
    let photo = Photo::drawn(7);
    let scores = Variation::ALL.map(|variation| {
        let frame = Picture::captured(7, variation, 1);
        let score = StubMatcher::new().compare(&photo, &frame).unwrap();
        score.thousandths()
    });
    assert_eq!(scores, [862, 805, 897, 862, 760]);
}

#[test]
fn too_dark_and_too_bright_frames_are_told_from_dim_and_bright_ones() {
    let photo = Photo::drawn(7);
    let frame = Picture::captured(7, Variation::Plain, 1);
    let lit = |light: fn(u8) -> u8| {
        let pixels = frame.pixels().iter().copied().map(light).collect();
        let frame = Picture::from_grey(frame.width(), frame.height(), pixels).unwrap();
        StubMatcher::new().compare(&photo, &frame)
    };
    assert!(lit(|it| it / 4).is_ok());
    assert!(lit(|it| 200 + it / 5).is_ok());
    assert_eq!(lit(|it| it / 20), Err(NotCaptured::BadLight));
    assert_eq!(lit(|it| 243 + it / 20), Err(NotCaptured::BadLight));
    assert_eq!(lit(|it| 120 + it / 50), Err(NotCaptured::BadLight));
}

/// The frame as the lower left of a grey wall, so many times as wide and high.
fn beside(frame: &Picture, times: u32) -> Picture {
    let (width, height) = (frame.width(), frame.height());
    let (all, rows) = ((width * times) as usize, (height * times) as usize);
    let mut pixels = vec![128; all * rows];
    let below = pixels.chunks_mut(all).skip(rows - height as usize);
    for (row, of_frame) in below.zip(frame.pixels().chunks(width as usize)) {
        row[..width as usize].copy_from_slice(of_frame);
    }
    Picture::from_grey(width * times, height * times, pixels).unwrap()
}
