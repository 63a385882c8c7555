//! How well a matcher tells drawn people apart.

mod tally;

pub use tally::{Rates, Scores, Tally};

use std::panic;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

use card_face::{Photo, Picture, PictureError, Variation};

use super::FaceMatcher;

/// A generated set of people and frames. It is synthetic: what a matcher does on it
/// says nothing about real faces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DrawnSet {
    /// Another seed gives other people.
    pub seed: u32,
    /// How many people, 2 at least.
    pub identities: u32,
    /// How many frames of each. They go through [`Variation::ALL`] again and again.
    pub variations: u32,
    /// With how many other people's photos each frame is compared, beside the own.
    pub impostors: u32,
}

/// What a matcher made of a set: of each variation by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evaluation {
    tallies: [Tally; Variation::ALL.len()],
}

impl Evaluation {
    const NOTHING: Self = Self {
        tallies: [const { Tally::NOTHING }; Variation::ALL.len()],
    };

    /// Of all variations.
    #[must_use]
    pub fn whole(&self) -> Tally {
        let mut whole = Tally::NOTHING;
        for tally in &self.tallies {
            whole.add(tally);
        }
        whole
    }

    /// Of each variation.
    pub fn by_variation(&self) -> impl Iterator<Item = (Variation, &Tally)> {
        Variation::ALL.into_iter().zip(&self.tallies)
    }
}

impl DrawnSet {
    /// How many comparisons it takes.
    #[must_use]
    pub fn comparisons(&self) -> u64 {
        let frames = u64::from(self.identities) * u64::from(self.variations);
        frames * (1 + u64::from(self.impostors()))
    }

    fn impostors(&self) -> u32 {
        self.impostors.min(self.identities.saturating_sub(1))
    }

    /// The seed of a person of the set.
    fn person(&self, place: u32) -> u64 {
        u64::from(self.seed) << 32 | u64::from(place)
    }

    /// Compares every frame with its person's photo and with others', which were written
    /// to a chip's file and read again. `threads` share the work and change nothing of
    /// the result; `done` is called after each comparison.
    ///
    /// # Errors
    /// [`PictureError`] when a photo cannot be written or read.
    pub fn evaluate(
        &self,
        matcher: &dyn FaceMatcher,
        threads: usize,
        done: &(dyn Fn() + Sync),
    ) -> Result<Evaluation, PictureError> {
        let photos = shared(self.identities, threads, |place| {
            let file = Photo::drawn(self.person(place)).to_jpeg2000()?;
            Photo::from_jpeg2000(&file)
        });
        let photos = photos.into_iter().collect::<Result<Vec<_>, _>>()?;
        let people = shared(self.identities, threads, |place| {
            self.compare_frames(place, &photos, matcher, done)
        });
        let mut all = Evaluation::NOTHING;
        for of_person in &people {
            for (sum, tally) in all.tallies.iter_mut().zip(&of_person.tallies) {
                sum.add(tally);
            }
        }
        Ok(all)
    }

    /// One person's frames, each against the own photo and those of the next others.
    fn compare_frames(
        &self,
        place: u32,
        photos: &[Photo],
        matcher: &dyn FaceMatcher,
        done: &(dyn Fn() + Sync),
    ) -> Evaluation {
        let mut found = Evaluation::NOTHING;
        let mut others = photos.iter().cycle().skip(place as usize + 1);
        let kinds = Variation::ALL.len();
        for frame in 0..self.variations {
            let kind = frame as usize % kinds;
            let Some((variation, tally)) =
                Variation::ALL.get(kind).zip(found.tallies.get_mut(kind))
            else {
                continue;
            };
            let frame = Picture::captured(self.person(place), *variation, frame.into());
            if let Some(own) = photos.get(place as usize) {
                tally.genuine.count(matcher.compare(own, &frame));
                done();
            }
            for _ in 0..self.impostors() {
                let own = photos.get(place as usize);
                let other = others.find(|it| own.is_none_or(|own| !std::ptr::eq(own, *it)));
                if let Some(other) = other {
                    tally.impostors.count(matcher.compare(other, &frame));
                    done();
                }
            }
        }
        found
    }
}

/// Does a work for each number below `count` on so many threads, and gives what came
/// of them in their order.
fn shared<T: Send>(count: u32, threads: usize, work: impl Fn(u32) -> T + Sync) -> Vec<T> {
    let next = AtomicU32::new(0);
    let worker = || {
        let mut done = Vec::new();
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            if place >= count {
                return done;
            }
            done.push((place, work(place)));
        }
    };
    let mut done = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(worker)).collect();
        let mut done = worker();
        for other in others {
            done.extend(
                other
                    .join()
                    .unwrap_or_else(|panic| panic::resume_unwind(panic)),
            );
        }
        done
    });
    done.sort_by_key(|(place, _)| *place);
    done.into_iter().map(|(_, it)| it).collect()
}

#[cfg(test)]
mod tests;
