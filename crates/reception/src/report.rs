//! What is told at the end: for people, and for scripts.

mod help;
mod json;
mod printed;

use std::time::Duration;

use jiff::Timestamp;

use visit::{Step, StepState, Steps};

use crate::Ending;

/// How a reception went. No `Debug`: it holds a patient's data.
pub struct Report {
    /// How it ended.
    pub ending: Ending,
    /// The five steps with the time each took.
    pub steps: [StepTime; 5],
    /// The tries left for the PIN as the card last told them, unless it was right.
    pub tries_left: Option<u8>,
    /// When it ended, by the desk's clock: whether a help line is open is told of then.
    pub at: Timestamp,
}

/// One step, how it stands, and how long it took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepTime {
    /// Which.
    pub step: Step,
    /// How it stands.
    pub state: StepState,
    /// How long it took; zero when it was not reached.
    pub took: Duration,
}

/// Measures the steps of a reception.
pub(crate) struct Timing {
    took: [Duration; 5],
    steps: Option<Steps>,
    since: Duration,
}

impl Timing {
    pub(crate) const fn begin(now: Duration) -> Self {
        Self {
            took: [Duration::ZERO; 5],
            steps: None,
            since: now,
        }
    }

    /// The steps stand so from now on. Back at the first one, measuring begins anew.
    pub(crate) fn reach(&mut self, steps: Steps, now: Duration) {
        let before = self.steps.map(Steps::current);
        if before == Some(steps.current()) {
            self.steps = Some(steps);
            return;
        }
        self.add(now);
        if steps.current() == Step::CardReading {
            *self = Self::begin(now);
        }
        self.steps = Some(steps);
        self.since = now;
    }

    /// How long the present step has gone on.
    pub(crate) fn waited(&self, now: Duration) -> Duration {
        now.saturating_sub(self.since)
    }

    fn add(&mut self, now: Duration) {
        let Some(steps) = self.steps else { return };
        let index = usize::from(steps.current().number()).saturating_sub(1);
        if let Some(took) = self.took.get_mut(index) {
            *took += now.saturating_sub(self.since);
        }
    }

    pub(crate) fn end(mut self, now: Duration) -> [StepTime; 5] {
        self.add(now);
        let state = |step| {
            self.steps
                .map_or(StepState::Ahead, |steps| steps.state(step))
        };
        let mut took = self.took.iter().copied();
        Step::ALL.map(|step| StepTime {
            step,
            state: state(step),
            took: took.next().unwrap_or_default(),
        })
    }
}

impl Report {
    /// The report of a desk that could not receive anyone, at that time.
    #[must_use]
    pub fn without_visit(ending: Ending, at: Timestamp) -> Self {
        Self {
            ending,
            steps: Timing::begin(Duration::ZERO).end(Duration::ZERO),
            tries_left: None,
            at,
        }
    }
}

#[cfg(test)]
mod tests;
