//! Whose cover a number on a document names.

use jiff::civil::Date;

use super::{Branch, Cover, Validity, known};
use crate::{InsuredPerson, InsurerNumber};

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

#[cfg(test)]
mod tests;
