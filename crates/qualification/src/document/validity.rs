//! 有効期限: until when a document is valid that a city renews each August.

use std::ops::RangeInclusive;

use jiff::ToSpan;
use jiff::civil::Date;
use serde::Deserialize;

use crate::{late_elderly_from, share_from_70};

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

/// One renewal of all documents of a city.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct RenewalTable {
    /// The day of the renewal, a 1 August.
    pub renewed_on: Date,
    /// The last day of whatever has no earlier end.
    pub until: Date,
}

impl RenewalTable {
    /// The last day of a 資格確認書 (DOC-KAKUNIN-VALID): the day before 75, the end of the
    /// month in which 70 is reached after the renewal, the day after 在留期間満了日, or the
    /// end of the year, whichever is earliest. The leaflet's thresholds (2027-07-31,
    /// 2027-07-01, 2027-07-29) are where each of these meets the end of the year. The line
    /// of 在留期間 is printed 「在留期間満了日の翌日前の方」; its threshold fits only the day
    /// after.
    #[must_use]
    pub fn certificate_until(&self, birth: Date, stay_until: Option<Date>) -> Date {
        let from_70 = share_from_70(birth);
        let ends = [
            Some(before(late_elderly_from(birth))),
            (from_70 > self.renewed_on).then(|| before(from_70)),
            stay_until.map(|end| end.tomorrow().unwrap_or(Date::MAX)),
        ];
        ends.into_iter().flatten().fold(self.until, Date::min)
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
