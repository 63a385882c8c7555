use std::sync::atomic::AtomicU64;

use super::super::{NotCaptured, Score, StubMatcher};
use super::*;
use crate::Policy;

const SMALL: DrawnSet = DrawnSet {
    seed: 3,
    identities: 6,
    variations: 6,
    impostors: 2,
};

fn tally(genuine: &[u16], impostors: &[u16]) -> Tally {
    let mut tally = Tally::NOTHING;
    for (scores, of) in [
        (&mut tally.genuine, genuine),
        (&mut tally.impostors, impostors),
    ] {
        for score in of {
            scores.count(Ok(Score::new(*score).unwrap()));
        }
    }
    tally
}

#[test]
fn the_curve_counts_a_score_at_the_threshold_as_a_match() {
    let curve = tally(&[700, 800, 1000], &[0, 700]).curve();
    let at = |threshold: usize| {
        let rates = curve[threshold];
        assert_eq!(usize::from(rates.threshold), threshold);
        assert_eq!((rates.impostors, rates.genuine), (2, 3));
        (rates.false_accepts, rates.false_rejects)
    };
    assert_eq!(curve.len(), 1001);
    assert_eq!(at(0), (2, 0));
    assert_eq!(at(1), (1, 0));
    assert_eq!(at(700), (1, 0));
    assert_eq!(at(701), (0, 1));
    assert_eq!(at(1000), (0, 2));
    assert!((curve[701].false_reject_rate() - 1.0 / 3.0).abs() < 1e-12);
    assert!((curve[1].false_accept_rate() - 0.5).abs() < 1e-12);
}

#[test]
fn errors_are_equal_where_the_curves_meet() {
    let apart = tally(&[800, 900], &[100, 200]).equal_error();
    assert_eq!(
        (apart.threshold, apart.false_accepts, apart.false_rejects),
        (201, 0, 0)
    );
    let mixed = tally(&[300, 600, 700, 800], &[100, 200, 300, 650]);
    let mixed = mixed.equal_error();
    assert_eq!(
        (mixed.threshold, mixed.false_accepts, mixed.false_rejects),
        (301, 1, 1)
    );
    assert!((mixed.error_rate() - 0.25).abs() < 1e-12);
}

#[test]
fn frames_without_a_face_are_in_no_rate() {
    let mut tally = tally(&[500], &[]);
    tally.genuine.count(Err(NotCaptured::NoFace));
    let rates = tally.rates(501);
    assert_eq!((rates.false_rejects, rates.genuine), (1, 1));
    assert_eq!(tally.genuine.not_captured(), 1);
    assert_eq!(rates.false_accept_rate().to_bits(), 0);
}

#[test]
fn any_number_of_threads_finds_the_same() {
    let stub = StubMatcher::new();
    let counted = AtomicU64::new(0);
    let done = || {
        counted.fetch_add(1, Ordering::Relaxed);
    };
    let alone = SMALL.evaluate(&stub, 1, &done).unwrap();
    assert_eq!(counted.into_inner(), SMALL.comparisons());
    assert_eq!(SMALL.evaluate(&stub, 3, &|| ()).unwrap(), alone);
    let whole = alone.whole();
    assert_eq!((whole.genuine.all(), whole.impostors.all()), (36, 72));
    let frames = alone.by_variation().map(|(_, tally)| tally.genuine.all());
    assert_eq!(frames.collect::<Vec<_>>(), [12, 6, 6, 6, 6]);
    let others = DrawnSet { seed: 4, ..SMALL };
    assert_ne!(others.evaluate(&stub, 2, &|| ()).unwrap(), alone);
}

/// Remembers which photos it was given for which frame.
struct Witness(std::sync::Mutex<Vec<(Vec<u8>, Vec<u8>)>>);

impl FaceMatcher for Witness {
    fn compare(&self, photo: &Photo, frame: &Picture) -> Result<Score, NotCaptured> {
        let mut seen = self.0.lock().unwrap();
        seen.push((photo.pixels().to_vec(), frame.pixels().to_vec()));
        Ok(Score::MOST)
    }
}

#[test]
fn each_frame_meets_the_own_photo_once_and_each_impostor_once() {
    let set = DrawnSet {
        identities: 3,
        variations: 2,
        impostors: 9,
        ..SMALL
    };
    let witness = Witness(std::sync::Mutex::default());
    set.evaluate(&witness, 1, &|| ()).unwrap();
    let seen = witness.0.into_inner().unwrap();
    assert_eq!(seen.len(), 18);
    assert_eq!(set.comparisons(), 18);
    for (place, of_frame) in (0_u32..).zip(seen.chunks(3)) {
        assert!(of_frame.iter().all(|(_, frame)| *frame == of_frame[0].1));
        let own = Photo::drawn(set.person(place / 2));
        let own = Photo::from_jpeg2000(&own.to_jpeg2000().unwrap()).unwrap();
        assert!(of_frame[0].0 == own.pixels(), "the own photo first");
        assert!(of_frame[1].0 != own.pixels() && of_frame[2].0 != own.pixels());
        assert!(of_frame[1].0 != of_frame[2].0);
    }
}

/// Tells whether the policy's threshold is the one that the curve supports: on a
/// smaller set both rates are low there, and near each other.
#[test]
fn the_policys_threshold_lies_where_the_errors_are_nearly_equal() {
    let set = DrawnSet {
        seed: 1,
        identities: 48,
        variations: 5,
        impostors: 1,
    };
    let found = set.evaluate(&StubMatcher::new(), 2, &|| ()).unwrap();
    let policy = Policy::built_in().face;
    let rates = found.whole().rates(policy.threshold());
    let (accepts, rejects) = (rates.false_accept_rate(), rates.false_reject_rate());
    assert!(accepts < 0.1 && rejects < 0.1, "{rates:?}");
    assert!((accepts - rejects).abs() < 0.04, "{rates:?}");
}
