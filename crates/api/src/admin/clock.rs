//! The server's clock.

use jiff::Timestamp;
use qualification::IdempotencyKey;

use crate::field::{self, Faults, to_instant};
use crate::v1;

/// The years to which a clock may be set: in others no certificate is valid, the
/// operator's neither.
const YEARS: std::ops::RangeInclusive<i64> = 2000..=2099;

/// The clock goes on from an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SetClock {
    /// The instant, of the years 2000 to 2099 (UTC).
    pub now: Timestamp,
    /// Names this effect.
    pub key: IdempotencyKey,
}

impl TryFrom<v1::SetClockRequest> for SetClock {
    type Error = Faults;

    fn try_from(message: v1::SetClockRequest) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let now = field::instant(message.now).and_then(|now| match is_in_reach(now) {
            true => Ok(now),
            false => Err("must be an instant of the years 2000 to 2099".into()),
        });
        let now = faults.keep("now", now);
        let key = faults.keep("idempotency_key", field::key(&message.idempotency_key));
        faults.finish(now.zip(key).map(|(now, key)| Self { now, key }))
    }
}

fn is_in_reach(now: Timestamp) -> bool {
    let year = now.to_zoned(jiff::tz::TimeZone::UTC).year();
    YEARS.contains(&year.into())
}

impl From<SetClock> for v1::SetClockRequest {
    fn from(request: SetClock) -> Self {
        Self {
            now: Some(to_instant(request.now)),
            idempotency_key: request.key.0.to_vec(),
        }
    }
}
