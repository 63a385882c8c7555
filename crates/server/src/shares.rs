//! Who is worked for: calls at once in all, and the share of each institution.
//!
//! An institution has at most its share, and less when places are short: never more
//! than are still free. So whoever has many makes way first, and whoever has none gets
//! the last place.

mod answered;
mod layer;
mod pressure;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use qualification::Party;

pub(crate) use layer::SharesLayer;
pub(crate) use pressure::Pressure;

/// Places beside the others that only the operator may use, and does when there is no
/// other: a card can be suspended however much there is to do.
const OPERATORS: usize = 4;

/// The places for calls.
pub(crate) struct Shares {
    share: usize,
    counts: Mutex<Counts>,
}

struct Counts {
    free: usize,
    operators: usize,
    held: HashMap<Party, usize>,
}

/// Why there is no place for a call.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Full {
    /// All are taken.
    All,
    /// The caller has enough.
    Share,
}

impl Shares {
    pub(crate) fn new(all: usize, share: usize) -> Self {
        let counts = Counts {
            free: all,
            operators: OPERATORS,
            held: HashMap::new(),
        };
        Self {
            share,
            counts: Mutex::new(counts),
        }
    }

    /// A place for a call of that party.
    pub(crate) fn take(self: &Arc<Self>, party: &Party) -> Result<Share, Full> {
        let mut counts = self.counts();
        let held = counts.held.get(party).copied().unwrap_or_default();
        let full = if counts.free == 0 {
            Some(Full::All)
        } else {
            (held >= self.share.min(counts.free)).then_some(Full::Share)
        };
        let is_operators = full.is_some();
        match full {
            None => {
                counts.free -= 1;
                counts.held.insert(party.clone(), held + 1);
            }
            Some(_) if *party == Party::Operator && counts.operators > 0 => counts.operators -= 1,
            Some(full) => return Err(full),
        }
        Ok(Share {
            shares: Arc::clone(self),
            party: party.clone(),
            is_operators,
        })
    }

    fn counts(&self) -> MutexGuard<'_, Counts> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A place. Dropping it gives it back.
pub(crate) struct Share {
    shares: Arc<Shares>,
    party: Party,
    /// It is one of those that only the operator may use.
    is_operators: bool,
}

impl Drop for Share {
    fn drop(&mut self) {
        let mut counts = self.shares.counts();
        if self.is_operators {
            counts.operators += 1;
            return;
        }
        counts.free += 1;
        let left = counts.held.get_mut(&self.party).map(|held| {
            *held = held.saturating_sub(1);
            *held
        });
        if left == Some(0) {
            counts.held.remove(&self.party);
        }
    }
}

#[cfg(test)]
mod tests {
    use qualification::Institution;

    use super::*;

    fn clinic(code: usize) -> Party {
        Party::Institution(Institution::parse(&format!("{code:010}")).unwrap())
    }

    /// As many places as that one gets.
    fn fill(shares: &Arc<Shares>, party: &Party) -> Vec<Share> {
        std::iter::from_fn(|| shares.take(party).ok()).collect()
    }

    #[test]
    fn nobody_has_more_than_a_share_and_what_is_given_back_is_free() {
        let shares = Arc::new(Shares::new(512, 32));
        for _ in 0..2 {
            let ours = fill(&shares, &clinic(1));
            assert_eq!(ours.len(), 32);
            assert_eq!(shares.take(&clinic(1)).err(), Some(Full::Share));
            assert!(shares.take(&clinic(2)).is_ok());
        }
        assert_eq!(shares.counts().free, 512);
        assert!(shares.counts().held.is_empty(), "nobody is remembered");
    }

    #[test]
    fn whoever_has_many_makes_way_for_those_who_have_none() {
        let shares = Arc::new(Shares::new(512, 32));
        let greedy: Vec<_> = (0..16).map(|code| fill(&shares, &clinic(code))).collect();
        let held: usize = greedy.iter().map(Vec::len).sum();
        // The last of the greedy had to leave some.
        assert!((480..512).contains(&held), "{held}");
        let modest: Vec<_> = (100..)
            .map_while(|code| shares.take(&clinic(code)).ok())
            .collect();
        assert_eq!(held + modest.len(), 512, "each of the modest gets one");
        assert_eq!(shares.take(&clinic(1)).err(), Some(Full::All));
        assert_eq!(shares.take(&clinic(999)).err(), Some(Full::All));
    }

    #[test]
    fn the_operator_finds_a_place_when_all_are_taken_and_nobody_else_does() {
        let shares = Arc::new(Shares::new(2, 2));
        let crowd: Vec<_> = (0..2)
            .map(|code| shares.take(&clinic(code)).unwrap())
            .collect();
        assert_eq!(shares.take(&clinic(2)).err(), Some(Full::All));
        let operators = fill(&shares, &Party::Operator);
        assert_eq!(operators.len(), OPERATORS);
        drop(crowd);
        drop(operators);
        let counts = shares.counts();
        assert_eq!((counts.free, counts.operators), (2, OPERATORS));
        assert!(counts.held.is_empty());
    }
}
