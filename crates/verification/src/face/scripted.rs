//! A matcher that says what it was told to, for tests and demonstrations.

use std::fmt;
use std::str::FromStr;
use std::sync::atomic::{AtomicUsize, Ordering};

use card_face::{Photo, Picture};
use thiserror::Error;

use super::{FaceMatcher, NotCaptured, Score};

/// SCRIPTED / 台本どおり: gives outcomes in their order, whatever the pictures; the last
/// one again and again.
///
/// As text the outcomes are parted by commas: a score in thousandths, or the code of a
/// [`NotCaptured`]. `910,timeout,two-faces` matches once, then captures no face.
#[derive(Debug)]
pub struct ScriptedMatcher {
    outcomes: Vec<Result<Score, NotCaptured>>,
    next: AtomicUsize,
}

/// A part of a script that is no outcome.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "「{0}」は台本に書けません。0から1000の点数か、{codes}を書いてください / {0:?} is no outcome; write a score from 0 to 1000 or one of {codes}, parted by commas",
    codes = codes()
)]
pub struct NoOutcome(String);

impl FaceMatcher for ScriptedMatcher {
    fn compare(&self, _: &Photo, _: &Picture) -> Result<Score, NotCaptured> {
        let step = |next: usize| Some(next.saturating_add(1).min(self.outcomes.len()));
        let next = self
            .next
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, step);
        let outcome = next.ok().and_then(|next| self.outcomes.get(next));
        let outcome = outcome.or(self.outcomes.last()).copied();
        outcome.unwrap_or(Err(NotCaptured::Timeout))
    }
}

impl FromStr for ScriptedMatcher {
    type Err = NoOutcome;

    fn from_str(text: &str) -> Result<Self, NoOutcome> {
        let outcomes = text.split(',').map(|part| outcome(part.trim()));
        Ok(Self {
            outcomes: outcomes.collect::<Result<_, _>>()?,
            next: AtomicUsize::new(0),
        })
    }
}

fn outcome(part: &str) -> Result<Result<Score, NotCaptured>, NoOutcome> {
    if let Some(cause) = NotCaptured::ALL.into_iter().find(|it| it.code() == part) {
        return Ok(Err(cause));
    }
    let score = part.parse().ok().and_then(Score::new);
    score.map(Ok).ok_or_else(|| NoOutcome(part.to_owned()))
}

/// The script, whole.
impl fmt::Display for ScriptedMatcher {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, outcome) in self.outcomes.iter().enumerate() {
            if place > 0 {
                formatter.write_str(",")?;
            }
            match outcome {
                Ok(score) => write!(formatter, "{}", score.thousandths())?,
                Err(cause) => formatter.write_str(cause.code())?,
            }
        }
        Ok(())
    }
}

fn codes() -> String {
    NotCaptured::ALL.map(NotCaptured::code).join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_is_played_in_its_order_and_its_last_outcome_stays() {
        let script: ScriptedMatcher = " 910, timeout,two-faces,0".parse().unwrap();
        assert_eq!(script.to_string(), "910,timeout,two-faces,0");
        let (photo, frame) = (Photo::drawn(1), Picture::of_photo(&Photo::drawn(1)));
        let scores = [(); 6].map(|()| script.compare(&photo, &frame));
        let score = |thousandths| Ok(Score::new(thousandths).unwrap());
        assert_eq!(
            scores,
            [
                score(910),
                Err(NotCaptured::Timeout),
                Err(NotCaptured::TwoFaces),
                score(0),
                score(0),
                score(0),
            ]
        );
    }

    #[test]
    fn every_cause_can_be_scripted() {
        for cause in NotCaptured::ALL {
            let script: ScriptedMatcher = cause.code().parse().unwrap();
            assert_eq!(script.outcomes, [Err(cause)]);
        }
    }

    #[test]
    fn what_is_no_outcome_is_named_with_all_there_are() {
        for text in [
            "",
            "1001",
            "-1",
            "0.5",
            "timeout,",
            "910;timeout",
            "Timeout",
            "faces",
        ] {
            let error = text.parse::<ScriptedMatcher>().unwrap_err().to_string();
            for code in NotCaptured::ALL.map(NotCaptured::code) {
                assert!(error.contains(code), "{error}");
            }
        }
        assert_eq!(
            "910,no face".parse::<ScriptedMatcher>().unwrap_err(),
            NoOutcome("no face".to_owned())
        );
    }
}
