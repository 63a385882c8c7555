//! 有効期限: until when a document is valid that a city renews each August.

use std::ops::RangeInclusive;

use jiff::ToSpan;
use jiff::civil::Date;
use serde::Deserialize;

use crate::{anniversary, late_elderly_from, share_from_70};

/// 31 July on or after `issued`: the end of a year from August to July (Kumamoto FAQ
/// Q24).
#[must_use]
pub fn july_end(issued: Date) -> Date {
    let end = |year| Date::new(year, 7, 31).unwrap_or(Date::MAX);
    let this_year = end(issued.year());
    if issued <= this_year {
        this_year
    } else {
        end(issued.year().saturating_add(1))
    }
}

/// One renewal of all documents of a city, and the days of its table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct RenewalTable {
    /// The day of the renewal, a 1 August.
    pub renewed_on: Date,
    /// The last day of whatever has no earlier end.
    pub until: Date,
    /// The last 70th birthday that ends a 資格確認書 early.
    pub birthday_70_until: Date,
    /// The last 在留期間満了日 that ends a 資格確認書 early.
    pub stay_until: Date,
}

impl RenewalTable {
    /// The last day of a 資格確認書 (DOC-KAKUNIN-VALID): of the lines that apply, the
    /// earliest. The line of 在留期間 is printed 「在留期間満了日の翌日前の方」; its threshold
    /// fits only the day after.
    #[must_use]
    pub fn certificate_until(&self, birth: Date, stay_until: Option<Date>) -> Date {
        let (seventieth, from_70) = (anniversary(birth, 70), share_from_70(birth));
        let from_75 = late_elderly_from(birth);
        let lines = [
            (from_75 <= self.until).then(|| before(from_75)),
            (seventieth <= self.birthday_70_until && from_70 > self.renewed_on)
                .then(|| before(from_70)),
            stay_until
                .filter(|end| *end <= self.stay_until)
                .map(|end| end.tomorrow().unwrap_or(Date::MAX)),
        ];
        lines.into_iter().flatten().fold(self.until, Date::min)
    }

    /// The last day of a 資格情報のお知らせ (DOC-OSHIRASE-VALID); `None`: it has no end.
    /// 「70歳以上」 at the renewal is taken as whoever pays the share of 70 by then.
    #[must_use]
    pub fn notice_until(&self, birth: Date) -> Option<Date> {
        let from_75 = late_elderly_from(birth);
        if from_75 <= self.until {
            Some(before(from_75))
        } else if share_from_70(birth) <= self.renewed_on {
            Some(self.until)
        } else {
            None
        }
    }
}

/// The days between which the 資格確認書 of someone who did not renew their certificate
/// is expected, both included (CERT-NONRENEW-DOC; Takasaki leaflet:
/// 「有効期限から1~2ヶ月後に資格確認書が送付」).
#[must_use]
pub fn certificate_expected(certificate_end: Date) -> RangeInclusive<Date> {
    certificate_end.saturating_add(1.month())..=certificate_end.saturating_add(2.months())
}

fn before(day: Date) -> Date {
    day.yesterday().unwrap_or(Date::MIN)
}

#[cfg(test)]
mod tests;
