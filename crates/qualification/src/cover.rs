//! One qualification with one insurer, and which of several holds on a day.

use jiff::civil::Date;

use crate::{InsuredPerson, InsurerNumber, NumberError, Share};

/// 枝番: two digits that tell people with one 記号・番号 apart; their order means
/// nothing (Kawasaki page §6). 後期高齢者医療 has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Branch([u8; 2]);

impl Branch {
    /// Reads two digits; a leading zero counts.
    ///
    /// # Errors
    /// [`NumberError::Digits`] when it is anything else.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        match text.as_bytes() {
            [a @ b'0'..=b'9', b @ b'0'..=b'9'] => Ok(Self([*a, *b])),
            _ => Err(NumberError::Digits { expected: "2" }),
        }
    }

    /// The two digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        str::from_utf8(&self.0).unwrap_or("00")
    }
}

/// 本人・家族.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Relation {
    /// 本人 (被保険者).
    Insured,
    /// 家族 (被扶養者).
    Family,
}

/// 資格: cover by one insurer from a day to a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cover {
    /// 保険者番号.
    pub insurer: InsurerNumber,
    /// 保険者名称.
    pub insurer_name: String,
    /// 記号; 後期高齢者医療 has none.
    pub symbol: Option<String>,
    /// 番号.
    pub number: String,
    /// 枝番.
    pub branch: Option<Branch>,
    /// 本人・家族.
    pub relation: Relation,
    /// 資格取得日: the first day of cover.
    pub acquired_on: Date,
    /// 資格喪失日: the first day *without* cover.
    pub lost_on: Option<Date>,
    /// The day the insurer's data reached the check server (LAG-LINK); before it
    /// the server knows nothing of this cover, though the person has it.
    pub linked_on: Date,
    /// The share the insurer recorded; `None` under 70, where age tells it.
    pub share: Option<Share>,
    /// 納期限 of the oldest premium (国保税) that is unpaid: its last day in time.
    /// `None` when all is paid, as far as the insurer has posted it.
    pub arrears_due: Option<Date>,
}

impl Cover {
    /// Whether it covers `day` (ELIG-STATUS: acquired ≤ day < lost).
    #[must_use]
    pub fn holds_on(&self, day: Date) -> bool {
        self.acquired_on <= day && self.lost_on.is_none_or(|lost| day < lost)
    }

    /// Whether a premium is past its last day in time on `day` (LIMIT-ARREARS).
    #[must_use]
    pub fn is_in_arrears(&self, day: Date) -> bool {
        self.arrears_due.is_some_and(|due| due < day)
    }

    /// Whether the check server knows of it on `day`.
    fn is_known_on(&self, day: Date) -> bool {
        self.linked_on <= day
    }
}

/// 資格有効性: the official outcomes of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Validity {
    /// 1 有効.
    Valid,
    /// 2 無効.
    Invalid,
    /// 3 無効（新しい資格あり）.
    InvalidNewExists,
    /// 4 該当資格なし.
    NotFound,
    /// 5 複数該当.
    Multiple,
    /// 6 有効（未登録）: medical aid (医療扶助) only.
    ValidUnregistered,
}

impl Validity {
    /// The machine code, as the protocol names it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Valid => "VALID",
            Self::Invalid => "INVALID",
            Self::InvalidNewExists => "INVALID_NEW_EXISTS",
            Self::NotFound => "NOT_FOUND",
            Self::Multiple => "MULTIPLE",
            Self::ValidUnregistered => "VALID_UNREGISTERED",
        }
    }
}

/// When the cover that holds on `day`, and is not known yet, will be (LAG-LINK).
pub(crate) fn awaited(person: &InsuredPerson, day: Date) -> Option<Date> {
    let covers = person.covers.iter();
    covers
        .filter(|cover| cover.holds_on(day) && !cover.is_known_on(day))
        .map(|cover| cover.linked_on)
        .min()
}

/// The cover of a person on a day, as the check server knows it.
pub(crate) fn on_day(person: &InsuredPerson, day: Date) -> (Validity, Option<&Cover>) {
    let mut holding = known(person, day).filter(|cover| cover.holds_on(day));
    match (holding.next(), holding.next()) {
        (Some(cover), None) => (Validity::Valid, Some(cover)),
        (Some(_), Some(_)) => (Validity::Multiple, None),
        (None, _) if known(person, day).any(|cover| cover.acquired_on <= day) => {
            (Validity::Invalid, None)
        }
        (None, _) => (Validity::NotFound, None),
    }
}

/// 記号・番号 and the rest, as written on a document (照会区分 2).
#[derive(Clone, PartialEq, Eq)]
pub struct NumberQuery {
    /// 保険者番号.
    pub insurer: InsurerNumber,
    /// 記号.
    pub symbol: Option<String>,
    /// 番号.
    pub number: String,
    /// 枝番; when absent, anyone of the family may be meant.
    pub branch: Option<Branch>,
    /// 生年月日.
    pub birth: Date,
}

impl NumberQuery {
    fn names(&self, cover: &Cover) -> bool {
        cover.insurer == self.insurer
            && cover.symbol == self.symbol
            && cover.number == self.number
            && (self.branch.is_none() || cover.branch == self.branch)
    }

    /// The cover that the query names, among `people` with that number.
    pub(crate) fn find<'p>(
        &self,
        people: &'p [InsuredPerson],
        day: Date,
    ) -> (Validity, Option<(&'p InsuredPerson, &'p Cover)>) {
        let mut found = people
            .iter()
            .filter(|person| person.birth == self.birth)
            .filter(|person| known(person, day).any(|cover| self.names(cover)));
        let person = match (found.next(), found.next()) {
            (None, _) => return (Validity::NotFound, None),
            (Some(_), Some(_)) => return (Validity::Multiple, None),
            (Some(person), None) => person,
        };
        let named = || known(person, day).filter(|cover| self.names(cover));
        let mut holding = named().filter(|cover| cover.holds_on(day));
        match (holding.next(), holding.next()) {
            (Some(cover), None) => (Validity::Valid, Some((person, cover))),
            (Some(_), Some(_)) => (Validity::Multiple, None),
            (None, _) if !named().any(|cover| cover.acquired_on <= day) => {
                (Validity::NotFound, None)
            }
            (None, _) if known(person, day).any(|cover| cover.holds_on(day)) => {
                (Validity::InvalidNewExists, None)
            }
            (None, _) => (Validity::Invalid, None),
        }
    }
}

fn known(person: &InsuredPerson, day: Date) -> impl Iterator<Item = &Cover> {
    person
        .covers
        .iter()
        .filter(move |cover| cover.is_known_on(day))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::{Disclosure, PersonId, Registration, Sex};
    use jiff::civil::date;

    pub(crate) fn cover() -> Cover {
        Cover {
            insurer: InsurerNumber::parse("06439996").unwrap(),
            insurer_name: "窓口シミュレータ健康保険組合".into(),
            symbol: Some("5021".into()),
            number: "1234567".into(),
            branch: Some(Branch::parse("01").unwrap()),
            relation: Relation::Insured,
            acquired_on: date(2020, 4, 1),
            lost_on: None,
            linked_on: date(2020, 4, 1),
            share: None,
            arrears_due: None,
        }
    }

    pub(crate) fn person(covers: Vec<Cover>) -> InsuredPerson {
        InsuredPerson {
            id: PersonId([1; 16]),
            name: "窓口　花子".into(),
            kana: "マドグチ　ハナコ".into(),
            birth: date(1980, 2, 17),
            sex: Sex::Female,
            address: "東京都架空区窓口一丁目1番1号".into(),
            registration: Registration::Registered,
            disclosure: Disclosure::Disclosed,
            covers,
            limit: None,
            specific_disease: None,
            subsidy_certificate: false,
        }
    }

    fn query() -> NumberQuery {
        NumberQuery {
            insurer: InsurerNumber::parse("06439996").unwrap(),
            symbol: Some("5021".into()),
            number: "1234567".into(),
            branch: None,
            birth: date(1980, 2, 17),
        }
    }

    #[test]
    fn cover_begins_on_the_day_acquired_and_ends_before_the_day_lost() {
        let ended = person(vec![Cover {
            lost_on: Some(date(2026, 11, 1)),
            ..cover()
        }]);
        for (day, validity) in [
            (date(2020, 3, 31), Validity::NotFound),
            (date(2020, 4, 1), Validity::Valid),
            (date(2026, 10, 31), Validity::Valid),
            (date(2026, 11, 1), Validity::Invalid),
        ] {
            assert_eq!(on_day(&ended, day).0, validity, "{day}");
        }
    }

    #[test]
    fn a_change_of_insurer_on_one_day_leaves_exactly_one_cover() {
        let changed = person(vec![
            Cover {
                lost_on: Some(date(2026, 11, 1)),
                ..cover()
            },
            Cover {
                acquired_on: date(2026, 11, 1),
                linked_on: date(2026, 11, 1),
                ..cover()
            },
        ]);
        for day in [date(2026, 10, 31), date(2026, 11, 1)] {
            assert_eq!(on_day(&changed, day).0, Validity::Valid, "{day}");
        }
    }

    #[test]
    fn new_cover_is_unknown_until_linked_and_then_holds_from_its_first_day() {
        let joined = person(vec![Cover {
            acquired_on: date(2026, 11, 16),
            linked_on: date(2026, 11, 21),
            ..cover()
        }]);
        assert_eq!(on_day(&joined, date(2026, 11, 20)).0, Validity::NotFound);
        assert_eq!(on_day(&joined, date(2026, 11, 21)).0, Validity::Valid);
    }

    #[test]
    fn two_covers_at_once_are_named_as_such() {
        let twice = person(vec![cover(), cover()]);
        assert_eq!(on_day(&twice, date(2026, 11, 21)).0, Validity::Multiple);
    }

    #[test]
    fn a_number_finds_its_person_by_birth_date_and_branch() {
        let day = date(2026, 11, 21);
        let people = [person(vec![cover()])];
        assert_eq!(query().find(&people, day).0, Validity::Valid);
        let other_birth = NumberQuery {
            birth: date(1980, 2, 18),
            ..query()
        };
        assert_eq!(other_birth.find(&people, day).0, Validity::NotFound);
        let other_branch = NumberQuery {
            branch: Some(Branch::parse("02").unwrap()),
            ..query()
        };
        assert_eq!(other_branch.find(&people, day).0, Validity::NotFound);
        let twins = [people[0].clone(), people[0].clone()];
        assert_eq!(query().find(&twins, day).0, Validity::Multiple);
    }

    #[test]
    fn the_number_of_an_old_insurer_says_that_a_new_one_exists() {
        let changed = [person(vec![
            Cover {
                lost_on: Some(date(2026, 11, 1)),
                ..cover()
            },
            Cover {
                number: "7654321".into(),
                acquired_on: date(2026, 11, 1),
                linked_on: date(2026, 11, 6),
                ..cover()
            },
        ])];
        assert_eq!(
            query().find(&changed, date(2026, 11, 5)).0,
            Validity::Invalid
        );
        assert_eq!(
            query().find(&changed, date(2026, 11, 6)).0,
            Validity::InvalidNewExists
        );
    }

    #[test]
    fn a_branch_keeps_its_leading_zero() {
        assert_eq!(Branch::parse("00").unwrap().as_str(), "00");
        for wrong in ["", "1", "001", "0a", "０１"] {
            assert!(Branch::parse(wrong).is_err(), "{wrong}");
        }
    }
}
