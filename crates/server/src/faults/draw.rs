//! Which calls a fault meets.

/// The odd constant of splitmix64.
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// Whether the fault meets its `asked`th call: the same seed meets the same calls.
pub(super) const fn meets(seed: u64, asked: u64, per_thousand: u16) -> bool {
    let mut word = seed.wrapping_add(asked.wrapping_mul(STEP));
    word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^= word >> 31;
    word % 1000 < per_thousand as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_meets_the_same_calls_and_another_meets_others() {
        let met = |seed| (1..=1000).map(|n| meets(seed, n, 250)).collect::<Vec<_>>();
        assert_eq!(met(7), met(7));
        assert_ne!(met(7), met(8));
    }

    #[test]
    fn as_many_of_a_thousand_are_met_as_was_said() {
        for per_thousand in [1, 10, 250, 500, 999, 1000] {
            let met = (1..=100_000).filter(|n| meets(42, *n, per_thousand));
            let expected = usize::from(per_thousand) * 100;
            // Five standard deviations of a binomial draw are 790 at most.
            assert!(met.count().abs_diff(expected) < 800, "{per_thousand}");
        }
        assert!((1..=10_000).all(|n| meets(3, n, 1000)));
    }
}
