//! How long a card may be used, and the grace after it.

use jiff::civil::{Date, date};

use crate::GraceRule;
use crate::calendar::{add_months_to_month_end, anniversary, month_end};

/// Months before the end in which the patient is told to renew (CERT-NOTICE).
pub const NOTICE_MONTHS: i32 = 3;

/// Months after the end in which eligibility is still answered (CERT-GRACE).
const GRACE_MONTHS: i16 = 3;

/// The days between which a user-authentication certificate is valid, both
/// included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CertificateDates {
    /// The first day.
    pub not_before: Date,
    /// The last day (有効期限).
    pub not_after: Date,
}

/// What a certificate's age lets the card be used for on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CertificateAge {
    /// Its first day has not come.
    NotYetValid,
    /// In its time.
    Valid {
        /// Whether the end is so near that the patient should be told.
        renew_soon: bool,
    },
    /// Past its end, but eligibility is still answered, until `until` (included).
    InGrace {
        /// The last day of the grace.
        until: Date,
    },
    /// Past the grace.
    Expired,
}

impl CertificateDates {
    /// The same, but with the card ending on `card_until`: a certificate never outlives
    /// its card (Kumamoto FAQ Q8).
    #[must_use]
    pub fn within(self, card_until: Date) -> Self {
        Self {
            not_after: self.not_after.min(card_until),
            ..self
        }
    }

    /// The age on `visit_date`, with the grace of `rule`.
    #[must_use]
    pub fn age_on(&self, visit_date: Date, rule: GraceRule) -> CertificateAge {
        let until = grace_ends(self.not_after, rule);
        if visit_date < self.not_before {
            CertificateAge::NotYetValid
        } else if visit_date <= self.not_after {
            CertificateAge::Valid {
                renew_soon: visit_date >= notice_from(self.not_after),
            }
        } else if visit_date <= until {
            CertificateAge::InGrace { until }
        } else {
            CertificateAge::Expired
        }
    }
}

/// The last day of the grace after `expiry` (CERT-GRACE): the end of the third month
/// after its month (健保 Q&A: 「満了日が属する月の月末から3か月後の月末まで」), or three
/// months to the day (Kumamoto FAQ Q8: 「一定期間(3か月)」), no later than its month's end.
#[must_use]
pub fn grace_ends(expiry: Date, rule: GraceRule) -> Date {
    match rule {
        GraceRule::MonthEndPlusThree => add_months_to_month_end(expiry, GRACE_MONTHS),
        GraceRule::PlainThreeMonths => {
            expiry.saturating_add(jiff::Span::new().months(GRACE_MONTHS))
        }
    }
}

/// The first day on which the patient is told that `expiry` comes (CERT-NOTICE).
#[must_use]
pub fn notice_from(expiry: Date) -> Date {
    expiry.saturating_sub(jiff::Span::new().months(NOTICE_MONTHS))
}

/// The first day on which it can be renewed: the day after the first notice
/// (CERT-NOTICE; public notices of insurers).
#[must_use]
pub fn renewable_from(expiry: Date) -> Date {
    notice_from(expiry).tomorrow().unwrap_or(Date::MAX)
}

/// Whether a card applied for on `applied_on` is a minor's (CARD-VALID): under 18, or
/// under 20 before 2022-04-01.
#[must_use]
pub fn is_minor(birth: Date, applied_on: Date) -> bool {
    let of_age = if applied_on < date(2022, 4, 1) {
        20
    } else {
        18
    };
    applied_on < anniversary(birth, of_age)
}

/// The last day of a card issued on `issued` (CARD-VALID; Takasaki leaflet:
/// 「発効日から10回目の誕生日(未成年者は5回目)まで」). A foreign resident's ends with the
/// stay, if that is earlier.
///
/// For whoever issues a card. A reader takes the end that is on the card.
#[must_use]
pub fn card_valid_until(issued: Date, birth: Date, minor: bool) -> Date {
    birthday_after(issued, birth, if minor { 5 } else { 10 })
}

/// The last day of a user-authentication certificate issued on `issued` (CERT-VALID;
/// Takasaki leaflet: 「年齢問わず発効日から5回目の誕生日まで」), if the card lasts as long:
/// see [`CertificateDates::within`].
#[must_use]
pub fn user_certificate_valid_until(issued: Date, birth: Date) -> Date {
    birthday_after(issued, birth, 5)
}

/// The `count`th birthday after `day`; one on `day` itself does not count. On a card, a
/// birthday of 29 February is 28 February in a common year (assumed, not verified).
fn birthday_after(day: Date, birth: Date, count: i16) -> Date {
    let in_year = |year| {
        Date::new(year, birth.month(), birth.day())
            .or_else(|_| Date::new(year, birth.month(), 1).map(month_end))
            .unwrap_or(Date::MAX)
    };
    let first = if in_year(day.year()) > day { 0 } else { 1 };
    in_year(day.year().saturating_add(first + count - 1))
}

#[cfg(test)]
mod tests;
