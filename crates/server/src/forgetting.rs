//! What is not needed any more is forgotten: challenges that would not be fresh, answers
//! too old to be asked for again, lists of bookings whose time is over.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use store::{Forgetting, Store};
use tokio::time::sleep;

use crate::CHALLENGE_LIFE;
use crate::given::Clock;

/// How long an answer is kept for a retry.
pub const ANSWER_LIFE: SignedDuration = SignedDuration::from_hours(24);
/// How often it is looked what may be forgotten.
const OFTEN: Duration = Duration::from_secs(60);
/// A rest between two parts of what is forgotten, so that others write meanwhile.
const REST: Duration = Duration::from_millis(50);

/// Forgets, again and again.
pub(crate) async fn forget(store: &dyn Store, clock: &dyn Clock) {
    loop {
        sleep(OFTEN).await;
        let forgetting = until(clock.now());
        loop {
            match store.forget(forgetting).await {
                Ok(0) => break,
                Ok(rows) => tracing::debug!(rows, "forgotten"),
                Err(error) => {
                    tracing::warn!(%error, "nothing could be forgotten now");
                    break;
                }
            }
            sleep(REST).await;
        }
    }
}

/// What may be forgotten at that instant. A challenge is remembered for twice its life:
/// another server's clock may be behind.
fn until(now: Timestamp) -> Forgetting {
    let before = |life: SignedDuration| now.saturating_sub(life).unwrap_or(Timestamp::MIN);
    Forgetting {
        challenges_before: before(CHALLENGE_LIFE.saturating_mul(2)),
        answers_before: before(ANSWER_LIFE),
        batches_before: now,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_forgotten_that_could_be_asked_for_again() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let now = at("2026-11-21T09:00:00Z");
        let forgetting = until(now);
        assert_eq!(forgetting.answers_before, at("2026-11-20T09:00:00Z"));
        assert_eq!(forgetting.batches_before, now);
        let fresh = now.saturating_sub(CHALLENGE_LIFE).unwrap();
        assert!(forgetting.challenges_before < fresh);
        assert_eq!(until(Timestamp::MIN).answers_before, Timestamp::MIN);
    }
}
