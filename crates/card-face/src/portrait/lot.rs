//! What is drawn by lot, from a generator whose numbers are the same everywhere.

use rand_chacha::ChaCha8Rng;
use rand_core::{RngCore, SeedableRng};

/// A seed's numbers, one after another.
pub(super) struct Lot(ChaCha8Rng);

impl Lot {
    /// The numbers of a seed.
    pub(super) fn of(seed: u64) -> Lot {
        Lot(ChaCha8Rng::seed_from_u64(seed))
    }

    /// The numbers of several seeds together.
    pub(super) fn of_all(seeds: [u64; 4]) -> Lot {
        let mut key = [0; 32];
        let bytes = seeds.into_iter().flat_map(u64::to_le_bytes);
        for (place, byte) in key.iter_mut().zip(bytes) {
            *place = byte;
        }
        Lot(ChaCha8Rng::from_seed(key))
    }

    /// A number from `least` to `most`.
    pub(super) fn between(&mut self, least: f32, most: f32) -> f32 {
        let part = (self.0.next_u32() >> 8) as f32 / 16_777_216.0;
        least + part * (most - least)
    }

    /// A number from `-most` to `most`.
    pub(super) fn about(&mut self, most: f32) -> f32 {
        self.between(-most, most)
    }

    /// A number from `least` to `most`, to either side.
    pub(super) fn aside(&mut self, least: f32, most: f32) -> f32 {
        let size = self.between(least, most);
        if self.chance(50) { size } else { -size }
    }

    /// Whether something happens that does in so many of a hundred cases.
    pub(super) fn chance(&mut self, percent: u32) -> bool {
        self.0.next_u32() % 100 < percent
    }

    /// One of a first choice and its others.
    pub(super) fn one_of<T: Copy>(&mut self, first: T, others: &[T]) -> T {
        let chosen = self.0.next_u64() % (others.len() as u64 + 1);
        let other = usize::try_from(chosen).ok().and_then(|it| others.get(it));
        other.copied().unwrap_or(first)
    }

    /// So many bytes.
    pub(super) fn bytes(&mut self, count: usize) -> Vec<u8> {
        let mut bytes = vec![0; count];
        self.0.fill_bytes(&mut bytes);
        bytes
    }
}
