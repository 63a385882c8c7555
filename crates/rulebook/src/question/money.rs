//! Questions of money.

use qualification::{Setting, limit_amount};
use serde::Deserialize;

use super::Question;
use crate::Answer;
use crate::field::{Class, Many, Month, TreatmentIfSaid, Wari, Yen};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Limit {
    class: Class,
    month: Month,
    medical: Yen,
    #[serde(default)]
    setting: Option<TreatmentIfSaid>,
    #[serde(default)]
    many_times: Option<Many>,
}

impl Question<'_> for Limit {
    fn answer(self) -> Answer {
        let setting = self.setting.and_then(|it| it.0);
        let many_times = self.many_times.is_some_and(|it| it.0);
        limit_amount(
            self.class.0,
            self.month.0,
            self.medical.0,
            setting.unwrap_or(Setting::Inpatient),
            many_times,
        )
        .map_or(Answer::Code("NO_TABLE"), Answer::Yen)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CopayRound {
    medical: Yen,
    ratio_wari: Wari,
}

impl Question<'_> for CopayRound {
    fn answer(self) -> Answer {
        Answer::Yen(self.ratio_wari.0.of(self.medical.0))
    }
}
