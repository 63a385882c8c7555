//! The contract sees a matcher that breaks it.

use std::sync::atomic::{AtomicU16, Ordering};

use super::*;
use crate::StubMatcher;

type Outcome = Result<Score, NotCaptured>;

/// The stub, but for what is done to its outcomes.
struct Broken<F>(F);

impl<F: Fn(&Photo, &Picture, Outcome) -> Outcome + Send + Sync> FaceMatcher for Broken<F> {
    fn compare(&self, photo: &Photo, frame: &Picture) -> Outcome {
        (self.0)(photo, frame, StubMatcher::new().compare(photo, frame))
    }
}

fn check(broken: impl Fn(&Photo, &Picture, Outcome) -> Outcome + Send + Sync) {
    keeps(&Broken(broken), &Policy::built_in());
}

fn scored(thousandths: u16) -> Outcome {
    Ok(Score::new(thousandths).unwrap())
}

#[test]
#[should_panic(expected = "the same pictures")]
fn that_gives_the_same_pictures_other_scores() {
    let next = AtomicU16::new(0);
    check(|_, _, _| scored(next.fetch_add(1, Ordering::Relaxed) % 1000));
}

#[test]
#[should_panic(expected = "against itself")]
fn to_which_a_photo_is_not_like_itself() {
    check(
        |photo, frame, found| match photo.pixels() == frame.pixels() {
            true => scored(1),
            false => found,
        },
    );
}

#[test]
#[should_panic(expected = "is not below")]
fn to_which_all_photos_are_alike() {
    check(|_, _, _| scored(900));
}

#[test]
#[should_panic(expected = "are best themselves")]
fn to_which_all_frames_are_unlike() {
    check(|photo, frame, found| match frame.width() {
        480 => scored(u16::from(photo.pixels()[100_000])),
        _ => found,
    });
}

#[test]
#[should_panic(expected = "in two sizes")]
fn to_which_a_large_frame_is_another() {
    check(|_, frame, found| match frame.width() {
        960 => scored(0),
        _ => found,
    });
}

#[test]
#[should_panic(expected = "of one shade")]
fn that_sees_someone_in_an_empty_frame() {
    check(|_, _, found| found.or(scored(0)));
}

#[test]
#[should_panic(expected = "passes")]
fn that_recognises_someone_in_noise() {
    check(|_, frame, found| match frame.width() {
        5000 => scored(1000),
        _ => found,
    });
}
