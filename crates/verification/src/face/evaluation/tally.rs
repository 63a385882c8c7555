//! Scores counted, and the rates of error at each threshold.

use super::super::{NotCaptured, Score};

/// The scores of some comparisons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// Of frames with the photo of the person in them.
    pub genuine: Scores,
    /// Of frames with another's photo.
    pub impostors: Scores,
}

/// How often each score was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scores {
    of_score: [u32; Score::MOST.thousandths() as usize + 1],
    not_captured: u32,
}

/// How often a matcher errs at a threshold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rates {
    /// Scores from here on match, thousandths.
    pub threshold: u16,
    /// Others who were taken for the person.
    pub false_accepts: u32,
    /// Of so many.
    pub impostors: u32,
    /// People who were not taken for themselves.
    pub false_rejects: u32,
    /// Of so many.
    pub genuine: u32,
}

impl Tally {
    pub(super) const NOTHING: Self = Self {
        genuine: Scores::NOTHING,
        impostors: Scores::NOTHING,
    };

    pub(super) fn add(&mut self, other: &Self) {
        self.genuine.add(&other.genuine);
        self.impostors.add(&other.impostors);
    }

    /// The rates at a threshold, thousandths. Frames that held no face are in none.
    #[must_use]
    pub fn rates(&self, threshold: u16) -> Rates {
        Rates {
            threshold,
            false_accepts: self.impostors.from(threshold),
            impostors: self.impostors.all(),
            false_rejects: self.genuine.below(threshold),
            genuine: self.genuine.all(),
        }
    }

    /// The rates at every threshold from 0 to 1000.
    #[must_use]
    pub fn curve(&self) -> Vec<Rates> {
        let thresholds = 0..=Score::MOST.thousandths();
        thresholds.map(|threshold| self.rates(threshold)).collect()
    }

    /// The rates where false accepts and false rejects are most nearly equally
    /// frequent: at the lowest such threshold.
    #[must_use]
    pub fn equal_error(&self) -> Rates {
        let apart = |rates: &Rates| {
            let accepts = u64::from(rates.false_accepts) * u64::from(rates.genuine);
            let rejects = u64::from(rates.false_rejects) * u64::from(rates.impostors);
            accepts.abs_diff(rejects)
        };
        let most_equal = self.curve().into_iter().min_by_key(apart);
        most_equal.unwrap_or_else(|| self.rates(0))
    }
}

impl Scores {
    const NOTHING: Self = Self {
        of_score: [0; Score::MOST.thousandths() as usize + 1],
        not_captured: 0,
    };

    /// How many there are.
    #[must_use]
    pub fn all(&self) -> u32 {
        self.from(0)
    }

    fn from(&self, threshold: u16) -> u32 {
        self.of_score.iter().skip(threshold.into()).sum()
    }

    fn below(&self, threshold: u16) -> u32 {
        self.of_score.iter().take(threshold.into()).sum()
    }

    /// Beside them, frames that held no face that could be compared.
    #[must_use]
    pub const fn not_captured(&self) -> u32 {
        self.not_captured
    }

    pub(super) fn count(&mut self, outcome: Result<Score, NotCaptured>) {
        let count = match outcome {
            Ok(score) => self.of_score.get_mut(usize::from(score.thousandths())),
            Err(_) => Some(&mut self.not_captured),
        };
        if let Some(count) = count {
            *count += 1;
        }
    }

    fn add(&mut self, other: &Self) {
        for (sum, count) in self.of_score.iter_mut().zip(other.of_score) {
            *sum += count;
        }
        self.not_captured += other.not_captured;
    }
}

impl Rates {
    /// The part of others who were taken for the person, 0 to 1.
    #[must_use]
    pub fn false_accept_rate(&self) -> f64 {
        part(self.false_accepts, self.impostors)
    }

    /// The part of people who were not taken for themselves, 0 to 1.
    #[must_use]
    pub fn false_reject_rate(&self) -> f64 {
        part(self.false_rejects, self.genuine)
    }

    /// The mean of both rates, 0 to 1.
    #[must_use]
    pub fn error_rate(&self) -> f64 {
        f64::midpoint(self.false_accept_rate(), self.false_reject_rate())
    }
}

fn part(count: u32, all: u32) -> f64 {
    if all == 0 {
        0.0
    } else {
        f64::from(count) / f64::from(all)
    }
}
