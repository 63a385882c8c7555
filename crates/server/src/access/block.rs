//! Who is denied too often is blocked for a while: guessing handles leads nowhere.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use qualification::Institution;

/// So many denials …
const DENIALS: usize = 20;
/// … in this time block …
const WITHIN: Duration = Duration::from_mins(5);
/// … for so long.
const BLOCKED: Duration = Duration::from_mins(5);
/// So many are counted at once; the one that was quiet for longest makes room.
const MOST: usize = 4096;

/// Whose denials are counted together.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Counted {
    /// An institution's, whichever terminal they come from.
    Institution(Institution),
    /// A certificate's (SHA-256) that is nobody's, or nobody's any more: a stolen one
    /// does not block the institution that had it revoked.
    Certificate([u8; 32]),
}

/// Counts denials, each by a clock that nobody sets, in microseconds. This server
/// alone knows of them.
#[derive(Default)]
pub(crate) struct Blocks(Mutex<HashMap<Counted, Tally>>);

#[derive(Default)]
struct Tally {
    /// The last ones, at most [`DENIALS`].
    denials: VecDeque<u64>,
    blocked_until: u64,
}

impl Blocks {
    /// For how long that one is still blocked, if it is.
    pub(crate) fn blocked_for(&self, who: &Counted, now: u64) -> Option<Duration> {
        let tallies = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let left = tallies.get(who)?.blocked_until.checked_sub(now)?;
        (left > 0).then(|| Duration::from_micros(left))
    }

    /// Counts a denial; gives whether a block begins with it.
    pub(crate) fn count(&self, who: Counted, now: u64) -> bool {
        let mut tallies = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if tallies.len() >= MOST && !tallies.contains_key(&who) {
            make_room(&mut tallies);
        }
        let tally = tallies.entry(who).or_default();
        tally.denials.push_back(now);
        if tally.denials.len() < DENIALS {
            return false;
        }
        let first = tally.denials.pop_front().unwrap_or(now);
        if now.saturating_sub(first) >= micros(WITHIN) {
            return false;
        }
        tally.denials.clear();
        tally.blocked_until = now.saturating_add(micros(BLOCKED));
        true
    }
}

/// Forgets the one that was quiet for longest.
fn make_room(tallies: &mut HashMap<Counted, Tally>) {
    let last = |tally: &Tally| {
        let denied = tally.denials.back().copied().unwrap_or_default();
        denied.max(tally.blocked_until)
    };
    let quiet = tallies.iter().min_by_key(|(_, tally)| last(tally));
    if let Some(quiet) = quiet.map(|(who, _)| who.clone()) {
        tallies.remove(&quiet);
    }
}

fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: u64 = 1_000_000;

    fn clinic(code: usize) -> Counted {
        Counted::Institution(Institution::parse(&format!("{code:010}")).unwrap())
    }

    #[test]
    fn twenty_denials_in_five_minutes_block_for_five_minutes_and_nobody_else() {
        let blocks = Blocks::default();
        for denial in 1..=19 {
            assert!(!blocks.count(clinic(1), denial * 15 * SECOND));
        }
        assert_eq!(blocks.blocked_for(&clinic(1), 285 * SECOND), None);
        // The twentieth, a microsecond less than five minutes after the first.
        let last = 315 * SECOND - 1;
        assert!(blocks.count(clinic(1), last));
        assert_eq!(blocks.blocked_for(&clinic(1), last), Some(BLOCKED));
        let end = last + 300 * SECOND;
        let left = blocks.blocked_for(&clinic(1), end - 1);
        assert_eq!(left, Some(Duration::from_micros(1)));
        assert_eq!(blocks.blocked_for(&clinic(1), end), None);
        assert_eq!(blocks.blocked_for(&clinic(2), last), None);
        // It begins anew.
        assert!(!blocks.count(clinic(1), end));
    }

    #[test]
    fn twenty_denials_in_more_than_five_minutes_do_not_block() {
        let blocks = Blocks::default();
        for denial in 0..1000 {
            // Every twenty of them take exactly five minutes.
            let now = denial * 300 * SECOND / 19 + denial;
            assert!(!blocks.count(clinic(1), now), "denial {denial}");
        }
    }

    #[test]
    fn a_certificate_is_counted_beside_its_institution() {
        let blocks = Blocks::default();
        let blocked = (0..20).map(|_| blocks.count(Counted::Certificate([1; 32]), 0));
        assert!(blocked.collect::<Vec<_>>()[19]);
        assert_eq!(blocks.blocked_for(&clinic(1), 0), None);
        assert_eq!(blocks.blocked_for(&Counted::Certificate([2; 32]), 0), None);
    }

    #[test]
    fn the_memory_is_bounded_and_the_blocked_stay_in_it() {
        let blocks = Blocks::default();
        for _ in 0..20 {
            blocks.count(clinic(0), SECOND);
        }
        for code in 1..=2 * MOST {
            blocks.count(clinic(code), SECOND);
        }
        assert_eq!(blocks.0.lock().unwrap().len(), MOST);
        assert!(blocks.blocked_for(&clinic(0), SECOND).is_some());
    }
}
