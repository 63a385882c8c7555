//! One qualification with one insurer, and which of several holds on a day.

mod number;

use jiff::civil::Date;

pub use number::NumberQuery;

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
    /// 6 有効（未登録）: medical aid (医療扶助) only, by number, of somebody whose card is not
    /// registered.
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

/// When the cover that holds on the day `as_of`, and is not known on the day of the
/// visit, will be (LAG-LINK).
pub(crate) fn awaited(person: &InsuredPerson, visit_date: Date, as_of: Date) -> Option<Date> {
    let covers = person.covers.iter();
    covers
        .filter(|cover| cover.holds_on(as_of) && !cover.is_known_on(visit_date))
        .map(|cover| cover.linked_on)
        .min()
}

/// The cover of a person on the day `as_of`, as the check server knows it on the day of
/// the visit.
pub(crate) fn on_day(
    person: &InsuredPerson,
    visit_date: Date,
    as_of: Date,
) -> (Validity, Option<&Cover>) {
    let known = || known(person, visit_date);
    let mut holding = known().filter(|cover| cover.holds_on(as_of));
    match (holding.next(), holding.next()) {
        (Some(cover), None) => (Validity::Valid, Some(cover)),
        (Some(_), Some(_)) => (Validity::Multiple, None),
        (None, _) if known().any(|cover| cover.acquired_on <= as_of) => (Validity::Invalid, None),
        (None, _) => (Validity::NotFound, None),
    }
}

fn known(person: &InsuredPerson, day: Date) -> impl Iterator<Item = &Cover> {
    person
        .covers
        .iter()
        .filter(move |cover| cover.is_known_on(day))
}

#[cfg(test)]
pub(crate) mod tests;
