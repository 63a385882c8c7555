//! Questions of days, ages and numbers.

use qualification::{
    InsurerNumber, late_elderly_from, leave_duty, preschool_until, share_from_70,
    special_care_exempt_until, visit_date,
};
use serde::Deserialize;

use super::Question;
use crate::Answer;
use crate::field::{Body, Day, Instant};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TimeJst {
    utc: Instant,
}

impl Question<'_> for TimeJst {
    fn answer(self) -> Answer {
        Answer::Day(visit_date(self.utc.0))
    }
}

/// Defines questions of a birth alone.
macro_rules! of_birth {
    ($($name:ident = $rule:path;)+) => {$(
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        pub(super) struct $name {
            birth: Day,
        }

        impl Question<'_> for $name {
            fn answer(self) -> Answer {
                Answer::Day($rule(self.birth.0))
            }
        }
    )+};
}

of_birth! {
    Age70 = share_from_70;
    Age75 = late_elderly_from;
    Preschool = preschool_until;
    SpecialCareExempt = special_care_exempt_until;
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LagDuty {
    joined_other: Day,
}

impl Question<'_> for LagDuty {
    fn answer(self) -> Answer {
        Answer::Day(leave_duty(self.joined_other.0))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NumInsurer {
    body: Body,
}

impl Question<'_> for NumInsurer {
    fn answer(self) -> Answer {
        Answer::Digits(InsurerNumber::as_str(&self.body.0).to_owned())
    }
}
