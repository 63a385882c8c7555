//! How much is shed, and when whoever was shed had better come again.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::given::{Entropy, random};

/// In which calls are counted, in microseconds.
const WINDOW: u64 = 1_000_000;
/// Nobody is asked to come again sooner …
const SOONEST: u64 = 100_000;
/// … or later, on average.
const LATEST: u64 = 10_000_000;

/// Calls of this window, and of the one before.
#[derive(Default)]
pub(crate) struct Pressure(Mutex<Windows>);

#[derive(Default)]
struct Windows {
    number: u64,
    now: Counts,
    before: Counts,
}

#[derive(Default, Clone, Copy)]
struct Counts {
    taken: u64,
    shed: u64,
}

impl Pressure {
    /// A call was taken on.
    pub(crate) fn taken(&self, now: u64) {
        self.windows(now, |windows| windows.now.taken += 1);
    }

    /// A call was shed; gives when to try it again. So long as it takes to work on all
    /// that were shed, one half more or less by chance, so that they do not come
    /// together again.
    pub(crate) fn shed(&self, now: u64, entropy: &dyn Entropy) -> Duration {
        let (taken, shed) = self.windows(now, |windows| {
            windows.now.shed += 1;
            let (now, before) = (windows.now, windows.before);
            (now.taken + before.taken, now.shed + before.shed)
        });
        let needed = WINDOW.saturating_mul(shed) / taken.max(1);
        let chance = u64::from(u16::from_be_bytes(random(entropy)));
        let micros = needed.clamp(SOONEST, LATEST);
        let micros = micros / 2 + micros * chance / u64::from(u16::MAX);
        Duration::from_micros(micros)
    }

    fn windows<T>(&self, now: u64, count: impl FnOnce(&mut Windows) -> T) -> T {
        let mut windows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let number = now / WINDOW;
        if number != windows.number {
            let follows = number == windows.number + 1;
            windows.before = if follows {
                windows.now
            } else {
                Counts::default()
            };
            windows.now = Counts::default();
            windows.number = number;
        }
        count(&mut windows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Always the same.
    struct Fixed(u8);

    impl Entropy for Fixed {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(self.0);
        }
    }

    #[test]
    fn the_more_is_shed_the_later_it_may_come_again() {
        let pressure = Pressure::default();
        let mut hints = Vec::new();
        for second in 0..6_u64 {
            let now = second * WINDOW;
            (0..100).for_each(|_| pressure.taken(now));
            let shed = 10_u64.pow(u32::try_from(second).unwrap());
            let hint = (0..shed).map(|_| pressure.shed(now, &Fixed(0x80)));
            hints.push(hint.last().unwrap().as_millis());
        }
        // The first is the least there is: 100 ms; the last is the most: 10 s.
        assert_eq!(hints, [100, 100, 551, 5510, 10019, 10019]);
        // When nobody was shed for a while, all is forgotten.
        let later = pressure.shed(20 * WINDOW, &Fixed(0x80));
        assert_eq!(later.as_millis(), 1001);
    }

    #[test]
    fn chance_spreads_them_by_one_half() {
        let hint = |chance| Pressure::default().shed(0, &Fixed(chance)).as_millis();
        assert_eq!((hint(0), hint(0xFF)), (500, 1500));
    }
}
