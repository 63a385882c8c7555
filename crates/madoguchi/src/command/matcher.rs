//! Which matcher compares faces, from the words of the command line.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use card_face::{Photo, Picture};
use verification::{FaceMatcher, NotCaptured, Score, StubMatcher};

pub(crate) fn matcher(text: &str) -> Result<Arc<dyn FaceMatcher>, String> {
    if text == "stub" {
        return Ok(Arc::new(StubMatcher::new()));
    }
    let script = text.strip_prefix("scripted:");
    let script = script.ok_or("write stub, or scripted: and scores")?;
    let one = |word: &str| {
        let failure = NotCaptured::ALL.into_iter().find(|it| it.code() == word);
        match (failure, word.parse().ok().and_then(Score::new)) {
            (Some(failure), _) => Ok(Err(failure)),
            (None, Some(score)) => Ok(Ok(score)),
            (None, None) => Err(format!("{word:?} is no score")),
        }
    };
    let given = script.split(',').map(one).collect::<Result<_, _>>()?;
    Ok(Arc::new(Given(Mutex::new(given))))
}

struct Given(Mutex<VecDeque<Result<Score, NotCaptured>>>);

impl FaceMatcher for Given {
    fn compare(&self, _: &Photo, _: &Picture) -> Result<Score, NotCaptured> {
        let mut given = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match given.len() {
            1 => given.front().copied(),
            _ => given.pop_front(),
        }
        .unwrap_or(Err(NotCaptured::Timeout))
    }
}
