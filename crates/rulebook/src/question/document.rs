//! Questions of documents.

use jiff::civil::Date;
use qualification::{InsurerPolicy, Trouble, Unheard, fall_back, july_end, old_card_usable};
use serde::Deserialize;

use super::Question;
use crate::Answer;
use crate::field::{Day, Held, Kind, Why};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OldCardEnd {
    #[serde(default)]
    printed: Option<Day>,
    visit: Day,
}

impl Question<'_> for OldCardEnd {
    fn answer(self) -> Answer {
        let usable = old_card_usable(self.printed.map(|day| day.0), self.visit.0);
        Answer::Code(if usable { "USABLE" } else { "EXPIRED" })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TakasakiCertificate {
    birth: Day,
    #[serde(default)]
    stay_until: Option<Day>,
}

impl Question<'_> for TakasakiCertificate {
    fn answer(self) -> Answer {
        let stay_until = self.stay_until.map(|day| day.0);
        let table = takasaki().and_then(InsurerPolicy::renewal_table);
        day_or_none(table.map(|it| it.certificate_until(self.birth.0, stay_until)))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KoukiCertificate {
    issued: Day,
}

impl Question<'_> for KoukiCertificate {
    fn answer(self) -> Answer {
        Answer::Day(july_end(self.issued.0))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TakasakiNotice {
    birth: Day,
}

impl Question<'_> for TakasakiNotice {
    fn answer(self) -> Answer {
        day_or_none(takasaki().and_then(|it| it.notice_valid_until(self.birth.0, None)))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Fallen {
    visit: Day,
    insurer: Kind,
    held: Held,
    cause: Why,
}

impl Question<'_> for Fallen {
    fn answer(self) -> Answer {
        let trouble = Trouble {
            visit_date: self.visit.0,
            insurer: self.insurer.0,
            held: self.held.as_slice(),
            cause: self.cause.0,
        };
        Answer::Code(fall_back(&trouble, &mut Unheard).way.code())
    }
}

fn takasaki() -> Option<&'static InsurerPolicy> {
    InsurerPolicy::named("kokuho_takasaki")
}

fn day_or_none(day: Option<Date>) -> Answer {
    day.map_or(Answer::Code("NONE"), Answer::Day)
}
