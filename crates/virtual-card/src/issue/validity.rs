//! From when until when a card and its certificates are valid.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use persona::Persona;

/// A certificate ends on the fifth birthday after its issue, whatever the holder's
/// age (Takasaki leaflet: 「電子証明書は年齢問わず発効日から5回目の誕生日まで」).
const CERTIFICATE_BIRTHDAYS: i16 = 5;
/// A card ends on the tenth birthday after its issue, a minor's on the fifth
/// (Takasaki leaflet: 「マイナンバーカード本体は発効日から10回目の誕生日(未成年者は5回目)まで」).
const CARD_BIRTHDAYS: i16 = 10;
const MINORS_CARD_BIRTHDAYS: i16 = 5;
/// Who is no minor any more (民法4条, since 2022-04-01).
const FULL_AGE: i16 = 18;

/// The days of one card.
pub(super) struct Validity {
    /// The first day of the card and its certificates.
    pub(super) issued: Date,
    /// The last day of the card.
    pub(super) card_until: Date,
    /// The last day of its certificates.
    pub(super) certificates_until: Date,
}

impl Validity {
    /// The days the persona names, counted from `today` where they are relative; the
    /// others by rule. By rule no certificate outlives its card.
    pub(super) fn of(persona: &Persona, today: Date) -> Self {
        let (birth, terms) = (persona.person.birth, &persona.card);
        let issued = terms.issued.map_or(today, |day| day.on(today));
        let birthdays = if age(birth, issued) < FULL_AGE {
            MINORS_CARD_BIRTHDAYS
        } else {
            CARD_BIRTHDAYS
        };
        let card_until = terms.expires.map_or_else(
            || birthday_after(birth, issued, birthdays),
            |day| day.on(today),
        );
        let by_rule = birthday_after(birth, issued, CERTIFICATE_BIRTHDAYS).min(card_until);
        Self {
            issued,
            card_until,
            certificates_until: terms
                .certificate_expires
                .map_or(by_rule, |day| day.on(today)),
        }
    }

    /// The first instant of the certificates.
    pub(super) fn not_before(&self) -> Timestamp {
        at_japanese_time(self.issued, 0, 0, 0)
    }

    /// The last second of the certificates.
    pub(super) fn not_after(&self) -> Timestamp {
        at_japanese_time(self.certificates_until, 23, 59, 59)
    }
}

fn age(birth: Date, on: Date) -> i16 {
    let had_birthday = (on.month(), on.day()) >= (birth.month(), birth.day());
    on.year() - birth.year() - i16::from(!had_birthday)
}

/// The birthday after `issued` with this number; one on the day itself is not
/// counted.
fn birthday_after(birth: Date, issued: Date, number: i16) -> Date {
    let this_year = birthday_in(birth, issued.year());
    let years = if this_year > issued {
        number - 1
    } else {
        number
    };
    birthday_in(birth, issued.year().saturating_add(years))
}

/// Someone born on 29 February is taken to have 28 February printed on the card in
/// a common year; no public source says.
fn birthday_in(birth: Date, year: i16) -> Date {
    Date::new(year, birth.month(), birth.day())
        .or_else(|_| Date::new(year, birth.month(), 28))
        .unwrap_or(Date::MAX)
}

fn at_japanese_time(day: Date, hour: i8, minute: i8, second: i8) -> Timestamp {
    TimeZone::fixed(Offset::constant(9))
        .to_timestamp(day.at(hour, minute, second, 0))
        .unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use persona::Day;

    use crate::card::bench;

    fn validity(birth: Date, issued: Date) -> Validity {
        let mut persona = bench::persona();
        persona.person.birth = birth;
        Validity::of(&persona, issued)
    }

    #[test]
    fn a_certificate_ends_on_the_fifth_birthday_after_its_issue() {
        for (birth, issued, until) in [
            (date(1990, 10, 10), date(2020, 5, 15), date(2024, 10, 10)),
            (date(1990, 10, 10), date(2021, 10, 11), date(2026, 10, 10)),
            (date(1990, 10, 10), date(2021, 10, 10), date(2026, 10, 10)),
            (date(2000, 2, 29), date(2022, 3, 1), date(2027, 2, 28)),
        ] {
            let validity = validity(birth, issued);
            assert_eq!(validity.certificates_until, until, "{birth} {issued}");
        }
    }

    /// The first line is the government's own example.
    #[test]
    fn a_card_ends_on_the_tenth_birthday_and_a_minors_on_the_fifth() {
        for (birth, issued, until) in [
            (date(1990, 10, 10), date(2020, 5, 15), date(2029, 10, 10)),
            (date(1990, 10, 10), date(2021, 10, 9), date(2030, 10, 10)),
            (date(1990, 10, 10), date(2021, 10, 10), date(2031, 10, 10)),
            (date(2008, 10, 10), date(2026, 10, 9), date(2030, 10, 10)),
            (date(2008, 10, 10), date(2026, 10, 10), date(2036, 10, 10)),
            (date(2008, 2, 29), date(2026, 2, 28), date(2031, 2, 28)),
            (date(2008, 2, 29), date(2026, 3, 1), date(2036, 2, 29)),
        ] {
            let validity = validity(birth, issued);
            assert_eq!(validity.card_until, until, "{birth} {issued}");
        }
    }

    #[test]
    fn a_persona_may_name_the_days_and_they_are_counted_from_today() {
        let today = date(2026, 11, 21);
        let mut persona = bench::persona();
        persona.card.issued = Some(Day::After(-100));
        persona.card.expires = Some(Day::After(10));
        let validity = Validity::of(&persona, today);
        assert_eq!(validity.issued, date(2026, 8, 13));
        assert_eq!(validity.card_until, date(2026, 12, 1));
        assert_eq!(
            validity.certificates_until,
            date(2026, 12, 1),
            "no later than the card"
        );
        persona.card.certificate_expires = Some(Day::On(date(2027, 1, 1)));
        let validity = Validity::of(&persona, today);
        assert_eq!(validity.certificates_until, date(2027, 1, 1));
        assert_eq!(validity.not_before().to_string(), "2026-08-12T15:00:00Z");
        assert_eq!(validity.not_after().to_string(), "2027-01-01T14:59:59Z");
    }
}
